"""Somebody else's cluster: everything that can be read or asked over Kafka's protocol, and no fault at all.

How such a cluster is found, and what is said where nobody answers, is here too. Connections themselves are opened in
kafkalab.observe.wire, as for a cluster of ours.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from kafkalab import paths
from kafkalab.cluster import Cluster, ClusterStatus
from kafkalab.errors import ClusterError, NotOursError, UsageError
from kafkalab.handles import NodeHandle, NodeStatus
from kafkalab.i18n import Text
from kafkalab.lab_settings import LabSettings
from kafkalab.nodes.plan import Node
from kafkalab.nodes.state import State
from kafkalab.observe.snapshot import BrokerState, Snapshot

TIMEOUT_S = 5.0
DEADLINE_S = 1.0  # for one broker's answer: it may be far away

_NOT_OURS = Text(es="Este clúster no es nuestro: no lo vamos a romper.", en="This cluster is not ours to break.")
_YOUR_OWN = Text(
    es="Arranca uno tuyo con `Cluster.up()` (o `kafkalab up`) y rómpelo cuanto quieras.",
    en="Start one of your own with `Cluster.up()` (or `kafkalab up`), and break that.",
)
_NOT_OUR_SETTINGS = Text(
    es="Los ajustes de este clúster los ha elegido quien lo arrancó: kafkalab no los conoce.",
    en="The settings of this cluster were chosen by who started it: kafkalab does not know them.",
)
_ASK_KAFKA = Text(
    es="Pregúntaselos con `kafka-configs.sh --describe --all --entity-type brokers --bootstrap-server $BOOTSTRAP`.",
    en="Ask for them with `kafka-configs.sh --describe --all --entity-type brokers --bootstrap-server $BOOTSTRAP`.",
)
_NO_BROKER = Text(
    es="El clúster no tiene ningún broker {id}; tiene: {known}.", en="The cluster has no broker {id}; it has: {known}."
)
_ODD_ADDRESS = Text(es="«{given}» no es una dirección.", en='"{given}" is not an address.')
_ADDRESS = Text(
    es="Escribe el nombre y el puerto de un broker, o de varios: `localhost:9092,localhost:9093`.",
    en="Write the name and the port of a broker, or of several: `localhost:9092,localhost:9093`.",
)
_NOBODY = Text(es="En {servers} no responde ningún broker de Kafka.", en="No Kafka broker answers at {servers}.")
_NOBODY_NEXT = Text(
    es="Comprueba la dirección, y que es un puerto sin TLS ni SASL: kafkalab aún no los habla.",
    en="Check the address, and that its port is one without TLS and SASL: kafkalab does not speak these yet.",
)
_ELSEWHERE = Text(
    es="El broker de {servers} responde, pero manda a sus clientes a {named}, y ahí no responde nadie.",
    en="The broker at {servers} answers, but sends its clients to {named}, and nobody answers there.",
)
_ELSEWHERE_NEXT = Text(
    es="Quien lo arrancó tiene que poner en `advertised.listeners` direcciones a las que llegue esta máquina.",
    en="Who started it must set `advertised.listeners` to addresses that this machine can reach.",
)
_SAME = Text(
    es="Comprueba que sigue en marcha con quien lo arrancó.", en="Ask who started it whether it is still running."
)


def connect(bootstrap_servers: object, timeout_s: float = TIMEOUT_S) -> ForeignCluster:
    """See Cluster.connect."""
    cluster = ForeignCluster(addresses(bootstrap_servers))
    deadline = time.monotonic() + timeout_s
    snapshot = cluster._reading().snapshot()
    while not snapshot.is_heard:
        if time.monotonic() > deadline:
            raise _nobody(cluster.bootstrap_servers, snapshot)
        time.sleep(0.1)
        snapshot = cluster._reading().snapshot()
    os.environ["BOOTSTRAP"] = cluster.bootstrap_servers
    return cluster


def addresses(given: object) -> tuple[tuple[str, int], ...]:
    """(host, port) of each address in `host:port,[::1]:port,…`. Raises UsageError."""
    parts = given.split(",") if isinstance(given, str) else [given]
    found = [_ADDRESS_FORM.fullmatch(part.strip()) if isinstance(part, str) else None for part in parts]
    if not all(match and 0 < int(match["port"]) < 65536 for match in found):
        raise UsageError(_ODD_ADDRESS.format(given=str(given)[:80]), _ADDRESS)
    return tuple((match["six"] or match["host"], int(match["port"])) for match in found if match)


_ADDRESS_FORM = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.%\w]+)\]|(?P<host>[\w.-]+)):(?P<port>[0-9]{1,5})")


class ForeignCluster(Cluster):
    """A cluster that somebody else started. It can be read, shown, waited for and written to, but not broken."""

    is_ours = False

    def __init__(self, bootstrap: tuple[tuple[str, int], ...]) -> None:
        super().__init__("connected")
        self._bootstrap = bootstrap
        self.name = ",".join(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in bootstrap)

    @property
    def bootstrap_servers(self) -> str:
        """What was given to `connect`."""
        return self.name

    @property
    def actors_folder(self) -> Path:
        """Where the programs of its actors are, and what they report."""
        return paths.home() / "connected" / re.sub(r"[^\w.-]", "_", self.name) / "actors"

    def status(self) -> ForeignStatus:
        """What can be known from outside: which brokers there are, and which of them answer."""
        snapshot = self.snapshot()
        brokers = [broker for _, broker in sorted(snapshot.brokers.items())]
        nodes = tuple(_status(broker) for broker in brokers)
        layout = "kraft" if snapshot.quorum else "?"
        hosts = {broker.id: broker.host for broker in brokers}
        return ForeignStatus(self.name, layout, "?", self.bootstrap_servers, nodes, None, hosts)

    def settings(self) -> LabSettings:
        """Raises NotOursError: they are not the lab's."""
        raise NotOursError(_NOT_OUR_SETTINGS, _ASK_KAFKA)

    def broker(self, broker_id: int) -> NodeHandle:
        """The broker of that id, to be looked at: each fault raises NotOursError. UsageError where there is none."""
        known = self.snapshot().brokers
        if broker_id not in known:
            listed = ", ".join(map(str, sorted(known)))
            raise UsageError(_NO_BROKER.format(id=broker_id, known=listed))
        return ForeignNode(self, broker_id)

    def node(self, node_id: int) -> NodeHandle:
        """As `broker`: of other nodes nothing can be known from outside."""
        return self.broker(node_id)

    def heal(self) -> None:
        """Raises NotOursError."""
        raise not_ours()

    def down(self) -> None:
        """Raises NotOursError."""
        raise not_ours()

    def delete(self) -> None:
        """Raises NotOursError."""
        raise not_ours()

    def __repr__(self) -> str:
        return f"<Cluster of somebody else: {self.bootstrap_servers}>"

    @property
    def _state(self) -> State:
        """Whoever wants to know its processes wants to break them."""
        raise not_ours()

    def _addresses(self) -> dict[str, Any]:
        return {"bootstrap": self._bootstrap, "actors": self.actors.as_seen, "deadline_s": DEADLINE_S}

    def _processes(self) -> dict[int, BrokerState]:
        return {}

    def _how_to_start(self) -> Text:
        return _SAME


