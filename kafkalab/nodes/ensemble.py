"""ZooKeeper's servers before there are brokers: waits until they serve, and writes down the name of the cluster.

The first broker would make up a cluster id of its own; ours must be there before it looks.
"""

from __future__ import annotations

import json
import time

from kafkalab.errors import KafkalabError, NodeError
from kafkalab.i18n import Text
from kafkalab.nodes import fleet
from kafkalab.nodes.plan import Plan
from kafkalab.nodes.state import State
from kafkalab.observe import zookeeper

TIMEOUT_S = 60.0
_ID = "/cluster/id"

_SILENT = Text(es="ZooKeeper no responde tras {seconds:.0f} s.", en="ZooKeeper does not answer after {seconds:.0f} s.")
_SILENT_NEXT = Text(es="Repite `up`, o mira {log}.", en="Repeat `up`, or read {log}.")


def addresses(plan: Plan) -> dict[int, tuple[str, int]]:
    """Where each ZooKeeper server listens."""
    return {node.id: ("127.0.0.1", node.port) for node in plan.zookeepers}


def introduce(known: State) -> None:
    """Have the cluster's id in ZooKeeper, once its servers serve. Nothing to do in KRaft mode. Raises NodeError."""
    servers = addresses(known.plan)
    if not servers:
        return
    deadline = time.monotonic() + TIMEOUT_S
    while not any(zookeeper.mode(address) for address in servers.values()):
        fleet.raise_if_dead(known, known.plan.zookeepers)
        if time.monotonic() > deadline:
            raise _silent(known)
        time.sleep(0.03)
    try:
        zookeeper.create(servers.values(), _ID, json.dumps({"version": "1", "id": known.plan.cluster_id}).encode())
    except KafkalabError as error:
        raise _silent(known) from error


def _silent(known: State) -> NodeError:
    log = known.plan.node_folder(known.plan.zookeepers[0]) / "logs" / "server.log"
    return NodeError(_SILENT.format(seconds=TIMEOUT_S), _SILENT_NEXT.format(log=log))
