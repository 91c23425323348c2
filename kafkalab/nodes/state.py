"""The state file of a cluster: its plan and the pids of its nodes, so that any notebook or terminal can attach to it.

Written whole, to a temporary name first. Who changes it holds the cluster's lock; who only reads needs none.
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from kafkalab import paths
from kafkalab.errors import ClusterError
from kafkalab.i18n import Text
from kafkalab.nodes import folders, layouts, power, process, properties
from kafkalab.nodes.plan import ROLES, Node, Plan

FILE = "state.json"
_FORMAT = 1
_LOCK_TIMEOUT_S = 300

_BUSY = Text(
    es="Otro programa lleva {seconds} s arrancando o parando el clúster «{name}».",
    en='Another program has been starting or stopping the cluster "{name}" for {seconds} s.',
)
_BUSY_NEXT = Text(es="Espera a que acabe, o ciérralo, y repite.", en="Wait for it to end, or close it, and try again.")
_UNREADABLE = Text(
    es="No se entiende qué nodos tiene el clúster «{name}»: sus ficheros en {folder} están dañados ({reason}).",
    en='The nodes of the cluster "{name}" cannot be made out: its files in {folder} are damaged ({reason}).',
)
_UNREADABLE_NEXT = Text(
    es="Bórralo con `kafkalab delete --name {name}` y empieza de nuevo, o dale otro nombre al nuevo.",
    en="Delete it with `kafkalab delete --name {name}` and begin anew, or give the new one another name.",
)
_FULL = Text(es="No queda sitio en el disco ({path}).", en="The disk has no room left ({path}).")
_FULL_NEXT = Text(
    es="Libera espacio, o pon en KAFKALAB_HOME una carpeta de otro disco.",
    en="Free some space, or set KAFKALAB_HOME to a folder on another disk.",
)
_UNWRITABLE = Text(es="No se puede escribir en {path}.", en="{path} cannot be written to.")
_UNWRITABLE_NEXT = Text(
    es="Pon en KAFKALAB_HOME una carpeta en la que puedas escribir.",
    en="Set KAFKALAB_HOME to a folder that you can write to.",
)


@dataclass(frozen=True)
class State:
    """A cluster as it was last written down. A pid says who was started, not that it still runs.

    `boot`: in which run of the machine a broker was last started (see kafkalab.nodes.power); None where an older
    kafkalab wrote the file.
    """

    plan: Plan
    pids: Mapping[int, int] = field(default_factory=dict)
    ready_s: float | None = None
    boot: str | None = None

    def with_pid(self, node: Node, pid: int) -> State:
        """The same after `node` was started as `pid`."""
        boot = power.boot() if node in self.plan.brokers else self.boot
        return replace(self, pids={**self.pids, node.id: pid}, boot=boot)


def tag(plan: Plan, node: Node) -> str:
    """What tells `node`'s process from any other, even from the same node's of a copy of this cluster elsewhere."""
    return f"{plan.cluster_id}/{node.id}@{plan.node_folder(node).resolve()}"


def read(name: str) -> State | None:
    """The state of the cluster called `name`; None where there is no cluster.

    Raises ClusterError where there is one, but so damaged that nobody can tell what it was.
    """
    folder = paths.cluster_dir(name)
    try:
        table = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return _from_dict(table, name, folder)
    except _DAMAGE:
        return _from_folders(name, folder)


def write(state: State) -> State:
    """Write `state` to its cluster's folder and return it."""
    folder = state.plan.folder
    folder.mkdir(parents=True, exist_ok=True)
    pids = {str(node_id): pid for node_id, pid in state.pids.items()}
    table = {"format": _FORMAT, **state.plan.to_dict(), "pids": pids, "ready_s": state.ready_s, "boot": state.boot}
    temporary = folder / f".{FILE}.{os.getpid()}"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(json.dumps(table, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())  # or a power loss could leave an empty file under the new name
    temporary.replace(folder / FILE)
    return state


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the lock of the cluster called `name`, so that two programs never start or stop it at once.

    The lock lives beside the cluster's folder, which `delete` removes; no cluster's name begins with a dot.
    Raises ClusterError when it cannot be had, or when what is done under it finds no room or may not write.
    """
    try:
        with _file_lock(f".{name}.lock"):
            yield
    except Timeout:
        raise ClusterError(_BUSY.format(name=name, seconds=_LOCK_TIMEOUT_S), _BUSY_NEXT) from None
    except OSError as error:
        explained = _explained(error)
        if explained is None:
            raise
        raise explained from error


@contextmanager
def choosing_ports() -> Iterator[None]:
    """Hold the lock of the home's ports: of two clusters made at once, the second must see what the first took."""
    with _file_lock(".ports.lock"):
        yield


def _file_lock(name: str) -> FileLock:
    folder = paths.cluster_dir(name).parent
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / name, timeout=_LOCK_TIMEOUT_S)


