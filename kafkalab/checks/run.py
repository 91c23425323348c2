"""Running a program of the student's as a process of its own, with a time limit and a limit to what it prints.

What the program did is for the brokers to say; here only how it ended.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TIMEOUT_S = 30.0
OUTPUT_BYTES = 64 * 1024
_CHUNK = 8192
_DRAIN_S = 5


@dataclass(frozen=True)
class ProgramResult:
    """How a program ended.

    `exit_code` is None if it had to be ended after the time limit. `output`: the first part of what it printed (both
    streams); `cut` says that there was more. `seconds`: how long it ran.
    """

    exit_code: int | None
    output: str
    cut: bool
    seconds: float

    @property
    def timed_out(self) -> bool:
        """It had to be ended."""
        return self.exit_code is None

    @property
    def last_line(self) -> str:
        """The last line that is not blank: where Python says which exception it was."""
        return next((line.strip() for line in reversed(self.output.splitlines()) if line.strip()), "")


def run_program(
    path: Path, env: Mapping[str, str], timeout_s: float = TIMEOUT_S, output_bytes: int = OUTPUT_BYTES
) -> ProgramResult:
    """Run `path` with this Python, in its folder, with `env` added to ours. It and all it started are ended in the end.

    Raises OSError if it can't be started.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-u", str(path.resolve())],
        cwd=path.resolve().parent,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert process.stdout is not None
    kept: list[bytes] = []
    reader = threading.Thread(target=_read, args=(process.stdout, kept, output_bytes), daemon=True)
    reader.start()
    try:
        exit_code: int | None = process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        exit_code = None
    finally:
        seconds = time.monotonic() - began
        _end(process)
        reader.join(_DRAIN_S)
    everything = b"".join(kept)
    output = everything[:output_bytes].decode("utf-8", errors="replace")
    return ProgramResult(exit_code, output, len(everything) > output_bytes, seconds)


def _read(stream: IO[bytes], kept: list[bytes], limit: int) -> None:
    """Keep the first `limit` bytes and a little more; read on without keeping, so that the program is not held up."""
    size = 0
    while chunk := stream.read1(_CHUNK):  # type: ignore[attr-defined]
        if size <= limit:
            kept.append(chunk)
            size += len(chunk)


def _end(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL for its whole process group: what it started goes with it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
