"""Which controls a view has, and what each offers now: from the view's subject and a snapshot. Pure.

Rows are fixed by the kind of the view; what can be chosen in them, and done to it, follows the cluster.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.ink import clean
from kafkalab.widgets.actions import ACTIONS
from kafkalab.widgets.clicks import ACKS, LONGEST

if TYPE_CHECKING:
    from kafkalab.observe.snapshot import Actor, Snapshot
    from kafkalab.widgets.subject import Subject

# The rows of each diagram, in their order; of those not named here, and of figures, all of `_OTHERS`.
_ROWS = {
    "topic": ("send", "produce", "consume", "actor", "node", "heal"),
    "replicas": ("send", "node", "heal"),
    "cluster": ("send", "node", "heal"),
    "producers": ("send", "produce", "actor", "node", "heal"),
}
_OTHERS = ("send", "consume", "actor", "node", "heal")
OF_A_TOPIC = {"send", "consume", "produce"}
_OF_PROCESSES = {"node", "heal"}
# What can be done to a node in that state; one that runs but keeps silent is there to be broken all the same.
VERBS = {
    "up": ("kill", "pause", "stop"),
    "unreachable": ("kill", "pause", "stop"),
    "paused": ("resume", "kill", "stop"),
    "stopped": ("start",),
}
_BUTTONS = {"node": ("kill", "pause", "stop", "resume", "start"), "actor": ("close", "crash")}
_ALIVE = ("starting", "running", "paused")

_TITLES = {
    "send": Text("Registro", "Record"),
    "consume": Text("Nuevo consumidor", "New consumer"),
    "produce": Text("Nuevo productor", "New producer"),
    "actor": Text("En marcha", "Running"),
    "node": Text("Nodo", "Node"),
    "heal": Text("Averías", "Faults"),
}
_FIELDS = {
    "key": Text("clave (opcional)", "key (optional)"),
    "value": Text("valor", "value"),
    "group": Text("grupo", "group"),
    "acks": Text("acks", "acks"),
}
_NOTHING = Text("", "")
_PRESETS = {"key": _NOTHING, "value": Text("hola", "hello"), "group": Text("mi-grupo", "my-group")}
_READS = {"send": ("key", "value", "acks"), "consume": ("group",), "produce": ("acks",)}
_NODE = {
    "broker": Text("broker {id}: {state}", "broker {id}: {state}"),
    "controller": Text("controlador {id}: {state}", "controller {id}: {state}"),
    "zookeeper": Text("ZooKeeper {id}: {state}", "ZooKeeper {id}: {state}"),
}
_STATES = {
    "up": Text("en marcha", "up"),
    "unreachable": Text("no responde", "silent"),
    "paused": Text("en pausa", "paused"),
    "stopped": Text("parado", "stopped"),
}
NOT_OURS = Text(
    "Este clúster no es nuestro: aquí no se para ni se rompe ningún nodo.",
    "This cluster is not ours: no node is stopped or broken from here.",
)


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen, how it is shown, and the actions that are possible on it now."""

    id: str
    text: Text
    acts: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """What is typed, at most `longest` characters, or chosen among `values`."""

    name: str
    label: Text
    preset: Text = _NOTHING
    longest: int = 0
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A few fields, perhaps a choice `of` one of several, and buttons: (action, label). `off`: nothing to do now."""

    title: Text
    fields: tuple[Field, ...]
    of: tuple[Choice, ...] | None
    acts: tuple[tuple[str, Text], ...]
    off: bool


def rows(subject: Subject, snapshot: Snapshot | None, *, ours: bool = True) -> list[Row]:
    """The controls of that view: always the same rows for one subject; what is in them is as of `snapshot`."""
    names = _ROWS.get(subject.kind, _OTHERS)
    return [_row(name, subject, snapshot) for name in names if ours or name not in _OF_PROCESSES]


def _row(name: str, subject: Subject, snapshot: Snapshot | None) -> Row:
    topic = None if snapshot is None else topic_of(subject, snapshot)
    of: tuple[Choice, ...] | None = None
    acts: tuple[str, ...] = (name,)
    if name in _CHOSEN:
        of = () if snapshot is None else _CHOSEN[name](subject, snapshot)
        acts = _BUTTONS[name]
    off = of == () or (name in OF_A_TOPIC and topic is None)
    fields = tuple(_field(field, subject, snapshot) for field in _READS.get(name, ()))
    return Row(_TITLES[name], fields, of, tuple((act, ACTIONS[act].label) for act in acts), off)


def _field(name: str, subject: Subject, snapshot: Snapshot | None) -> Field:
    if name == "acks":
        return Field(name, _FIELDS[name], values=tuple(ACKS))
    known = group_of(subject, snapshot) if name == "group" else None
    preset = _PRESETS[name] if known is None else Text(known, known)
    return Field(name, _FIELDS[name], preset, LONGEST[name])


def topic_of(subject: Subject, snapshot: Snapshot) -> str | None:
    """The topic that records go to: the view's, or the only one that its group reads. None where that is not known."""
    topics = [topic for topic in subject.topics(snapshot) if topic in snapshot.topics]
    return topics[0] if len(topics) == 1 else None


def group_of(subject: Subject, snapshot: Snapshot | None) -> str | None:
    """The group that a new consumer is offered: the view's, or the first one that reads its topic."""
    if subject.group is not None or snapshot is None:
        return subject.group
    reading = [
        name
        for name, group in sorted(snapshot.groups.items())
        if name.isprintable() and any(topic == subject.topic for topic, _ in group.committed)
    ]
    return reading[0] if reading else None


def nodes(subject: Subject, snapshot: Snapshot) -> tuple[Choice, ...]:
    """The brokers; where the diagram is of the whole cluster, also the controllers and ZooKeeper's servers."""
    figure = FIGURES.get(subject.kind)
    of_all = subject.kind == "cluster" or (figure is not None and not figure.needs_topic)
    found = [("broker", broker.id, broker.state) for broker in snapshot.brokers.values()]
    found += [(node.role, node.id, node.state) for node in snapshot.nodes.values()] if of_all else []
    return tuple(
        Choice(str(number), _NODE[role].format(id=number, state=_STATES[state]), VERBS[state])
        for role, number, state in sorted(found)
    )


def actors(subject: Subject, snapshot: Snapshot) -> tuple[Choice, ...]:
    """Those of our producers and consumers that the view is about and that run."""
    return tuple(
        Choice(name, Text(_actor(name, found), _actor(name, found)), _BUTTONS["actor"])
        for name, found in sorted(belonging(subject, snapshot).items())
    )


def belonging(subject: Subject, snapshot: Snapshot) -> dict[str, Actor]:
    """The actors that run and read or write the view's topic, or are in its group."""
    topic = topic_of(subject, snapshot)
    return {
        name: found
        for name, found in snapshot.actors.items()
        if found.state in _ALIVE and (topic in found.topics or (found.group or "") == subject.group)
    }


def _actor(name: str, found: Actor) -> str:
    return f"{name} · {clean(found.group)}" if found.group else name


_CHOSEN = {"node": nodes, "actor": actors}
