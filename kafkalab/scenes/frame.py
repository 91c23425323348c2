"""What every diagram stands in: the page, a frame, a heading, a legend; and a sentence where there is nothing to draw.

No Kafka here: titles, facts and sentences come from the diagrams. The top right corner stays free: the live view says
there how fresh the picture is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.scenes import ink, words
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.measure import BOLD, SANS, fit, text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.i18n import Lang

WIDTH = 1120
MARGIN, FRAME_TOP, PADDING = 16.0, 48.0, 16.0
LEFT = 24.0  # of heading and legend
LEAST_HEIGHT = 150.0
LEGEND, LEGEND_LINE = 34.0, 16.0
FACTS_GAP, FACTS_LINE = 14.0, 20.0
STATUS_WIDTH = 260  # kept free at the top right


def ground(
    width: float, bottom: float, divider: float | None = None, *, top: float = FRAME_TOP, foot: float = LEGEND
) -> list[Mark]:
    """The page, and the frame from `top` to `bottom` (px), perhaps with a rule at `divider`."""
    page = ink.rect(0, 0, width, bottom + foot, "page")
    frame = ink.rect(0, 0, width - 2 * MARGIN, bottom - top, "frame", 8)
    if divider is not None:
        frame += ink.path(f"M{ink.number(divider - MARGIN)} 16V{ink.number(bottom - top - 16)}", "rule")
    return [Mark("page", "", 0, 0, "ground", page), Mark("frame", "", MARGIN, top, "ground", frame)]


def heading(full: str, shown: str, facts: Sequence[str], width: float) -> tuple[Mark, float]:
    """`shown` in large letters, facts behind it or, where there is no room, below it; and where the frame begins."""
    room, about = width - 2 * LEFT - STATUS_WIDTH, " · ".join(facts)
    name = fit(ink.clean(shown), BOLD, 18, room)
    after = text_width(name, BOLD, 18) + FACTS_GAP
    svg = ink.title(full) + ink.text(0, 0, name, "s18 bold")
    if after + text_width(about, SANS, 12) <= room:
        return Mark("heading", "", LEFT, 34, "", svg + ink.text(after, 0, about, "s12 muted")), FRAME_TOP
    below = ink.text(0, FACTS_LINE, fit(about, SANS, 12, width - 2 * LEFT), "s12 muted")
    return Mark("heading", "", LEFT, 34, "", svg + below), FRAME_TOP + FACTS_LINE


def flow(widths: Sequence[float], room: float, gap: float) -> list[tuple[float, int]]:
    """Things of these widths (px) in lines of `room`, `gap` apart: (x, line) of each."""
    places: list[tuple[float, int]] = []
    x, line = 0.0, 0
    for width in widths:
        if x and x + width > room:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += width + gap
    return places


def legend(entries: Sequence[str], bottom: float, width: float, lang: Lang) -> tuple[list[Mark], float]:
    """What the signs mean, below a frame that ends at `bottom`, in as many lines as it takes; and the foot's height."""
    if not entries:
        return [], LEGEND
    word = words.LEGEND.in_(lang)
    indent = text_width(word, BOLD, 10) + 10
    room = width - 2 * LEFT - indent
    shown = [fit(entry, SANS, 10, room) for entry in entries]
    places = flow([text_width(entry, SANS, 10) for entry in shown], room, 22)
    svg = ink.text(0, 0, word, "s10 bold muted")
    for entry, (x, line) in zip(shown, places, strict=True):
        svg += ink.text(indent + x, line * LEGEND_LINE, entry, "s10 muted")
    return [Mark("legend", "", LEFT, bottom + 21, "", svg)], LEGEND + places[-1][1] * LEGEND_LINE


def sentence_scene(title: str, said: str, more: str, alt: str, width: float) -> Scene:
    """A frame with words in place of a diagram: `said` and, more quietly, `more`."""
    room = width - 2 * (MARGIN + LEFT)
    lines = [(line, "s13 bold") for line in wrap(said, BOLD, 13, room)]
    lines += [(line, "s12 muted") for line in wrap(more, SANS, 12, room)]
    bottom = FRAME_TOP + max(LEAST_HEIGHT, 90 + 22 * len(lines))
    svg = "".join(ink.text(0, 22 * index, line, cls) for index, (line, cls) in enumerate(lines))
    name = fit(ink.clean(title), BOLD, 18, width - 2 * LEFT - STATUS_WIDTH)
    marks = [
        *ground(width, bottom),
        Mark("heading", "", LEFT, 34, "", ink.text(0, 0, name, "s18 bold")),
        Mark("nothing", "", MARGIN + LEFT, FRAME_TOP + 70, "", svg),
    ]
    return Scene(width, bottom + LEGEND, title, alt, tuple(marks))
