"""Processes: found by pid and tag, ended with patience, and never a stranger signalled. With small real programs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psutil
import pytest

from kafkalab.nodes import process, state


@pytest.fixture
def node(plan):
    return plan.nodes[0]


@pytest.fixture
def tag(plan, node):
    return state.tag(plan, node)


def test_a_started_node_is_up_until_it_ends(start_stand_in, node, tag):
    pid = start_stand_in(node)
    assert process.status(pid, tag) == "up"
    assert process.end(pid, tag)
    assert process.status(pid, tag) == "stopped"
    assert not psutil.pid_exists(pid), "our own children are reaped"


def test_a_node_counts_as_up_from_the_first_moment(start_stand_in, node, tag, monkeypatch):
    """The system shows an empty command line for an instant; a start must not take that for a death."""
    pid = start_stand_in(node)
    monkeypatch.setattr(psutil.Process, "cmdline", lambda self: [])
    assert process.status(pid, tag) == "up"
    assert process.status(pid, "another/101") == "stopped"


def test_a_node_is_in_a_session_of_its_own_and_out_of_reach_of_ctrl_c(start_stand_in, node):
    pid = start_stand_in(node)
    assert os.getsid(pid) == pid


def test_a_paused_process_is_paused(start_stand_in, node, tag):
    pid = start_stand_in(node)
    process.send(pid, tag, signal.SIGSTOP)
    _until(lambda: process.status(pid, tag) == "paused")
    process.send(pid, tag, signal.SIGCONT)
    _until(lambda: process.status(pid, tag) == "up")


@pytest.mark.parametrize("pid", [None, 0, 1, -5, 2**22 - 7, 10**30], ids=str)
def test_pids_that_are_nobodys_or_not_ours_are_stopped_and_get_no_signal(pid, tag):
    assert process.status(pid, tag) == "stopped"
    assert process.send(pid, tag, signal.SIGKILL) is None
    assert not process.end(pid, tag)


def test_another_programs_pid_is_never_signalled(stranger, tag):
    assert process.status(stranger, tag) == "stopped"
    assert not process.end(stranger, tag)
    assert process.status(os.getpid(), tag) == "stopped"
    assert not process.end(os.getpid(), tag)


def test_a_node_of_another_cluster_is_not_ours(start_stand_in, node, tag):
    pid = start_stand_in(node, cluster_id="another")
    assert process.status(pid, tag) == "stopped"
    assert not process.end(pid, tag)
    assert process.status(pid, tag.replace(tag.partition("/")[0], "another", 1)) == "up"


def test_a_tag_is_compared_whole(start_stand_in, node, tag):
    """Node 10 is not node 101."""
    pid = start_stand_in(node)
    assert process.status(pid, tag[:-1]) == "stopped"
    assert process.status(pid, tag + "1") == "stopped"


def test_a_process_that_ignores_sigterm_is_waited_for_and_then_killed(start_stand_in, node, tag):
    pid = start_stand_in(node, "deaf")
    asked = process.send(pid, tag, signal.SIGTERM)
    began = time.monotonic()
    assert not process.wait_gone(asked, 0.3)
    assert 0.3 <= time.monotonic() - began < 2
    assert process.kill(asked)
    assert process.status(pid, tag) == "stopped"


def test_killing_who_is_gone_already_is_no_error(start_stand_in, node, tag):
    pid = start_stand_in(node)
    found = process.find(pid, tag)
    process.end(pid, tag)
    assert process.kill(found)


CARELESS_PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", *sys.argv[1:]])
print(child.pid, flush=True)
sys.stdin.read()
"""
SLEEPER = "import time; time.sleep(60)"
LISTENER = """
import socket, threading, time
listener = socket.create_server(("127.0.0.1", 39101))
for _ in range(40):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
time.sleep(60)
"""


@contextmanager
def child_of_a_careless_parent(program: str, tag: str) -> Iterator[int]:
    """The pid of a process whose parent never looks at it, as a notebook's kernel may do."""
    command = [sys.executable, "-c", CARELESS_PARENT, program, process.mark(tag)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        yield int(parent.stdout.readline())
        parent.kill()


def test_a_zombie_that_its_parent_does_not_reap_counts_as_gone(tag):
    with child_of_a_careless_parent(SLEEPER, tag) as pid:
        _until(lambda: process.status(pid, tag) == "up")
        zombie = process.find(pid, tag)
        assert process.end(pid, tag)
        assert zombie.status() == psutil.STATUS_ZOMBIE
        assert process.status(pid, tag) == "stopped"


def test_gone_means_that_its_port_is_free(node, tag):
    """A zombie's other threads may hold the port a little longer, and a node is started again at once."""
    for _ in range(10):
        with child_of_a_careless_parent(LISTENER, tag) as pid:
            _until(lambda pid=pid: process.listens(pid, tag, node.port))
            assert process.end(pid, tag)
            socket.create_server(("127.0.0.1", node.port)).close()


def test_listening_is_seen_of_our_process_only(start_stand_in, node, tag, stranger):
    assert not process.listens(start_stand_in(node), tag, node.port)
    assert not process.listens(stranger, tag, node.port)
    assert not process.listens(None, tag, node.port)


def test_nodes_are_found_by_the_folder_that_they_run_in(start_stand_in, plan):
    pids = {state.tag(plan, node): start_stand_in(node) for node in plan.nodes[:2]}
    assert process.running_below(plan.folder) == pids
    assert process.running_below(plan.folder.parent) == pids
    assert process.running_below(plan.folder.with_name("tes")) == {}
    process.end(pids[state.tag(plan, plan.nodes[0])], state.tag(plan, plan.nodes[0]))
    assert list(process.running_below(plan.folder)) == [state.tag(plan, plan.nodes[1])]


def test_a_folder_is_the_same_through_a_link(start_stand_in, plan, tmp_path):
    start_stand_in(plan.nodes[0])
    (tmp_path / "link").symlink_to(plan.folder)
    assert process.running_below(tmp_path / "link")


def test_many_threads_may_ask_at_once(start_stand_in, node, tag):
    """Live views ask from threads of their own while a cell kills the node."""
    pid = start_stand_in(node)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(process.status, pid, tag) for _ in range(200)]
        process.end(pid, tag)
        asked += [pool.submit(process.status, pid, tag) for _ in range(200)]
        answers = [each.result() for each in asked]
    assert answers[-1] == "stopped"
    assert set(answers) <= {"up", "stopped"}


def _until(condition, timeout_s: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.01)
