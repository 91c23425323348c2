"""One node of a cluster, in the hands of somebody who wants to break it: stop, crash, start, and see how it does.

Signals and processes are kafkalab.nodes'; this waits until the effect can be seen in the brokers' metadata.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.errors import WaitTimeoutError
from kafkalab.i18n import Text
from kafkalab.nodes import fleet, lifecycle
from kafkalab.nodes.plan import Node
from kafkalab.nodes.probe import Probe
from kafkalab.nodes.process import Status
from kafkalab.nodes.state import State

if TYPE_CHECKING:
    from kafkalab.cluster import Cluster

NODE_TIMEOUT_S = 30.0

_STILL = Text(
    es="Tras {seconds:.0f} s, los demás brokers aún no ven {wanted} al broker {id}.",
    en="After {seconds:.0f} s the other brokers do not yet see broker {id} {wanted}.",
)
_STILL_NEXT = Text(
    es="Mira con `kafkalab status` si el controlador está en marcha: sin él no se entera ningún broker.",
    en="See with `kafkalab status` whether the controller is up: without it no broker is told.",
)
_GONE = Text(es="fuera", en="gone")
_BACK = Text(es="de vuelta", en="back")


@dataclass(frozen=True)
class NodeStatus:
    """One node: its id, its role, what the operating system says of its process, its pid and its port."""

    id: int
    role: str
    state: Status
    pid: int | None
    port: int


class NodeHandle:
    """One node of a cluster: stop it, crash it, start it."""

    def __init__(self, cluster: Cluster, node_id: int) -> None:
        self._cluster = cluster
        self.id = node_id

    @property
    def status(self) -> NodeStatus:
        """What the operating system says of it."""
        known, node = self._now()
        return node_status(known, node)

    def kill(self, wait: bool = True) -> None:
        """SIGKILL: a crash. With `wait`, returns when the other brokers have noticed (about 3 s)."""
        known, node = self._now()
        fleet.kill(known, node)
        if wait:
            self._wait_seen(present=False)

    def stop(self, wait: bool = True) -> None:
        """SIGTERM: it hands its leaderships over and ends. With `wait`, returns when the other brokers have noticed."""
        known, node = self._now()
        fleet.stop(known, node)
        if wait:
            self._wait_seen(present=False)

    def start(self, wait: bool = True) -> None:
        """Start it if it does not run. With `wait`, returns when every running broker lists it."""
        lifecycle.start_node(self._cluster.name, self.id)
        if wait:
            self._wait_seen(present=True)

    def __repr__(self) -> str:
        now = self.status
        return f"<{now.role} {now.id}: {now.state}>"

    def _now(self) -> tuple[State, Node]:
        known = self._cluster._state
        node = known.plan.node(self.id)
        assert node is not None, "a plan never loses a node"
        return known, node

    def _wait_seen(self, *, present: bool) -> None:
        deadline = time.monotonic() + NODE_TIMEOUT_S
        with Probe() as probe:
            while not self._is_seen(probe, present=present):
                if time.monotonic() > deadline:
                    wanted = _BACK if present else _GONE
                    what = _STILL.format(seconds=NODE_TIMEOUT_S, wanted=wanted, id=self.id)
                    raise WaitTimeoutError(what, _STILL_NEXT)
                time.sleep(0.03)

    def _is_seen(self, probe: Probe, *, present: bool) -> bool:
        """Whether all brokers that are up (now: others may come and go meanwhile) list it, or all do not."""
        known, node = self._now()
        if present:
            fleet.raise_if_dead(known, [node])
        if node.role == "controller":  # no broker lists controllers
            return not present or fleet.is_listening(known, node)
        others = [b for b in known.plan.brokers if fleet.status(known, b) == "up" and (present or b != node)]
        listed = [probe(broker, known.plan.cluster_id) for broker in others]
        return all(ids is not None and (node.id in ids) == present for ids in listed)


def node_status(known: State, node: Node) -> NodeStatus:
    """What the operating system says of `node`."""
    now = fleet.status(known, node)
    return NodeStatus(node.id, node.role, now, known.pids.get(node.id) if now != "stopped" else None, node.port)
