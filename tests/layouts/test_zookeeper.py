"""Kafka 3.9.2 with ZooKeeper, for real: clients, znodes, the controller's election, and its data over down and up."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from kafkalab import Cluster
from kafkalab.errors import ClusterError, UsageError

from .conftest import read, write

pytestmark = [pytest.mark.cluster, pytest.mark.faults]


@pytest.fixture(scope="module")
def before(start) -> Cluster:
    """As it was before KRaft: three brokers and one ZooKeeper server."""
    return start("before", layout="zookeeper", brokers=3)


@pytest.fixture
def whole(before, start) -> Cluster:
    """The same with nothing broken."""
    return start("before")


def test_it_is_what_was_asked_for(before):
    status = before.status()
    assert (status.layout, status.version) == ("zookeeper", "3.9.2")
    assert [(node.id, node.role, node.state) for node in status.nodes] == [
        (101, "broker", "up"), (102, "broker", "up"), (103, "broker", "up"), (1, "zookeeper", "up"),
    ]  # fmt: skip
    assert "org.apache.zookeeper.server.quorum.QuorumPeerMain" in psutil.Process(status.nodes[3].pid).cmdline()


def test_every_node_listens_on_loopback_and_on_its_own_ports_alone(before):
    for node in before._state.plan.nodes:
        pid = next(each.pid for each in before.status().nodes if each.id == node.id)
        listening = [c for c in psutil.Process(pid).net_connections("inet") if c.status == psutil.CONN_LISTEN]
        assert {c.laddr.port for c in listening} == set(node.ports)
        assert {c.laddr.ip for c in listening} <= {"127.0.0.1", "::ffff:127.0.0.1", "::1"}


def test_a_producer_and_a_consumer_are_served(before, unique):
    topic = unique("served")
    before.admin.create_topic(topic, replicas=3)
    assert write(before, topic, [b"one", b"two"]) == [0, 1]
    assert read(before, topic, 2) == [b"one", b"two"]


def test_a_snapshot_shows_what_it_shows_of_any_cluster(before, unique):
    """Older versions of the requests, and without those that came later: no eligible leaders, no quorum."""
    topic = unique("seen")
    before.admin.create_topic(topic, assignment={0: [102, 103, 101]})
    before.admin.produce(topic, ["one", "two"])
    snapshot = before.wait_until(lambda s: s.topics[topic].partitions[0].high_watermark == 2)
    partition = snapshot.topics[topic].partitions[0]
    assert (partition.leader, partition.replicas, partition.eligible_leaders) == (102, (102, 103, 101), ())
    assert partition.log_end_offsets == {101: 2, 102: 2, 103: 2}
    assert [record.value for record in partition.records] == ["one", "two"]
    assert snapshot.quorum is None
    assert before.picture(topic).svg


def test_a_snapshot_has_what_zookeeper_says(before):
    seen = before.wait_until(lambda s: s.zookeeper["controller"] is not None)
    controller = before.znode("/controller").data["brokerid"]
    assert seen.zookeeper["servers"] == {1: "standalone"}
    assert seen.zookeeper["brokers"] == (101, 102, 103)
    assert (seen.controller.id, seen.controller.epoch) == (controller, seen.zookeeper["controller_epoch"])
    assert seen.to_dict()["zookeeper"]["servers"] == {"1": "standalone"}


def test_znodes_can_be_looked_at(before, unique):
    topic = unique("znode")
    before.admin.create_topic(topic, assignment={0: [102, 101]})
    assert before.znode("/brokers/ids").children == ("101", "102", "103")
    assert before.znode("/cluster/id").data == {"version": "1", "id": before._state.plan.cluster_id}
    assert before.znode("/brokers/ids/101").ephemeral_owner
    state = before.znode(f"/brokers/topics/{topic}/partitions/0/state")
    assert (state.data["leader"], sorted(state.data["isr"])) == (102, [101, 102])
    assert state.ephemeral_owner is None
    assert repr(before.znode("/brokers/ids")) == "/brokers/ids\n  └ 101\n  └ 102\n  └ 103"
    assert repr(before.znode("/controller")).startswith("/controller  (ephemeral, of session 0x")


@pytest.mark.parametrize("path", ["/nobody", "brokers", "", "/a//b", None])
def test_a_path_that_is_not_there_is_said_with_where_to_begin(before, path):
    with pytest.raises(UsageError, match=r'has no znode.*cluster\.znode\("/"\)'):
        before.znode(path)


def test_apaches_shell_sees_the_same(before):
    shell = Path(sys.executable).with_name("zookeeper-shell.sh")
    where = f"localhost:{before.zookeeper(1).status.port}"
    done = subprocess.run([shell, where, "ls", "/brokers/ids"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "[101, 102, 103]" in done.stdout
    assert "log4j" not in done.stderr


def test_apaches_shell_without_a_server_says_how_it_is_used():
    shell = Path(sys.executable).with_name("zookeeper-shell.sh")
    done = subprocess.run([shell], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert "kafkalab status" in done.stderr


def test_a_broker_plays_the_controller(before):
    with pytest.raises(UsageError, match=r"one of the brokers plays the controller.*snapshot\(\)\.controller\.id"):
        before.controller(1)
    assert before.zookeeper(1).status.role == "zookeeper"
    assert before.node(1).status.role == "zookeeper"
    with pytest.raises(UsageError, match="no ZooKeeper server 2; it has: 1"):
        before.zookeeper(2)


def test_when_the_controller_dies_another_broker_becomes_it(whole):
    old = whole.wait_until(lambda s: s.zookeeper["controller"]).zookeeper
    whole.broker(old["controller"]).kill()
    seen = whole.wait_until(
        lambda s: (
            s.zookeeper["controller"] not in (None, old["controller"])
            and s.zookeeper["controller_epoch"] == old["controller_epoch"] + 1
        ),
        30,
    )
    assert seen.controller.id == seen.zookeeper["controller"]
    assert old["controller"] not in seen.zookeeper["brokers"]
    whole.broker(old["controller"]).start()
    assert whole.znode("/controller").data["brokerid"] == seen.controller.id, "who comes back does not take it back"


def test_a_dead_zookeeper_is_seen_and_slows_no_snapshot_down(whole):
    whole.snapshot()
    whole.zookeeper(1).kill(wait=False)
    whole.wait_until(lambda s: s.zookeeper["servers"] == {1: "silent"} and s.zookeeper["brokers"] is None)
    with pytest.raises(ClusterError, match="No ZooKeeper server answers"):
        whole.znode("/")
    asked = []
    whole.wait_until(lambda s: asked.append(s.zookeeper) or len(asked) == 10)
    assert set(map(str, asked)) == {str(asked[0])}
    whole.zookeeper(1).start(wait=False)
    whole.wait_until(lambda s: s.zookeeper["brokers"] == (101, 102, 103), 30)


def test_a_paused_zookeeper_slows_no_snapshot_down(whole):
    """It accepts connections and says nothing: each question would wait for its deadline."""
    reader = whole._reading()
    reader.snapshot()
    whole.zookeeper(1).pause(wait=False)
    whole.wait_until(lambda s: s.zookeeper["servers"] == {1: "silent"})
    began = time.monotonic()
    watch = reader._zookeeper
    for _ in range(20):
        watch.ask()
        watch.answer()
    took = time.monotonic() - began
    whole.zookeeper(1).resume(wait=False)
    assert took < 2.5, "twenty deadlines are six seconds"


def test_records_and_ports_survive_down_and_up(whole, start, unique):
    topic = unique("kept")
    whole.admin.create_topic(topic, replicas=3, configs={"min.insync.replicas": 2})
    write(whole, topic, [b"one", b"two", b"three"])
    ports = [node.ports for node in whole._state.plan.nodes]
    whole.down()
    assert {node.state for node in whole.status().nodes} == {"stopped"}
    again = start("before")
    assert read(again, topic, 3) == [b"one", b"two", b"three"]
    assert [node.ports for node in again._state.plan.nodes] == ports
    assert again.znode("/brokers/ids").children == ("101", "102", "103")


def test_a_lost_state_file_is_made_good(whole, start):
    plan = whole._state.plan
    (plan.folder / "state.json").unlink()
    assert whole._state.plan == plan
    assert [node.pid for node in start("before").status().nodes] == [node.pid for node in whole.status().nodes]


@pytest.mark.parametrize("asked", [{"layout": "kraft"}, {"brokers": 2}, {"zookeepers": 3}])
def test_another_layout_or_size_than_it_has_is_said_with_what_is_there(before, start, asked):
    with pytest.raises(ClusterError, match=r"with 3 brokers and 1 ZooKeeper server \(Apache Kafka 3.9.2\).*as it is"):
        start("before", **asked)


def test_it_is_taken_as_it_is_where_nothing_else_is_said(before, start):
    assert start("before").status() == before.status()
    assert os.environ["BOOTSTRAP"] == before.bootstrap_servers


def test_three_zookeepers_outlive_one_of_them(start, before, unique):
    before.down()
    three = start("ensemble", layout="zookeeper", brokers=1, zookeepers=3)
    modes = three.wait_until(lambda s: "silent" not in s.zookeeper["servers"].values()).zookeeper["servers"]
    assert sorted(modes.values()) == ["follower", "follower", "leader"]
    leader = next(server for server, mode in modes.items() if mode == "leader")
    three.zookeeper(leader).kill()
    seen = three.wait_until(
        lambda s: sorted(s.zookeeper["servers"].values()) == ["follower", "leader", "silent"], 30
    ).zookeeper["servers"]
    assert seen[leader] == "silent"
    three.wait_until(lambda s: s.zookeeper["brokers"] == (101,), 30)
    topic = unique("after")
    three.admin.create_topic(topic)
    assert write(three, topic, [b"x"]) == [0]
    three.zookeeper(leader).start()
    three.wait_until(lambda s: s.zookeeper["servers"][leader] == "follower", 30)
    three.down()
    assert {node.state for node in three.status().nodes} == {"stopped"}
