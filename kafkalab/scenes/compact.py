"""Many partitions: a line for each, with a bar from log start to the next offset, in one or two columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.scenes import ink, words
from kafkalab.scenes.log import read_log
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import SANS, fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition
    from kafkalab.scenes.readers import Reader

LINE, HEADING = 24.0, 22.0
COLUMNS, LEAST_COLUMN = 2, 280.0
MOST = 50  # in a column; beyond these, the rest is counted in words
LEADER_X, BAR_X, BAR, NUMBER_X = 42.0, 98.0, 104.0, 208.0


@dataclass(frozen=True)
class Lines:
    """What all lines share: the groups, how many columns there are and where, the offset at which a bar is full."""

    readers: tuple[Reader, ...]
    left: float
    column: float
    columns: int
    scale: int
    lang: Lang

    @property
    def most(self) -> int:
        """How many partitions have a line."""
        return MOST * self.columns

    def height(self, partitions: int) -> float:
        """How tall the lines of so many partitions are, in px."""
        shown = min(partitions, self.most)
        return HEADING + -(-shown // self.columns) * LINE + (LINE if partitions > self.most else 0)

    def marks(self, partitions: Sequence[Partition], y: float) -> Iterator[Mark]:
        """A heading for each column, a line for each partition, and the rest in words."""
        shown = partitions[: self.most]
        per_column = -(-len(shown) // self.columns)
        for index in range(self.columns):
            yield Mark(f"heading{index}", "", self.left + index * self.column, y, "", self._heading())
        for index, partition in enumerate(shown):
            x = self.left + index // per_column * self.column
            yield self._line(partition, x, y + HEADING + index % per_column * LINE)
        if len(partitions) > self.most:
            rest = self._rest(partitions[self.most :])
            yield Mark("rest", "", self.left, y + HEADING + per_column * LINE, "", ink.text(0, 14, rest, "bold"))

    def _heading(self) -> str:
        headings = [(LEADER_X, words.LEADER.in_(self.lang)), (BAR_X, words.LOG.in_(self.lang)), (NUMBER_X, "LEO")]
        headings += [(self._lag_x(), words.LAG.format(lag="").in_(self.lang))] if self.readers else []
        return "".join(ink.text(x, 10, heading, "s10 muted") for x, heading in headings)

    def _lag_x(self) -> float:
        return NUMBER_X + 6.1 * len(str(self.scale)) + 12

    def _line(self, partition: Partition, x: float, y: float) -> Mark:
        unsound = partition.leader is None or partition.as_of is not None
        leader = words.NO_LEADER.in_(self.lang) if partition.leader is None else str(partition.leader)
        log = read_log(partition)
        svg = (
            ink.text(0, 14, f"P{partition.id}", "s12 bold")
            + ink.text(LEADER_X, 14, fit(leader, SANS, 10, BAR_X - LEADER_X), "s10 warn" if unsound else "s10")
            + self._bar(partition)
            + ink.text(NUMBER_X, 14, "?" if log.leo is None else str(log.leo), "s10 mono")
            + self._lags(partition)
        )
        return Mark(f"p{partition.id}", "", x, y, "row stale" if unsound else "row", svg)

    def _bar(self, partition: Partition) -> str:
        log = read_log(partition)
        track = ink.rect(BAR_X, 5, BAR, 9, "track", 3)
        if log.end is None:
            return track
        start, end = self._x(log.start or 0), self._x(log.end)
        filled = ink.rect(start, 5, max(1.0, end - start), 9, "fill", 3) if end > start else ""
        return track + filled + "".join(self._triangle(reader, partition) for reader in self.readers)

    def _x(self, offset: int) -> float:
        return BAR_X + BAR * min(1.0, offset / max(1, self.scale))

    def _triangle(self, reader: Reader, partition: Partition) -> str:
        committed = reader.committed(partition)
        if committed is None:
            return ""
        return ink.path(f"M{ink.number(self._x(committed) - 4)} 20h8l-4 -7Z", f"g{reader.tone}")

    def _lags(self, partition: Partition) -> str:
        """The lag of each group that reads this partition, as far as they fit: `A 3`."""
        x, svg = self._lag_x(), ""
        for reader in self.readers:
            if reader.committed(partition) is None:
                continue
            lag = reader.lag(partition)
            label = f"{reader.letter} {'?' if lag is None else lag}"
            width = 6.1 * len(label) + 8
            if x + width + 14 > self.column:
                return svg + ink.text(x, 14, "…", "s10 muted")
            svg += ink.text(x, 14, label, f"s10 mono bold t{reader.tone}")
            x += width
        return svg

    def _rest(self, partitions: Sequence[Partition]) -> str:
        leaderless = sum(partition.leader is None for partition in partitions)
        text = words.MORE_PARTITIONS.format(n=len(partitions)).in_(self.lang)
        return text + (words.MORE_WITHOUT_LEADER.format(n=leaderless).in_(self.lang) if leaderless else "")


def lines_for(
    partitions: Sequence[Partition], readers: tuple[Reader, ...], left: float, right: float, lang: Lang
) -> Lines:
    """Columns between `left` and `right` (px), with bars that are full at the highest offset of all."""
    scale = max((read_log(partition).end or 0 for partition in partitions), default=0)
    columns = max(1, min(COLUMNS, int((right - left) // LEAST_COLUMN)))
    return Lines(readers, left, (right - left) / columns, columns, scale, lang)
