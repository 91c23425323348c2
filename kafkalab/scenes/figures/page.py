"""What every figure stands on: a heading, the boxes and arrows, and sentences below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.measure import BOLD, SANS, fit, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.i18n import Lang
    from kafkalab.scenes.figures.columns import Columns

MARGIN = 24.0
LEAST_WIDTH = 740.0
TOP = 78.0
LINE = 18.0


@dataclass(frozen=True)
class Note:
    """A sentence below a figure, with the number of its step if it has one; one that `warns` stands out."""

    text: Text
    warns: bool = False
    step: str = ""

    def told(self, lang: Lang) -> str:
        """The sentence for those who can't see the figure."""
        return f"{self.step}: {self.text.in_(lang)}" if self.step else self.text.in_(lang)


def page(width: float, height: float, title: str, alt: str, marks: Sequence[Mark]) -> Scene:
    """`marks` on a page of that size (px)."""
    ground = Mark("page", "", 0, 0, "ground", ink.rect(0, 0, width, height, "page"))
    return Scene(round(width), round(height), title, alt, (ground, *marks))


def figure(title: Text, about: Text, body: Columns, notes: Sequence[Note], alt: str, lang: Lang) -> Scene:
    """`body` below its `title` and what it is `about`, with the `notes` under it. They end the alternative text too."""
    width = max(LEAST_WIDTH, body.width + 2 * MARGIN)
    marks = [_heading(title, about, width, lang), *body.marks((width - body.width) / 2, TOP)]
    below, end = _notes(notes, TOP + body.height + 34, width - 2 * MARGIN, lang)
    told = " ".join([f"{title.in_(lang)}.", alt, *(note.told(lang) for note in notes)])
    return page(width, end + MARGIN - LINE, title.in_(lang), told, [*marks, *below])


def sentence(title: Text, said: Sequence[Text], lang: Lang) -> Scene:
    """A page with words, where there is nothing to draw."""
    notes = [Note(text) for text in said]
    marks, end = _notes(notes, TOP, LEAST_WIDTH - 2 * MARGIN, lang)
    alt = " ".join(text.in_(lang) for text in said)
    heading = _heading(title, Text("", ""), LEAST_WIDTH, lang)
    return page(LEAST_WIDTH, end + MARGIN - LINE, title.in_(lang), alt, [heading, *marks])


def _heading(title: Text, about: Text, width: float, lang: Lang) -> Mark:
    room = width - 2 * MARGIN
    svg = ink.text(0, 0, fit(title.in_(lang), BOLD, 16, room), "s16 bold")
    svg += ink.text(0, 20, fit(about.in_(lang), SANS, 12, room), "s12 muted")
    return Mark("heading", "", MARGIN, 36, "", svg)


def _notes(notes: Sequence[Note], y: float, width: float, lang: Lang) -> tuple[list[Mark], float]:
    marks = []
    for index, note in enumerate(notes):
        font, cls, sign = (BOLD, "s12 bold warn", "!") if note.warns else (SANS, "s12", "·")
        lines = wrap(note.text.in_(lang), font, 12, width - 14)
        svg = ink.text(0, 0, note.step or sign, "s12 bold" if note.step else cls)
        svg += "".join(ink.text(14, LINE * number, line, cls) for number, line in enumerate(lines))
        marks.append(Mark(f"note{index}", "", MARGIN, y, "", svg))
        y += LINE * len(lines) + 4
    return marks, y
