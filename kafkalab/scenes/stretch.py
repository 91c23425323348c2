"""Which offsets of a long log are drawn: those that matter and their neighbours, with breaks for what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

GAP, BREAK = 3.0, 30.0
_WIDEST = 60


@dataclass(frozen=True)
class Stretch:
    """`places` maps an offset to the left edge of its box (px), `breaks` the left edge of a break to its offsets.

    `box` is the width of a box.
    """

    places: dict[int, float]
    breaks: dict[float, tuple[int, int]]
    box: float
    width: float


def stretch(anchors: set[int], least: int, most: int, box: float, room: float) -> Stretch:
    """The offsets around `anchors`, between `least` and `most`, that fit into `room` px with boxes `box` px wide.

    Where not even the anchors fit, the boxes are narrower.
    """
    chosen = _runs(anchors)
    for radius in range(1, _WIDEST):
        near = {o for a in anchors for o in range(max(least, a - radius), min(most, a + radius) + 1)} | anchors
        runs = _runs(near)
        if _width(runs, box) > room:
            break
        chosen = runs
    if _width(chosen, box) > room:
        boxes = sum(last - first + 1 for first, last in chosen)
        box = (room - (len(chosen) - 1) * (BREAK + GAP)) / boxes - GAP
    return _placed(chosen, box)


def _runs(offsets: Iterable[int]) -> list[tuple[int, int]]:
    """Unbroken runs, first and last; a single missing offset is put in, for a break takes as much room."""
    runs: list[tuple[int, int]] = []
    for offset in sorted(offsets):
        if runs and offset <= runs[-1][1] + 2:
            runs[-1] = (runs[-1][0], offset)
        else:
            runs.append((offset, offset))
    return runs


def _width(runs: list[tuple[int, int]], box: float) -> float:
    boxes = sum(last - first + 1 for first, last in runs)
    return boxes * (box + GAP) + (len(runs) - 1) * (BREAK + GAP)


def _placed(runs: list[tuple[int, int]], box: float) -> Stretch:
    places: dict[int, float] = {}
    breaks: dict[float, tuple[int, int]] = {}
    x = 0.0
    for index, (first, last) in enumerate(runs):
        if index:
            breaks[x] = (runs[index - 1][1] + 1, first - 1)
            x += BREAK + GAP
        for offset in range(first, last + 1):
            places[offset] = x
            x += box + GAP
    return Stretch(places, breaks, box, x - GAP)
