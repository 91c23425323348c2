"""The state file: a round trip, and what becomes of a cluster whose file was damaged, lost, or read at a bad moment."""

from __future__ import annotations

import errno
import json
import threading
from dataclasses import replace

import pytest

from kafkalab.errors import ClusterError
from kafkalab.nodes import folders, layouts, state
from kafkalab.nodes.plan import Plan
from kafkalab.nodes.size import Whole
from kafkalab.nodes.state import State


@pytest.fixture
def on_disk(known) -> State:
    """A cluster as `up` leaves it: the state file, and each node's folder with settings and data."""
    for node in known.plan.nodes:
        folders.prepare(known.plan, node)
    return state.write(replace(known, pids={101: 4321, 1: 4322}, ready_s=2.5))


def file(known: State):
    return known.plan.folder / state.FILE


def test_what_is_written_is_what_is_read(on_disk):
    assert state.read("test") == on_disk


def test_a_plan_survives_its_own_dictionary(plan):
    assert Plan.from_dict(json.loads(json.dumps(plan.to_dict())), plan.folder) == plan


def test_there_is_no_cluster_where_there_is_no_folder():
    assert state.read("nobody") is None


def test_an_empty_folder_is_no_cluster(plan):
    plan.folder.mkdir(parents=True)
    assert state.read("test") is None


OTHER_LAYOUTS = {
    "combined": Whole("kraft", 3, 1, combined=True),
    "three combined": Whole("kraft", 4, 3, combined=True),
    "controllers": Whole("kraft", 2, 3),
    "zookeeper": Whole("zookeeper", 3, zookeepers=1),
    "ensemble": Whole("zookeeper", 1, zookeepers=3),
}


@pytest.mark.parametrize("kind", OTHER_LAYOUTS)
def test_a_lost_file_of_any_layout_is_made_good(plan, kind):
    """Roles, all ports, layout and version stand in the nodes' own folders."""
    layout = layouts.named(OTHER_LAYOUTS[kind].layout)
    nodes = layout.draft(OTHER_LAYOUTS[kind])
    known = State(replace(plan, nodes=nodes, layout=layout.name, version=layout.version))
    for node in known.plan.nodes:
        folders.prepare(known.plan, node)
    assert state.read("test").plan == known.plan


def test_a_lost_file_of_a_newer_kafka_is_not_taken_for_one_of_ours(on_disk):
    """Or its data would be started by a Kafka that cannot read it."""
    file(on_disk).unlink()
    for settings in on_disk.plan.folder.glob("*/server.properties"):
        settings.write_text(settings.read_text().replace("Apache Kafka 4.3.1", "Apache Kafka 5.0.0"))
    assert state.read("test").plan.version == "5.0.0"


def test_settings_of_an_earlier_kafkalab_do_not_say_their_version(on_disk):
    file(on_disk).unlink()
    for settings in on_disk.plan.folder.glob("*/server.properties"):
        settings.write_text(settings.read_text().partition("\n")[2])
    assert state.read("test").plan == on_disk.plan