class ForeignNode(NodeHandle):
    """A broker of somebody else's: its state can be read; whatever would change its process raises NotOursError."""

    @property
    def status(self) -> NodeStatus:
        """Up if it answers, else unreachable."""
        return _status(self._cluster.snapshot().brokers[self.id])

    def start(self, wait: bool = True) -> None:
        """Raises NotOursError."""
        raise not_ours()

    def stop(self, wait: bool = True) -> None:
        """Raises NotOursError."""
        raise not_ours()

    def killed(self, wait: bool = True) -> NoReturn:
        """Raises NotOursError."""
        raise not_ours()

    def stopped(self, wait: bool = True) -> NoReturn:
        """Raises NotOursError."""
        raise not_ours()

    def paused(self, wait: bool = True) -> NoReturn:
        """Raises NotOursError."""
        raise not_ours()

    def throttled(self, bytes_per_s: int) -> NoReturn:
        """Raises NotOursError."""
        raise not_ours()

    def unthrottle(self) -> None:
        """Raises NotOursError."""
        raise not_ours()

    def _now(self) -> tuple[State, Node]:
        raise not_ours()


@dataclass(frozen=True, repr=False)
class ForeignStatus(ClusterStatus):
    """The brokers of a cluster as they are seen from outside. What is not known is "?" or None."""

    hosts: Mapping[int, str]

    def to_dict(self) -> dict[str, Any]:
        """What `kafkalab status --json` prints of a cluster of ours, with each node's host."""
        nodes = [{**vars(node), "host": self.hosts[node.id]} for node in self.nodes]
        return {name: value for name, value in vars(self).items() if name != "hosts"} | {"nodes": nodes}

    def __repr__(self) -> str:
        lines = [f"Apache Kafka ({self.layout}), {self.bootstrap_servers}"]
        lines += [f"  {n.role:<10} {n.id:>3}  {n.state:<11}  {self.hosts[n.id]}:{n.port}" for n in self.nodes]
        return "\n".join(lines)


def not_ours() -> NotOursError:
    """Somebody wants to break a cluster that is not ours."""
    return NotOursError(_NOT_OURS, _YOUR_OWN)


def _status(broker: BrokerState) -> NodeStatus:
    return NodeStatus(broker.id, "broker", broker.state, None, broker.port)


def _nobody(servers: str, snapshot: Snapshot) -> ClusterError:
    named = ", ".join(f"{broker.host}:{broker.port}" for broker in snapshot.brokers.values())
    if named:
        return ClusterError(_ELSEWHERE.format(servers=servers, named=named), _ELSEWHERE_NEXT)
    return ClusterError(_NOBODY.format(servers=servers), _NOBODY_NEXT)
