"""The diagram of one partition's replicas: each broker's own log, how far consumers read, who leads and who lags.

A pure function of the snapshot. standing.py tells what each replica is, boxes.py draws records, replica_row.py a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink, words
from kafkalab.scenes.boxes import Boxes
from kafkalab.scenes.frame import (
    FRAME_TOP,
    LEFT,
    MARGIN,
    STATUS_WIDTH,
    WIDTH,
    ground,
    heading,
    legend,
    sentence_scene,
)
from kafkalab.scenes.log import Log, read_log, window
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.measure import BOLD, SANS, fit, text_width, wrap
from kafkalab.scenes.readers import ranges
from kafkalab.scenes.replica_columns import LABEL_X, columns_for
from kafkalab.scenes.replica_limits import Limits
from kafkalab.scenes.replica_row import ReplicaRow
from kafkalab.scenes.standing import furthest, replicas_of
from kafkalab.scenes.text_replicas import describe_replicas, notes

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Snapshot, Topic
    from kafkalab.scenes.log import Window
    from kafkalab.scenes.replica_columns import Columns
    from kafkalab.scenes.standing import Replica

START_BAND, NOTE_LINE = 18.0, 17.0

_TITLE = Text("Réplicas de {topic} · P{partition}", "Replicas of {topic} · P{partition}")
_EPOCH = Text("época del líder {epoch}", "leader epoch {epoch}")
_ISR = Text("ISR {brokers}", "ISR {brokers}")
_ELR = Text("ELR {brokers}", "ELR {brokers}")
_NOBODY = Text("ninguno", "nobody")
_NO_PARTITION = Text("«{topic}» no tiene la partición {partition}.", "“{topic}” has no partition {partition}.")
_PARTITIONS = Text("Tiene: {known}.", "It has: {known}.")
_LEGEND_LEADER = Text("★ líder: de ella se lee y en ella se escribe", "★ leader: where clients read and write")
_LEGEND_ISR = Text("✓ ISR: las réplicas al día", "✓ ISR: the replicas that keep up")
_LEGEND_ELR = Text(
    "◆ ELR: fuera del ISR, pero con todo lo confirmado", "◆ ELR: out of the ISR, yet with all that is committed"
)
_LEGEND_NEXT = Text("LEO: el siguiente offset de cada réplica", "LEO: each replica's next offset")
_LEGEND_UNREAD = Text("rosa discontinuo: aún no se puede leer", "pink dashes: not readable yet")


def replicas_scene(
    snapshot: Snapshot, topic: str, partition: int, *, lang: Lang, now: float | None = None, width: int = WIDTH
) -> Scene:
    """The scene of partition `partition` of `topic`, `width` px wide (480 or more).

    `now` (s since the epoch) is what ages are counted from, and the snapshot's own time if not given. A topic or a
    partition that the snapshot lacks gives a scene that says so.
    """
    found = snapshot.topics.get(topic)
    alt = describe_replicas(snapshot, topic, partition, lang, now=now)
    if found is None:
        said = words.no_topic(snapshot, topic).in_(lang)
        return sentence_scene(topic, said, words.absent_next(snapshot, words.NO_TOPIC_NEXT).in_(lang), alt, width)
    if partition not in found.partitions:
        return _no_partition(found, partition, alt, lang, width)
    now = snapshot.taken_at if now is None else now
    return Replicas(snapshot, found, found.partitions[partition], lang, now, width).scene(alt)


def _no_partition(topic: Topic, partition: int, alt: str, lang: Lang, width: int) -> Scene:
    said = _NO_PARTITION.format(topic=ink.clean(topic.name), partition=partition).in_(lang)
    known = ranges(topic.partitions)
    more = _PARTITIONS.format(known=known) if known else words.NO_PARTITIONS
    return sentence_scene(topic.name, said, more.in_(lang), alt, width)


@dataclass(frozen=True)
class Replicas:
    """Everything the diagram of one partition is drawn from."""

    snapshot: Snapshot
    topic: Topic
    partition: Partition
    lang: Lang
    now: float
    width: int

    @cached_property
    def replicas(self) -> tuple[Replica, ...]:
        """In the order of their assignment."""
        return replicas_of(self.snapshot, self.partition)

    @cached_property
    def log(self) -> Log:
        """The partition's numbers, up to the offset that any of its replicas reaches."""
        own = read_log(self.partition)
        return Log(own.start, own.high_watermark, own.leo, furthest(self.replicas, self.partition))

    @cached_property
    def columns(self) -> Columns:
        """Where things stand in each row."""
        return columns_for(self.width, self.log.end)

    @cached_property
    def window(self) -> Window:
        """The offsets that all rows show, in the same places."""
        return window(self.log, self.partition, self.columns.slots)

    def scene(self, alt: str) -> Scene:
        """All of it: heading, log start, rows, high watermark, notes, legend."""
        limits = Limits(self.log, self.window, self.columns, len(self.replicas), self.width, self.lang)
        title = _TITLE.format(topic=self.topic.name, partition=self.partition.id).in_(self.lang)
        head, top = heading(title, self._short(title), self._facts(), self.width)
        first = top + 12 + (START_BAND if limits.start_is_shown else 0)
        rows_end = first + len(self.replicas) * self.columns.row_height
        said, bottom = self._notes(rows_end + 22)
        signs, foot = legend(self._signs(limits), bottom, self.width, self.lang)
        marks = [*ground(self.width, bottom, top=top, foot=foot), head, *limits.start(first), *limits.line(first)]
        for index, replica in enumerate(self.replicas):
            marks += self._row(replica).marks(first + index * self.columns.row_height)
        marks += [*self._star(first), limits.sentence(rows_end), *said, *signs]
        return Scene(self.width, bottom + foot, title, alt, tuple(marks))

    def _short(self, title: str) -> str:
        """The title, or as much of the topic's name as leaves room for the partition's number."""
        room = self.width - 2 * LEFT - STATUS_WIDTH
        title, number = ink.clean(title), f" · P{self.partition.id}"
        if text_width(title, BOLD, 18) <= room:
            return title
        return fit(ink.clean(self.topic.name), BOLD, 18, room - text_width(number, BOLD, 18)) + number

    def _facts(self) -> list[str]:
        p = self.partition
        facts = [_EPOCH.format(epoch=p.leader_epoch if p.leader_epoch >= 0 else "?"), _ISR.format(brokers=_ids(p.isr))]
        facts += [_ELR.format(brokers=_ids(p.eligible_leaders))] if p.eligible_leaders else []
        told = [fact.in_(self.lang) for fact in facts]
        minimum = self.topic.configs.get("min.insync.replicas")
        return [*told, f"min.insync {ink.clean(minimum)}"] if minimum is not None else told

    def _row(self, replica: Replica) -> ReplicaRow:
        boxes = Boxes(self.partition, self.log, self.columns.box, self.lang)
        return ReplicaRow(replica, self.log, self.window, boxes, self.columns, self.lang, self.now)

    def _star(self, first: float) -> list[Mark]:
        """Leadership is a mark of its own, placed on the page and not in a row: it can move to another one."""
        for index, replica in enumerate(self.replicas):
            if replica.role == "leader":
                x, y = self.columns.role_at(replica)
                svg = ink.text(0, 0, "★", "s12 t0" if not replica.silent else "s12 muted")
                return [Mark("leader", "", x, first + index * self.columns.row_height + y, "", svg)]
        return []

    # -- what else there is to say ------------------------------------------------------------------------------------

    def _notes(self, y: float) -> tuple[list[Mark], float]:
        """Sentences below the rows, and where the frame ends."""
        lines = [
            (line, tone)
            for said, tone in notes(self.snapshot, self.topic, self.partition, self.lang, self.now)
            for line in wrap(said, BOLD if "bold" in tone else SANS, 11, self.width - LABEL_X - MARGIN - 16)
        ]
        y += 8 if lines else 0
        svg = "".join(ink.text(0, index * NOTE_LINE, line, tone) for index, (line, tone) in enumerate(lines))
        marks = [Mark("notes", "", LABEL_X, y + 8, "", svg)] if lines else []
        return marks, max(y + len(lines) * NOTE_LINE, FRAME_TOP + 60) + 2

    def _signs(self, limits: Limits) -> list[str]:
        """The legend: only the signs that are in this picture."""
        roles = {replica.role for replica in self.replicas}
        high = self.log.high_watermark
        unread = high is not None and self.log.end is not None and self.log.end > max(high, self.window.first)
        entries = [
            (_LEGEND_LEADER, "leader" in roles),
            (_LEGEND_ISR, bool(roles & {"leader", "in_sync"})),
            (_LEGEND_ELR, "eligible" in roles),
            (_LEGEND_NEXT, self.log.end is not None),
            (_LEGEND_UNREAD, unread),
            (words.LEGEND_GONE, limits.start_is_shown),
        ]
        return [text.in_(self.lang) for text, is_there in entries if is_there]


def _ids(brokers: tuple[int, ...]) -> str | Text:
    return " ".join(map(str, brokers)) or _NOBODY
