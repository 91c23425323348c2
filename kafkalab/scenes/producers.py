"""The diagram of the producers of a topic: where their records go, who copies them, and which acknowledgements return.

A pure function of the snapshot. writers.py says who writes; writer_card.py draws them, targets.py the partitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.scenes import ink, producers_words, words
from kafkalab.scenes.arrows import arrow
from kafkalab.scenes.frame import MARGIN, PADDING, WIDTH, ground, heading, legend, sentence_scene
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.measure import BOLD, SANS, fit, wrap
from kafkalab.scenes.records import newest_of
from kafkalab.scenes.targets import BETWEEN, Look, Target
from kafkalab.scenes.text_producers import describe_producers
from kafkalab.scenes.writer_card import CARD, LINE, nobody, writer_card
from kafkalab.scenes.writers import MIN_ISR, Writer, refuses_all, writers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot, Topic

DRAWN_FULLY, MOST = 12, 40
WRITERS_SHOWN = 6
SPACE = 14.0
COLUMNS_FROM = 860  # px: below it, followers stand inside the leader's card


def producers_scene(
    snapshot: Snapshot, topic: str, *, lang: Lang, now: float | None = None, width: int = WIDTH
) -> Scene:
    """The scene of the producers of `topic`, `width` px wide.

    `now` (s since the epoch) is what ages are counted from, and the snapshot's own time if not given. A topic that the
    snapshot lacks gives a scene that says so.
    """
    found = snapshot.topics.get(topic)
    now = snapshot.taken_at if now is None else now
    alt = describe_producers(snapshot, topic, lang)
    if found is None:
        said = words.no_topic(snapshot, topic).in_(lang)
        return sentence_scene(topic, said, words.absent_next(snapshot, words.NO_TOPIC_NEXT).in_(lang), alt, width)
    mine = writers(snapshot, topic)
    head, top = heading(found.name, found.name, _facts(found, mine, lang), width)
    flows = Flows(_look(snapshot, found, mine, lang, now, width), mine, MARGIN + PADDING)
    drawn, end = flows.marks(top + PADDING)
    notes, bottom = _notes(flows, end + SPACE, width, lang)
    signs, foot = legend(_legend(flows, drawn, lang), bottom + PADDING, width, lang)
    marks = (*ground(width, bottom + PADDING, top=top, foot=foot), head, *drawn, *notes, *signs)
    return Scene(width, bottom + PADDING + foot, found.name, alt, marks)


def _facts(topic: Topic, mine: tuple[Writer, ...], lang: Lang) -> list[str]:
    facts = [
        words.count(producers_words.PRODUCERS, len(mine), lang),
        words.count(words.PARTITIONS, len(topic.partitions), lang),
    ]
    return facts + ([f"min.insync {ink.clean(topic.configs[MIN_ISR])}"] if MIN_ISR in topic.configs else [])


def _look(snapshot: Snapshot, topic: Topic, mine: tuple[Writer, ...], lang: Lang, now: float, width: float) -> Look:
    """Three columns where there is room: producers, leaders, followers. Else two."""
    room, left = width - 2 * (MARGIN + PADDING), MARGIN + PADDING
    x = left + _writer_width(width) + max(44.0, room * 0.12)
    is_small = len(topic.partitions) > DRAWN_FULLY
    followers = None
    right = left + room
    if width >= COLUMNS_FROM and not is_small:
        wide = 196.0
        followers = (right - wide, wide)
        right -= wide + BETWEEN
    newest = newest_of(topic.partitions.values())
    return Look(snapshot, topic, x, right - x, followers, is_small, newest, mine, lang, now)


def _writer_width(width: float) -> float:
    return max(146.0, min(240.0, (width - 2 * (MARGIN + PADDING)) * 0.28))


@dataclass(frozen=True)
class Flows:
    """Producers at `x`, the partitions of `look`, and the arrows between them."""

    look: Look
    mine: tuple[Writer, ...]
    x: float

    @property
    def width(self) -> float:
        """Of a producer's card."""
        room = self.look.followers[0] + self.look.followers[1] if self.look.followers else self.look.x + self.look.width
        return _writer_width(room + MARGIN + PADDING)

    @property
    def targets(self) -> list[Target]:
        """The partitions that are drawn."""
        return [Target(self.look, p) for _, p in sorted(self.look.topic.partitions.items())[:MOST]]

    @property
    def shown(self) -> tuple[Writer, ...]:
        """The producers that are drawn."""
        return self.mine[:WRITERS_SHOWN]

    def marks(self, y: float) -> tuple[list[Mark], float]:
        """Arrows below, cards above; and where they end (px)."""
        places: dict[int, tuple[float, Target]] = {}
        below = y
        for target in self.targets:
            places[target.partition.id] = (below, target)
            below += target.height + (2 if self.look.is_small else SPACE)
        ends = below - SPACE if places else y + 40
        tall = len(self.shown) * (CARD + SPACE) - SPACE if self.shown else 96.0
        top = y + max(0.0, (min(ends - y, 600.0) - tall) / 2)
        cards: list[Mark] = []
        arrows: list[Mark] = []
        for index, writer in enumerate(self.shown):
            at = top + index * (CARD + SPACE)
            cards.append(writer_card(writer, self.x, at, self.width, self.look.lang))
            arrows += self._arrows(writer, index, at, places)
        if not self.shown:
            cards.append(nobody(self.x, top, self.width, self.look.lang))
        targets = [mark for at, target in places.values() for mark in target.marks(at)]
        if not places:
            said = words.NO_PARTITIONS.in_(self.look.lang)
            svg = ink.text(0, 0, fit(said, SANS, 11, self.look.width), "muted")
            targets = [Mark("nothing", "", self.look.x, y + 20, "", svg)]
        return [*arrows, *cards, *targets], max(ends, top + tall)

    # -- arrows -------------------------------------------------------------------------------------------------------

    def _arrows(self, writer: Writer, index: int, y: float, places: dict[int, tuple[float, Target]]) -> Iterator[Mark]:
        """To each partition in which it had records acknowledged; and back, if it waits for answers."""
        start, right = self.x + self.width, self.look.x
        for number in writer.last:
            if number not in places or self.look.topic.partitions[number].leader is None:
                continue
            top, target = places[number]
            at, middle = top + self._entry(index, target), y + CARD / 2
            flows = writer.is_running and target.answers
            send = arrow((start, middle - 5), (right, at - 4))
            yield Mark(f"send/{writer.name}/{number}", "", 0, 0, "" if flows else "quiet", send)
            refused = writer.actor.acks == "all" and refuses_all(self.look.topic, target.partition)
            if flows and writer.hears and not refused and not self.look.is_small:
                back = arrow((right, at + 5), (start, middle + 9), "ack")
                yield Mark(f"ack/{writer.name}/{number}", "", 0, 0, "", back)

    def _entry(self, index: int, target: Target) -> float:
        """How far below a partition's top the arrow of that producer ends: each has its own place."""
        if self.look.is_small:
            return target.height / 2 + 2
        return min(target.height, 70.0) * (index + 1) / (len(self.shown) + 1)


