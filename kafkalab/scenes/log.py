"""What one partition's numbers mean for a drawing: where its log starts and ends, and which offsets are shown.

A number that the snapshot lacks stays None here, and becomes "?" in the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kafkalab.observe.snapshot import Partition

DELETED_SHOWN = 3


@dataclass(frozen=True)
class Log:
    """Offsets of one partition: log start, high watermark, the leader's next offset (LEO), and where drawing ends."""

    start: int | None
    high_watermark: int | None
    leo: int | None
    end: int | None

    @property
    def empty(self) -> bool:
        """True where the log is known to hold nothing."""
        return self.end is not None and self.start == self.end


@dataclass(frozen=True)
class Window:
    """The offsets from `first` to the end, one per slot; `older` says that slot 0 stands for those before `first`."""

    first: int
    older: bool

    def slot(self, offset: int) -> int:
        """The slot of `offset`; slot 0 if it is older than what is shown."""
        return max(0, offset - self.first + self.older)


def read_log(partition: Partition) -> Log:
    """The numbers of `partition`. Of a LEO and a high watermark read at different moments the higher one counts; of a
    leader that does not answer, what was last seen of it, as of all other numbers.
    """
    own, _ = (None, None) if partition.leader is None else end_of(partition, partition.leader)
    high = partition.high_watermark
    last = partition.records[-1].offset + 1 if partition.records else None
    known = [offset for offset in (own, high, last) if offset is not None]
    end = max(known, default=None)
    return Log(partition.log_start_offset, high, None if own is None else end, end)


def end_of(partition: Partition, broker: int) -> tuple[int | None, float | None]:
    """The log end offset of a replica, and the time (s) of it where it is not of now."""
    leo = partition.log_end_offsets.get(broker)
    if leo is None and broker in partition.last_seen:
        return partition.last_seen[broker]
    return leo, None


def window(log: Log, partition: Partition, slots: int) -> Window:
    """The newest offsets that fit into `slots`, the last of which is kept for the next offset."""
    if log.end is None:
        return Window(0, older=False)
    if log.start is None:
        first = max(partition.records[0].offset if partition.records else log.end, log.end - (slots - 2))
        return Window(first, older=first > 0)
    if log.end < slots:
        return Window(0, older=False)
    first = max(log.end - (slots - 2), log.start - DELETED_SHOWN)
    return Window(min(first, log.end), older=True)
