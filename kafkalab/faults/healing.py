"""Bringing a broken cluster back: what is paused goes on, what is stopped starts, what is throttled is let loose.

It waits longer than the single verbs do: until every partition has all of its replicas in sync again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.faults import noticing
from kafkalab.faults.effects import Missing, not_whole
from kafkalab.nodes import fleet, lifecycle
from kafkalab.nodes.probe import Probe
from kafkalab.nodes.state import State

if TYPE_CHECKING:
    from kafkalab.cluster import Cluster

TIMEOUT_S = 60.0


def heal(cluster: Cluster, timeout_s: float = TIMEOUT_S) -> None:
    """See Cluster.heal."""
    _ = cluster._state  # raises ClusterError where there is none; `up` would make one
    lifecycle.up(cluster.name)
    cluster.admin.unthrottle()
    noticing.await_all(lambda: cluster._state, _not_whole, timeout_s)


def _not_whole(known: State, probe: Probe) -> Missing | None:
    """A broker may lag behind the others in what it says: all must say it."""
    fleet.raise_if_dead(known, known.plan.nodes)
    ids = [node.id for node in known.plan.brokers]
    views = noticing.ask_brokers(known, probe, known.plan.brokers).values()
    return next((missing for view in views if (missing := not_whole(ids, view)) is not None), None)
