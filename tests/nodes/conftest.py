"""A plan in a folder of its own, and stand-ins for a node: small real programs that carry a node's marks."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kafkalab import paths
from kafkalab.nodes import process, state
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.state import State

PROGRAM = """
import signal, sys, time
if "deaf" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(60)
"""

StartNode = Callable[..., int]


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("KAFKALAB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def plan(own_home) -> Plan:
    nodes = (Node(101, "broker", 39101), Node(102, "broker", 39102), Node(1, "controller", 39001))
    return Plan("test", "abcdefghijklmnopqrstuv", "4.3.1", nodes, paths.cluster_dir("test"))


@pytest.fixture
def known(plan) -> State:
    return State(plan)


@pytest.fixture
def start_stand_in(plan) -> Iterator[StartNode]:
    """Starts a program that looks like `node` of `plan`, through the code under test. Returns its pid."""
    started: list[tuple[int, str]] = []

    def start(node: Node, *arguments: str, cluster_id: str | None = None) -> int:
        known = plan if cluster_id is None else replace(plan, cluster_id=cluster_id)
        folder, tag = known.node_folder(node), state.tag(known, node)
        (folder / "logs").mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-c", PROGRAM, *arguments, process.mark(tag)]
        pid = process.spawn(command, folder, {})
        _wait_for_output(folder)
        started.append((pid, tag))
        return pid

    yield start
    for pid, tag in started:
        process.end(pid, tag)


@pytest.fixture
def stranger() -> Iterator[int]:
    """The pid of a program that has nothing to do with us, and must survive whatever is done."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as program:
        yield program.pid
        assert program.poll() is None, "a stranger was harmed"
        program.kill()


def _wait_for_output(folder: Path) -> None:
    deadline = time.monotonic() + 30
    while b"ready" not in (folder / "logs" / "node.out").read_bytes():
        assert time.monotonic() < deadline, "the stand-in did not start"
        time.sleep(0.01)
