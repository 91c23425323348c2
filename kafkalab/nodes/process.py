"""A node's process: started apart from us, found again by anybody, and ended. It knows nothing of Kafka's protocol.

Processes outlive the kernel or terminal that started them. A pid alone may belong to another program by now; so a
process is ours only if its command line carries the node's tag.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import psutil

Status = Literal["up", "paused", "stopped"]

# Our own children, kept so that they are reaped when they end; who attaches later is not their parent.
_children: dict[int, subprocess.Popen[bytes]] = {}


def spawn(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Start `command` in a session of its own (Ctrl-C does not reach it), output in `folder`/logs/node.out. Its pid."""
    with (folder / "logs" / "node.out").open("wb") as out:
        child = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
    _children[child.pid] = child
    return child.pid


def find(pid: int | None, tag: str) -> psutil.Process | None:
    """The live process `pid` if its command line carries `tag`; None if it is gone or somebody else's."""
    if pid is None:
        return None
    if pid in _children and _children[pid].poll() is not None:
        del _children[pid]
        return None
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or f"-Dkafkalab.node={tag}" not in process.cmdline():
            return None
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return None
    return process


def status(pid: int | None, tag: str) -> Status:
    """What the operating system says of it: up, paused (SIGSTOP) or stopped (no such process)."""
    process = find(pid, tag)
    if process is None:
        return "stopped"
    try:
        return "paused" if process.status() == psutil.STATUS_STOPPED else "up"
    except psutil.NoSuchProcess:
        return "stopped"


def send(pid: int | None, tag: str, number: signal.Signals) -> bool:
    """Send a signal to that process, and to no other. False if it is gone."""
    process = find(pid, tag)
    if process is None:
        return False
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(number)
    return True


def wait_gone(pid: int | None, tag: str, timeout_s: float) -> bool:
    """Wait until the process is gone; False if it is still there after `timeout_s`.

    A poll, not a wait on the pid: a dead node stays a zombie until the kernel that started it looks, and that is gone.
    """
    deadline = time.monotonic() + timeout_s
    while find(pid, tag) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