DAMAGE = {
    "empty": b"",
    "cut short": b'{"format": 1, "name": "test", "nodes": [{"id": 101, "role": "bro',
    "binary": bytes(range(256)),
    "another type": b"[1, 2, 3]",
    "null": b"null",
    "no nodes": b'{"name": "test", "cluster_id": "x", "version": "4.3.1", "layout": "kraft", "nodes": [], "pids": {}}',
    "pids of no number": b'{"name": "test", "nodes": [], "pids": {"101": "many"}}',
    "pids of another type": b'{"name": "test", "nodes": [], "pids": 7}',
    "nodes of another type": b'{"name": "t", "cluster_id": "x", "version": "1", "layout": "k", "nodes": 3, "pids": {}}',
    "an unknown role": b'{"name": "t", "cluster_id": "x", "version": "1", "layout": "kraft", "pids": {},'
    b' "nodes": [{"id": 1, "role": "king", "port": 1}]}',
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_made_good_from_the_nodes_own_folders(on_disk, damage):
    file(on_disk).write_bytes(DAMAGE[damage])
    assert state.read("test").plan == on_disk.plan


def test_a_lost_file_is_made_good_too(on_disk):
    """Or the next `up` would take the folder for an empty one and lose the data in it."""
    file(on_disk).unlink()
    assert state.read("test").plan == on_disk.plan


def test_a_file_that_is_a_folder_is_made_good_too(on_disk):
    file(on_disk).unlink()
    file(on_disk).mkdir()
    assert state.read("test").plan == on_disk.plan


def test_the_pids_of_running_nodes_are_found_again(on_disk, plan, start_stand_in):
    pid = start_stand_in(plan.nodes[0])
    file(on_disk).write_bytes(b"")
    assert state.read("test").pids == {101: pid}


def _no_meta(known: State) -> None:
    for meta in known.plan.folder.glob("*/data/meta.properties"):
        meta.unlink()


def _binary_settings(known: State) -> None:
    for settings in known.plan.folder.glob("*/server.properties"):
        settings.write_bytes(b"\xff\xfe\x00")


def _empty_settings(known: State) -> None:
    for settings in known.plan.folder.glob("*/server.properties"):
        settings.write_text("")


@pytest.mark.parametrize("more_damage", [_no_meta, _binary_settings, _empty_settings])
def test_damage_beyond_repair_is_said_with_the_next_step(on_disk, more_damage):
    """Never "there is no such cluster": the next `up` would begin a new one among the old one's files."""
    file(on_disk).write_bytes(b"")
    more_damage(on_disk)
    with pytest.raises(ClusterError, match=r"damaged.*kafkalab delete --name test"):
        state.read("test")


@pytest.mark.parametrize("ready_s", ["2.5", 2, None])
def test_the_ready_time_is_a_number_or_none(on_disk, ready_s):
    table = json.loads(file(on_disk).read_text())
    file(on_disk).write_text(json.dumps(table | {"ready_s": ready_s}))
    assert state.read("test").ready_s in (None, 2.0, 2.5)


def test_who_reads_while_another_writes_sees_one_whole_state(on_disk):
    """Readers take no lock: a file that was half written would look like a damaged one."""
    stop, seen = threading.Event(), set()

    def read() -> None:
        while not stop.is_set():
            seen.add(state.read("test").ready_s)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    written = [float(i) for i in range(50)]
    for ready_s in written:
        state.write(replace(on_disk, ready_s=ready_s))
    stop.set()
    for reader in readers:
        reader.join()
    assert None not in seen, "a rebuilt state has no ready time"
    assert seen <= {2.5, *written}


def test_two_programs_hold_the_lock_one_after_the_other():
    order = []

    def hold(who: str, entered: threading.Event, leave: threading.Event) -> None:
        with state.locked("test"):
            order.append(who)
            entered.set()
            leave.wait(5)
            order.append(who)

    first_in, second_in, leave = threading.Event(), threading.Event(), threading.Event()
    first = threading.Thread(target=hold, args=("first", first_in, leave))
    first.start()
    assert first_in.wait(5)
    second = threading.Thread(target=hold, args=("second", second_in, leave))
    second.start()
    assert not second_in.wait(0.3)
    leave.set()
    first.join()
    second.join()
    assert order == ["first", "first", "second", "second"]


def test_a_lock_that_stays_taken_is_said(monkeypatch):
    monkeypatch.setattr(state, "_LOCK_TIMEOUT_S", 0.2)
    with (
        state.locked("test"),
        pytest.raises(ClusterError, match=r"Another program has been starting.*Wait"),
        state.locked("test"),
    ):
        pytest.fail("two held the lock at once")


def test_a_lock_file_that_was_left_behind_holds_nobody_up(own_home):
    """The operating system lets go of the lock of a process that was killed; only its file stays."""
    (own_home / "clusters").mkdir(parents=True)
    (own_home / "clusters" / ".test.lock").write_text("stale")
    with state.locked("test"):
        pass


def test_a_cluster_named_like_a_lock_file_is_in_nobodys_way(plan):
    named = replace(plan, name="test.lock", folder=plan.folder.with_name("test.lock"))
    state.write(State(named))
    with state.locked("test"), state.locked("test.lock"):
        assert state.read("test.lock").plan == named


@pytest.mark.parametrize(
    ("number", "what"),
    [(errno.ENOSPC, "no room left"), (errno.EDQUOT, "no room left"), (errno.EROFS, "cannot be written to")],
)
def test_a_home_without_room_or_rights_is_said_and_how_to_take_another(number, what):
    with pytest.raises(ClusterError, match=f"{what}.*KAFKALAB_HOME") as caught, state.locked("test"):
        raise OSError(number, "no", "/the/file")
    assert "/the/file" in caught.value.what.es


def test_a_home_below_a_file_cannot_be_written_to(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KAFKALAB_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(ClusterError, match=r"cannot be written to.*KAFKALAB_HOME"), state.locked("test"):
        pytest.fail("there is no lock to hold")


def test_another_error_is_left_as_it_is():
    with pytest.raises(OSError, match="odd") as caught, state.locked("test"):
        raise OSError(errno.EIO, "odd")
    assert caught.value.__cause__ is None
