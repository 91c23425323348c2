"""A cluster's life: up, down, delete. Each holds the cluster's lock from its first look to its last write.

What can be asked of a running cluster is in kafkalab.cluster.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from kafkalab import distribution, paths
from kafkalab.actors import process as actors
from kafkalab.errors import ClusterError, NodeError, UsageError
from kafkalab.i18n import Text
from kafkalab.nodes import ensemble, fleet, folders, layouts, memory, ports, size, state, training
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.probe import Probe
from kafkalab.nodes.size import Size
from kafkalab.nodes.state import State
from kafkalab.talk import say

DEFAULT_NAME = "lab"
DEFAULT_LAYOUT = "kraft"
_ATTEMPTS = 3
_FAREWELL_S = 5.0  # for consumers and producers of ours, while there are brokers to say goodbye to

_ODD_NAME = Text(
    es="«{name}» no vale como nombre de clúster.",
    en='"{name}" cannot be the name of a cluster.',
)
_NAME_RULE = Text(
    es="Usa letras sin acento, cifras, punto, guion o guion bajo, hasta 40, y empieza por letra o cifra.",
    en="Use unaccented letters, digits, dot, hyphen or underscore, at most 40, and begin with a letter or a digit.",
)
_ODD_FOLDER = Text(
    es="Kafka no arranca con «{separator}» en el camino de una carpeta suya: {folder}.",
    en='Kafka does not start with "{separator}" in the path of one of its folders: {folder}.',
)
_ODD_FOLDER_NEXT = Text(es="Pon en {variable} una carpeta sin él.", en="Set {variable} to a folder without it.")
_NOT_REMOVED = Text(es="No se ha podido borrar del todo {folder}.", en="{folder} could not be removed altogether.")
_NOT_REMOVED_NEXT = Text(es="Bórrala a mano.", en="Remove it by hand.")
_STRANGERS = Text(
    es="Siguen en marcha nodos de un clúster anterior ({count}), cuya carpeta {folder} se borró a mano. "
    "Acaba con ellos antes de seguir, con `kafkalab doctor --fix`: escriben en la misma carpeta.",
    en="Nodes of an earlier cluster still run ({count}), whose folder {folder} was removed by hand. "
    "End them before you go on, with `kafkalab doctor --fix`: they write into the same folder.",
)
_NO_CLUSTER = Text(es="No hay ningún clúster «{name}».", en='There is no cluster "{name}".')
_START_IT = Text(es="Arráncalo con `kafkalab up{named}`.", en="Start it with `kafkalab up{named}`.")
_COMBINED = Text(
    es="Hay poca memoria ({mb} MB): el controlador vive dentro de un broker.",
    en="Memory is short ({mb} MB): the controller lives inside a broker.",
)
_MOVED = Text(
    es="Otro programa usa el puerto {old}: el nodo {id} escucha ahora en el {new}.",
    en="Another program uses port {old}: node {id} now listens on {new}.",
)


def check_name(name: object) -> str:
    """`name` if it can be a cluster's name. Raises UsageError: it becomes a folder and part of a command line."""
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", name):
        raise UsageError(_ODD_NAME.format(name=str(name)[:60]), _NAME_RULE)
    return name


def up(
    name: str,
    brokers: int | None = None,
    controllers: int | None = None,
    *,
    combined: bool | None = None,
    layout: str | None = None,
    zookeepers: int | None = None,
) -> State:
    """The cluster called `name`, running and ready: made if there is none, its missing nodes started.

    None takes it as it is, or for a new one as usual: KRaft with 3 brokers and 1 controller. Two callers at once get
    the same cluster. Raises UsageError, ClusterError, DistributionError or NodeError.
    """
    check_name(name)
    asked = Size(brokers, controllers, combined, layout, zookeepers)
    size.check(asked)
    _check_folders()
    kafka = distribution.provide(_layout(name, asked).version)
    with Probe() as probe, state.locked(name):
        known = _known_or_new(name, asked)
        if not all(fleet.is_running(known, node) for node in known.plan.nodes):
            training.ensure(kafka, probe)
            known = fleet.adopt(known)
            _mention_strangers(known.plan.folder, known.plan)
        return _started(known, kafka, probe)


def down(name: str) -> State | None:
    """Stop every node of `name` cleanly; the data stays. None where there is no such cluster."""
    with state.locked(check_name(name)):
        known = state.read(name)
        if known is None:
            _mention_strangers(paths.cluster_dir(name))
            return None
        known = fleet.adopt(known)
        _mention_strangers(known.plan.folder, known.plan)
        actors.end_below(known.plan.folder, _FAREWELL_S)
        fleet.stop_all(known)
        return state.write(replace(known, pids={}, ready_s=None))


def delete(name: str) -> bool:
    """Stop every node of `name` and remove all that it holds. False where there is no such cluster."""
    with state.locked(check_name(name)):
        folder = paths.cluster_dir(name)
        # Its nodes by folder, not by state file: that may be damaged, or gone.
        actors.end_below(folder, patience_s=0)
        existed = fleet.kill_below(folder) or folder.exists()
        _remove(folder)
        return existed


def _mention_strangers(folder: Path, plan: Plan | None = None) -> None:
    """Somebody removed a cluster's folder by hand, and its nodes still run. They are not ours to end: we say so."""
    if found := fleet.strangers(folder, plan):
        say(_STRANGERS.format(count=len(found), folder=folder))


def _remove(folder: Path) -> None:
    """In one step out of everybody's sight, then for good: a deletion that is killed half-way leaves no half cluster.

    What such a one has left goes too.
    """
    doomed = paths.home() / "deleted" / f"{folder.name}-{folders.new_id()}"
    doomed.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        folder.rename(doomed)
    for left in doomed.parent.iterdir():
        shutil.rmtree(left, ignore_errors=True)
    if doomed.exists():
        raise ClusterError(_NOT_REMOVED.format(folder=doomed), _NOT_REMOVED_NEXT)


