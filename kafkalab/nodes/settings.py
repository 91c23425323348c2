"""The settings that each node of a KRaft cluster needs, as server.properties has them: who it is, where it listens.

Pure: from a Plan to a dict of strings. Where our values differ from Kafka's to be quick or small is in lab_speed.py.
"""

from __future__ import annotations

from pathlib import Path

from kafkalab.nodes import lab_speed
from kafkalab.nodes.plan import HOST, Node, Plan

_ROLES = {"broker": "broker", "controller": "controller", "combined": "broker,controller"}


def settings(plan: Plan, node: Node) -> dict[str, str]:
    """What `node` of a KRaft `plan` is started with."""
    table = _common(plan, node) | lab_speed.of_kafka("kraft")
    return table | _broker(plan, node) if node in plan.brokers else table


def internal_topics(plan: Plan) -> dict[str, str]:
    """As many copies as in production where there are brokers enough."""
    copies, enough = str(min(3, len(plan.brokers))), str(min(2, len(plan.brokers)))
    return {
        "offsets.topic.num.partitions": "50",
        "offsets.topic.replication.factor": copies,
        "transaction.state.log.replication.factor": copies,
        "transaction.state.log.min.isr": enough,
    }


def data_folder(plan: Plan, node: Node) -> Path:
    """Where `node` keeps its logs of records or of metadata."""
    return plan.node_folder(node) / "data"


def _common(plan: Plan, node: Node) -> dict[str, str]:
    return {
        "node.id": str(node.id),
        "process.roles": _ROLES[node.role],
        "controller.quorum.voters": ",".join(f"{c.id}@{HOST}:{c.controller_port}" for c in plan.controllers),
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "listeners": ",".join(_listeners(node)),
        "log.dirs": str(data_folder(plan, node)),
    }


def _listeners(node: Node) -> list[str]:
    client, controller = f"PLAINTEXT://127.0.0.1:{node.port}", f"CONTROLLER://127.0.0.1:{node.controller_port}"
    return {"broker": [client], "controller": [controller], "combined": [client, controller]}[node.role]


def _broker(plan: Plan, node: Node) -> dict[str, str]:
    topics = internal_topics(plan)
    return topics | {
        "advertised.listeners": f"PLAINTEXT://{HOST}:{node.port}",
        "inter.broker.listener.name": "PLAINTEXT",
        "share.coordinator.state.topic.replication.factor": topics["offsets.topic.replication.factor"],
        "share.coordinator.state.topic.min.isr": topics["transaction.state.log.min.isr"],
    }