def _notes(flows: Flows, y: float, width: float, lang: Lang) -> tuple[list[Mark], float]:
    """What is not drawn, and what the acks in use mean."""
    left, room = MARGIN + PADDING, width - 2 * (MARGIN + PADDING)
    told = []
    if len(flows.look.topic.partitions) > MOST:
        told.append((words.MORE_PARTITIONS.format(n=len(flows.look.topic.partitions) - MOST).in_(lang), "bold"))
    if len(flows.mine) > WRITERS_SHOWN:
        told.append((producers_words.MORE.format(n=len(flows.mine) - WRITERS_SHOWN).in_(lang), "bold"))
    used = {writer.actor.acks for writer in flows.mine}
    told += [(text.in_(lang), "") for value, text in producers_words.ACKS.items() if value in used]
    lines = [(line, cls) for text, cls in told for line in wrap(text, BOLD if cls else SANS, 11, room)]
    marks = [Mark(f"note/{n}", "", left, y + 8 + n * LINE, "", ink.text(0, 0, *line)) for n, line in enumerate(lines)]
    return marks, y + LINE * len(lines) if lines else y - SPACE


def _legend(flows: Flows, marks: Sequence[Mark], lang: Lang) -> list[str]:
    """What the signs of this picture mean: only those that are in it."""
    followers = [replica for target in flows.targets for replica in target.replicas if not flows.look.is_small]
    entries = [
        (producers_words.LEGEND_SEND, any("wire" in mark.svg for mark in marks)),
        (producers_words.LEGEND_ACK, any('"wire ack"' in mark.svg for mark in marks)),
        (producers_words.LEGEND_QUIET, any(mark.cls == "quiet" for mark in marks)),
        (producers_words.LEGEND_NEW, flows.look.newest is not None and not flows.look.is_small),
        (producers_words.LEGEND_OUT, any(replica.role != "in_sync" or replica.silent for replica in followers)),
    ]
    return [text.in_(lang) for text, is_there in entries if is_there]
