"""What tells cheaply whether a file is still the one that was looked at: its size and the time of its last change."""

from __future__ import annotations

from pathlib import Path

_SECOND = 1_000_000_000


def of(path: Path) -> list[int]:
    """Size in bytes and time of the last change in nanoseconds. Raises OSError where there is no such file."""
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def fits(noted: object, path: Path) -> bool:
    """Whether `path` is as it was `noted`. A time without its fraction fits: container images keep whole seconds."""
    try:
        size, time = of(path)
    except OSError:
        return False
    if not (isinstance(noted, list) and len(noted) == 2 and all(isinstance(number, int) for number in noted)):
        return False
    return noted[0] == size and time in (noted[1], noted[1] - noted[1] % _SECOND)
