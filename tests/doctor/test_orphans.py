"""Orphans, played by small real programs with a node's mark. Who belongs somewhere is no orphan and never ended."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from filelock import FileLock

from kafkalab import paths
from kafkalab.actors.process import mark as actor_mark
from kafkalab.doctor import orphans
from kafkalab.nodes import folders, process, state
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.state import State

PROGRAM = 'print("ready", flush=True); import time; time.sleep(120)'
Start = Callable[[str], int]


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch) -> Path:
    """A home and a cache of this test's own."""
    monkeypatch.setenv("KAFKALAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KAFKALAB_CACHE", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a program with that argument on its command line; its pid."""
    programs = []

    def start(argument: str) -> int:
        program = subprocess.Popen([sys.executable, "-c", PROGRAM, argument], stdout=subprocess.PIPE)
        assert program.stdout.readline() == b"ready\n"
        programs.append(program)
        return program.pid

    yield start
    for program in programs:
        program.kill()
        program.communicate()


@pytest.fixture
def known(own) -> State:
    """A cluster of this home with its files on disk, as after its first start."""
    nodes = (Node(101, "broker", 39101), Node(1, "controller", 39001))
    plan = Plan("test", "abcdefghijklmnopqrstuv", "4.3.1", nodes, paths.cluster_dir("test"))
    for node in nodes:
        folders.prepare(plan, node)
    return state.write(State(plan))


def node_mark(plan: Plan, node: Node) -> str:
    return process.mark(state.tag(plan, node))


def found() -> set[int]:
    """The orphans, without what other tests and programs may leave on this machine."""
    return {each.pid for each in orphans.orphans() if each.folder.is_relative_to(paths.home().parent)}


def test_nodes_of_a_cluster_are_no_orphans_even_if_nobody_wrote_their_pid_down(known, start):
    start(node_mark(known.plan, known.plan.nodes[0]))
    assert found() == set()


@pytest.mark.parametrize("damage", ["garbage", None])
def test_a_damaged_or_lost_state_file_makes_no_orphans(known, start, damage):
    start(node_mark(known.plan, known.plan.nodes[0]))
    file = known.plan.folder / state.FILE
    file.write_text(damage) if damage else file.unlink()
    assert found() == set()


def test_damage_beyond_repair_makes_no_orphans_either(known, start):
    """Nobody can tell then; `delete` ends those."""
    start(node_mark(known.plan, known.plan.nodes[0]))
    (known.plan.folder / state.FILE).write_text("garbage")
    for meta in known.plan.folder.glob("*/data/meta.properties"):
        meta.unlink()
    assert found() == set()


def test_a_node_whose_folder_is_gone_is_an_orphan(known, start):
    pid = start(node_mark(known.plan, known.plan.nodes[0]))
    shutil.rmtree(known.plan.folder)
    assert found() == {pid}


def test_a_node_of_another_cluster_in_the_same_folder_is_an_orphan(known, start):
    pid = start(node_mark(replace(known.plan, cluster_id="another"), known.plan.nodes[0]))
    assert found() == {pid}


def test_a_node_that_the_plan_does_not_have_is_an_orphan(known, start):
    pid = start(node_mark(known.plan, Node(109, "broker", 39109)))
    assert found() == {pid}


def test_a_training_that_goes_on_is_left_alone_and_one_that_was_left_behind_is_an_orphan(known, start):
    folder = paths.cache() / "training-abc"
    (paths.cache() / "aot").mkdir(parents=True)
    pid = start(node_mark(replace(known.plan, folder=folder), known.plan.nodes[0]))
    with FileLock(paths.cache() / "aot" / ".lock"):
        assert found() == set()
    assert found() == {pid}


def test_a_node_of_another_home_is_judged_only_if_its_folder_is_gone(known, start, tmp_path):
    elsewhere = replace(known.plan, folder=tmp_path / "other-home" / "clusters" / "test")
    pid = start(node_mark(elsewhere, known.plan.nodes[0]))
    assert found() == {pid}
    elsewhere.node_folder(known.plan.nodes[0]).mkdir(parents=True)
    assert found() == set()


def test_an_actor_whose_cluster_is_gone_is_an_orphan(known, start):
    folder = known.plan.folder / "actors" / "consumer-1"
    folder.mkdir(parents=True)
    pid = start(actor_mark(folder))
    assert found() == set()
    shutil.rmtree(known.plan.folder)
    assert found() == {pid}


def test_an_orphan_is_ended_and_that_is_said(known, start):
    pid = start(node_mark(known.plan, Node(109, "broker", 39109)))
    (orphan,) = [each for each in orphans.orphans() if each.pid == pid]
    said = orphans.end(orphan)
    assert said.level == "ok"
    assert f"process {pid} (" in said.what.en
    assert said.what.en.endswith("ended.")
    assert psutil.Process(pid).status() == psutil.STATUS_ZOMBIE, "only its parent, this test, has not looked yet"


def test_a_pid_that_belongs_to_somebody_else_by_now_is_left_alone(known, start):
    pid = start("nobody's mark")
    orphans.end(orphans.Marked(pid, "-Dkafkalab.node=x@/y", "x@/y", Path("/y")))
    assert psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_without_fix_an_orphan_is_only_named_with_the_command_that_ends_it(known, start):
    pid = start(node_mark(known.plan, Node(109, "broker", 39109)))
    lines = [line for line in orphans.look() if f" {pid} " in line.what.en]
    assert [line.level for line in lines] == ["problem"]
    assert "kafkalab doctor --fix" in lines[0].next_step.en
    assert found() == {pid}