def _explained(error: OSError) -> ClusterError | None:
    path = error.filename or paths.home()
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ClusterError(_FULL.format(path=path), _FULL_NEXT)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
        return ClusterError(_UNWRITABLE.format(path=path), _UNWRITABLE_NEXT)
    return None


def _from_dict(table: dict[str, Any], name: str, folder: Path) -> State:
    pids = {int(node_id): int(pid) for node_id, pid in table["pids"].items()}
    ready_s = table.get("ready_s")
    boot = table.get("boot")
    return State(
        replace(Plan.from_dict(table, folder), name=name),
        pids,
        None if ready_s is None else float(ready_s),
        boot if isinstance(boot, str) else None,
    )


def _from_folders(name: str, folder: Path) -> State | None:
    """A damaged or lost state file costs nobody their data: the nodes' own folders and processes say what it said."""
    found = sorted((path for path in folder.glob("*-*") if _NODE_FOLDER.fullmatch(path.name)), key=_place)
    if not found:
        return None
    try:
        metas = [properties.read(path) for path in folder.glob(f"*/data/{folders.META}")]
        cluster_id = next(meta["cluster.id"] for meta in metas if "cluster.id" in meta)
        nodes = tuple(_node(path) for path in found)
        layout = layouts.LAYOUTS["zookeeper" if any(node.role == "zookeeper" for node in nodes) else "kraft"]
        version = folders.version_of(found[0] / folders.SETTINGS) or layout.version
        plan = Plan(name, cluster_id, version, nodes, folder, layout.name)
    except (*_DAMAGE, StopIteration) as error:
        what = _UNREADABLE.format(name=name, folder=folder, reason=type(error).__name__)
        raise ClusterError(what, _UNREADABLE_NEXT.format(name=name)) from error
    return State(plan, _pids(plan))


def _place(folder: Path) -> tuple[bool, int]:
    """Brokers first, as a new plan has them; then the others; each by id."""
    role, node_id = folder.name.split("-")
    return role in ("controller", "zookeeper"), int(node_id)


def _node(folder: Path) -> Node:
    role, node_id = folder.name.split("-")
    table = properties.read(folder / folders.SETTINGS)
    port, *more = _zookeeper_ports(table, node_id) if role == "zookeeper" else _kafka_ports(table)
    return Node.from_dict({"id": node_id, "role": role, "port": port, "more_ports": more})


def _kafka_ports(table: Mapping[str, str]) -> list[str]:
    return [listener.rsplit(":", 1)[1] for listener in table["listeners"].split(",")]


def _zookeeper_ports(table: Mapping[str, str], node_id: str) -> list[str]:
    return [table["clientPort"], *table.get(f"server.{node_id}", "").split(":")[1:]]


def _pids(plan: Plan) -> dict[int, int]:
    running = process.running_below(plan.folder)
    return {node.id: running[tag(plan, node)] for node in plan.nodes if tag(plan, node) in running}


_NODE_FOLDER = re.compile(rf"({'|'.join(ROLES)})-\d+")
# What reading a file raises that somebody else has written into, or cut short.
_DAMAGE = (OSError, ValueError, LookupError, TypeError, AttributeError)
