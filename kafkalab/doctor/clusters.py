"""The clusters of this home: whether their state can be read, and their nodes are as one would expect."""

from __future__ import annotations

from collections.abc import Mapping

from kafkalab import paths
from kafkalab.doctor.finding import Finding
from kafkalab.errors import ClusterError
from kafkalab.i18n import Text
from kafkalab.nodes import fleet, state
from kafkalab.nodes.process import Status
from kafkalab.nodes.state import State

SUBJECT = Text(es="Clústeres", en="Clusters")

_NONE = Text(es="todavía ninguno; `kafkalab up` crea el primero.", en="none yet; `kafkalab up` makes the first one.")
_UP = Text(
    es="«{name}» en marcha, {count} nodos, Kafka {version} ({layout}).",
    en='"{name}" is up, {count} nodes, Kafka {version} ({layout}).',
)
_STOPPED = Text(es="«{name}» parado, con sus datos.", en='"{name}" is stopped, its data is kept.')
_PARTLY = Text(es="«{name}» a medias: {nodes}.", en='"{name}" runs in part: {nodes}.')
_PARTLY_NEXT = Text(
    es="Si no es a propósito, `kafkalab heal --name {name}`.", en="If that is not meant, `kafkalab heal --name {name}`."
)


def known_clusters() -> dict[str, State | None]:
    """Every cluster of this home by name; None where its files are damaged beyond repair."""
    found: dict[str, State | None] = {}
    for folder in sorted(paths.cluster_dir("x").parent.glob("*/")):
        try:
            known = state.read(folder.name)
        except ClusterError:
            found[folder.name] = None
        else:
            found |= {folder.name: known} if known is not None else {}
    return found


def look() -> list[Finding]:
    """A line per cluster."""
    clusters = known_clusters()
    if not clusters:
        return [Finding("ok", SUBJECT, _NONE)]
    return [_damaged(name) if known is None else _seen(known) for name, known in clusters.items()]


def judge(known: State, processes: Mapping[int, Status]) -> Finding:
    """`processes`: what the operating system says of each node."""
    plan = known.plan
    values = {"name": plan.name, "count": len(plan.nodes), "version": plan.version, "layout": plan.layout}
    if set(processes.values()) == {"up"}:
        return Finding("ok", SUBJECT, _UP.format(**values))
    if set(processes.values()) == {"stopped"}:
        return Finding("ok", SUBJECT, _STOPPED.format(**values))
    nodes = ", ".join(f"{node_id} {status}" for node_id, status in processes.items())
    return Finding("warning", SUBJECT, _PARTLY.format(**values, nodes=nodes), _PARTLY_NEXT.format(**values))


def _seen(known: State) -> Finding:
    return judge(known, {node.id: fleet.status(known, node) for node in known.plan.nodes})


def _damaged(name: str) -> Finding:
    try:
        state.read(name)
    except ClusterError as error:
        return Finding("problem", SUBJECT, error.what, error.next_step)
    return Finding("ok", SUBJECT, _STOPPED.format(name=name))  # mended meanwhile
