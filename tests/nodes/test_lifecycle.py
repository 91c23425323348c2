"""Up, down and delete, with stand-ins for Kafka's nodes: small programs that listen on their port, or fail to."""

from __future__ import annotations

import errno
import json
import shutil
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import ANY

import psutil
import pytest

from kafkalab import paths
from kafkalab.doctor import orphans
from kafkalab.errors import ClusterError, NodeError, UsageError
from kafkalab.nodes import fleet, folders, launch, lifecycle, process, state, training
from kafkalab.nodes.plan import Node
from kafkalab.nodes.state import State

NODE = r"""
import re, socket, sys
settings = open(sys.argv[1]).read()
port = int(re.search(r"(?:^listeners=\w+://127.0.0.1:|clientPort=)(\d+)", settings, re.MULTILINE)[1])
try:
    listener = socket.create_server(("127.0.0.1", port))
except OSError:
    open("logs/server.log", "w").write("java.net.BindException: Address already in use")
    sys.exit(1)
while True:
    caller, _ = listener.accept()
    caller.sendall(sys.argv[-1].encode())
    caller.close()
"""


@dataclass
class Kafka:
    """What stands in for a Distribution, and what was done with it."""

    version: str = "4.3.1"
    java: object = None
    jars: tuple[Path, ...] = ()
    started: list[str] = field(default_factory=list)
    trainings: int = 0
    distrusted: int = 0

    def aot_flags(self, purpose: str) -> list[str]:
        return []

    def aot(self, purpose: str) -> Kafka:
        return self

    def distrust(self) -> None:
        self.distrusted += 1


class AllThere:
    """A probe to whom every broker of that cluster that listens lists just the brokers that are asked for."""

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __call__(self, node: Node, cluster_id: str) -> object:
        try:
            with socket.create_connection(("127.0.0.1", node.port), 0.2) as knock:
                return ANY if cluster_id.encode() in knock.recv(4096) else None
        except OSError:
            return None


@pytest.fixture(autouse=True)
def kafka(monkeypatch, own_home) -> Iterator[Kafka]:
    stand_in = Kafka()

    def command(java, jars, settings, aot, mark, program) -> list[str]:
        stand_in.started.append(settings.parent.name)
        return [sys.executable, "-S", "-c", NODE, str(settings), mark]

    def train(*_: object) -> None:
        stand_in.trainings += 1

    monkeypatch.setattr("kafkalab.distribution.provide", lambda *_: stand_in)
    monkeypatch.setattr(launch, "node_command", command)
    monkeypatch.setattr(training, "ensure", train)
    monkeypatch.setattr(lifecycle, "Probe", AllThere)
    yield stand_in
    fleet.kill_below(own_home)


def running() -> dict[str, int]:
    return process.running_below(paths.cluster_dir("test"))


def pids(known: State) -> set[int]:
    assert all(fleet.is_running(known, node) for node in known.plan.nodes)
    return set(known.pids.values())


def taken(port: int) -> socket.socket:
    return socket.create_server(("127.0.0.1", port))


def test_up_starts_three_brokers_and_a_controller_and_writes_it_down(kafka):
    known = lifecycle.up("test")
    assert sorted(kafka.started) == ["broker-101", "broker-102", "broker-103", "controller-1"]
    assert state.read("test") == known
    assert known.ready_s is not None
    assert len({node.port for node in known.plan.nodes}) == 4


def test_a_second_up_attaches_and_starts_trains_and_moves_nothing(kafka, capsys):
    first = lifecycle.up("test")
    kafka.started, kafka.trainings = [], 0
    assert lifecycle.up("test") == first
    assert (kafka.started, kafka.trainings) == ([], 0)
    assert capsys.readouterr() == ("", "")


def test_several_ups_at_the_same_moment_make_one_cluster(kafka):
    with ThreadPoolExecutor(4) as pool:
        results = [run.result() for run in [pool.submit(lifecycle.up, "test") for _ in range(4)]]
    assert len(kafka.started) == 4
    assert all(result == results[0] for result in results)


def test_up_starts_what_was_killed_and_nothing_else(kafka):
    known = lifecycle.up("test")
    fleet.kill(known, known.plan.node(102))
    kafka.started = []
    again = lifecycle.up("test")
    assert kafka.started == ["broker-102"]
    assert again.plan == known.plan
    assert {i for i in known.pids if known.pids[i] != again.pids[i]} == {102}


def test_ports_and_cluster_id_stay_over_down_and_up():
    first = lifecycle.up("test")
    stopped = lifecycle.down("test")
    assert running() == {}
    assert (stopped.pids, stopped.ready_s) == ({}, None)
    assert lifecycle.up("test").plan == first.plan


