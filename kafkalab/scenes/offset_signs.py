"""What stands above and below a row of offsets: log start, high watermark, LEO; committed, position, last read; bars.

Each sign is where its offset's box is; where the boxes are is offset_line.py's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.scenes import ink, offsets_words, words
from kafkalab.scenes.grid import BOX_HEIGHT
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, SANS, text_width
from kafkalab.scenes.stretch import GAP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.i18n import Lang
    from kafkalab.scenes.progress import Progress
    from kafkalab.scenes.stretch import Stretch

ABOVE, SIGNS, LANE = 18.0, 20.0, 18.0  # px: the labels above the boxes, the signs below them, a bar
TONE = 0


@dataclass(frozen=True)
class Signs:
    """The signs of `progress` around the boxes of `stretch`, in `room` px."""

    progress: Progress
    stretch: Stretch
    room: float
    lang: Lang

    def marks(self) -> Iterator[Mark]:
        """Below the mark `row`, in the order in which they lie on one another."""
        yield from self._above()
        yield from self._signs()
        yield from self._bars()

    def _above(self) -> Iterator[Mark]:
        """Labels from the right to the left, each only where there is room: the story below has them all."""
        log, places = self.progress.log, self.stretch.places
        limit = self.room
        if log.leo is not None:
            label = f"LEO {log.leo}"
            wide = text_width(label, BOLD, 10)
            right = max(wide, places[log.leo] + self.stretch.box)
            limit = right - wide - 8
            yield Mark("leo", "row", right, 0, "", ink.text(0, 12, label, "s10 bold muted end"))
        if log.high_watermark is not None and log.high_watermark in places:
            x, label = places[log.high_watermark] - GAP / 2, f"HW {log.high_watermark}"
            wide = text_width(label, BOLD, 10)
            svg = ink.path(f"M0 {ABOVE - 4}V{ABOVE + BOX_HEIGHT + 4}", "line-hw")
            left = min(x + 4, limit) - wide
            if left >= 0:
                svg += ink.text(left + wide - x, 12, label, "s10 bold mark-hw end")
                limit = left - 8
            yield Mark("hw", "row", x, 0, "", svg)
        if log.start is not None and log.start in places:
            label = words.LOG_START.format(offset=log.start).in_(self.lang)
            x = places[log.start]
            if x + 4 + text_width(label, SANS, 10) <= limit:
                svg = ink.path(f"M0 {ABOVE - 6}V{ABOVE - 1}", "tick") + ink.text(4, 12, label, "s10 muted")
                yield Mark("start", "row", x, 0, "", svg)

    def _signs(self) -> Iterator[Mark]:
        """▲ committed, ◆ position, ● last read, under their boxes; two of them share a box side by side."""
        progress = self.progress
        offsets = {"committed": progress.committed, "position": progress.position, "last-read": progress.last_read}
        for key, offset in offsets.items():
            if offset is None:
                continue
            sharing = [name for name, other in offsets.items() if other == offset]
            shift = (sharing.index(key) - (len(sharing) - 1) / 2) * 14
            x = self.stretch.places[offset] + self.stretch.box / 2 + shift
            yield Mark(key, "row", x, ABOVE + BOX_HEIGHT, "", _SIGNS[key])

    def _bars(self) -> Iterator[Mark]:
        """What would be read again, and the lag, as bars as long as the boxes that they count."""
        progress = self.progress
        y = ABOVE + BOX_HEIGHT + SIGNS
        if progress.again:
            n = progress.again[1] - progress.again[0] + 1
            label = offsets_words.AGAIN_BAR.format(n=n).in_(self.lang)
            yield self._bar("again", y, progress.again[0], progress.again[1], label, "lag", "warn")
        high = progress.log.high_watermark
        if progress.lag and progress.committed is not None and high is not None:
            label = words.LAG.format(lag=progress.lag).in_(self.lang)
            yield self._bar("lag", y + LANE, progress.committed, high - 1, label, f"g{TONE}", f"t{TONE}")

    def _bar(self, key: str, y: float, first: int, last: int, label: str, fill: str, tone: str) -> Mark:
        places = self.stretch.places
        x = places[first]
        end = places[last] + self.stretch.box if last in places else places[last + 1] - GAP
        wide = text_width(label, BOLD, 11)
        text = ""  # where there is room on neither side, the story says it
        if end + 6 + wide <= self.room:
            text = ink.text(end - x + 6, 10, label, f"bold {tone}")
        elif wide + 6 <= x:
            text = ink.text(-6, 10, label, f"bold {tone} end")
        return Mark(key, "row", x, y, "", ink.rect(0, 1, end - x, 9, f"bar {fill}", 4) + text)


_SIGNS = {
    "committed": ink.path("M-6 14h12L0 4Z", f"g{TONE}"),
    "position": ink.path("M0 3l6 6l-6 6l-6 -6Z", "good"),
    "last-read": ink.path("M5 9a5 5 0 1 0 -10 0a5 5 0 1 0 10 0Z", "good"),
}
