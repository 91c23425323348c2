"""Who keeps the metadata, below the brokers: KRaft controllers or ZooKeeper servers, and who of them is in charge.

The sign of the active controller is a mark of its own on the page: the office can move.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.observe.naming import numbers
from kafkalab.scenes import ink
from kafkalab.scenes.badge import badge
from kafkalab.scenes.frame import flow
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, SANS, fit, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot

HEIGHT, WIDTH, GAP, TITLE = 54.0, 236.0, 12.0, 26.0

KRAFT = Text("Controladores (KRaft)", "Controllers (KRaft)")
ZOOKEEPER = Text("ZooKeeper", "ZooKeeper")
_EPOCH = Text("época {epoch}", "epoch {epoch}")
_OBSERVERS = Text("observan los brokers {ids}", "observed by brokers {ids}")
_REGISTERED = Text("brokers registrados: {ids}", "registered brokers: {ids}")
_CONTROLLER_EPOCH = Text("época del controlador {epoch}", "controller epoch {epoch}")
ACTIVE = Text("◉ controlador activo", "◉ active controller")
_NOBODY = Text("No se sabe qué controladores hay.", "Which controllers there are is not known.")
_NODE = {
    "controller": Text("controlador {id}", "controller {id}"),
    "broker": Text("broker {id}", "broker {id}"),
    "zookeeper": Text("servidor {id}", "server {id}"),
}
_VOTER = Text("votante", "voter")
MODES = {
    "leader": Text("líder de ZooKeeper", "ZooKeeper leader"),
    "follower": Text("seguidor", "follower"),
    "standalone": Text("único servidor", "only server"),
    "silent": Text("no responde", "no answer"),
}


@dataclass(frozen=True)
class Keeper:
    """One node that keeps the metadata. `state` None where nobody can tell."""

    id: int
    name: Text
    role: Text | None
    state: str | None


def keepers(snapshot: Snapshot) -> tuple[Keeper, ...]:
    """The controllers (voters and our own nodes) or the ZooKeeper servers, by id."""
    if snapshot.zookeeper is not None:
        modes = {int(id_): str(mode) for id_, mode in snapshot.zookeeper.get("servers", {}).items()}
        ids = sorted(modes.keys() | _nodes(snapshot, "zookeeper"))
        return tuple(_server(snapshot, id_, modes.get(id_)) for id_ in ids)
    voters = set(snapshot.quorum.voters) if snapshot.quorum is not None else set()
    active = {snapshot.controller.id} - {None} - set(snapshot.brokers)
    ids = sorted(voters | _nodes(snapshot, "controller") | {id_ for id_ in active if id_ is not None})
    return tuple(_controller(snapshot, id_, votes=id_ in voters) for id_ in ids)


def _nodes(snapshot: Snapshot, role: str) -> set[int]:
    return {id_ for id_, node in snapshot.nodes.items() if node.role == role}


def _server(snapshot: Snapshot, id_: int, mode: str | None) -> Keeper:
    node = snapshot.nodes.get(id_)
    return Keeper(id_, _NODE["zookeeper"].format(id=id_), MODES.get(mode or ""), node.state if node else None)


def _controller(snapshot: Snapshot, id_: int, *, votes: bool) -> Keeper:
    """A combined node is a broker and a controller at once."""
    node, broker = snapshot.nodes.get(id_), snapshot.brokers.get(id_)
    state = node.state if node is not None else broker.state if broker is not None else None
    name = _NODE["controller" if broker is None else "broker"].format(id=id_)
    return Keeper(id_, name, _VOTER if votes else None, state)


def facts(snapshot: Snapshot) -> list[Text]:
    """What is known of the whole: epochs, and the brokers that follow along."""
    keeper = snapshot.zookeeper
    if keeper is not None:
        ids, epoch = keeper.get("brokers"), keeper.get("controller_epoch")
        told = [_REGISTERED.format(ids="?" if ids is None else numbers(ids) or "–")]
        return [*told, _CONTROLLER_EPOCH.format(epoch="?" if epoch is None else epoch)]
    quorum = snapshot.quorum
    epoch = quorum.epoch if quorum is not None else snapshot.controller.epoch
    told = [_EPOCH.format(epoch="?" if epoch is None else epoch)]
    watching = quorum is not None and quorum.observers
    return [*told, _OBSERVERS.format(ids=numbers(quorum.observers))] if quorum is not None and watching else told


@dataclass(frozen=True)
class Strip:
    """The strip from (`x`, `y`) on, `room` px wide."""

    snapshot: Snapshot
    x: float
    y: float
    room: float
    lang: Lang

    @property
    def height(self) -> float:
        """In px."""
        places = self._places()
        return TITLE + (places[-1][1] * (HEIGHT + GAP) + HEIGHT if places else 12)

    def _places(self) -> list[tuple[float, int]]:
        return flow([min(WIDTH, self.room)] * len(keepers(self.snapshot)), self.room, GAP)

    def corners(self) -> dict[int, tuple[float, float]]:
        """The top left corner of each node's card, by id."""
        places = zip(keepers(self.snapshot), self._places(), strict=True)
        return {k.id: (self.x + x, self.y + TITLE + line * (HEIGHT + GAP)) for k, (x, line) in places}

    def marks(self) -> Iterator[Mark]:
        """Title and cards; not the sign of the active controller."""
        name = (KRAFT if self.snapshot.zookeeper is None else ZOOKEEPER).in_(self.lang)
        after = text_width(name, BOLD, 12) + 12
        about = " · ".join(fact.in_(self.lang) for fact in facts(self.snapshot))
        svg = ink.text(0, 12, name, "s12 bold")
        svg += ink.text(after, 12, fit(about, SANS, 10, self.room - after), "s10 muted")
        yield Mark("keepers", "", self.x, self.y, "", svg)
        for keeper in keepers(self.snapshot):
            away = keeper.state not in ("up", None) or keeper.role is MODES["silent"]
            yield Mark(
                f"keeper/{keeper.id}", "", *self.corners()[keeper.id], "away" if away else "", self._card(keeper)
            )
        if not keepers(self.snapshot):
            nobody = ink.text(0, 0, fit(_NOBODY.in_(self.lang), SANS, 11, self.room), "warn")
            yield Mark("keeper/none", "", self.x, self.y + TITLE + 8, "", nobody)

    def _card(self, keeper: Keeper) -> str:
        width = min(WIDTH, self.room)
        name = keeper.name.in_(self.lang)
        svg = ink.rect(0, 0, width, HEIGHT, "card rim", 6) + ink.text(14, 20, name, "s12 bold")
        if keeper.role is not None:
            role = keeper.role.in_(self.lang)
            svg += ink.text(14 + text_width(name, BOLD, 12) + 8, 20, role, "s10 muted")
        return svg + (badge(width - 10, 27, keeper.state, self.lang) if keeper.state is not None else "")


def active(corner: tuple[float, float], below: float, lang: Lang) -> Mark:
    """The sign of the active controller, on the page, `below` px under the corner of whoever holds the office."""
    x, y = corner
    return Mark("controller", "", x + 14, y + below, "", ink.text(0, 0, ACTIVE.in_(lang), "s10 bold t0"))
