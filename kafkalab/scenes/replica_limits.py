"""Where a partition's log starts and how far consumers read: marks through the rows of all of its replicas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink, words
from kafkalab.scenes.frame import MARGIN
from kafkalab.scenes.grid import GAP
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, SANS, text_width
from kafkalab.scenes.replica_columns import LABEL_X

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.scenes.log import Log, Window
    from kafkalab.scenes.replica_columns import Columns

_NOT_KNOWN = Text("marca de agua (HW) ?: no se conoce ahora", "high watermark (HW) ?: not known now")


@dataclass(frozen=True)
class Limits:
    """The limits of the log in a picture `width` px wide with so many `rows`."""

    log: Log
    window: Window
    columns: Columns
    rows: int
    width: float
    lang: Lang

    @property
    def start_is_shown(self) -> bool:
        """Whether something has been deleted from the log."""
        return bool(self.log.start) and self.log.end is not None

    def start(self, first: float) -> list[Mark]:
        """The log start, above the rows that begin at `first`; nothing where the log starts at 0."""
        if not self.start_is_shown or self.log.start is None:
            return []
        label = words.LOG_START.format(offset=self.log.start).in_(self.lang)
        x = self._x(self.log.start) - GAP / 2
        left = x + 4 + text_width(label, SANS, 10) > self.columns.boxes_right
        text = ink.text(-4 if left else 4, 0, label, "s10 muted end" if left else "s10 muted")
        return [Mark("start", "", x, first - 6, "", ink.path("M0 -9V10", "tick") + text)]

    def line(self, first: float) -> list[Mark]:
        """The high watermark, one line through the boxes of all rows; where a row has words, it stops for them."""
        x = self._high_watermark_x
        if x is None:
            return []
        columns, d = self.columns, ""
        for index in range(self.rows):
            y = index * columns.row_height
            d += f"M0 {ink.number(y + columns.line_from)}V{ink.number(y + columns.line_to)}"
        return [Mark("hw", "", x, first, "", ink.title(self._said) + ink.path(d, "line-hw"))]

    def sentence(self, y: float) -> Mark:
        """What the line means, below it and inside the frame."""
        x = self._high_watermark_x
        if x is None:
            return Mark("hw/words", "", LABEL_X, y + 12, "", ink.text(0, 0, self._said, "muted"))
        half = text_width(self._said, BOLD, 11) / 2
        centre = min(max(x, LABEL_X + half), self.width - MARGIN - 12 - half)
        return Mark("hw/words", "", centre, y + 12, "", ink.text(0, 0, self._said, "bold mid mark-hw"))

    def _x(self, offset: int) -> float:
        return self.columns.boxes_x + self.window.slot(offset) * self.columns.pitch

    @cached_property
    def _high_watermark_x(self) -> float | None:
        """Before the box of that offset; in the middle of the older ones' box if it is somewhere in there."""
        offset = self.log.high_watermark
        if offset is None or not self.rows:
            return None
        if self.window.older and offset < self.window.first:
            return self.columns.boxes_x + self.columns.box / 2
        return self._x(offset) - GAP / 2

    @property
    def _said(self) -> str:
        high = self.log.high_watermark
        return (_NOT_KNOWN if high is None else words.HW_TITLE.format(offset=high)).in_(self.lang)
