"""The diagram of a cluster: its brokers and what each leads and follows, who keeps the metadata, and how all that is.

A pure function of the snapshot. broker_card.py draws a broker, quorum_strip.py the controllers, health.py the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink, quorum_strip
from kafkalab.scenes.broker_card import CONTROLLER_Y, Cards, remark_on
from kafkalab.scenes.frame import FRAME_TOP, MARGIN, PADDING, WIDTH, ground, heading, legend, sentence_scene
from kafkalab.scenes.health import health_line
from kafkalab.scenes.hosted import shown
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.measure import BOLD, wrap
from kafkalab.scenes.quorum_strip import Strip
from kafkalab.scenes.text_cluster import brokers_told, describe_cluster
from kafkalab.scenes.tones import topic_tones
from kafkalab.scenes.words import WAITING

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import BrokerState, Snapshot

BROKERS = 12
LEAST_CARD, BETWEEN = 200.0, 14.0
LINE = 18.0

_TITLE = Text("Clúster", "Cluster")
_MORE = {True: Text("y 1 broker más", "and 1 more broker"), False: Text("y {n} brokers más", "and {n} more brokers")}
_LEADER = Text("★ relleno: réplica líder", "★ filled: leader replica")
_FOLLOWER = Text("contorno: réplica seguidora", "outlined: follower replica")
_OUT = Text("✕ discontinuo: fuera del ISR", "✕ dashed: out of the ISR")
_ELIGIBLE = Text("◆ líder elegible (ELR)", "◆ eligible leader (ELR)")
_SILENT = Text("☆ su líder no responde", "☆ its leader does not answer")
_LEADERLESS = Text("! sin líder", "! no leader")


def cluster_scene(
    snapshot: Snapshot, *, topic: str | None = None, lang: Lang, now: float | None = None, width: int = WIDTH
) -> Scene:
    """The scene of the whole cluster, `width` px wide (480 or more); with `topic`, of that topic's partitions alone.

    `now` is taken for the sake of a common form: this diagram tells no ages.
    """
    alt = describe_cluster(snapshot, lang, topic=topic)
    if not snapshot.brokers:
        return sentence_scene(_TITLE.in_(lang), WAITING.in_(lang), "", alt, width)
    return _Cluster(snapshot, topic, lang, width).scene(alt)


@dataclass(frozen=True)
class _Cluster:
    """Everything the diagram is drawn from."""

    snapshot: Snapshot
    topic: str | None
    lang: Lang
    width: int

    @cached_property
    def brokers(self) -> tuple[BrokerState, ...]:
        """Those that have a card, by id."""
        return tuple(broker for _, broker in sorted(self.snapshot.brokers.items()))[:BROKERS]

    @property
    def room(self) -> float:
        """The width inside the frame."""
        return self.width - 2 * (MARGIN + PADDING)

    @property
    def columns(self) -> int:
        """How many cards stand side by side."""
        return max(1, min(len(self.brokers), int((self.room + BETWEEN) // (LEAST_CARD + BETWEEN))))

    @cached_property
    def cards(self) -> Cards:
        """How the cards look."""
        width = (self.room - (self.columns - 1) * BETWEEN) / self.columns
        with_line = self.snapshot.controller.id in self.snapshot.brokers or any(map(remark_on, self.brokers))
        with_line = with_line or self.snapshot.zookeeper is not None
        tones = topic_tones(name for name, topic in self.snapshot.topics.items() if not topic.internal)
        tones |= {self.topic: 0} if self.topic is not None and self.topic not in tones else {}
        return Cards(self.snapshot, shown(self.snapshot, self.topic), tones, width, with_line, self.lang)

    def scene(self, alt: str) -> Scene:
        """Heading, health, brokers, controllers, then what moves between them, and the legend."""
        title = _TITLE.in_(self.lang)
        head, top = heading(title, title, brokers_told(self.snapshot, self.lang), self.width)
        health, first = self._health(top + 28)
        corners = self._corners(first)
        lines = -(-len(self.brokers) // self.columns)
        strip = Strip(self.snapshot, MARGIN + PADDING, self._below(first, lines), self.room, self.lang)
        bottom = max(strip.y + strip.height + PADDING, FRAME_TOP + 150)
        signs, foot = legend(self._signs(), bottom, self.width, self.lang)
        marks = [*ground(self.width, bottom, top=top, foot=foot), head, health]
        for broker in self.brokers:
            marks += self.cards.card(broker, *corners[broker.id])
        marks += [*self._more(strip.y), *strip.marks(), *self.cards.leadership(corners), *self._active(corners, strip)]
        return Scene(self.width, bottom + foot, title, alt, (*marks, *signs))

    def _health(self, y: float) -> tuple[Mark, float]:
        sign, said, tone = health_line(self.snapshot, self.lang)
        lines = wrap(said, BOLD, 12, self.room - 20)
        x = 18 if sign else 0
        svg = ink.text(0, 0, sign, f"s13 bold {tone}") if sign else ""
        svg += "".join(ink.text(x, index * LINE, line, f"s12 bold {tone}") for index, line in enumerate(lines))
        return Mark("health", "", MARGIN + PADDING, y, "", svg), y + (len(lines) - 1) * LINE + 16

    def _corners(self, first: float) -> dict[int, tuple[float, float]]:
        places = {}
        for index, broker in enumerate(self.brokers):
            x = MARGIN + PADDING + index % self.columns * (self.cards.width + BETWEEN)
            places[broker.id] = (x, first + index // self.columns * (self.cards.height + BETWEEN))
        return places

    def _below(self, first: float, lines: int) -> float:
        hidden = len(self.snapshot.brokers) > len(self.brokers)
        return first + lines * (self.cards.height + BETWEEN) + (LINE + 4 if hidden else 4)

    def _more(self, y: float) -> list[Mark]:
        hidden = len(self.snapshot.brokers) - len(self.brokers)
        if not hidden:
            return []
        said = _MORE[hidden == 1].format(n=hidden).in_(self.lang)
        return [Mark("more", "", MARGIN + PADDING, y - 10, "", ink.text(0, 0, said, "bold muted"))]

    def _active(self, corners: dict[int, tuple[float, float]], strip: Strip) -> list[Mark]:
        """Where the active controller is: among the controllers, or (ZooKeeper) in a broker's card."""
        active, keepers = self.snapshot.controller.id, strip.corners()
        if active is None:
            return []
        if self.snapshot.zookeeper is None and active in keepers:
            return [quorum_strip.active(keepers[active], 41, self.lang)]
        return [quorum_strip.active(corners[active], CONTROLLER_Y, self.lang)] if active in corners else []

    def _signs(self) -> list[str]:
        """The legend: only the signs that are in this picture."""
        parts = [part for topic in self.cards.topics.full for part in topic.partitions.values()]
        out = [(part, broker) for part in parts for broker in part.replicas if broker not in part.isr]
        up = {broker.id for broker in self.brokers if broker.state == "up"}
        entries = [
            (_LEADER, any(part.leader in up for part in parts)),
            (_FOLLOWER, any(len(part.replicas) > 1 for part in parts)),
            (_OUT, any(broker not in part.eligible_leaders for part, broker in out)),
            (_ELIGIBLE, any(broker in part.eligible_leaders for part, broker in out)),
            (_SILENT, any(part.leader is not None and part.leader not in up for part in parts)),
            (_LEADERLESS, any(part.leader is None for part in parts)),
        ]
        return [text.in_(self.lang) for text, is_there in entries if is_there]
