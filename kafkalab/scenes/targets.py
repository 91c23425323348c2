"""A partition as producers see it: its leader with the newest records, and the followers that copy from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kafkalab.scenes import ink, producers_words, words
from kafkalab.scenes.arrows import arrow
from kafkalab.scenes.boxes import Boxes
from kafkalab.scenes.grid import BOX_HEIGHT, GAP
from kafkalab.scenes.log import read_log
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, MONO, SANS, fit, text_width
from kafkalab.scenes.standing import replicas_of
from kafkalab.scenes.writers import refuses_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Snapshot, Topic
    from kafkalab.scenes.standing import Replica
    from kafkalab.scenes.writers import Writer

PAD, HEAD, CHIP, LINE = 10.0, 26.0, 26.0, 16.0
SMALL = 22.0
BETWEEN = 54.0  # from the leader to its followers, where they have a column of their own


@dataclass(frozen=True)
class Look:
    """What all partitions share: places of the columns (px), the newest record, who writes.

    `followers`: (x, width) of their column, or None where they stand inside the leader's card. `is_small`: a line each.
    """

    snapshot: Snapshot
    topic: Topic
    x: float
    width: float
    followers: tuple[float, float] | None
    is_small: bool
    newest: tuple[int, int] | None
    writers: tuple[Writer, ...]
    lang: Lang
    now: float


@dataclass(frozen=True)
class Target:
    """One partition, drawn as `look` says."""

    look: Look
    partition: Partition

    @property
    def key(self) -> str:
        """The key of its card."""
        return f"p{self.partition.id}"

    @cached_property
    def replicas(self) -> tuple[Replica, ...]:
        """Its followers."""
        return tuple(replica for replica in replicas_of(self.look.snapshot, self.partition) if replica.role != "leader")

    @property
    def waits_for_all(self) -> bool:
        """Whether a producer that goes on waits for all replicas."""
        return any(writer.actor.acks == "all" and writer.is_running for writer in self.look.writers)

    @property
    def answers(self) -> bool:
        """Whether its leader is there to write and to answer."""
        leader = self.partition.leader
        broker = None if leader is None else self.look.snapshot.brokers.get(leader)
        return self.partition.as_of is None and broker is not None and broker.state == "up"

    @cached_property
    def remarks(self) -> list[str]:
        """What is wrong with it, a line each."""
        lang, told = self.look.lang, []
        if self.partition.leader is None:
            told.append(producers_words.NO_LEADER)
        elif refuses_all(self.look.topic, self.partition):
            told.append(producers_words.refusal(self.look.topic, self.partition))
        if self.partition.as_of is not None:
            age = words.age(self.look.now - self.partition.as_of)
            told.append((words.LAST_KNOWN if self.partition.leader is None else words.LAST_ANSWER).format(age=age))
        return [fit(text.in_(lang), SANS, 10, self.look.width - 2 * PAD) for text in told]

    @property
    def height(self) -> float:
        """In px."""
        if self.look.is_small:
            return SMALL
        own = HEAD + BOX_HEIGHT + PAD + LINE * len(self.remarks)
        chips = len(self.replicas) * (CHIP + 4) - 4
        if self.look.followers is None:
            return own + (chips + 8 if self.replicas else 0)
        return max(own, chips)

    def marks(self, y: float) -> Iterator[Mark]:
        """The card at `y`, its followers, the arrows between them; records on top of all, each with a place of its own
        on the page, for it may come from a producer.
        """
        cls = "target" if self.answers else "target stale off"
        draw = self._line if self.look.is_small else self._card
        yield Mark(self.key, "", self.look.x, y, cls, draw())
        if not self.look.is_small:
            yield from self._followers(y)
            yield from self._records(y)

    # -- the leader ---------------------------------------------------------------------------------------------------

    def _leader(self) -> tuple[str, str]:
        leader = self.partition.leader
        if leader is None:
            return words.NO_LEADER.in_(self.look.lang), "warn"
        broker = self.look.snapshot.brokers.get(leader)
        said = f"★ {words.LEADER.in_(self.look.lang)} {leader}"
        if broker is None or broker.state == "up":
            return said, ""
        return f"{said} · {words.BROKER_STATES[broker.state].in_(self.look.lang)}", "warn"

    def _leo(self) -> str:
        leo = read_log(self.partition).leo
        return f"LEO {'?' if leo is None else leo}"

    def _title(self, x: float, y: float) -> str:
        """`P0 ★ leader 102 … LEO 12`; where there is no room for both, the leader alone."""
        width, leo = self.look.width, self._leo()
        name, (said, cls) = f"P{self.partition.id}", self._leader()
        left = x + text_width(name, BOLD, 13) + 8
        both = left + text_width(said, BOLD, 11) + 8 + text_width(leo, SANS, 10) <= width - PAD
        shown = fit(said, BOLD, 11, width - left - PAD)
        svg = ink.text(x, y, name, "s13 bold") + ink.text(left, y, shown, f"bold {cls}".rstrip())
        return svg + (ink.text(width - PAD, y, leo, "s10 muted end") if both else "")

    def _card(self) -> str:
        height = HEAD + BOX_HEIGHT + PAD + LINE * len(self.remarks)
        if self.look.followers is None:
            height = self.height
        svg = ink.rect(0, 0, self.look.width, height, "box", 6) + self._title(PAD, 18)
        for index, line in enumerate(self.remarks):
            svg += ink.text(PAD, HEAD + BOX_HEIGHT + PAD + 7 + index * LINE, line, "s10 warn")
        return svg + self._emptiness()

    def _emptiness(self) -> str:
        """Why there is no record to be seen, if that is known."""
        log = read_log(self.partition)
        if self.partition.records or not (log.empty or log.end is None):
            return ""
        said = (words.NOTHING_YET if log.empty else words.UNKNOWN_OFFSETS).in_(self.look.lang)
        return ink.text(PAD, HEAD + 21, fit(said, SANS, 11, self.look.width - 2 * PAD), "muted")

    def _line(self) -> str:
        """One line: number, leader, LEO."""
        return ink.rect(0, 0, self.look.width, SMALL - 3, "box", 3) + self._title(8, 14)

    # -- records ------------------------------------------------------------------------------------------------------

    def _records(self, y: float) -> Iterator[Mark]:
        records = self.partition.records
        if not records:
            return
        width = max(33.0, round(text_width(str(records[-1].offset), MONO, 11)) + 10)
        fitting = max(1, int((self.look.width - 2 * PAD + GAP) // (width + GAP)))
        newest = self.look.newest
        offset = newest[1] if newest is not None and newest[0] == self.partition.id else None
        boxes = Boxes(self.partition, read_log(self.partition), width, self.look.lang, offset)
        for index, record in enumerate(records[-fitting:]):
            cls, svg = boxes.of(record.offset)
            x = self.look.x + PAD + index * (width + GAP)
            yield Mark(f"{self.key}/{record.offset}", "", x, y + HEAD, cls, self._from(record.offset) + svg)

    def _from(self, offset: int) -> str:
        """Which card the live view lets the record fly from: of the producer that had it acknowledged last."""
        senders = [writer for writer in self.look.writers if writer.last.get(self.partition.id) == offset]
        return f"<g{ink.attributes(data_from=ink.escaped(senders[0].key))}/>" if senders else ""

    # -- followers ----------------------------------------------------------------------------------------------------

    def _followers(self, y: float) -> Iterator[Mark]:
        x, width = self.look.followers or (self.look.x + PAD, self.look.width - 2 * PAD)
        top = y if self.look.followers else y + HEAD + BOX_HEIGHT + PAD + LINE * len(self.remarks) + 2
        for index, replica in enumerate(self.replicas):
            place = top + index * (CHIP + 4)
            away = replica.role != "in_sync" or replica.silent
            key = f"{self.key}/replica/{replica.broker}"
            yield Mark(key, "", x, place, "follower off" if away else "follower", self._chip(replica, width))
            if self.look.followers and self.partition.leader is not None:
                yield from self._copying(key, replica, y, place + CHIP / 2, x)

    def _chip(self, replica: Replica, width: float) -> str:
        said = f"{replica.broker}  {producers_words.role(replica, self.look.lang)}"
        shown = fit(said, SANS, 11, width - 16)
        cls = "warn" if replica.role == "out" or replica.silent else ""
        return ink.rect(0, 0, width, CHIP, "box", 5) + ink.text(8, 17, shown, cls)

    def _copying(self, key: str, replica: Replica, y: float, at: float, x: float) -> Iterator[Mark]:
        """Records to the follower; and back, where a producer waits for all, what the follower has."""
        right, middle = self.look.x + self.look.width, y + (HEAD + BOX_HEIGHT + PAD) / 2
        stopped = replica.silent or not self.answers
        yield Mark(f"{key}/copy", "", 0, 0, "quiet" if stopped else "", arrow((right, middle - 4), (x, at - 4)))
        if self.waits_for_all and replica.role == "in_sync" and not stopped:
            yield Mark(f"{key}/ack", "", 0, 0, "", arrow((x, at + 4), (right, middle + 6), "ack"))