def test_down_and_delete_of_nothing_are_no_failure():
    assert lifecycle.down("nobody") is None
    assert lifecycle.delete("nobody") is False


def test_down_twice_is_no_failure():
    lifecycle.up("test")
    lifecycle.down("test")
    assert lifecycle.down("test").pids == {}


def test_delete_ends_every_node_and_removes_every_file():
    lifecycle.up("test")
    assert lifecycle.delete("test") is True
    assert running() == {}
    assert not paths.cluster_dir("test").exists()
    assert state.read("test") is None


def test_delete_that_cannot_remove_everything_says_so(monkeypatch):
    lifecycle.up("test")
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    with pytest.raises(ClusterError, match=r"could not be removed.*by hand"):
        lifecycle.delete("test")


def test_a_deletion_that_was_killed_half_way_leaves_no_half_cluster(monkeypatch):
    """The next `up` is a new cluster, not one with a part of the old one's records; the next `delete` ends the work."""
    lifecycle.up("test")
    before = state.read("test").plan.cluster_id
    with monkeypatch.context() as killed:
        killed.setattr(shutil, "rmtree", lambda *_, **__: sys.exit(9))
        with pytest.raises(SystemExit):
            lifecycle.delete("test")
    assert lifecycle.up("test").plan.cluster_id != before
    lifecycle.delete("test")
    assert not list((paths.home() / "deleted").iterdir())


# Ports that other programs take


def test_a_port_taken_before_the_first_up_is_left_to_its_owner():
    owner = None
    with suppress(OSError):  # else another program has taken it, which serves as well
        owner = taken(9092)
    known = lifecycle.up("test")
    assert known.plan.node(101).port != 9092
    if owner is not None:
        owner.close()


def test_a_port_taken_between_down_and_up_moves_that_node_and_says_so(capsys):
    first = lifecycle.up("test")
    lifecycle.down("test")
    with taken(first.plan.node(102).port):
        second = lifecycle.up("test")
    moved = {n.id for n in first.plan.nodes if second.plan.node(n.id) != n}
    assert moved == {102}
    said = capsys.readouterr().err
    assert f"Another program uses port {first.plan.node(102).port}: node 102 now listens on" in said
    assert str(second.plan.node(102).port) in said


def test_a_killed_broker_whose_port_is_taken_moves_alone(kafka):
    first = lifecycle.up("test")
    fleet.kill(first, first.plan.node(103))
    with taken(first.plan.node(103).port):
        second = lifecycle.up("test")
    assert second.plan.node(103).port != first.plan.node(103).port
    assert {first.pids[i] for i in (101, 102, 1)} == {second.pids[i] for i in (101, 102, 1)}


def test_a_single_broker_that_is_started_on_a_taken_port_moves_too():
    first = lifecycle.up("test")
    fleet.kill(first, first.plan.node(103))
    with taken(first.plan.node(103).port):
        second = lifecycle.start_node("test", 103)
        fleet.wait_ready(second, AllThere())
    assert second.plan.node(103).port != first.plan.node(103).port
    assert lifecycle.start_node("test", 103).pids == second.pids


def test_a_killed_controller_whose_port_is_taken_moves_and_all_are_told(kafka):
    """Brokers know their controller by its port: they have to be started again."""
    first = lifecycle.up("test")
    fleet.kill(first, first.plan.node(1))
    with taken(first.plan.node(1).port):
        second = lifecycle.up("test")
    assert second.plan.node(1).port != first.plan.node(1).port
    assert not set(first.pids.values()) & set(second.pids.values())
    assert pids(second)


def test_a_port_that_is_taken_between_our_look_and_the_nodes_own_is_no_failure(monkeypatch, capsys):
    first = lifecycle.up("test")
    lifecycle.down("test")
    port = first.plan.node(101).port
    looks = []

    def blind_at_first(wanted: int) -> bool:
        looks.append(wanted)
        return (wanted == port and looks.count(port) == 1) or real(wanted)

    real = lifecycle.ports.is_free
    monkeypatch.setattr(lifecycle.ports, "is_free", blind_at_first)
    with taken(port):
        second = lifecycle.up("test")
    assert second.plan.node(101).port != port
    assert "node 101 now listens on" in capsys.readouterr().err


