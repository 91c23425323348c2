"""Controllers inside brokers, for real: one and three of them, killed, brought back, and stopped cleanly."""

from __future__ import annotations

import pytest

from kafkalab import Cluster
from kafkalab.errors import UsageError

from .conftest import Start, read, write

pytestmark = [pytest.mark.cluster, pytest.mark.faults]


@pytest.fixture
def one(start: Start) -> Cluster:
    """Three processes in all; 101 is broker and controller."""
    return start("combined", combined=True)


@pytest.fixture
def three(start: Start) -> Cluster:
    """Three processes, each broker and controller."""
    return start("combined3", combined=True, controllers=3)


def was_clean(cluster: Cluster) -> set[int]:
    """Who left the mark of a clean stop."""
    plan = cluster._state.plan
    return {node.id for node in plan.nodes if (plan.node_folder(node) / "data" / ".kafka_cleanshutdown").exists()}


def test_a_broker_is_the_controller_too(one):
    assert [(node.id, node.role, node.state) for node in one.status().nodes] == [
        (101, "combined", "up"), (102, "broker", "up"), (103, "broker", "up"),
    ]  # fmt: skip
    assert one.controller(101).status == one.broker(101).status == one.node(101).status
    quorum = one.wait_until(lambda s: s.quorum.leader).quorum
    assert (quorum.leader, quorum.voters, quorum.observers) == (101, (101,), (102, 103))
    assert set(one.snapshot().brokers) == {101, 102, 103}
    with pytest.raises(UsageError, match="no controller 1; it has: 101"):
        one.controller(1)


def test_the_death_of_both_at_once_is_survived(one, unique):
    """Without its controller the cluster cannot even say that the broker is gone; then both come back."""
    topic = unique("both")
    one.admin.create_topic(topic, assignment={0: [101, 102, 103]})
    write(one, topic, [b"one"])
    one.broker(101).kill()
    assert one.broker(101).status.state == "stopped"
    one.broker(101).start()
    one.wait_until(lambda s: sorted(s.topics[topic].partitions[0].isr) == [101, 102, 103], 30)
    assert write(one, topic, [b"two"]) == [1]


def test_all_stop_cleanly_the_only_controller_last(one, start, unique):
    topic = unique("kept")
    one.admin.create_topic(topic, replicas=3)
    write(one, topic, [b"one", b"two"])
    one.down()
    assert was_clean(one) == {101, 102, 103}
    assert read(start("combined"), topic, 2) == [b"one", b"two"]


def test_three_combined_nodes_outlive_their_leader_and_stop_cleanly(one, three, unique):
    one.down()
    topic = unique("three")
    three.admin.create_topic(topic, replicas=3, configs={"min.insync.replicas": 2})
    leader = three.wait_until(lambda s: s.quorum.leader).quorum.leader
    three.controller(leader).kill()
    seen = three.wait_until(lambda s: s.quorum is not None and s.quorum.leader not in (None, leader), 30)
    assert seen.quorum.voters == (101, 102, 103)
    assert write(three, topic, [b"one"]) == [0]
    three.broker(leader).start()
    three.wait_until(lambda s: sorted(s.topics[topic].partitions[0].isr) == [101, 102, 103], 30)
    three.down()
    assert was_clean(three) == {101, 102, 103}
