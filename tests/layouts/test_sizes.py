"""Clusters of each size serve; two of them side by side share nothing."""

from __future__ import annotations

import pytest

from .conftest import read, write

pytestmark = [pytest.mark.cluster, pytest.mark.faults]


@pytest.mark.parametrize(("brokers", "controllers"), [(1, 1), (2, 1), (4, 1), (5, 1), (3, 3)])
def test_a_cluster_of_that_size_serves_a_topic_on_all_its_brokers(start, unique, brokers, controllers):
    name, topic = f"size-{brokers}-{controllers}", unique("served")
    cluster = start(name, brokers=brokers, controllers=controllers)
    replicas = [101 + i for i in range(brokers)]
    cluster.admin.create_topic(topic, assignment={0: replicas[-1:] + replicas[:-1]})
    assert write(cluster, topic, [b"one", b"two"]) == [0, 1]
    assert read(cluster, topic, 2) == [b"one", b"two"]
    seen = cluster.wait_until(lambda s: len(s.topics[topic].partitions[0].isr) == brokers and s.quorum)
    assert seen.topics[topic].partitions[0].leader == replicas[-1]
    assert seen.quorum.voters == tuple(range(1, controllers + 1))
    cluster.delete()


def test_two_clusters_side_by_side_share_nothing(start, unique):
    topic = unique("mine")
    first, second = (start(name, brokers=1) for name in ("left", "right"))
    ports = [{port for node in each._state.plan.nodes for port in node.ports} for each in (first, second)]
    assert not ports[0] & ports[1]
    assert first._state.plan.cluster_id != second._state.plan.cluster_id
    for cluster, value in ((first, b"left"), (second, b"right")):
        cluster.admin.create_topic(topic)
        write(cluster, topic, [value])
    assert read(first, topic, 1) == [b"left"]
    assert read(second, topic, 1) == [b"right"]
    first.down()
    assert {node.state for node in second.status().nodes} == {"up"}
    assert read(second, topic, 1) == [b"right"]
