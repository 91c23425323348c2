"""One solved code cell, two readings: with the solution, or with the gap that the student fills in.

    ### solution
    answer = "b"
    ### gap
    answer = ...
    ### end

Marker lines stand alone and never reach a notebook.
"""

from __future__ import annotations

from kafkalab.i18n import Text

SOLUTION, GAP, END = "### solution", "### gap", "### end"
_NEXT = {SOLUTION: GAP, GAP: END, END: SOLUTION}

_OUT_OF_ORDER = Text(es="`{found}` donde tocaba `{wanted}`", en="`{found}` where `{wanted}` was due")
_NOT_CLOSED = Text(es="falta `{wanted}`", en="`{wanted}` is missing")
_BLANK = Text(es="sin la solución quedaría vacía: deja al menos `# …`", en="it would be blank: leave at least `# …`")


class MarkerError(Exception):
    """Markers out of order; carries what is wrong."""

    def __init__(self, what: Text) -> None:
        super().__init__(what)
        self.what = what


def has_gap(code: str) -> bool:
    """Whether a cell has any marker."""
    return any(line.strip() in _NEXT for line in code.splitlines())


def solved(code: str) -> str:
    """The cell with its solution. Raises MarkerError."""
    return _keep(code, SOLUTION)


def with_gap(code: str) -> str:
    """The cell with its gap. Raises MarkerError."""
    return _keep(code, GAP)


def _keep(code: str, part: str) -> str:
    kept, now = [], END
    for line in code.splitlines():
        marker = line.strip()
        if marker in _NEXT:
            if marker != _NEXT[now]:
                raise MarkerError(_OUT_OF_ORDER.format(found=marker, wanted=_NEXT[now]))
            now = marker
        elif now in (END, part):
            kept.append(line)
    if now != END:
        raise MarkerError(_NOT_CLOSED.format(wanted=_NEXT[now]))
    if not "".join(kept).strip():  # a blank cell is never run, so nobody could tell that it had been
        raise MarkerError(_BLANK)
    return "\n".join(kept)