def start_node(name: str, node_id: int) -> State:
    """Start that node if it does not run, without waiting for it to serve."""
    kafka = distribution.provide(layouts.of(_known(name).plan).version)
    with state.locked(name):
        known = _known(name)
        alone = [node for node in known.plan.nodes if node not in known.plan.quorum]  # who nobody knows by its port
        known = _on_free_ports(known, [node for node in alone if node.id == node_id])
        return fleet.start(known, [node for node in known.plan.nodes if node.id == node_id], kafka)


def _known(name: str) -> State:
    known = state.read(name)
    if known is None:
        raise no_cluster(name)
    return known


def no_cluster(name: str) -> ClusterError:
    """Somebody asked for a cluster that is not there."""
    return ClusterError(_NO_CLUSTER.format(name=name), start_it(name))


def start_it(name: str) -> Text:
    """The next step where the cluster called `name` does not run."""
    return _START_IT.format(named="" if name == DEFAULT_NAME else f" --name {name}")


def _check_folders() -> None:
    """Kafka takes a list of data folders, Java one of jars; neither knows a way to escape what stands between them."""
    for folder, separator, variable in (
        (paths.home(), ",", "KAFKALAB_HOME"),
        (paths.cache(), os.pathsep, "KAFKALAB_CACHE"),
    ):
        if separator in str(folder):
            values = {"folder": folder, "separator": separator, "variable": variable}
            raise UsageError(_ODD_FOLDER.format(**values), _ODD_FOLDER_NEXT.format(**values))


def _layout(name: str, asked: Size) -> layouts.Layout:
    """That of the cluster if there is one, else the one asked for. Raises where the two are not the same."""
    wanted = layouts.named(asked.layout) if asked.layout is not None else None
    known = state.read(name)
    if known is None:
        return wanted or layouts.LAYOUTS[DEFAULT_LAYOUT]
    size.check_same(asked, known.plan)
    return layouts.of(known.plan)


def _known_or_new(name: str, asked: Size) -> State:
    known = state.read(name)
    if known is not None:
        size.check_same(asked, known.plan)
        return known
    with state.choosing_ports():
        return state.write(State(_new_plan(name, asked)))


def _new_plan(name: str, asked: Size) -> Plan:
    limit = memory.limit()
    layout = layouts.named(asked.layout or DEFAULT_LAYOUT)
    whole = size.completed(asked, layout.name, little_memory=memory.is_little(limit))
    if whole.combined and not asked.combined:
        say(_COMBINED.format(mb=limit // 1_000_000))
    nodes = ports.give(layout.draft(whole), _promised_ports(name))
    return Plan(name, folders.new_id(), layout.version, nodes, paths.cluster_dir(name), layout.name)


def _promised_ports(name: str) -> list[int]:
    """Ports of the other clusters of this home, running or not: each cluster keeps its own."""
    promised = []
    for folder in paths.cluster_dir(name).parent.glob("*/"):
        with suppress(ClusterError):  # damaged beyond repair: it can't be started, and promises nothing
            other = state.read(folder.name) if folder.name != name else None
            promised += [port for node in other.plan.nodes for port in node.ports] if other else []
    return promised


def _started(known: State, kafka: distribution.Distribution, probe: Probe) -> State:
    began, before = time.monotonic(), known.pids
    for attempts_left in reversed(range(_ATTEMPTS)):
        known = _on_free_ports(known, known.plan.nodes)
        try:
            known = fleet.start(known, known.plan.zookeepers, kafka)
            ensemble.introduce(known)
            known = fleet.start(known, known.plan.nodes, kafka)
            fleet.wait_ready(known, probe)
            break
        except NodeError:
            # Between our look at a port and the node's own, another program may have taken it.
            if not attempts_left or not any(_lost_its_port(known, node) for node in known.plan.nodes):
                raise
    if started := [node for node in known.plan.nodes if known.pids[node.id] != before.get(node.id)]:
        training.note_rejected(known, started, kafka)
        known = replace(known, ready_s=round(time.monotonic() - began, 3))
    return state.write(known)  # even if nothing was started: the file may have been damaged


def _lost_its_port(known: State, node: Node) -> bool:
    return not fleet.is_running(known, node) and not all(map(ports.is_free, node.ports))


def _on_free_ports(known: State, nodes: Sequence[Node]) -> State:
    """A node keeps its ports for life, unless another program has taken one meanwhile: then it moves, and we say so."""
    for node in nodes:
        fleet.let_end(known, node)
    idle = [node for node in nodes if not fleet.is_running(known, node)]
    with state.choosing_ports():
        # Who runs may not listen yet, so that its port looks free.
        kept = [port for node in known.plan.nodes if node not in idle for port in node.ports]
        given = ports.give(idle, [*_promised_ports(known.plan.name), *kept])
        moved = {old.id: (old, new) for old, new in zip(idle, given, strict=True) if old != new}
        if not moved:
            return known
        everyone = tuple(moved[node.id][1] if node.id in moved else node for node in known.plan.nodes)
        now = state.write(replace(known, plan=replace(known.plan, nodes=everyone)))
    for old, new in moved.values():
        for before, after in zip(old.ports, new.ports, strict=True):
            if before != after:
                say(_MOVED.format(old=before, id=old.id, new=after))
    if any(new in now.plan.quorum for _, new in moved.values()):
        fleet.kill_all(now)  # who runs looks for that controller or ZooKeeper at its old port
    return now
