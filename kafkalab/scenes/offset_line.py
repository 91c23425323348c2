"""A stretch of one partition as a row of boxes: committed, read, readable. offset_signs.py puts the signs to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kafkalab.scenes import ink, offsets_words, words
from kafkalab.scenes.grid import BOX_HEIGHT
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import MONO, text_width
from kafkalab.scenes.offset_signs import ABOVE, LANE, SIGNS, Signs
from kafkalab.scenes.records import record_title
from kafkalab.scenes.stretch import BREAK, Stretch, stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.i18n import Lang
    from kafkalab.scenes.progress import Progress

DELETED_SHOWN = 2


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
        yield from Signs(self.progress, self.stretch, self.room, self.lang).marks()

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


_TITLES = {
    "done": lambda n: offsets_words.DONE_TITLE.format(n=n),
    "again": lambda n: offsets_words.AGAIN_TITLE.format(n=n),
    "waits": lambda n: offsets_words.WAITS_TITLE.format(n=n),
    "plain": lambda n: offsets_words.PLAIN_TITLE.format(n=n),
    "beyond": lambda n: offsets_words.BEYOND_TITLE.format(n=n),
}


def _tail(number: str, room: float) -> str:
    """The number, or as many of its last digits as fit: neighbours differ there."""
    if text_width(number, MONO, 11) <= room:
        return number
    digits = max(1, int((room - text_width("…", MONO, 11)) / text_width("0", MONO, 11)))
    return f"…{number[-digits:]}"
