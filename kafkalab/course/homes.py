"""A home of kafkalab for one run: fresh and empty, and afterwards gone, with every process that was started in it."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
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
    """Kill every process with this home in its environment or command line: the data goes too, so no clean stop."""
    ended = [process for process in psutil.process_iter() if _belongs(process, home)]
    for process in ended:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(ended, timeout=_GRACE_S)


def _belongs(process: psutil.Process, home: Path) -> bool:
    if process.pid == psutil.Process().pid:
        return False
    try:
        return process.environ().get("KAFKALAB_HOME") == str(home) or str(home) in " ".join(process.cmdline())
    except psutil.Error:  # somebody else's, or gone
        return False