def test_the_port_of_a_node_that_does_not_listen_yet_is_not_given_to_another(monkeypatch):
    first = lifecycle.up("test")
    fleet.kill(first, first.plan.node(103))
    wanted = first.plan.node(102).port

    def choose(ports_wanted, taken=()):
        """As if 102 did not listen yet, and its port were the next spare one."""
        return [wanted if wanted not in set(taken) else real([port], taken)[0] for port in ports_wanted]

    real = lifecycle.ports.choose
    monkeypatch.setattr(lifecycle.ports, "choose", choose)
    with taken(first.plan.node(103).port):
        second = lifecycle.up("test")
    assert len({node.port for node in second.plan.nodes}) == 4


def test_two_new_clusters_at_once_get_ports_of_their_own():
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(lifecycle.up, name) for name in ("test", "other")]
        found = [node.port for run in runs for node in run.result().plan.nodes]
    assert len(set(found)) == 8


def test_a_stopped_clusters_ports_stay_its_own():
    first = lifecycle.up("test")
    lifecycle.down("test")
    second = lifecycle.up("other")
    assert not {n.port for n in first.plan.nodes} & {n.port for n in second.plan.nodes}


# Nodes that fail, state that is wrong


def test_a_node_that_dies_is_named_with_reason_and_next_step(monkeypatch, capfd):
    first = lifecycle.up("test")
    lifecycle.down("test")
    monkeypatch.setattr(lifecycle, "_lost_its_port", lambda *_: False)
    monkeypatch.setattr(lifecycle.ports, "is_free", lambda port: True)
    with taken(first.plan.node(103).port), pytest.raises(NodeError) as caught:
        lifecycle.up("test")
    port = first.plan.node(103).port
    assert caught.value.what.en == f"Broker 103 did not start: another program uses its port {port}."
    assert caught.value.what.es.startswith("El broker 103 no ha arrancado: otro programa usa su puerto")
    assert "up" in caught.value.next_step.es


def _rewrite(known: State, **values: object) -> None:
    path = known.plan.folder / state.FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def test_pids_that_belong_to_other_programs_now_are_left_alone(stranger, kafka):
    known = lifecycle.up("test")
    lifecycle.down("test")
    _rewrite(known, pids={"101": stranger, "102": psutil.Process().pid, "103": 1, "1": 2**22 - 9})
    kafka.started = []
    again = lifecycle.up("test")
    assert len(kafka.started) == 4
    assert stranger not in again.pids.values()
    _rewrite(again, pids={"101": stranger, "102": psutil.Process().pid, "103": 1, "1": again.pids[1]})
    lifecycle.down("test")
    lifecycle.delete("test")


@pytest.mark.parametrize("damage", ["garbage", None])
def test_a_damaged_state_file_costs_neither_data_nor_the_running_nodes(damage, kafka):
    known = lifecycle.up("test")
    kafka.started = []
    file = known.plan.folder / state.FILE
    file.write_text(damage) if damage else file.unlink()
    again = lifecycle.up("test")
    assert kafka.started == []
    assert (again.plan, again.pids) == (known.plan, known.pids)
    assert json.loads(file.read_text())["cluster_id"] == known.plan.cluster_id, "the file is made good"


def test_down_finds_the_nodes_of_a_damaged_state_file():
    known = lifecycle.up("test")
    (known.plan.folder / state.FILE).write_text("garbage")
    lifecycle.down("test")
    assert running() == {}


def test_a_node_that_nobody_wrote_down_is_taken_back(kafka):
    """`up` was killed between starting a node and writing its pid."""
    known = lifecycle.up("test")
    without = {node_id: pid for node_id, pid in known.pids.items() if node_id != 103}
    state.write(replace(known, pids=without))
    kafka.started = []
    assert lifecycle.up("test").pids == known.pids
    assert kafka.started == []


def test_damage_beyond_repair_stops_up_and_delete_helps():
    known = lifecycle.up("test")
    (known.plan.folder / state.FILE).write_text("garbage")
    for meta in known.plan.folder.glob("*/data/meta.properties"):
        meta.unlink()
    with pytest.raises(ClusterError, match="damaged"):
        lifecycle.up("test")
    assert lifecycle.delete("test")
    assert running() == {}
    assert lifecycle.up("test").plan.cluster_id != known.plan.cluster_id


def test_one_broken_cluster_does_not_keep_another_from_starting():
    known = lifecycle.up("test")
    lifecycle.down("test")
    (known.plan.folder / state.FILE).write_text("garbage")
    for meta in known.plan.folder.glob("*/data/meta.properties"):
        meta.unlink()
    other = lifecycle.up("other")
    assert pids(other)


