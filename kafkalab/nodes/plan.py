"""What a cluster consists of before anything runs: its nodes, their roles, ports and folders. Pure data.

The plan is what the state file keeps: ports and ids stay the same over `down` and `up`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

Role = Literal["broker", "controller", "combined", "zookeeper"]
ROLES: tuple[str, ...] = get_args(Role)

HOST = "localhost"
FIRST_BROKER = 101
FIRST_CONTROLLER = 1
FIRST_ZOOKEEPER = 1

_LABELS = {"combined": "combined node", "zookeeper": "ZooKeeper"}


@dataclass(frozen=True)
class Node:
    """One node: its id, what it does, and the port that it listens on (loopback only).

    `more_ports`: a combined node's port as a controller; those on which ZooKeeper's servers talk to each other.
    """

    id: int
    role: Role
    port: int
    more_ports: tuple[int, ...] = ()

    @property
    def ports(self) -> tuple[int, ...]:
        """All that it listens on, that for clients first."""
        return (self.port, *self.more_ports)

    @property
    def controller_port(self) -> int:
        """Where the quorum of controllers finds it."""
        return self.more_ports[0] if self.role == "combined" else self.port

    @property
    def label(self) -> str:
        """What people call it: "broker 101", "controller 1"."""
        return f"{_LABELS.get(self.role, self.role)} {self.id}"

    def to_dict(self) -> dict[str, Any]:
        """For the state file."""
        more = {"more_ports": list(self.more_ports)} if self.more_ports else {}
        return {"id": self.id, "role": self.role, "port": self.port, **more}

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Node:
        """From the state file. Raises KeyError, TypeError or ValueError where that is not one."""
        if row["role"] not in ROLES:
            raise ValueError("an unknown role")
        return cls(
            int(row["id"]), row["role"], int(row["port"]), tuple(int(port) for port in row.get("more_ports", ()))
        )


@dataclass(frozen=True)
class Plan:
    """A cluster to start: its name, Kafka's cluster id and version, its nodes and the folder of all their files."""

    name: str
    cluster_id: str
    version: str
    nodes: tuple[Node, ...]
    folder: Path
    layout: str = "kraft"

    @property
    def brokers(self) -> tuple[Node, ...]:
        """The brokers, by id; combined nodes among them."""
        return self._of("broker", "combined")

    @property
    def controllers(self) -> tuple[Node, ...]:
        """The KRaft controllers, by id; combined nodes among them."""
        return self._of("controller", "combined")

    @property
    def zookeepers(self) -> tuple[Node, ...]:
        """The ZooKeeper servers, by id; none in KRaft mode."""
        return self._of("zookeeper")

    @property
    def quorum(self) -> tuple[Node, ...]:
        """The nodes that keep the metadata, of which a majority must run: KRaft controllers or ZooKeeper servers."""
        return self._of("controller", "combined", "zookeeper")

    @property
    def bootstrap_servers(self) -> str:
        """`localhost:9092,…`: what a client is given."""
        return ",".join(f"{HOST}:{node.port}" for node in self.brokers)

    def node(self, node_id: int) -> Node | None:
        """The node of that id, or None."""
        return next((node for node in self.nodes if node.id == node_id), None)

    def node_folder(self, node: Node) -> Path:
        """Where `node` keeps its settings, its logs and its data."""
        return self.folder / f"{node.role}-{node.id}"

    def to_dict(self) -> dict[str, Any]:
        """For the state file."""
        return {
            "name": self.name,
            "cluster_id": self.cluster_id,
            "version": self.version,
            "layout": self.layout,
            "nodes": [node.to_dict() for node in self.nodes],
        }

    @classmethod
    def from_dict(cls, table: dict[str, Any], folder: Path) -> Plan:
        """From the state file. Raises KeyError, TypeError or ValueError where that is not one."""
        nodes = tuple(Node.from_dict(row) for row in table["nodes"])
        if not nodes:
            raise ValueError("no nodes")
        return cls(
            str(table["name"]), str(table["cluster_id"]), str(table["version"]), nodes, folder, str(table["layout"])
        )

    def _of(self, *roles: str) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.role in roles)
