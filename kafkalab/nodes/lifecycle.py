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

from kafkalab import distribution, paths
from kafkalab.errors import ClusterError, NodeError, UsageError
from kafkalab.i18n import Text
from kafkalab.nodes import fleet, folders, ports, state, training
from kafkalab.nodes.plan import FIRST_BROKER, FIRST_CONTROLLER, Node, Plan
from kafkalab.nodes.probe import Probe
from kafkalab.nodes.state import State
from kafkalab.talk import say

DEFAULT_NAME = "lab"
MOST_BROKERS = 5
FIRST_PORT = 9092
_FIRST_CONTROLLER_PORT = 19092
_ATTEMPTS = 3

_ODD_NAME = Text(
    es="«{name}» no vale como nombre de clúster.",
    en='"{name}" cannot be the name of a cluster.',
)
_NAME_RULE = Text(
    es="Usa letras sin acento, cifras, punto, guion o guion bajo, hasta 40, y empieza por letra o cifra.",
    en="Use unaccented letters, digits, dot, hyphen or underscore, at most 40, and begin with a letter or a digit.",
)
_ODD_SIZE = Text(
    es="Un clúster tiene de 1 a {most} brokers y 1 o 3 controladores.",
    en="A cluster has 1 to {most} brokers and 1 or 3 controllers.",
)
_OTHER_SIZE = Text(
    es="El clúster «{name}» ya existe, con {brokers} brokers y {controllers} controladores.",
    en='The cluster "{name}" exists already, with {brokers} brokers and {controllers} controllers.',
)
_OTHER_SIZE_NEXT = Text(
    es='Dale otro nombre al nuevo (`name="…"`), o borra antes este con `kafkalab delete --name {name}`.',
    en='Give the new one another name (`name="…"`), or first delete this one with `kafkalab delete --name {name}`.',
)
_ODD_FOLDER = Text(
    es="Kafka no arranca con «{separator}» en el camino de una carpeta suya: {folder}.",
    en='Kafka does not start with "{separator}" in the path of one of its folders: {folder}.',
)
_ODD_FOLDER_NEXT = Text(es="Pon en {variable} una carpeta sin él.", en="Set {variable} to a folder without it.")
_NOT_REMOVED = Text(es="No se ha podido borrar del todo {folder}.", en="{folder} could not be removed altogether.")
_NOT_REMOVED_NEXT = Text(es="Bórrala a mano.", en="Remove it by hand.")
_NO_CLUSTER = Text(es="No hay ningún clúster «{name}».", en='There is no cluster "{name}".')
_START_IT = Text(es="Arráncalo con `kafkalab up{named}`.", en="Start it with `kafkalab up{named}`.")
_MOVED = Text(
    es="Otro programa usa el puerto {old}: el nodo {id} escucha ahora en el {new}.",
    en="Another program uses port {old}: node {id} now listens on {new}.",
)


def check_name(name: object) -> str:
    """`name` if it can be a cluster's name. Raises UsageError: it becomes a folder and part of a command line."""
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", name):
        raise UsageError(_ODD_NAME.format(name=str(name)[:60]), _NAME_RULE)
    return name


def up(name: str, brokers: int | None = None, controllers: int | None = None) -> State:
    """The cluster called `name`, running and ready: made if there is none, its missing nodes started.

    None takes the size it has, or 3 brokers and 1 controller for a new one. Two callers at once get the same cluster.
    Raises UsageError, ClusterError, DistributionError or NodeError.
    """
    check_name(name)
    _check_size(brokers, controllers)
    _check_folders()
    kafka = distribution.provide()
    with Probe() as probe, state.locked(name):
        known = _known_or_new(name, brokers, controllers, kafka.version)
        if not all(fleet.is_running(known, node) for node in known.plan.nodes):
            training.ensure(kafka, probe)
            known = fleet.adopt(known)
        return _started(known, kafka, probe)


def down(name: str) -> State | None:
    """Stop every node of `name` cleanly; the data stays. None where there is no such cluster."""
    with state.locked(check_name(name)):
        known = state.read(name)
        if known is None:
            fleet.kill_below(paths.cluster_dir(name))  # somebody removed the folder by hand, and its nodes still run
            return None
        known = fleet.adopt(known)
        fleet.stop_all(known)
        return state.write(replace(known, pids={}, ready_s=None))


def delete(name: str) -> bool:
    """Stop every node of `name` and remove all that it holds. False where there is no such cluster."""
    with state.locked(check_name(name)):
        folder = paths.cluster_dir(name)
        # Its nodes by folder, not by state file: that may be damaged, or gone.
        existed = fleet.kill_below(folder) or folder.exists()
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            raise ClusterError(_NOT_REMOVED.format(folder=folder), _NOT_REMOVED_NEXT)
        return existed


