"""The measures that all rows of a topic share. Which offset is in which slot is log.py's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.scenes.log import read_log

if TYPE_CHECKING:
    from kafkalab.observe.snapshot import Partition

TOP = 16  # room for what stands above the boxes
BOX_HEIGHT = 34
LANE = 18
GAP = 3
LABEL_X, BOXES_X = 40.0, 148.0
NEXT_LABEL_WIDTH = 62


@dataclass(frozen=True)
class Grid:
    """The columns that all rows share: where the boxes end on the right (px), and the width of one box."""

    right: float
    box: float

    @property
    def pitch(self) -> float:
        """From one box to the next."""
        return self.box + GAP

    @property
    def slots(self) -> int:
        """How many boxes fit, the next offset's among them."""
        return max(3, int((self.right - BOXES_X - NEXT_LABEL_WIDTH) // self.pitch))


def grid_for(partitions: list[Partition], right: float) -> Grid:
    """Boxes wide enough for the longest offset of any of `partitions`."""
    longest = max((len(str(read_log(p).end or 0)) for p in partitions), default=1)
    return Grid(right, max(33.0, round(longest * 6.62) + 10))
