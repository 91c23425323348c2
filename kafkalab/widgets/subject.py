"""What a view is of: which diagram or figure, of which topic, partition or group; and what of the cluster that takes.

Pure. Drawing itself is kafkalab.scenes', reading is kafkalab.observe's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kafkalab.errors import UsageError
from kafkalab.i18n import Text
from kafkalab.scenes.asked import Asked
from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.frame import WIDTH
from kafkalab.scenes.ink import clean
from kafkalab.scenes.kinds import KINDS, draw
from kafkalab.scenes.topic import waiting_scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Snapshot
    from kafkalab.scenes.marks import Scene

_NO_KIND = Text('No hay ningún dibujo kind="{kind}"; hay: {known}.', 'There is no kind="{kind}"; there are: {known}.')
_PARTITIONS_AGE = ("topic", "replicas", "offsets", "producers")  # they tell how old what they know of a partition is
_GROUPS_AGE = ("topic", "group", "offsets")


@dataclass(frozen=True)
class Subject:
    """A diagram of `kind`, or a figure; None for what it was not told. Raises UsageError for a kind that is neither."""

    kind: str = "topic"
    topic: str | None = None
    partition: int | None = None
    group: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in {**KINDS, **FIGURES}:
            raise UsageError(_NO_KIND.format(kind=clean(str(self.kind)), known=", ".join((*KINDS, *FIGURES))))

    @property
    def _needs(self) -> Sequence[str]:
        if self.kind in KINDS:
            return KINDS[self.kind].needs
        return ("topic",) if FIGURES[self.kind].needs_topic else ()

    def settled(self, snapshot: Snapshot) -> Subject:
        """The same with what it needs and was not told, as far as there is only one such thing.

        Raises UsageError for what else it needs, and for a topic or a partition that `snapshot` lacks. A group that is
        named may come later: views are opened before the first consumer starts.
        """
        asked = Asked(self.topic, self.partition, self.group).complete(self.kind, self._needs, snapshot)
        asked.refuse_absent([need for need in self._needs if need != "group"], snapshot)
        return replace(self, topic=asked.topic, partition=asked.partition, group=asked.group)

    def topics(self, snapshot: Snapshot | None) -> frozenset[str]:
        """The topics whose offsets have to be read for it, as far as `snapshot` (the last one) tells."""
        if self.topic is not None:
            return frozenset({self.topic})
        found = snapshot.groups.get(self.group or "") if snapshot and self.kind == "group" else None
        if found is None:
            return frozenset()
        owned = {topic for member in found.members for topic, _ in member.assignment}
        return frozenset(owned | {topic for topic, _ in found.committed})

    def draw(self, snapshot: Snapshot | None, lang: Lang, now: float, width: int = WIDTH) -> Scene:
        """Its scene; ages in it are counted up to `now` (s since the epoch). What is not there yet is said in it.

        `width`: the room for it, in px; figures have one form only.
        """
        if snapshot is None:
            return waiting_scene(self.topic or self.group or "", lang, width)
        if self.kind in FIGURES:
            return FIGURES[self.kind].draw(snapshot, self.topic, lang)
        asked: dict[str, Any] = {"topic": self.topic, "partition": self.partition, "group": self.group}
        return draw(self.kind, snapshot, **asked, lang=lang, now=max(now, snapshot.taken_at), width=width)

    def ages(self, snapshot: Snapshot) -> bool:
        """True if its picture says how old some of its data are: it changes although nothing happens."""
        groups = [g for g in snapshot.groups.values() if self.group in (None, g.id)] if self.kind in _GROUPS_AGE else []
        parts = self._partitions(snapshot) if self.kind in _PARTITIONS_AGE else []
        seen = self.kind == "replicas" and any(part.last_seen for part in parts)
        kept = [part.as_of for part in parts] + [group.as_of for group in groups]
        return seen or any(as_of is not None for as_of in kept)

    def _partitions(self, snapshot: Snapshot) -> list[Partition]:
        topic = snapshot.topics.get(self.topic or "")
        found = {} if topic is None else topic.partitions
        return [part for number, part in found.items() if self.partition in (None, number)]

    def shows(self, snapshot: Snapshot) -> bool:
        """Whether what it is of is there."""
        wanted = (self.topic, snapshot.topics), (self.group if self.kind != "topic" else None, snapshot.groups)
        return all(name is None or name in there for name, there in wanted)
