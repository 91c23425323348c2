"""What a view is of: which diagram, and of which topic, partition or group. Pure; drawing itself is the scenes'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.scenes.kinds import draw

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot
    from kafkalab.scenes.marks import Scene


@dataclass(frozen=True)
class Subject:
    """A diagram of `kind`; None for what it was not told."""

    kind: str = "topic"
    topic: str | None = None
    partition: int | None = None
    group: str | None = None

    def draw(self, snapshot: Snapshot, lang: Lang, now: float) -> Scene:
        """Its scene; ages in it are counted up to `now` (s since the epoch)."""
        now = max(now, snapshot.taken_at)
        return draw(self.kind, snapshot, topic=self.topic, partition=self.partition, group=self.group,
                    lang=lang, now=now)  # fmt: skip

    def ages(self, snapshot: Snapshot) -> bool:
        """True if the picture says how old some of its data are."""
        found = snapshot.topics.get(self.topic or "")
        kept = [] if found is None else [partition.as_of for partition in found.partitions.values()]
        return any(as_of is not None for as_of in (*kept, *(group.as_of for group in snapshot.groups.values())))
