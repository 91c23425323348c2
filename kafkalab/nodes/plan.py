"""What a cluster consists of before anything runs: its nodes, their roles, ports and folders. Pure data.

The plan is what the state file keeps: ports and ids stay the same over `down` and `up`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Role = Literal["broker", "controller"]

HOST = "localhost"
FIRST_BROKER = 101
FIRST_CONTROLLER = 1


@dataclass(frozen=True)
class Node:
    """One node: its id, what it does, the port that it listens on (loopback only)."""

    id: int
    role: Role
    port: int

    @property
    def label(self) -> str:
        """What people call it: "broker 101", "controller 1"."""
        return f"{self.role} {self.id}"


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
        """The brokers, by id."""
        return tuple(node for node in self.nodes if node.role == "broker")

    @property
    def controllers(self) -> tuple[Node, ...]:
        """The controllers, by id."""
        return tuple(node for node in self.nodes if node.role == "controller")

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
        nodes = [{"id": node.id, "role": node.role, "port": node.port} for node in self.nodes]
        return {
            "name": self.name,
            "cluster_id": self.cluster_id,
            "version": self.version,
            "layout": self.layout,
            "nodes": nodes,
        }

    @classmethod
    def from_dict(cls, table: dict[str, Any], folder: Path) -> Plan:
        """From the state file. Raises KeyError, TypeError or ValueError where that is not one."""
        nodes = tuple(Node(int(row["id"]), row["role"], int(row["port"])) for row in table["nodes"])
        if not nodes or any(node.role not in ("broker", "controller") for node in nodes):
            raise ValueError("no nodes, or a node of an unknown role")
        return cls(
            str(table["name"]), str(table["cluster_id"]), str(table["version"]), nodes, folder, str(table["layout"])
        )
