"""One group beneath one partition: a lettered triangle at its committed offset, a bar for its lag, and the number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.scenes import ink, words
from kafkalab.scenes.grid import BOXES_X, GAP
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.scenes.readers import Reader
    from kafkalab.scenes.rows import Row


@dataclass(frozen=True)
class Lane:
    """The lane of `reader` in `row`, `y` px below the row's top."""

    row: Row
    reader: Reader
    y: float

    def marks(self) -> Iterator[Mark]:
        """Bar first, so that the triangle lies on it."""
        committed = self.reader.committed(self.row.partition)
        if committed is None:
            yield self._not_committed()
        else:
            yield from self._committed(committed)

    def _mark(self, kind: str, x: float, svg: str, cls: str = "") -> Mark:
        return Mark(f"{self.row.key}/{kind}/{self.reader.group.id}", self.row.key, x, self.y, cls, svg)

    def _not_committed(self) -> Mark:
        unknown = self.reader.group.coordinator is None
        remark = "?" if unknown else words.NOT_COMMITTED.in_(self.row.lang)
        letter = ink.text(0, 9, self.reader.letter, f"s10 mono bold t{self.reader.tone}")
        return self._mark("tri", BOXES_X + 1, letter + ink.text(12, 9, remark, "s10 muted"))

    def _committed(self, committed: int) -> Iterator[Mark]:
        lag, log = self.reader.lag(self.row.partition), self.row.log
        outside = log.end is not None and committed > log.end
        x = BOXES_X if log.end is None else self.row.x(min(committed, log.end))
        bar_end = x + self.row.grid.box
        if lag is not None and log.high_watermark is not None:
            bar_end = self.row.x(log.high_watermark) - GAP if lag else bar_end
            width = max(0, bar_end - x) if lag else 0  # there without a lag too: it drains to nothing
            yield self._mark("bar", x, ink.rect(0, 0, width, 9, f"bar g{self.reader.tone}", 4))
        yield self._mark("tri", x, self._triangle(committed, lag), "outside" if outside else "")
        remark = self._remark(lag, committed, outside=outside)
        if remark:
            yield self._beside(remark, x, bar_end)

    def _beside(self, remark: str, x: float, bar_end: float) -> Mark:
        """Behind the bar, or before the triangle where there is no room for it."""
        fits = bar_end + 5 + text_width(remark, BOLD, 10) <= self.row.grid.right
        text = ink.text(0, 9, remark, f"s10 bold t{self.reader.tone}" + ("" if fits else " end"))
        return self._mark("lag", bar_end + 5 if fits else x - 2, text)

    def _remark(self, lag: int | None, committed: int, *, outside: bool) -> str:
        if outside:
            return words.OUT_OF_RANGE.format(offset=committed).in_(self.row.lang)
        if lag == 0:
            return ""
        return words.LAG.format(lag="?" if lag is None else lag).in_(self.row.lang)

    def _triangle(self, committed: int, lag: int | None) -> str:
        tone, middle = self.reader.tone, self.row.grid.box / 2
        values = {"group": self.reader.group.id, "offset": committed, "partition": self.row.partition.id}
        title = words.COMMITTED_TITLE.format(**values, lag="?" if lag is None else lag).in_(self.row.lang)
        d = f"M{ink.number(middle - 6)} 8.5h12L{ink.number(middle)} -0.5Z"
        letter = ink.text(middle - 9, 9, self.reader.letter, f"s10 mono bold end t{tone}")
        return ink.title(title) + ink.path(d, f"sign g{tone} e{tone}") + letter