def test_beside_nodes_whose_folder_was_removed_by_hand_a_new_cluster_works_and_the_way_to_end_them_is_said(capsys):
    """They belong to no state file: `kafkalab doctor --fix` ends them, and nothing else does."""
    old = lifecycle.up("test")
    shutil.rmtree(paths.cluster_dir("test"))
    new = lifecycle.up("test")
    assert new.plan.cluster_id != old.plan.cluster_id
    assert pids(new)
    assert set(running().values()) == set(new.pids.values()) | set(old.pids.values())
    assert not {port for n in new.plan.nodes for port in n.ports} & {port for n in old.plan.nodes for port in n.ports}
    said = capsys.readouterr().err
    assert "Nodes of an earlier cluster still run (4)" in said
    assert "with `kafkalab doctor --fix`" in said
    for orphan in orphans.orphans():
        if orphan.folder.is_relative_to(new.plan.folder):  # and not what other tests leave on this machine
            orphans.end(orphan)
    assert set(running().values()) == set(new.pids.values())


def test_down_leaves_nodes_alone_whose_folder_was_removed_by_hand_and_says_who_ends_them(capsys):
    old = lifecycle.up("test")
    shutil.rmtree(paths.cluster_dir("test"))
    assert lifecycle.down("test") is None
    assert set(running().values()) == set(old.pids.values())
    assert "doctor --fix" in capsys.readouterr().err


def test_delete_ends_the_nodes_below_the_clusters_folder_even_if_that_was_removed_by_hand():
    lifecycle.up("test")
    shutil.rmtree(paths.cluster_dir("test"))
    assert lifecycle.delete("test")
    assert running() == {}


def test_a_full_disk_is_said(monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left", "/home/x")

    monkeypatch.setattr(folders, "prepare", full)
    with pytest.raises(ClusterError, match=r"no room left.*Free some space"):
        lifecycle.up("test")


def test_a_java_that_refuses_its_cache_is_said_once_and_the_cache_made_anew(monkeypatch, kafka, capsys):
    monkeypatch.setattr(lifecycle.training.logs, "aot_rejected", lambda folder: folder.name == "broker-102")
    lifecycle.up("test")
    assert capsys.readouterr().err.count("did not accept its AOT cache") == 1
    assert kafka.distrusted
    lifecycle.up("test")
    assert capsys.readouterr().err == "", "who only attaches started nothing slowly"


def test_a_copy_of_a_running_clusters_folder_is_a_cluster_of_its_own():
    """A teacher copies a prepared cluster: the original's nodes are not the copy's, though its state file says so."""
    original = lifecycle.up("test")
    shutil.copytree(original.plan.folder, paths.cluster_dir("copy"))
    copy = state.read("copy")
    assert copy.plan.name == "copy"
    assert not any(fleet.is_running(copy, node) for node in copy.plan.nodes)
    lifecycle.down("copy")
    assert pids(original)
    started = lifecycle.up("copy")
    assert not {n.port for n in started.plan.nodes} & {n.port for n in original.plan.nodes}
    assert pids(original) != pids(started)


def test_up_down_and_delete_all_at_once_leave_one_clear_state():
    """Whoever comes last wins; nothing runs that the state file does not know."""
    with ThreadPoolExecutor(6) as pool:
        verbs = [lifecycle.up, lifecycle.down, lifecycle.up, lifecycle.delete, lifecycle.up, lifecycle.down] * 2
        for run in [pool.submit(verb, "test") for verb in verbs]:
            run.result()
    known = state.read("test")
    expected = sorted(known.pids.values()) if known else []
    assert sorted(running().values()) == expected
    assert len(expected) in (0, 4)


# What cannot be right


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "ñu", "../x", "a/b", ".hidden", "-x", "_x", "a" * 41, "a\n", "x;rm", "$(x)", 7, None, b"x"]
)
def test_odd_names_are_refused_with_the_rule(name):
    with pytest.raises(UsageError, match=r"cannot be the name.*Use unaccented letters"):
        lifecycle.up(name)
    assert not (paths.home() / "clusters").exists()


@pytest.mark.parametrize("name", ["a", "lab", "Lab-2", "x.lock", "a_b.c-d", "9", "a" * 40])
def test_these_names_are_fine(name):
    assert lifecycle.check_name(name) == name


@pytest.mark.parametrize(
    "size", [{"brokers": 0}, {"brokers": 6}, {"brokers": "3"}, {"brokers": 3.0}, {"brokers": True}, {"controllers": 2}]
)
def test_odd_sizes_are_refused(size):
    with pytest.raises(UsageError, match="1 to 5 brokers and 1 or 3 controllers"):
        lifecycle.up("test", **size)


