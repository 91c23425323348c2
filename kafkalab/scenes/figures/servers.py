"""Brokers, controllers and ZooKeeper servers as cards, each with its state; and which of them a figure has room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import badge
from kafkalab.scenes.figures.cards import Card
from kafkalab.scenes.figures.page import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot
    from kafkalab.scenes.figures.cards import Row

BROKERS_DRAWN = 6

_TITLES = {
    "broker": Text("broker {id}", "broker {id}"),
    "controller": Text("controlador {id}", "controller {id}"),
    "combined": Text("broker y controlador {id}", "broker and controller {id}"),
    "zookeeper": Text("servidor ZooKeeper {id}", "ZooKeeper server {id}"),
}
_SILENCE = Text(
    "Ningún broker responde: lo que se ve es lo último que se supo.",
    "No broker answers: what is shown is what was last known.",
)
_HIDDEN = {
    True: Text("No se dibuja otro broker.", "Another broker is not drawn."),
    False: Text("No se dibujan otros {n} brokers.", "{n} other brokers are not drawn."),
}


def state_of(snapshot: Snapshot, node: int) -> str | None:
    """What is known of that node: of a broker from its answers, of others from its process. None: nothing."""
    if node in snapshot.brokers:
        return snapshot.brokers[node].state
    return snapshot.nodes[node].state if node in snapshot.nodes else None


def server_card(snapshot: Snapshot, role: str, node: int, rows: Sequence[Row], lang: Lang) -> Card:
    """The card of a node. It is grey and dashed unless the node is up, or nobody can tell."""
    state = state_of(snapshot, node)
    title = _TITLES[role].format(id=node).in_(lang)
    off = state not in ("up", None) or (role == "broker" and state is None)
    return Card(name_of(node), title, tuple(rows), pill=(state, lang), off=off)


def name_of(node: int) -> str:
    """The name that a node has among the boxes of a figure."""
    return f"node{node}"


def drawn_brokers(snapshot: Snapshot, also: Iterable[int] = ()) -> list[int]:
    """The brokers that a figure has room for, by id: `also` those that the snapshot only knows as replicas."""
    return sorted({*snapshot.brokers, *also})[:BROKERS_DRAWN]


def broker_notes(snapshot: Snapshot, also: Iterable[int] = ()) -> list[Note]:
    """What has to be said of the brokers as a whole: that none answers, that some are not drawn."""
    hidden = len({*snapshot.brokers, *also}) - BROKERS_DRAWN
    notes = [] if snapshot.is_heard else [Note(_SILENCE, warns=True)]
    return notes + ([Note(_HIDDEN[hidden == 1].format(n=hidden))] if hidden > 0 else [])


def listed(nodes: Iterable[int]) -> str:
    """`101, 102`."""
    return ", ".join(map(str, nodes))


def told(cards: Iterable[Card], lang: Lang) -> str:
    """The cards in words, a sentence each: the title, the state, the rows."""
    return " ".join(_card_told(card, lang) for card in cards)


def _card_told(card: Card, lang: Lang) -> str:
    state = "" if card.pill is None else f" ({badge.word(*card.pill)})"
    rows = "; ".join(f"{row.label} {row.text}".replace("★ ", "").strip() for row in card.rows)
    return f"{card.title}{state}: {rows}." if rows else f"{card.title}{state}."
