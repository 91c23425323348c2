"""The KRaft quorum: the controllers that vote, the active one among them, the brokers that follow what it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes.figures.cards import Row, column
from kafkalab.scenes.figures.columns import QUIET, Columns
from kafkalab.scenes.figures.dot import Edge
from kafkalab.scenes.figures.page import Note, figure, sentence
from kafkalab.scenes.figures.servers import broker_notes, drawn_brokers, listed, name_of, server_card, state_of, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Quorum, Snapshot
    from kafkalab.scenes.figures.cards import Card
    from kafkalab.scenes.marks import Scene

_TITLE = Text("El quórum de KRaft", "The KRaft quorum")
_ABOUT = Text(
    "los metadatos del clúster, en el log __cluster_metadata", "the cluster's metadata, in the log __cluster_metadata"
)
_INSTEAD = (
    Text(
        "Este clúster no tiene quórum de KRaft: guarda los metadatos en ZooKeeper, y uno de los brokers hace de "
        "controlador.",
        "This cluster has no KRaft quorum: it keeps its metadata in ZooKeeper, and one of the brokers plays the "
        "controller.",
    ),
    Text('Míralo con cluster.figure("zookeeper-ensemble").', 'See it with cluster.figure("zookeeper-ensemble").'),
)
_ACTIVE = Text("★ controlador activo, época {epoch}", "★ active controller, epoch {epoch}")
_VOTER = Text("votante", "voter")
_NOT_KNOWN = Text("no se sabe si vota", "not known whether it votes")
_OBSERVER = Text("observador: lee los metadatos", "observer: reads the metadata")
_NO_OBSERVER = Text("ahora no observa", "not an observer now")
_UNKNOWN = "?"
_ARROWS = Text(
    "El controlador activo escribe cada cambio en __cluster_metadata; los demás votantes y los brokers se lo piden y "
    "lo copian.",
    "The active controller writes each change to __cluster_metadata; the other voters and the brokers fetch it from "
    "there.",
)
_MAJORITY = Text(
    "{voters} votantes: hace falta la mayoría, {majority}; aguanta la caída de {spare}.",
    "{voters} voters: a majority is needed, {majority}; it withstands the loss of {spare}.",
)
_ALONE = Text(
    "Un solo votante: si cae, no hay quien le suceda. En producción hay 3 o 5.",
    "A single voter: if it falls, there is no one to succeed it. In production there are 3 or 5.",
)
_ALIVE = Text("Controladores de los que se sabe que viven: {who}.", "Controllers known to be alive: {who}.")
_NOBODY = Text("ninguno", "none")
_WITHOUT = Text(
    "Nadie dice quién es el controlador activo. Sin mayoría no lo hay: se sigue leyendo y escribiendo donde hay líder, "
    "pero no se crean topics ni se eligen líderes nuevos.",
    "Nobody says who the active controller is. Without a majority there is none: reading and writing go on where there "
    "is a leader, but no topic is created and no new leader is elected.",
)


def kraft_quorum(snapshot: Snapshot, topic: str | None, lang: Lang) -> Scene:
    """Voters on the left, the active one in the middle, observers on the right. `topic` is of no importance here."""
    if snapshot.zookeeper is not None:
        return sentence(_TITLE, _INSTEAD, lang)
    quorum = snapshot.quorum
    active = quorum.leader if quorum else None
    controllers = _controllers(snapshot)
    others = [_controller_card(snapshot, node, lang) for node in controllers if node != active]
    leading = [_controller_card(snapshot, active, lang)] if active is not None else []
    observers = [_broker_card(snapshot, node, lang) for node in _observers(snapshot, controllers)]
    edges = [_copy(snapshot, active, card) for card in (*others, *observers)] if active is not None else []
    columns = [column(cards) for cards in (others, leading, observers) if cards]
    body = Columns("f", columns, edges, between=96, above=20)
    alt = told([*leading, *others, *observers], lang)
    return figure(_TITLE, _ABOUT, body, _notes(snapshot, quorum, controllers), alt, lang)


def _controllers(snapshot: Snapshot) -> list[int]:
    """The voters; where nobody names them, the controllers whose processes we know."""
    if snapshot.quorum is not None:
        voters = {*snapshot.quorum.voters, *([] if snapshot.quorum.leader is None else [snapshot.quorum.leader])}
        return sorted(voters)
    return sorted(id_ for id_, node in snapshot.nodes.items() if node.role == "controller")


def _observers(snapshot: Snapshot, controllers: Sequence[int]) -> list[int]:
    named = snapshot.quorum.observers if snapshot.quorum else ()
    return [id_ for id_ in drawn_brokers(snapshot, named) if id_ not in controllers]


def _controller_card(snapshot: Snapshot, node: int, lang: Lang) -> Card:
    role = "combined" if node in snapshot.brokers else "controller"
    quorum = snapshot.quorum
    if quorum is None:
        return server_card(snapshot, role, node, [Row(_NOT_KNOWN.in_(lang))], lang)
    rows = []
    if node == quorum.leader:
        epoch = _UNKNOWN if quorum.epoch is None else quorum.epoch
        rows.append(Row(_ACTIVE.format(epoch=epoch).in_(lang), box="lead"))
    rows += [Row(_VOTER.in_(lang), cls="")] if node in quorum.voters else []
    return server_card(snapshot, role, node, rows, lang)


def _broker_card(snapshot: Snapshot, node: int, lang: Lang) -> Card:
    role = "broker" if node in snapshot.brokers else "controller"
    if snapshot.quorum is None:
        return server_card(snapshot, role, node, [], lang)
    row = Row(_OBSERVER.in_(lang), cls="") if node in snapshot.quorum.observers else Row(_NO_OBSERVER.in_(lang), box="")
    return server_card(snapshot, role, node, [row], lang)


def _copy(snapshot: Snapshot, active: int, card: Card) -> Edge:
    silent = card.off or state_of(snapshot, active) not in ("up", None)
    return Edge(name_of(active), card.name, cls=QUIET if silent else "")


def _notes(snapshot: Snapshot, quorum: Quorum | None, controllers: Sequence[int]) -> list[Note]:
    notes = [Note(_ARROWS)]
    if quorum is not None and quorum.voters:
        number = len(quorum.voters)
        majority = number // 2 + 1
        said = _MAJORITY.format(voters=number, majority=majority, spare=number - majority)
        notes.append(Note(_ALONE if number == 1 else said))
    states = {id_: state_of(snapshot, id_) for id_ in controllers}
    if any(state not in ("up", None) for state in states.values()):
        alive = [id_ for id_, state in states.items() if state == "up"]
        notes.append(Note(_ALIVE.format(who=listed(alive) or _NOBODY)))
    if quorum is None or quorum.leader is None:
        notes.append(Note(_WITHOUT, warns=True))
    return notes + broker_notes(snapshot)
