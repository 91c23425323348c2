"""The settings of each node of a KRaft cluster, as server.properties has them, and where ours differ from Kafka's: why.

Pure: from a Plan to a dict of strings. Writing the file and starting the node happens elsewhere.
"""

from __future__ import annotations

from pathlib import Path

from kafkalab.nodes.plan import HOST, Node, Plan

# Failures must be visible within a lesson. Kafka's own values are made for data centres, where patience is cheap.
# Of the liveness settings only the controller's broker.session.timeout.ms counts.
LAB_SPEED = {
    "broker.session.timeout.ms": "3000",  # 9000: how long a silent broker still counts as alive
    "broker.heartbeat.interval.ms": "500",  # 2000
    "replica.lag.time.max.ms": "3000",  # 30000: how long a silent follower stays in the ISR
    "group.initial.rebalance.delay.ms": "0",  # 3000
    "group.min.session.timeout.ms": "1000",  # 6000: lets a lesson's consumer be missed quickly
    # The same for groups of the consumer protocol (KIP-848) and share groups, whose sessions the broker decides on.
    "group.consumer.heartbeat.interval.ms": "500",  # 5000: a rebalance takes about one of them
    "group.consumer.min.heartbeat.interval.ms": "500",  # 5000
    "group.consumer.session.timeout.ms": "3000",  # 45000
    "group.consumer.min.session.timeout.ms": "1000",  # 45000
    "group.share.heartbeat.interval.ms": "500",  # 5000
    "group.share.min.heartbeat.interval.ms": "500",  # 5000
    "group.share.session.timeout.ms": "3000",  # 45000
    "group.share.min.session.timeout.ms": "1000",  # 45000
    "log.retention.check.interval.ms": "1000",  # 300000
    "log.initial.task.delay.ms": "500",  # 30000: or retention does nothing in a broker's first half minute
    "log.cleaner.backoff.ms": "1000",  # 15000
    "auto.leader.rebalance.enable": "false",  # true: leadership returns when a lesson asks for it, not by the clock
}

# Three brokers share one laptop.
SMALL = {
    "num.network.threads": "2",
    "num.io.threads": "2",
    "background.threads": "2",
    "log.cleaner.dedupe.buffer.size": "8388608",  # 128 MB: more than the whole heap
}


def settings(plan: Plan, node: Node) -> dict[str, str]:
    """What `node` of `plan` is started with."""
    common = _common(plan, node) | LAB_SPEED | SMALL
    return common | (_broker(plan, node) if node.role == "broker" else _controller(node))


def render(properties: dict[str, str]) -> str:
    """The text of a .properties file, in a settled order."""
    return "".join(f"{key}={_escaped(value)}\n" for key, value in sorted(properties.items()))


def _escaped(value: str) -> str:
    """Java reads a backslash as an escape, and ISO-8859-1: a folder with an ñ in its name must survive that."""
    units = value.replace("\\", "\\\\").encode("utf-16-be", "surrogatepass")
    codes = [int.from_bytes(units[i : i + 2]) for i in range(0, len(units), 2)]
    return "".join(chr(code) if 32 <= code < 127 else f"\\u{code:04x}" for code in codes)


def _common(plan: Plan, node: Node) -> dict[str, str]:
    return {
        "node.id": str(node.id),
        "process.roles": node.role,
        "controller.quorum.voters": ",".join(f"{c.id}@{HOST}:{c.port}" for c in plan.controllers),
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "log.dirs": str(data_folder(plan, node)),
    }


def _broker(plan: Plan, node: Node) -> dict[str, str]:
    copies = str(min(3, len(plan.brokers)))
    enough = str(min(2, len(plan.brokers)))
    return {
        "listeners": f"PLAINTEXT://127.0.0.1:{node.port}",
        "advertised.listeners": f"PLAINTEXT://{HOST}:{node.port}",
        "inter.broker.listener.name": "PLAINTEXT",
        "offsets.topic.num.partitions": "50",
        "offsets.topic.replication.factor": copies,
        "transaction.state.log.replication.factor": copies,
        "transaction.state.log.min.isr": enough,
        "share.coordinator.state.topic.replication.factor": copies,
        "share.coordinator.state.topic.min.isr": enough,
    }


def _controller(node: Node) -> dict[str, str]:
    return {"listeners": f"CONTROLLER://127.0.0.1:{node.port}"}


def data_folder(plan: Plan, node: Node) -> Path:
    """Where `node` keeps its logs of records or of metadata."""
    return plan.node_folder(node) / "data"
