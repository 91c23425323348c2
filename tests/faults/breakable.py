"""What tests of faults ask a cluster, beside what the fault itself waits for."""

from __future__ import annotations

from kafkalab import Cluster
from kafkalab.nodes.probe import Probe
from kafkalab.observe.wire.answers import ClusterView, QuorumView


def say_now(cluster: Cluster, *brokers: int) -> dict[int, ClusterView | None]:
    """What each of `brokers` says at this moment: asked once, without any patience."""
    plan = cluster._state.plan
    with Probe() as probe:
        return {node.id: probe.metadata(node, plan.cluster_id) for node in plan.brokers if node.id in brokers}


def listed_by(cluster: Cluster, *brokers: int) -> list[list[int]]:
    """The brokers that each of `brokers` lists at this moment."""
    return [sorted(view.brokers) if view else [] for view in say_now(cluster, *brokers).values()]


def quorum_now(cluster: Cluster, *controllers: int) -> QuorumView | None:
    """The quorum as one of `controllers` describes it."""
    with Probe() as probe:
        return probe.quorum([node for node in cluster._state.plan.controllers if node.id in controllers])
