"""An actor's process: started, found again by its mark, signalled, ended. What it does is told elsewhere.

Like a node's, its command line carries a mark that ends with "@" and its folder: a pid alone may be a stranger's now.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from kafkalab.actors import run
from kafkalab.nodes import process

PROGRAM, REPORT = "program.py", "report.jsonl"
_PAUSE_TIMEOUT_S = 2.0
MARK = "-Xkafkalab.actor="  # Python takes any -X option, and leaves those that it does not know to others


class Process:
    """The process of one actor; `child` where it was started here."""

    def __init__(self, pid: int, folder: Path, child: subprocess.Popen[bytes] | None = None) -> None:
        self.pid = pid
        self._mark = mark(folder)
        self._child = child

    @classmethod
    def start(cls, folder: Path, bootstrap: str, *, keep: bool) -> Process:
        """Run `folder`'s program in a session of its own: neither Ctrl-C nor a kernel's interrupt reaches it."""
        environment = {**os.environ, run.FOLLOWED: run.KEPT if keep else run.WITH_KERNEL, "PYTHONUTF8": "1"}
        # -P: what lies in the folder must not be imported in a library's place.
        command = [sys.executable, "-P", "-u", mark(folder), "-m", run.__name__, PROGRAM, bootstrap]
        report = folder / REPORT
        report.unlink(missing_ok=True)  # an earlier actor of this name keeps its own
        with report.open("ab") as out:
            child = subprocess.Popen(
                command, cwd=folder, env=environment, start_new_session=True,
                stdin=subprocess.DEVNULL if keep else subprocess.PIPE, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip
        return cls(child.pid, folder, child)

    @property
    def status(self) -> process.Status:
        """What the operating system says of it: up, paused or stopped."""
        found = self._find()
        try:
            paused = found is not None and found.status() == psutil.STATUS_STOPPED
        except psutil.NoSuchProcess:
            return "stopped"
        return "stopped" if found is None else "paused" if paused else "up"

    @property
    def exit_code(self) -> int | None:
        """Its exit code (negative: the signal that ended it); None while it runs, or where it was not started here."""
        return self._child.poll() if self._child else None

    def send(self, number: signal.Signals) -> None:
        """Send a signal to that process and no other; nothing happens if it is gone."""
        found = self._find()
        if found is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                found.send_signal(number)

    def pause(self) -> None:
        """SIGSTOP. Returns once it hangs, which takes the system a moment."""
        deadline = time.monotonic() + _PAUSE_TIMEOUT_S
        self.send(signal.SIGSTOP)
        while self.status == "up" and time.monotonic() < deadline:
            time.sleep(0.005)

    def end(self, patience_s: float) -> bool:
        """SIGTERM, then SIGKILL to one that has not ended in time. Whether it ended by itself."""
        found = self._find()
        if found is None:
            return True
        self.send(signal.SIGTERM)
        self.send(signal.SIGCONT)  # one that is paused gets to its SIGTERM only now
        by_itself = self._wait(found, patience_s)
        if not by_itself:
            self.kill()
        return by_itself

    def kill(self) -> None:
        """SIGKILL: a crash. Returns once it is gone."""
        found = self._find()
        if found is not None:
            process.kill(found)
            self._wait(found, process.END_TIMEOUT_S)

    def _wait(self, found: psutil.Process, timeout_s: float) -> bool:
        if self._child is None:
            return process.wait_gone(found, timeout_s)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(timeout_s)
        return self._child.poll() is not None

    def _find(self) -> psutil.Process | None:
        if self._child is not None and self._child.poll() is not None:
            return None
        try:
            found = psutil.Process(self.pid)
            # The system shows a process's command line only a moment after it was started; our own child's we know.
            ours = self._child is not None or self._mark in found.cmdline()
            return found if ours and found.status() != psutil.STATUS_ZOMBIE else None
        except (psutil.NoSuchProcess, psutil.AccessDenied, ValueError):
            return None


def mark(folder: Path) -> str:
    """What the command line of the actor in `folder` carries."""
    return f"{MARK}{folder.name}@{folder.resolve()}"


def end_below(folder: Path, patience_s: float) -> bool:
    """End every actor whose folder is below `folder`: SIGTERM to all, SIGKILL to the late. False if there was none."""
    found = [psutil.Process(pid) for pid in process.running_below(folder, MARK).values() if psutil.pid_exists(pid)]
    for each in found:
        for number in (signal.SIGTERM, signal.SIGCONT):
            with contextlib.suppress(psutil.NoSuchProcess):
                each.send_signal(number)
    deadline = time.monotonic() + patience_s
    for each in found:
        if not process.wait_gone(each, max(deadline - time.monotonic(), 0)):
            process.kill(each)
    return bool(found)
