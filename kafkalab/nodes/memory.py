"""How much memory there is for a cluster and all that runs beside it, and whether that calls for fewer processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psutil

# Measured: brokers and controller 481 MB; with JupyterLab and a notebook's kernel 634 MB. A second notebook, a program
# that produces, one of Apache's tools come to 300 MB more: 1 GB, which is what Binder promises, does not hold that in
# peace, and 2 GB, where it draws the line, hold it twice. A controller inside a broker saves about 100 MB.
_ENOUGH = 1_500_000_000

_CGROUPS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def is_little(limit: int) -> bool:
    """Whether in `limit` bytes the controller had better live inside a broker."""
    return limit < _ENOUGH


def limit() -> int:
    """Bytes that this machine, container or hub lets us have: the smallest of what each of them says."""
    return min(_limits())


def _limits() -> Iterator[int]:
    yield psutil.virtual_memory().total
    for text in (os.environ.get("MEM_LIMIT"), *map(_read, _CGROUPS)):  # JupyterHub's, and so Binder's, variable
        if text and text.strip().isdigit() and int(text) > 0:
            yield int(text)


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError):
        return None
