"""A partition in a group as a tile: its number, the topic's colour, its lag as a bar that fills and drains.

Where tiles stand together is decided here too; whose they are is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, SANS, fit, squeeze, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kafkalab.i18n import Lang
    from kafkalab.scenes.membership import Tile

GAP = 8.0
STRIP = 6.0

_LAG = Text("lag {lag}", "lag {lag}")
_TITLE = Text("{topic}, partición {n}: {told}", "{topic}, partition {n}: {told}")
_COMMITTED = Text("offset confirmado {committed}, lag {lag}", "committed offset {committed}, lag {lag}")
_NOT_COMMITTED = Text("sin offset confirmado", "no committed offset")
_SHARED = Text("compartida, sin offset confirmado", "shared, without a committed offset")
_NO_COMMIT = Text("sin commit", "no commit")
_OLD = Text(" (último dato conocido)", " (last known)")


@dataclass(frozen=True)
class Tiles:
    """How the tiles of one picture look. A bar is full at a lag of `scale`; topics are named where there are several.

    `is_small`: the form for many partitions. `letters`: what a topic is called on a small tile, if it must be told.
    """

    is_small: bool
    scale: int
    tones: Mapping[str, int]
    letters: Mapping[str, str]
    lang: Lang

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a tile (px)."""
        several = bool(self.letters)
        return (84.0 if several else 72.0, 26.0) if self.is_small else (108.0, 60.0 if several else 46.0)

    def places(self, count: int, room: float) -> tuple[list[tuple[float, float]], float]:
        """Where `count` tiles stand in `room` px, line by line, from (0, 0) on; and how tall they are together."""
        (width, height), gap = self.size, 5.0 if self.is_small else GAP
        per_line = max(1, int((room + gap) // (width + gap)))
        places = [(n % per_line * (width + gap), n // per_line * (height + gap)) for n in range(count)]
        return places, -(-count // per_line) * (height + gap) - gap if count else 0.0

    def marks(self, tiles: Sequence[Tile], x: float, y: float, room: float) -> Iterator[Mark]:
        """The tiles from (`x`, `y`) on. Absolute places: a tile slides from one owner to another."""
        for tile, (dx, dy) in zip(tiles, self.places(len(tiles), room)[0], strict=True):
            cls = "tile stale" if tile.is_old else "tile"
            draw = self._small if self.is_small else self._large
            yield Mark(tile.key, "", x + dx, y + dy, cls, ink.title(self._told(tile)) + draw(tile))

    def _told(self, tile: Tile) -> str:
        told = _COMMITTED.format(committed=tile.committed, lag=_number(tile.lag))
        if tile.committed is None:
            told = _NOT_COMMITTED if tile.reader is None else _SHARED
        said = _TITLE.format(topic=tile.topic, n=tile.number, told=told).in_(self.lang)
        return said + (_OLD.in_(self.lang) if tile.is_old else "")

    def _ground(self, tile: Tile) -> str:
        width, height = self.size
        edge = f"M{STRIP} 0.5H4a3.5 3.5 0 0 0 -3.5 3.5V{ink.number(height - 4)}a3.5 3.5 0 0 0 3.5 3.5H{STRIP}Z"
        return ink.rect(0, 0, width, height, "box", 4) + ink.path(edge, f"g{self.tones[tile.topic]}")

    def _bar(self, tile: Tile, y: float, height: float) -> str:
        if tile.lag is None:
            return ""
        x = STRIP + 6
        room = self.size[0] - x - 8
        filled = max(3.0, room * min(1.0, tile.lag / self.scale)) if tile.lag else 0.0  # it drains to nothing
        bar = ink.rect(x, y, room, height, "track", height / 2)
        return bar + ink.rect(x, y, filled, height, "lag", height / 2)

    def _large(self, tile: Tile) -> str:
        width, height = self.size
        name = f"P{tile.number}"
        svg = self._ground(tile) + ink.text(STRIP + 6, 19, name, "s13 bold")
        room = width - STRIP - 6 - text_width(name, BOLD, 13) - 6 - 8
        if tile.committed is not None:
            lag = _LAG.format(lag=_number(tile.lag)).in_(self.lang)
            svg += ink.text(width - 8, 18.5, lag if text_width(lag, BOLD, 11) <= room else _short(tile.lag), "bold end")
        elif tile.reader is None:
            svg += ink.text(width - 8, 18.5, fit(_NO_COMMIT.in_(self.lang), SANS, 10, room), "s10 muted end")
        if self.letters:
            shown = squeeze(ink.clean(tile.topic), SANS, 10, width - STRIP - 14)
            svg += ink.text(STRIP + 6, 34, shown, "s10 muted")
        return svg + self._bar(tile, height - 16, 8)

    def _small(self, tile: Tile) -> str:
        width, height = self.size
        letter = self.letters.get(tile.topic)
        name = f"P{tile.number}" if letter is None else f"{letter}·P{tile.number}"
        svg = self._ground(tile) + ink.text(STRIP + 4, 13.5, name, "s10 bold")
        room = width - STRIP - 4 - text_width(name, BOLD, 10) - 4 - 6
        lag = "" if tile.committed is None else _number(tile.lag)
        lag = lag if text_width(lag, SANS, 10) <= room else _short(tile.lag)
        return svg + (ink.text(width - 6, 13.5, lag, "s10 end") if lag else "") + self._bar(tile, height - 8, 4)


def _number(lag: int | None) -> str:
    return "?" if lag is None else str(lag)


def _short(lag: int | None) -> str:
    """Where there is no room for all its digits: `12k`, rounded down. The tile's title has the whole number."""
    size = len(str(lag or 0)) - 1
    return f"{(lag or 0) // 1000 ** (size // 3)}{'kMGTPE'[size // 3 - 1] if size > 2 else ''}"
