"""A stretch of one partition as a row of boxes: what is committed, read, readable; signs and bars below it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kafkalab.scenes import ink, offsets_words, words
from kafkalab.scenes.grid import BOX_HEIGHT
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, MONO, SANS, text_width
from kafkalab.scenes.records import record_title
from kafkalab.scenes.stretch import BREAK, GAP, Stretch, stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.i18n import Lang
    from kafkalab.scenes.progress import Progress

ABOVE, SIGNS, LANE = 18.0, 20.0, 18.0
DELETED_SHOWN = 2
TONE = 0


@dataclass(frozen=True)
class Line:
    """The row of boxes with what stands above and below it, in `room` px."""

    progress: Progress
    room: float
    lang: Lang

    @cached_property
    def stretch(self) -> Stretch | None:
        """Which offsets are drawn, and where. None where none is known."""
        anchors = self.progress.anchors
        if not anchors:
            return None
        log = self.progress.log
        most = max(anchors)
        least = min(anchors) if log.start is None else max(0, min(min(anchors), log.start - DELETED_SHOWN))
        box = max(36.0, round(text_width(str(most), MONO, 11)) + 10)
        return stretch(anchors, least, most, box, self.room)

    @property
    def height(self) -> float:
        """In px."""
        return ABOVE + BOX_HEIGHT + SIGNS + 2 * LANE

    def marks(self) -> Iterator[Mark]:
        """Below the mark `row`: boxes and breaks, the high watermark, signs, bars."""
        if self.stretch is None:
            said = words.UNKNOWN_OFFSETS.in_(self.lang)
            yield Mark("unknown", "row", 0, ABOVE, "", ink.text(0, 21, said, "muted"))
            return
        for offset, x in self.stretch.places.items():
            cls, title = self._kind(offset)
            yield Mark(f"o/{offset}", "row", x, ABOVE, cls, self._box(offset, title, cls))
        for index, (x, (first, last)) in enumerate(self.stretch.breaks.items()):
            yield Mark(f"break/{index}", "row", x, ABOVE, "", self._break(first, last))
        yield from self._above()
        yield from self._signs()
        yield from self._bars()

    def legend(self) -> list[str]:
        """What the signs on the boxes mean: only those that are there."""
        drawn = () if self.stretch is None else self.stretch.places
        classes = {self._kind(offset)[0] for offset in drawn}
        breaks = self.stretch is not None and bool(self.stretch.breaks)
        entries = [(text, cls in classes) for cls, text in offsets_words.LEGEND.items()]
        return [text.in_(self.lang) for text, there in (*entries, (offsets_words.LEGEND_BREAK, breaks)) if there]

    # -- boxes --------------------------------------------------------------------------------------------------------

    def _kind(self, offset: int) -> tuple[str, str]:
        """Class and title of the box of `offset`."""
        progress, log = self.progress, self.progress.log
        if log.start is not None and offset < log.start:
            return "gone", words.DELETED.format(offset=offset).in_(self.lang)
        if log.end is None:
            return "gap", _TITLES["plain"](offset).in_(self.lang)
        if offset >= log.end:
            title = words.NEXT_TITLE.format(offset=offset) if offset == log.leo else _TITLES["beyond"](offset)
            return "next", title.in_(self.lang)
        if log.high_watermark is not None and offset >= log.high_watermark:
            return "unread", words.UNREADABLE.format(offset=offset).in_(self.lang)
        if progress.again and progress.again[0] <= offset <= progress.again[1]:
            return "again", _TITLES["again"](offset).in_(self.lang)
        if progress.committed is not None:
            cls = "done" if offset < progress.committed else ""
            return cls, _TITLES[cls or "waits"](offset).in_(self.lang)
        return "", _TITLES["plain"](offset).in_(self.lang)

    def _box(self, offset: int, title: str, cls: str) -> str:
        assert self.stretch is not None
        width = self.stretch.box
        record = next((r for r in self.progress.partition.records if r.offset == offset), None)
        said = title if record is None else f"{title} · {record_title(self.progress.partition.id, record, self.lang)}"
        sign = {"done": "✓", "again": "↻"}.get(cls, "")
        number = ink.text(width / 2, 15 if sign else 21, _tail(str(offset), width - 4), "offset mono mid")
        mark = ink.text(width / 2, 29, sign, "s10 bold mid " + ("good" if cls == "done" else "warn")) if sign else ""
        return ink.title(said) + ink.rect(0, 0, width, BOX_HEIGHT, "box", 4) + number + mark

    def _break(self, first: int, last: int) -> str:
        said = offsets_words.BROKEN.format(n=last - first + 1, first=first, last=last).in_(self.lang)
        cut = ink.path(f"M{ink.number(BREAK / 2 - 5)} 26l4 -18M{ink.number(BREAK / 2 + 1)} 26l4 -18", "tick")
        return ink.title(said) + cut

    # -- above: log start, high watermark, LEO -------------------------------------------------------------------------

    def _above(self) -> Iterator[Mark]:
        """Labels from the right to the left, each only where there is room: the story below has them all."""
        log, places = self.progress.log, self.stretch.places if self.stretch else {}
        limit = self.room
        if log.leo is not None:
            label = f"LEO {log.leo}"
            wide = text_width(label, BOLD, 10)
            right = max(wide, places[log.leo] + self.stretch.box) if self.stretch else wide
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

    # -- below: signs and bars -----------------------------------------------------------------------------------------

    def _signs(self) -> Iterator[Mark]:
        """▲ committed, ◆ position, ● last read, under their boxes; two of them share a box side by side."""
        progress = self.progress
        offsets = {"committed": progress.committed, "position": progress.position, "last-read": progress.last_read}
        for key, offset in offsets.items():
            if offset is None or self.stretch is None:
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
        assert self.stretch is not None
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


_TITLES = {
    "done": lambda n: offsets_words.DONE_TITLE.format(n=n),
    "again": lambda n: offsets_words.AGAIN_TITLE.format(n=n),
    "waits": lambda n: offsets_words.WAITS_TITLE.format(n=n),
    "plain": lambda n: offsets_words.PLAIN_TITLE.format(n=n),
    "beyond": lambda n: offsets_words.BEYOND_TITLE.format(n=n),
}
_SIGNS = {
    "committed": ink.path("M-6 14h12L0 4Z", f"g{TONE}"),
    "position": ink.path("M0 3l6 6l-6 6l-6 -6Z", "good"),
    "last-read": ink.path("M5 9a5 5 0 1 0 -10 0a5 5 0 1 0 10 0Z", "good"),
}


def _tail(number: str, room: float) -> str:
    """The number, or as many of its last digits as fit: neighbours differ there."""
    if text_width(number, MONO, 11) <= room:
        return number
    digits = max(1, int((room - text_width("…", MONO, 11)) / text_width("0", MONO, 11)))
    return f"…{number[-digits:]}"