def test_another_size_than_it_has_is_refused_and_nothing_lost():
    known = lifecycle.up("test", brokers=1)
    with pytest.raises(ClusterError, match=r"with 1 broker and 1 controller.*kafkalab delete --name test"):
        lifecycle.up("test", brokers=3)
    assert lifecycle.up("test") == known
    assert lifecycle.up("test", brokers=1, controllers=1) == known


def test_data_of_a_kafka_that_is_not_known_is_not_started_and_not_lost(kafka):
    known = lifecycle.up("test", brokers=1)
    lifecycle.down("test")
    kafka.started = []
    _rewrite(known, version="5.0.0")
    for touch in (lifecycle.up, lambda name: lifecycle.start_node(name, 101)):
        with pytest.raises(ClusterError, match=r"written by Apache Kafka 5.0.0 \(kraft\), unknown.*kafkalab delete"):
            touch("test")
    assert kafka.started == []
    assert lifecycle.up("other", brokers=1).plan.name == "other"
    assert lifecycle.delete("test")


def test_little_memory_is_said_and_the_controller_lives_in_a_broker(monkeypatch, capsys):
    monkeypatch.setattr(lifecycle.memory, "limit", lambda: 1_000_000_000)
    plan = lifecycle.up("test").plan
    assert [(node.id, node.role) for node in plan.nodes] == [(101, "combined"), (102, "broker"), (103, "broker")]
    assert "Memory is short (1000 MB)" in capsys.readouterr().err
    lifecycle.up("other", combined=False)
    assert capsys.readouterr().err == ""


def test_with_zookeeper_its_servers_come_first_and_are_told_the_clusters_id(monkeypatch, kafka):
    introduced = []
    monkeypatch.setattr(lifecycle.ensemble, "introduce", lambda known: introduced.append(list(kafka.started)))
    known = lifecycle.up("test", layout="zookeeper", zookeepers=3, brokers=2)
    assert introduced == [["zookeeper-1", "zookeeper-2", "zookeeper-3"]]
    assert kafka.started[3:] == ["broker-101", "broker-102"]
    assert (known.plan.version, known.plan.layout) == ("3.9.2", "zookeeper")
    assert len({port for node in known.plan.nodes for port in node.ports}) == 11
    lifecycle.down("test")
    assert running() == {}


def test_a_zookeeper_of_which_any_port_is_taken_moves_and_all_are_told(monkeypatch, capsys):
    monkeypatch.setattr(lifecycle.ensemble, "introduce", lambda _: None)
    first = lifecycle.up("test", layout="zookeeper", zookeepers=3, brokers=1)
    fleet.kill(first, first.plan.zookeepers[1])
    with taken(first.plan.zookeepers[1].more_ports[0]):
        second = lifecycle.up("test")
    old, new = first.plan.zookeepers[1], second.plan.zookeepers[1]
    assert (new.port, new.more_ports[1]) == (old.port, old.more_ports[1])
    assert new.more_ports[0] != old.more_ports[0]
    assert not set(first.pids.values()) & set(second.pids.values())
    assert f"uses port {old.more_ports[0]}: node 2 now listens on {new.more_ports[0]}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"layout": "raft"}, UsageError, "no layout"),
        ({"layout": "zookeeper", "controllers": 3}, UsageError, "plays the controller"),
        ({"zookeepers": 3}, UsageError, "no ZooKeeper in KRaft"),
        ({"zookeepers": 2}, UsageError, "1 or 3 ZooKeeper servers"),
    ],
)
def test_what_does_not_go_together_makes_nothing(own_home, asked, error, says):
    with pytest.raises(error, match=says):
        lifecycle.up("test", **asked)
    assert state.read("test") is None


@pytest.mark.parametrize(("brokers", "controllers"), [(1, 1), (5, 3)])
def test_other_sizes(brokers, controllers):
    plan = lifecycle.up("test", brokers, controllers).plan
    assert [node.id for node in plan.brokers] == [101, 102, 103, 104, 105][:brokers]
    assert [node.id for node in plan.controllers] == [1, 2, 3][:controllers]


@pytest.mark.parametrize(("variable", "name"), [("KAFKALAB_HOME", "a,b"), ("KAFKALAB_CACHE", "a:b")])
def test_folders_that_kafka_would_read_as_two_are_refused_at_once(monkeypatch, tmp_path, variable, name):
    monkeypatch.setenv(variable, str(tmp_path / name))
    with pytest.raises(UsageError, match=f"does not start with.*{name}.*Set {variable}"):
        lifecycle.up("test")
