"""One partition drawn in full: its label, its records as boxes, where its log starts, how far it can be read.

The lanes are lanes.py's. Many partitions at once are drawn by compact.py, the groups' own cards by panel.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kafkalab.scenes import ink, words
from kafkalab.scenes.boxes import Boxes
from kafkalab.scenes.grid import BOX_HEIGHT, BOXES_X, GAP, LABEL_X, LANE, NEXT_LABEL_WIDTH, TOP, Grid
from kafkalab.scenes.lanes import Lane
from kafkalab.scenes.log import Log, Window, read_log, window
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, SANS, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Snapshot
    from kafkalab.scenes.readers import Reader


@dataclass(frozen=True)
class Row:
    """Everything one row is drawn from. `newest` is the topic's newest offset if it is in this partition."""

    snapshot: Snapshot
    partition: Partition
    readers: tuple[Reader, ...]
    grid: Grid
    lang: Lang
    now: float
    newest: int | None

    @cached_property
    def log(self) -> Log:
        """The partition's numbers."""
        return read_log(self.partition)

    @cached_property
    def window(self) -> Window:
        """The offsets that are shown."""
        return window(self.log, self.partition, self.grid.slots)

    @property
    def key(self) -> str:
        """The key of the row's mark, and the beginning of those of its parts."""
        return f"p{self.partition.id}"

    @property
    def height(self) -> float:
        """In px, with the space below it."""
        return TOP + BOX_HEIGHT + 6 + LANE * len(self.lanes) + (16 if self.partition.as_of is not None else 0) + 12

    @cached_property
    def lanes(self) -> tuple[Reader, ...]:
        """The groups that have something to show in this partition: an offset, or a member that owns it."""
        p = self.partition
        return tuple(r for r in self.readers if r.committed(p) is not None or r.owner(p) is not None)

    def x(self, offset: int) -> float:
        """Left edge of the box of `offset`."""
        return BOXES_X + self.window.slot(offset) * self.grid.pitch

    def marks(self, y: float) -> Iterator[Mark]:
        """The row at `y`, parents first."""
        stale = " stale" if self.partition.as_of is not None or self.partition.leader is None else ""
        yield Mark(self.key, "", 0, y, f"row{stale}", self._label())
        for index, reader in enumerate(self.lanes):
            yield from Lane(self, reader, TOP + BOX_HEIGHT + 6 + index * LANE).marks()
        yield from self._records()
        yield from self._limits()

    # -- the label ----------------------------------------------------------------------------------------------------

    def _label(self) -> str:
        name = f"P{self.partition.id}"
        x = LABEL_X + max(26.0, text_width(name, BOLD, 16) + 6)
        lines = ink.text(LABEL_X, TOP + 22, name, "s16 bold") + self._leader(x)
        if self.partition.as_of is not None:
            lines += ink.text(BOXES_X, self.height - 16, self._last_known(), "s10 warn")
        return lines

    def _leader(self, x: float) -> str:
        if self.partition.leader is None:
            return ink.text(x, TOP + 21, words.NO_LEADER.in_(self.lang), "bold warn") + self._isr(x, 34)
        broker = self.snapshot.brokers.get(self.partition.leader)
        if broker is not None and broker.state != "up":
            third = ink.text(x, TOP + 35, words.BROKER_STATES[broker.state].in_(self.lang), "s10 bold warn")
        else:
            third = self._isr(x, 35)
        y = TOP + (10 if third else 15)
        name = ink.text(x, y + 13, str(self.partition.leader), "s12 bold")
        return ink.text(x, y, words.LEADER.in_(self.lang), "s10 muted") + name + third

    def _isr(self, x: float, y: float) -> str:
        in_sync, all_ = len(self.partition.isr), len(self.partition.replicas)
        if in_sync >= all_:
            return ""
        return ink.text(x, TOP + y, words.ISR.format(n=in_sync, all=all_).in_(self.lang), "s10 warn")

    def _last_known(self) -> str:
        age = words.age(self.now - (self.partition.as_of or 0))
        leaderless = self.partition.leader is None
        return (words.LAST_KNOWN if leaderless else words.LAST_ANSWER).format(age=age).in_(self.lang)

    # -- the boxes ----------------------------------------------------------------------------------------------------

    @cached_property
    def _boxes(self) -> Boxes:
        return Boxes(self.partition, self.log, self.grid.box, self.lang, self.newest)

    def _records(self) -> Iterator[Mark]:
        if self.log.end is not None:
            if self.window.older:
                yield Mark(f"{self.key}/older", self.key, BOXES_X, TOP, *self._boxes.older(self.window))
            for offset in range(self.window.first, self.log.end):
                yield Mark(f"{self.key}/{offset}", self.key, self.x(offset), TOP, *self._boxes.of(offset))
        yield self._next()

    def _next(self) -> Mark:
        """The dashed box of the offset that the next record will get."""
        shown = "?" if self.log.leo is None else str(self.log.leo)
        x = BOXES_X if self.log.end is None else self.x(self.log.end)
        label_x = self.grid.box + 7
        svg = (
            ink.title(words.NEXT_TITLE.format(offset=shown).in_(self.lang)) + self._boxes.outline()
            + self._boxes.number(shown) + ink.text(label_x, 14, "LEO", "s10 bold muted")
            + ink.text(label_x, 27, words.NEXT.in_(self.lang), "s10 muted") + self._emptiness(label_x)
        )  # fmt: skip
        return Mark(f"{self.key}/next", self.key, x, TOP, "next", svg)

    def _emptiness(self, x: float) -> str:
        if self.log.end:
            return ""
        remark = words.UNKNOWN_OFFSETS if self.log.end is None else words.NOTHING_YET
        return ink.text(x + NEXT_LABEL_WIDTH, 21, remark.in_(self.lang), "muted")

    # -- log start and high watermark ---------------------------------------------------------------------------------

    def _limits(self) -> Iterator[Mark]:
        start_end = BOXES_X
        if self.log.start:
            mark, start_end = self._log_start(self.log.start)
            yield mark
        if self.log.high_watermark is not None and self.log.high_watermark != self.log.end:
            yield self._high_watermark(self.log.high_watermark, start_end)

    def _log_start(self, offset: int) -> tuple[Mark, float]:
        """Its mark, and where its text ends (px)."""
        label = words.LOG_START.format(offset=offset).in_(self.lang)
        width = text_width(label, SANS, 10)
        x = self.x(offset) - GAP / 2
        fits_left = x - BOXES_X > width
        text = ink.text(-4 if fits_left else 4, 10, label, "s10 muted" + (" end" if fits_left else ""))
        mark = Mark(f"{self.key}/start", self.key, x, 0, "", ink.path(f"M0 2V{TOP - 2}", "tick") + text)
        return mark, x if fits_left else x + width

    def _high_watermark(self, offset: int, free_from: float) -> Mark:
        x = self.x(offset) - GAP / 2
        label = f"HW {offset}"
        half = text_width(label, BOLD, 10) / 2
        shift = max(0.0, free_from + 10 - (x - half))
        svg = (
            ink.title(words.HW_TITLE.format(offset=offset).in_(self.lang))
            + ink.path(f"M0 {TOP - 2}V{TOP + BOX_HEIGHT + 4}", "line-hw")
            + ink.text(shift, 10, label, "s10 bold mid mark-hw")
        )
        return Mark(f"{self.key}/hw", self.key, x, 0, "", svg)
