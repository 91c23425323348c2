"""What is shown that is not a verdict, e.g. a hint or a solution: a headline and a text, as one line or as a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.checks import cards

if TYPE_CHECKING:
    from kafkalab.i18n import Text


@dataclass(frozen=True)
class Note:
    """Something to read."""

    headline: Text
    body: Text

    def __repr__(self) -> str:
        return f"{self.headline} {self.body}"

    def _repr_html_(self) -> str:
        return cards.card("note", str(self.headline), self.body)
