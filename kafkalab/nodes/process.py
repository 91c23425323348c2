"""A node's process: started apart from us, found again by anybody, and ended. It knows nothing of Kafka's protocol.

Processes outlive the kernel or terminal that started them. A pid alone may belong to another program by now; so a
process is ours only if its command line carries the node's tag. The tag ends with "@" and the node's folder: by that,
nodes are found whose pid nobody wrote down.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, cast

import psutil

END_TIMEOUT_S = 30.0

Status = Literal["up", "paused", "stopped"]

MARK = "-Dkafkalab.node="

# Our own children, kept so that they are reaped when they end; who attaches later is not their parent.
_children: dict[int, subprocess.Popen[bytes]] = {}


def spawn(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Start `command` in a session of its own (Ctrl-C does not reach it), output in `folder`/logs/node.out. Its pid."""
    with (folder / "logs" / "node.out").open("wb") as out:
        child = subprocess.Popen(
            list(command), cwd=folder, env=dict(environment), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    _children[child.pid] = child
    return child.pid


def find(pid: int | None, tag: str) -> psutil.Process | None:
    """The live process `pid` if its command line carries `tag`; None if it is gone or somebody else's."""
    if pid is None:
        return None
    child = _children.get(pid)
    if child is not None and child.poll() is not None:
        _children.pop(pid, None)
        return None
    try:
        process = psutil.Process(pid)
        # The system shows a process's command line only a moment after it was started; of our own child we know it.
        command = process.cmdline() if child is None else cast("list[str]", child.args)
        ours = process.status() != psutil.STATUS_ZOMBIE and mark(tag) in command
    except (psutil.NoSuchProcess, psutil.AccessDenied, ValueError):  # ValueError: a number that is no pid
        return None
    return process if ours else None


def find_ending(pid: int | None, tag: str) -> psutil.Process | None:
    """The same, or a zombie of that pid: it has no command line any more, but threads that may still hold its port."""
    found = find(pid, tag)
    if found is not None or pid is None:
        return found
    try:
        process = psutil.Process(pid)
        return process if process.status() == psutil.STATUS_ZOMBIE else None
    except (psutil.NoSuchProcess, ValueError):
        return None


def mark(tag: str) -> str:
    """What the command line of a node's process carries, and no other program's."""
    return f"{MARK}{tag}"


def running_below(folder: Path, prefix: str = MARK) -> dict[str, int]:
    """The pid of each live node whose folder is below `folder`, by tag. Looks at every process of the machine.

    `prefix`: what stands before the tag; actors carry another one than nodes.
    """
    found = {}
    for process in psutil.process_iter(["cmdline", "status"]):
        command = process.info["cmdline"] or []
        tag = next((argument.removeprefix(prefix) for argument in command if argument.startswith(prefix)), "")
        inside = tag.partition("@")[2].startswith(f"{folder.resolve()}{os.sep}")
        if inside and process.info["status"] != psutil.STATUS_ZOMBIE:
            found[tag] = process.pid
    return found


def status(pid: int | None, tag: str) -> Status:
    """What the operating system says of it: up, paused (SIGSTOP) or stopped (no such process)."""
    process = find(pid, tag)
    if process is None:
        return "stopped"
    try:
        return "paused" if process.status() == psutil.STATUS_STOPPED else "up"
    except psutil.NoSuchProcess:
        return "stopped"


def listens(pid: int | None, tag: str, port: int) -> bool:
    """Whether that process accepts connections on `port`."""
    process = find(pid, tag)
    try:
        found = process.net_connections("tcp") if process else []
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:  # a system that does not tell: then its being there has to do
        return True
    return any(each.status == psutil.CONN_LISTEN and each.laddr.port == port for each in found)


def send(pid: int | None, tag: str, number: signal.Signals) -> psutil.Process | None:
    """Send a signal to that process, and to no other. Returns who got it; None if it is gone."""
    process = find(pid, tag)
    if process is not None:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)
    return process


def end(pid: int | None, tag: str) -> bool:
    """SIGKILL, and return once the process is gone. False if it was gone before."""
    process = find(pid, tag)
    return process is not None and kill(process)


def kill(process: psutil.Process) -> bool:
    """SIGKILL, and return once `process` is gone: True, unless even that takes too long."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process.kill()
    return wait_gone(process, END_TIMEOUT_S)


def wait_gone(process: psutil.Process, timeout_s: float) -> bool:
    """Wait until `process` is gone and has let go of its ports and files; False if it has not after `timeout_s`.

    A poll, not a wait on the pid: a dead node stays a zombie until the kernel that started it looks, and that is gone.
    """
    deadline = time.monotonic() + timeout_s
    while not _is_gone(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _is_gone(process: psutil.Process) -> bool:
    child = _children.get(process.pid)
    if child is not None and child.poll() is None:
        return False
    try:
        # A zombie's other threads may still be on their way out, and hold its ports until then.
        return not process.is_running() or (process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1)
    except psutil.NoSuchProcess:
        return True
