"""What a snapshot says while brokers are paused, killed, and come back: on a cluster of its own."""

from __future__ import annotations

import os
import signal
import time

import pytest

from kafkalab.errors import ClusterError
from kafkalab.nodes.plan import HOST
from kafkalab.observe.admin import Admin
from kafkalab.observe.reader import Reader
from kafkalab.observe.snapshot import Controller
from observe.limits import IN_TIME_S

pytestmark = pytest.mark.faults

TOPIC = "orders"


@pytest.fixture(scope="module")
def cluster(home):
    from kafkalab import Cluster

    cluster = Cluster.up("observe-faults")
    yield cluster
    cluster.delete()


@pytest.fixture
def reader(cluster):
    """It looks its brokers up again: a cluster that comes back may find its ports taken, and move."""
    addresses = cluster._addresses() | {
        "known_brokers": lambda: {b.id: (HOST, b.port) for b in cluster._state.plan.brokers}
    }
    reader = Reader(**addresses)
    yield reader
    reader.close()


@pytest.fixture
def admin(cluster, reader):
    """An Admin on a healthy cluster with a topic led by 101; the topic is deleted and the cluster healed afterwards."""
    admin = Admin(reader)
    admin.delete_topic(TOPIC, missing_ok=True)
    admin.create_topic(TOPIC, assignment={0: [101, 102, 103]}, configs={"min.insync.replicas": "2"})
    admin.produce(TOPIC, ["a", "b", "c"])
    cluster.wait_until(lambda s: set(part(s).log_end_offsets.values()) == {3}, 10)
    yield admin
    for node in cluster.status().nodes:
        if node.state == "stopped":
            cluster.node(node.id).start()
    cluster.wait_until(lambda s: sorted(part(s).isr) == [101, 102, 103] and s.controller.id, 60)


@pytest.fixture
def paused(cluster):
    """Pauses a broker's process until the end of the test."""
    pids = []

    def pause(broker: int) -> None:
        pids.append(cluster.node(broker).status.pid)
        os.kill(pids[-1], signal.SIGSTOP)

    yield pause
    for pid in pids:
        os.kill(pid, signal.SIGCONT)


def part(snapshot):
    return snapshot.topics[TOPIC].partitions[0]


def timed(reader: Reader):
    started = time.monotonic()
    snapshot = reader.snapshot()
    return snapshot, time.monotonic() - started


def states(snapshot):
    return [broker.state for broker in snapshot.brokers.values()]


def test_a_paused_follower(admin, reader, paused):
    paused(103)
    admin.produce(TOPIC, ["d", "e"], acks=1)
    snapshot, seconds = timed(reader)
    assert seconds < IN_TIME_S
    assert states(snapshot) == ["up", "up", "paused"]
    now = part(snapshot)
    assert now.log_end_offsets[101] == 5
    assert now.log_end_offsets[103] is None
    assert (now.high_watermark, now.as_of) == (3, None)  # 103 is still in the ISR and lacks the two


def test_a_paused_leader_is_as_last_seen(admin, reader, paused):
    before = reader.snapshot()
    paused(101)
    snapshot, seconds = timed(reader)
    assert seconds < IN_TIME_S
    assert states(snapshot) == ["paused", "up", "up"]
    now = part(snapshot)
    assert (now.high_watermark, now.as_of) == (3, before.taken_at)
    assert [record.value for record in now.records] == ["a", "b", "c"]
    assert now.log_end_offsets == {101: None, 102: 3, 103: 3}


def test_a_paused_broker_of_a_cluster_that_is_not_ours_costs_one_deadline(admin, cluster, paused):
    reader = Reader(cluster._addresses()["bootstrap"])
    reader.snapshot()
    paused(102)
    snapshot, seconds = timed(reader)
    reader.close()
    assert seconds < IN_TIME_S
    assert states(snapshot) == ["up", "unreachable", "up"]


def test_a_killed_leader_and_its_successor(admin, cluster, reader):
    reader.snapshot()
    cluster.broker(101).kill(wait=False)
    snapshot, seconds = timed(reader)
    assert seconds < IN_TIME_S
    assert states(snapshot)[0] == "stopped"
    assert part(snapshot).as_of is not None
    after = cluster.wait_until(lambda s: part(s).leader in (102, 103), 20)
    assert part(after).leader_epoch == 1
    assert sorted(part(after).isr) == [102, 103]
    # A follower learns the high watermark one fetch late: as the new leader it may say 0 for a moment.
    now = part(cluster.wait_until(lambda s: part(s).high_watermark == 3, 10))
    assert now.as_of is None
    cluster.broker(101).start()


def test_without_a_controller_reading_goes_on_and_making_a_topic_is_refused_in_time(cluster, reader, admin):
    reader.snapshot()
    cluster.controller(1).kill(wait=False)
    first, seconds = timed(reader)
    assert seconds < IN_TIME_S
    assert first.controller == Controller(None, None)
    assert timed(reader)[1] < 0.3, "every look waits for the dead controller"
    assert part(first).high_watermark == 3
    with pytest.raises(ClusterError, match="controller did not answer"):
        Admin(reader, timeout_s=1).create_topic("another")
    cluster.controller(1).start()
    cluster.wait_until(lambda s: s.controller.id == 1, 30)


def test_a_cluster_that_is_down_and_up_again(cluster, reader, admin):
    before = reader.snapshot()
    cluster.down()
    snapshot, seconds = timed(reader)
    assert seconds < IN_TIME_S
    assert states(snapshot) == ["stopped"] * 3
    assert part(snapshot).as_of == before.taken_at
    assert [record.value for record in part(snapshot).records] == ["a", "b", "c"]
    type(cluster).up(cluster.name)
    deadline = time.monotonic() + 30
    while part(now := reader.snapshot()).as_of is not None:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert states(now) == ["up"] * 3
    assert part(now).high_watermark == 3
