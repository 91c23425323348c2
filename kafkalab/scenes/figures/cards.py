"""A card: a title, a state, and rows to which arrows lead. Brokers, controllers, servers and clients are cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.i18n import Lang
from kafkalab.scenes import badge, ink
from kafkalab.scenes.figures.columns import Box
from kafkalab.scenes.figures.dot import Node
from kafkalab.scenes.measure import BOLD, MONO_BOLD, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.scenes.measure import Font

ROW = 26.0
HEAD = 34.0
FOOT = 6.0
LABEL = 30.0


Pill = tuple[str | None, Lang]  # a broker's state, None where nobody can tell, and the language to say it in


@dataclass(frozen=True)
class Row:
    """A line of a card: a bold `label` and a `text` of class `cls`, in a box of class `box` if that is given."""

    text: str
    label: str = ""
    box: str = "box"
    cls: str = "muted"


@dataclass(frozen=True)
class Card:
    """`name` is its node's. `pill` is the badge at its top right; one that is `off` is grey and dashed."""

    name: str
    title: str
    rows: tuple[Row, ...] = ()
    pill: Pill | None = None
    off: bool = False
    mono: bool = False
    cls: str = "kafka"

    @property
    def label_width(self) -> float:
        """Room for the labels, so that the texts behind them are in line."""
        widths = [text_width(row.label, BOLD, 11) for row in self.rows if row.label]
        return max((LABEL, *(width + 10 for width in widths))) if widths else 0.0

    @property
    def width(self) -> float:
        """The least that it needs, in px."""
        pill = 12 + badge.width(*self.pill) if self.pill else 0.0
        rows = [16 + self.label_width + text_width(row.text, BOLD, 11) for row in self.rows]
        return max([text_width(self.title, self._font, 13) + pill, *rows, 122.0]) + 28

    @property
    def _font(self) -> Font:
        return MONO_BOLD if self.mono else BOLD

    def box(self, width: float) -> Box:
        """The card, `width` px wide. Row n of its node is n + 1: row 0 is the head."""
        heights = (HEAD, *[ROW] * len(self.rows), FOOT)

        def draw() -> str:
            svg = ink.rect(0, 0, width, sum(heights), "box" if self.off else self.cls, 8)
            svg += ink.text(14, 22, self.title, "s13 mono bold" if self.mono else "s13 bold")
            svg += badge.badge(width - 8, 7, *self.pill) if self.pill else ""
            return svg + "".join(self._row(index, row, width) for index, row in enumerate(self.rows))

        return Box(Node(self.name, width, heights), draw, "off" if self.off else "")

    def _row(self, index: int, row: Row, width: float) -> str:
        y = HEAD + index * ROW
        lead = row.box == "lead"
        tone = "bold" + (" l0" if lead and not self.off else "")
        box = "box" if self.off and row.box else row.box
        svg = ink.rect(8, y, width - 16, ROW - 4, box, 4) if box else ""
        svg += ink.text(16, y + 15.5, row.label, tone) if row.label else ""
        x = 16 + self.label_width if row.box or row.label else 14
        return svg + (ink.text(x, y + 15.5, row.text, tone if lead else row.cls) if row.text else "")


def column(cards: Sequence[Card]) -> list[Box]:
    """The cards of a column, all as wide as the widest needs."""
    width = max((card.width for card in cards), default=0.0)
    return [card.box(width) for card in cards]
