"""The settings of a cluster as it used to be: ZooKeeper's servers, and brokers that keep their metadata there.

Pure, like settings.py, whose rules on folders and internal topics hold here too. Kafka 3.9 is the last that can do it.
"""

from __future__ import annotations

from kafkalab.nodes import lab_speed
from kafkalab.nodes.plan import HOST, Node, Plan
from kafkalab.nodes.settings import data_folder, internal_topics


def settings(plan: Plan, node: Node) -> dict[str, str]:
    """What `node` of a `plan` with ZooKeeper is started with."""
    return _server(plan, node) if node.role == "zookeeper" else _broker(plan, node)


def _broker(plan: Plan, node: Node) -> dict[str, str]:
    return {
        "broker.id": str(node.id),
        "zookeeper.connect": ",".join(f"127.0.0.1:{server.port}" for server in plan.zookeepers),
        # Else as short as a session: a broker that starts on a busy machine must not give up so soon.
        "zookeeper.connection.timeout.ms": "60000",
        "listeners": f"PLAINTEXT://127.0.0.1:{node.port}",
        "advertised.listeners": f"PLAINTEXT://{HOST}:{node.port}",
        "log.dirs": str(data_folder(plan, node)),
        **lab_speed.of_kafka("zookeeper"),
        **internal_topics(plan),
    }


def _server(plan: Plan, node: Node) -> dict[str, str]:
    return {
        "dataDir": str(data_folder(plan, node)),
        "clientPort": str(node.port),
        "clientPortAddress": "127.0.0.1",
        "admin.enableServer": "false",  # an HTTP server that nobody here asks
        "4lw.commands.whitelist": "ruok,srvr,mntr",
        "maxClientCnxns": "0",  # it counts per address, and here all clients have the same one
        "preAllocSize": "1024",  # KB; 64 MB of zeros for each log otherwise
        **lab_speed.of_zookeeper(),
        **_ensemble(plan),
    }


def _ensemble(plan: Plan) -> dict[str, str]:
    """How the servers find each other; one that is alone runs by itself. The limits are in ticks."""
    if len(plan.zookeepers) == 1:
        return {}
    servers = {f"server.{each.id}": ":".join(map(str, ("127.0.0.1", *each.more_ports))) for each in plan.zookeepers}
    return servers | {"initLimit": "20", "syncLimit": "10"}
