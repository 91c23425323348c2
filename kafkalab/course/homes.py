"""A home of kafkalab for one run: fresh and empty, and afterwards gone, with every process that was started in it."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator

# tests/notebooks/nbval_sanitize.cfg knows this name.
_PREFIX = "kafkalab-home-"
_GRACE_S = 10


@contextmanager
def fresh_home() -> Iterator[Path]:
    """A temporary folder to be KAFKALAB_HOME; on leaving, its processes are ended and it is deleted."""
    home = Path(tempfile.mkdtemp(prefix=_PREFIX)).resolve()
    try:
        yield home
    finally:
        end_processes_of(home)
        shutil.rmtree(home, ignore_errors=True)


def end_processes_of(home: Path) -> None:
    """Kill every process with this home in its environment or command line: the data goes too, so no clean stop.

    Looks again until it finds none: a process may have been starting another one.
    """
    deadline = time.monotonic() + _GRACE_S
    while time.monotonic() < deadline:
        found = [process for process in psutil.process_iter() if _belongs(process, home)]
        if not found:
            return
        for process in found:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(found, timeout=_GRACE_S)


def _belongs(process: psutil.Process, home: Path) -> bool:
    if process.pid == psutil.Process().pid:
        return False
    try:
        return process.environ().get("KAFKALAB_HOME") == str(home) or str(home) in " ".join(process.cmdline())
    except psutil.Error:  # somebody else's, or gone
        return False
