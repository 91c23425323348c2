"""A broker as a card: its name, address and state, and what it holds. Leadership is not in the card: it moves.

Where cards stand is cluster.py's business; topics of which only the numbers are told are in counted_topics.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink
from kafkalab.scenes.badge import badge
from kafkalab.scenes.badge import width as badge_width
from kafkalab.scenes.counted_topics import CountedTopics, counted_height
from kafkalab.scenes.hosted import holds
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, MONO, MONO_BOLD, SANS, fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import BrokerState, Partition, Snapshot, Topic
    from kafkalab.scenes.hosted import Shown

SIDE, HEAD, LINE = 14.0, 54.0, 16.0
CHIP, CHIP_HEIGHT, GAP = 50.0, 22.0, 4.0
NAME, AFTER = 18.0, 8.0
CONTROLLER_Y = 60.0

_NOT_LISTED = Text("aún no está en los metadatos", "not in the metadata yet")
_STILL_LISTED = Text("los metadatos aún lo dan por vivo", "the metadata still has it alive")
_CHIP_TITLE = Text(
    "{topic}, partición {n}: {role} en el broker {broker}", "{topic}, partition {n}: {role} on broker {broker}"
)
_LEAD_TITLE = Text(
    "{topic}, partición {n}: su líder es el broker {broker}", "{topic}, partition {n}: led by broker {broker}"
)
_ROLES = {
    "in_sync": Text("réplica en el ISR", "replica in the ISR"),
    "eligible": Text("réplica fuera del ISR, líder elegible", "replica out of the ISR, an eligible leader"),
    "out": Text("réplica fuera del ISR", "replica out of the ISR"),
}
_NO_LEADER = Text("; la partición no tiene líder", "; the partition has no leader")


@dataclass(frozen=True)
class Cards:
    """What all cards of a picture share: the topics, their tones, the width of a card (px)."""

    snapshot: Snapshot
    topics: Shown
    tones: Mapping[str, int]
    width: float
    with_line: bool  # a line below the address: the controller's place, or a remark
    lang: Lang

    @property
    def head(self) -> float:
        """Where the first topic begins."""
        return HEAD + (LINE if self.with_line else 0)

    @property
    def per_line(self) -> int:
        """How many partitions stand in a line."""
        return max(1, int((self.width - 2 * SIDE + GAP) // (CHIP + GAP)))

    @property
    def height(self) -> float:
        """The same for all cards, so that a topic stands at the same height in all of them."""
        full = sum(self._height(topic) for topic in self.topics.full)
        return self.head + full + counted_height(self.topics) + 4

    def _height(self, topic: Topic) -> float:
        lines = -(-len(topic.partitions) // self.per_line)
        return NAME + lines * (CHIP_HEIGHT + GAP) + AFTER

    def tops(self) -> dict[str, float]:
        """Where each topic that is drawn in full begins in a card."""
        tops, y = {}, self.head
        for topic in self.topics.full:
            tops[topic.name] = y
            y += self._height(topic)
        return tops

    def place(self, topic: Topic, number: int) -> tuple[float, float]:
        """Where a partition stands in any card: the same place in all of them."""
        index = sorted(topic.partitions).index(number)
        x = SIDE + index % self.per_line * (CHIP + GAP)
        return x, self.tops()[topic.name] + NAME + index // self.per_line * (CHIP_HEIGHT + GAP)

    # -- a card -------------------------------------------------------------------------------------------------------

    def card(self, broker: BrokerState, x: float, y: float) -> Iterator[Mark]:
        """The card of `broker` at (`x`, `y`), parents first."""
        key = f"b{broker.id}"
        svg = ink.rect(0, 0, self.width, self.height, "card rim", 8) + self._head(broker)
        yield Mark(key, "", x, y, "" if broker.state == "up" else "away", svg)
        for topic in self.topics.full:
            yield from self._topic(topic, broker.id, key)
        y = self.head + sum(self._height(topic) for topic in self.topics.full)
        yield from CountedTopics(self.topics, self.tones, self.width - 2 * SIDE, self.lang).marks(broker.id, SIDE, y)

    def _head(self, broker: BrokerState) -> str:
        room = self.width - 2 * SIDE
        pill = badge(self.width - SIDE + 2, 9, broker.state, self.lang)
        free = room - badge_width(broker.state, self.lang) - 6
        svg = ink.text(SIDE, 24, fit(f"broker {broker.id}", BOLD, 13, free), "s13 bold") + pill
        address = f"{broker.host}:{broker.port}" if broker.host else "?"
        svg += ink.text(SIDE, 42, fit(ink.clean(address), MONO, 10, room), "s10 mono muted")
        remark = remark_on(broker)
        if remark is not None and self.with_line:
            svg += ink.text(SIDE, CONTROLLER_Y, fit(remark.in_(self.lang), SANS, 10, room), "s10 warn")
        return svg

    def _topic(self, topic: Topic, broker: int, key: str) -> Iterator[Mark]:
        y, tone = self.tops()[topic.name], self.tones[topic.name]
        name = fit(ink.clean(topic.name), MONO_BOLD, 11, self.width - 2 * SIDE - 14)
        svg = ink.title(topic.name) + ink.rect(0, 1.5, 9, 9, f"g{tone}", 2) + ink.text(14, 10, name, "mono bold")
        yield Mark(f"{key}/topic/{topic.name}", key, SIDE, y, "", svg)
        held = [part for _, part in sorted(topic.partitions.items()) if holds(part, broker)]
        for part in held:
            yield Mark(
                f"{key}/p/{part.id}/{topic.name}", key, *self.place(topic, part.id), *self._chip(topic, part, broker)
            )
        if not held:
            nothing = ink.text(0, 14, "–", "s10 muted")
            yield Mark(f"{key}/none/{topic.name}", key, SIDE, y + NAME, "", nothing)

    def _chip(self, topic: Topic, part: Partition, broker: int) -> tuple[str, str]:
        """Class and SVG of a replica. A leader's has no words: the mark of its leadership lies on it."""
        role = "in_sync" if broker in part.isr else "eligible" if broker in part.eligible_leaders else "out"
        said = _CHIP_TITLE.format(topic=topic.name, n=part.id, role=_ROLES[role], broker=broker).in_(self.lang)
        said += _NO_LEADER.in_(self.lang) if part.leader is None else ""
        sign = {"in_sync": "", "eligible": "◆ ", "out": "✕ "}[role]
        tone = "s10 bold warn mid" if part.leader is None or role == "out" else "s10 mid"
        shown = f"{sign}P{part.id}" + (" !" if part.leader is None else "")
        svg = ink.title(said) + ink.rect(0, 0, CHIP, CHIP_HEIGHT, f"chip e{self.tones[topic.name]}", 5)
        svg += ink.text(CHIP / 2, 15, fit(shown, BOLD, 10, CHIP - 4), tone) if broker != part.leader else ""
        return "" if role == "in_sync" else "lagging", svg

    # -- leadership ---------------------------------------------------------------------------------------------------

    def leadership(self, corners: Mapping[int, tuple[float, float]]) -> Iterator[Mark]:
        """A mark for each partition that has a leader, on the page: it can slide to another broker's card."""
        for topic in self.topics.full:
            for number, part in sorted(topic.partitions.items()):
                if part.leader is None or part.leader not in corners:
                    continue
                (x, y), (dx, dy) = corners[part.leader], self.place(topic, number)
                yield Mark(f"lead/{number}/{topic.name}", "", x + dx, y + dy, *self._star(topic, part))

    def _star(self, topic: Topic, part: Partition) -> tuple[str, str]:
        tone = self.tones[topic.name]
        broker = self.snapshot.brokers.get(-1 if part.leader is None else part.leader)
        said = ink.title(_LEAD_TITLE.format(topic=topic.name, n=part.id, broker=part.leader).in_(self.lang))
        if broker is not None and broker.state == "up":
            label = ink.text(CHIP / 2, 15, fit(f"★ P{part.id}", BOLD, 10, CHIP - 4), f"s10 bold mid l{tone}")
            return "", said + ink.rect(0, 0, CHIP, CHIP_HEIGHT, f"g{tone}", 5) + label
        label = ink.text(CHIP / 2, 15, fit(f"☆ P{part.id}", BOLD, 10, CHIP - 4), "s10 bold mid warn")
        return "lagging", said + ink.rect(0, 0, CHIP, CHIP_HEIGHT, f"chip e{tone}", 5) + label


def remark_on(broker: BrokerState) -> Text | None:
    """Where the process and the metadata disagree: for some seconds the cluster has not noticed yet."""
    if broker.state == "up":
        return _NOT_LISTED if broker.listed is False else None
    return _STILL_LISTED if broker.listed else None
