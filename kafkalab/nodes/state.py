"""The state file of a cluster: its plan and the pids of its nodes, so that any notebook or terminal can attach to it.

Written whole, to a temporary name first. Who changes it holds the cluster's lock; who only reads needs none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from kafkalab import paths
from kafkalab.errors import ClusterError
from kafkalab.i18n import Text
from kafkalab.nodes.plan import Node, Plan

FILE = "state.json"
_FORMAT = 1
_LOCK_TIMEOUT_S = 300

_BUSY = Text(
    es="Otro programa lleva {seconds} s arrancando o parando el clúster «{name}».",
    en='Another program has been starting or stopping the cluster "{name}" for {seconds} s.',
)
_BUSY_NEXT = Text(es="Espera a que acabe, o ciérralo, y repite.", en="Wait for it to end, or close it, and try again.")


@dataclass(frozen=True)
class State:
    """A cluster as it was last written down. A pid says who was started, not that it still runs."""

    plan: Plan
    pids: Mapping[int, int] = field(default_factory=dict)
    ready_s: float | None = None

    def with_pid(self, node: Node, pid: int) -> State:
        """The same after `node` was started as `pid`."""
        return replace(self, pids={**self.pids, node.id: pid})


def tag(plan: Plan, node: Node) -> str:
    """What the command line of `node`'s process carries, and no other program's."""
    return f"{plan.cluster_id}/{node.id}"


def read(name: str) -> State | None:
    """The state of the cluster called `name`; None where there is no cluster, or its file cannot be understood."""
    folder = paths.cluster_dir(name)
    try:
        table = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return _from_dict(table, folder)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _from_folders(name, folder)


def write(state: State) -> State:
    """Write `state` to its cluster's folder and return it."""
    folder = state.plan.folder
    folder.mkdir(parents=True, exist_ok=True)
    pids = {str(node_id): pid for node_id, pid in state.pids.items()}
    table = {"format": _FORMAT, **state.plan.to_dict(), "pids": pids, "ready_s": state.ready_s}
    temporary = folder / f".{FILE}.{os.getpid()}"
    temporary.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    temporary.replace(folder / FILE)
    return state


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the lock of the cluster called `name`, so that two programs never start or stop it at once.

    The lock lives beside the cluster's folder, which `delete` removes. Raises ClusterError when it cannot be had.
    """
    folder = paths.cluster_dir(name).parent
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / f"{name}.lock", timeout=_LOCK_TIMEOUT_S):
            yield
    except Timeout:
        raise ClusterError(_BUSY.format(name=name, seconds=_LOCK_TIMEOUT_S), _BUSY_NEXT) from None


def _from_dict(table: dict[str, Any], folder: Path) -> State:
    pids = {int(node_id): int(pid) for node_id, pid in table["pids"].items()}
    return State(Plan.from_dict(table, folder), pids, table.get("ready_s"))


def _from_folders(name: str, folder: Path) -> State | None:
    """A damaged state file costs nobody their data: the nodes' own folders say what the plan was."""
    rows = [_read_properties(path) for path in sorted(folder.glob("*/server.properties"))]
    metas = [_read_properties(path) for path in sorted(folder.glob("*/data/meta.properties"))]
    if not rows or not metas:
        return None
    nodes = tuple(
        Node(int(row["node.id"]), "broker" if row["process.roles"] == "broker" else "controller", _port(row))
        for row in rows
    )
    from kafkalab.distribution.lock import KAFKA

    return State(Plan(name, metas[0]["cluster.id"], KAFKA, nodes, folder))


def _read_properties(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def _port(row: Mapping[str, str]) -> int:
    return int(row["listeners"].rsplit(":", 1)[1])