def start_node(name: str, node_id: int) -> State:
    """Start that node if it does not run, without waiting for it to serve."""
    kafka = distribution.provide()
    with state.locked(name):
        known = state.read(name)
        if known is None:
            raise no_cluster(name)
        known = _on_free_ports(known, [node for node in known.plan.brokers if node.id == node_id])
        return fleet.start(known, [node for node in known.plan.nodes if node.id == node_id], kafka)


def no_cluster(name: str) -> ClusterError:
    """Somebody asked for a cluster that is not there."""
    return ClusterError(_NO_CLUSTER.format(name=name), start_it(name))


def start_it(name: str) -> Text:
    """The next step where the cluster called `name` does not run."""
    return _START_IT.format(named="" if name == DEFAULT_NAME else f" --name {name}")


def _check_size(brokers: object, controllers: object) -> None:
    whole = all(count is None or type(count) is int for count in (brokers, controllers))
    if not whole or brokers not in (None, *range(1, MOST_BROKERS + 1)) or controllers not in (None, 1, 3):
        raise UsageError(_ODD_SIZE.format(most=MOST_BROKERS))


def _check_folders() -> None:
    """Kafka takes a list of data folders, Java one of jars; neither knows a way to escape what stands between them."""
    for folder, separator, variable in (
        (paths.home(), ",", "KAFKALAB_HOME"),
        (paths.cache(), os.pathsep, "KAFKALAB_CACHE"),
    ):
        if separator in str(folder):
            values = {"folder": folder, "separator": separator, "variable": variable}
            raise UsageError(_ODD_FOLDER.format(**values), _ODD_FOLDER_NEXT.format(**values))


def _known_or_new(name: str, brokers: int | None, controllers: int | None, version: str) -> State:
    known = state.read(name)
    if known is None:
        fleet.kill_below(paths.cluster_dir(name))  # somebody removed the folder by hand, and its nodes still run
        with state.choosing_ports():
            return state.write(State(_new_plan(name, brokers or 3, controllers or 1, version)))
    have = len(known.plan.brokers), len(known.plan.controllers)
    if (brokers or have[0], controllers or have[1]) != have:
        values = {"name": name, "brokers": have[0], "controllers": have[1]}
        raise ClusterError(_OTHER_SIZE.format(**values), _OTHER_SIZE_NEXT.format(name=name))
    return known


def _new_plan(name: str, brokers: int, controllers: int, version: str) -> Plan:
    wanted = [FIRST_PORT + i for i in range(brokers)] + [_FIRST_CONTROLLER_PORT + i for i in range(controllers)]
    free = iter(ports.choose(wanted, _promised_ports(name)))
    nodes = [Node(FIRST_BROKER + i, "broker", next(free)) for i in range(brokers)]
    nodes += [Node(FIRST_CONTROLLER + i, "controller", next(free)) for i in range(controllers)]
    return Plan(name, folders.new_id(), version, tuple(nodes), paths.cluster_dir(name))


def _promised_ports(name: str) -> list[int]:
    """Ports of the other clusters of this home, running or not: each cluster keeps its own."""
    promised = []
    for folder in paths.cluster_dir(name).parent.glob("*/"):
        with suppress(ClusterError):  # damaged beyond repair: it can't be started, and promises nothing
            other = state.read(folder.name) if folder.name != name else None
            promised += [node.port for node in other.plan.nodes] if other else []
    return promised


def _started(known: State, kafka: distribution.Distribution, probe: Probe) -> State:
    began, before = time.monotonic(), known.pids
    for attempts_left in reversed(range(_ATTEMPTS)):
        known = _on_free_ports(known, known.plan.nodes)
        known = fleet.start(known, known.plan.nodes, kafka)
        try:
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
    return not fleet.is_running(known, node) and not ports.is_free(node.port)


def _on_free_ports(known: State, nodes: Sequence[Node]) -> State:
    """A node keeps its port for life, unless another program has taken it meanwhile: then it moves, and we say so."""
    for node in nodes:
        fleet.let_end(known, node)
    idle = [node for node in nodes if not fleet.is_running(known, node)]
    with state.choosing_ports():
        chosen = ports.choose([node.port for node in idle], _promised_ports(known.plan.name))
        moved = {node.id: port for node, port in zip(idle, chosen, strict=True) if port != node.port}
        if not moved:
            return known
        everyone = tuple(replace(node, port=moved.get(node.id, node.port)) for node in known.plan.nodes)
        now = state.write(replace(known, plan=replace(known.plan, nodes=everyone)))
    for node in idle:
        if node.id in moved:
            say(_MOVED.format(old=node.port, id=node.id, new=moved[node.id]))
    if any(node.role == "controller" for node in idle if node.id in moved):
        fleet.kill_all(now)  # who runs looks for that controller at its old port
    return now
