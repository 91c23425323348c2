"""How long is too long: far above what anything here takes on a busy machine, far below the half minute of a hang."""

IN_TIME_S = 5.0
