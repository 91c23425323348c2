"""One thing that is wrong with the course: where, and what. None stops the others from being found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kafkalab.i18n import Text


@dataclass(frozen=True)
class Problem:
    """`where`: a file of the course, or a lesson's question; `what`: in one line."""

    where: str
    what: Text

    def __str__(self) -> str:
        return f"{self.where}: {' '.join(str(self.what).split())}"
