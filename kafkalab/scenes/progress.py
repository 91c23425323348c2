"""How far a group has come in one partition: committed offset, position, last read record, what a crash would repeat.

Nothing is drawn here. Only a consumer itself knows its position, so it is known of our own actors alone; the committed
offset is the NEXT one to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kafkalab.scenes.log import Log, read_log
from kafkalab.scenes.membership import Membership

if TYPE_CHECKING:
    from kafkalab.observe.snapshot import Actor, Partition
    from kafkalab.scenes.membership import Seat


@dataclass(frozen=True)
class Progress:
    """The group of `view` in `partition` of `topic`."""

    view: Membership
    topic: str
    partition: Partition

    @property
    def pair(self) -> tuple[str, int]:
        """(topic, partition)."""
        return self.topic, self.partition.id

    @cached_property
    def log(self) -> Log:
        """The partition's own offsets."""
        return read_log(self.partition)

    @property
    def committed(self) -> int | None:
        """The group's committed offset."""
        return self.view.group.committed.get(self.pair)

    @cached_property
    def owner(self) -> Seat | None:
        """The member that owns the partition."""
        return next((seat for seat in self.view.seats if self.pair in seat.member.assignment), None)

    @cached_property
    def reader(self) -> tuple[str, Actor] | None:
        """The actor whose position counts: the owner, or the one that read furthest before nobody owned it."""
        if self.owner is not None:
            return None if self.owner.actor is None else (self.owner.member.client_id, self.owner.actor)
        left = [
            (actor.positions[self.pair], name, actor)
            for name, actor in sorted(self.view.snapshot.actors.items())
            if actor.kind == "consumer" and actor.group == self.view.group.id and self.pair in actor.positions
        ]
        return max(left, key=lambda found: found[0])[1:] if left else None

    @property
    def is_reading(self) -> bool:
        """Whether the reader's process runs and owns the partition."""
        return self.owner is not None and self.owner.is_running

    @property
    def position(self) -> int | None:
        """The offset that the reader asks for next. None where nobody knows."""
        return None if self.reader is None else self.reader[1].positions.get(self.pair)

    @property
    def last_read(self) -> int | None:
        """The offset of the last record that the reader got."""
        return self.position - 1 if self.position else None

    @property
    def again(self) -> tuple[int, int] | None:
        """First and last of the offsets that were read and not committed: a successor reads them again."""
        if self.committed is None or self.position is None or self.committed >= self.position:
            return None
        return self.committed, self.position - 1

    @property
    def lag(self) -> int | None:
        """High watermark minus committed offset; never below 0, for the two are read at two moments."""
        lag = self.view.group.lag(self.partition, self.topic)
        return None if lag is None else max(0, lag)

    @property
    def anchors(self) -> set[int]:
        """The offsets that the picture has to show."""
        known = (self.log.start, self.committed, self.position, self.last_read, self.log.high_watermark, self.log.end)
        return {offset for offset in known if offset is not None}
