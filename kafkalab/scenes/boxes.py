"""The records of one partition as boxes with their offsets: known, deleted, missing, not readable yet, older ones.

Where a box stands, and whose row it is in, is the business of whoever draws the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kafkalab.scenes import ink, words
from kafkalab.scenes.grid import BOX_HEIGHT
from kafkalab.scenes.measure import SANS, squeeze
from kafkalab.scenes.records import key_tone, record_data, record_title

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Record
    from kafkalab.scenes.log import Log, Window


@dataclass(frozen=True)
class Boxes:
    """The boxes of `partition`, `width` px wide. `newest` is an offset to highlight, if it is one of them."""

    partition: Partition
    log: Log
    width: float
    lang: Lang
    newest: int | None = None

    @cached_property
    def known(self) -> dict[int, Record]:
        """The records whose text is known, by offset."""
        return {record.offset: record for record in self.partition.records}

    def of(self, offset: int) -> tuple[str, str]:
        """Class and SVG of the box of `offset`."""
        record = self.known.get(offset)
        if self.log.start is not None and offset < self.log.start:
            return "gone", self._plain(offset, words.DELETED)
        if self.log.high_watermark is not None and offset >= self.log.high_watermark and record is None:
            return "unread", self._plain(offset, words.UNREADABLE)
        if record is not None:
            return "new" if offset == self.newest else "", self._record(record)
        if self.known and min(self.known) < offset < max(self.known):
            return "gap", self._plain(offset, words.GAP)
        return "", self._plain(offset, words.RECORD)

    def older(self, window: Window, end: int | None = None) -> tuple[str, str]:
        """Class and SVG of the box that stands for all before the first one shown, in a copy that ends at `end`."""
        last = (window.first if end is None else min(window.first, end)) - 1
        deleted = self.log.start is not None and self.log.start > last
        if self.log.start is None:
            title = words.OLDER_UNKNOWN.in_(self.lang)
        else:
            first = 0 if deleted else self.log.start
            title = words.OLDER.format(first=first, last=last).in_(self.lang)
        return "gone" if deleted else "older", ink.title(title) + self.outline() + self.number("…", 20)

    def outline(self) -> str:
        """The box alone."""
        return _outline(self.width)

    def number(self, shown: str, y: float = 21) -> str:
        """What is written in it."""
        return _number(self.width, shown, y)

    def _plain(self, offset: int, title: words.Text) -> str:
        said = title.format(offset=offset, partition=self.partition.id).in_(self.lang)
        return ink.title(said) + self.outline() + self.number(str(offset))

    def _record(self, record: Record) -> str:
        return _record_svg(record, self.partition.id, self.width, self.lang)


@lru_cache(maxsize=4096)  # a live view draws the same records again and again
def _record_svg(record: Record, partition: int, width: float, lang: Lang) -> str:
    strip = _key_strip(record.key, width) if record.key else ""
    title = ink.title(record_title(partition, record, lang))
    inner = title + _outline(width) + strip + _number(width, str(record.offset), 14 if strip else 21)
    return f"<g{record_data(partition, record)}>{inner}</g>"


def _outline(width: float) -> str:
    return ink.rect(0, 0, width, BOX_HEIGHT, "box", 4)


def _number(width: float, shown: str, y: float) -> str:
    return ink.text(width / 2, y, shown, "offset mono mid")


def _key_strip(key: str, width: float) -> str:
    shown = squeeze(ink.clean(key), SANS, 9, width - 5)
    strip = ink.rect(1.5, 20, width - 3, BOX_HEIGHT - 21.5, f"strip k{key_tone(key)}", 2.5)
    return strip + ink.text(width / 2, 29.5, shown, "s9 mid")
