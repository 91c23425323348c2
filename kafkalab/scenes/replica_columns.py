"""The measures that all rows of a partition's replicas share: in columns, or stacked where there is no room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.scenes.frame import MARGIN
from kafkalab.scenes.grid import BOX_HEIGHT, GAP
from kafkalab.scenes.measure import BOLD, text_width

if TYPE_CHECKING:
    from kafkalab.scenes.standing import Replica

COLUMNS_FROM = 760  # px: below it, words go above and below the boxes
LABEL_X, BOXES_X = 36.0, 172.0
NUMBERS_WIDTH, BADGE_WIDTH, SPACE = 118.0, 100.0, 14.0


@dataclass(frozen=True)
class Columns:
    """Where things stand in every row (px). `stacked`: the words above and below the boxes."""

    stacked: bool
    right: float
    boxes_x: float
    boxes_right: float
    box: float

    @property
    def pitch(self) -> float:
        """From one box to the next."""
        return self.box + GAP

    @property
    def slots(self) -> int:
        """How many boxes fit, the next offset's among them."""
        return max(3, int((self.boxes_right - self.boxes_x) // self.pitch))

    @property
    def row_height(self) -> float:
        """In px, with the space below the row."""
        return 94.0 if self.stacked else 60.0

    @property
    def boxes_y(self) -> float:
        """Where the boxes begin below the row's top."""
        return 28.0 if self.stacked else 8.0

    @property
    def line_from(self) -> float:
        """Where the high watermark's line begins in a row."""
        return self.boxes_y - 3 if self.stacked else 0.0

    @property
    def line_to(self) -> float:
        """Where it ends."""
        return self.boxes_y + BOX_HEIGHT + (7 if self.stacked else 18)

    def role_at(self, replica: Replica) -> tuple[float, float]:
        """Where the sign of its role is: below the broker's name, or behind it."""
        if not self.stacked:
            return LABEL_X, 37.0
        return LABEL_X + text_width(name(replica), BOLD, 13) + 14, 18.0


def columns_for(width: float, end: int | None) -> Columns:
    """Columns for a picture of that width, with boxes wide enough for the offset `end`."""
    box = max(33.0, round(len(str(end or 0)) * 6.62) + 10)
    right = width - MARGIN - SPACE
    if width < COLUMNS_FROM:
        return Columns(True, right, LABEL_X, right, box)
    numbers = max(NUMBERS_WIDTH, text_width(f"LEO {end}", BOLD, 12) + SPACE)
    return Columns(False, right, BOXES_X, right - BADGE_WIDTH - numbers - SPACE, box)


def name(replica: Replica) -> str:
    """`broker 101`."""
    return f"broker {replica.broker}"
