"""What a check found: one line for people, with the next step where there is one. No looking here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from kafkalab.i18n import Text, joined

Level = Literal["ok", "warning", "problem"]

_WORDS = {
    "ok": Text(es="bien", en="ok"),
    "warning": Text(es="aviso", en="warning"),
    "problem": Text(es="problema", en="problem"),
}
_WIDTH = 8  # of the longest word


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's. `subject`: what was looked at; `next_step` where there is something to do."""

    level: Level
    subject: Text
    what: Text
    next_step: Text | None = None

    def __str__(self) -> str:
        return f"{_WORDS[self.level]!s:<{_WIDTH}}  {self.subject}: {joined(self.what, self.next_step)}"

    def to_dict(self) -> dict[str, Any]:
        """For `kafkalab doctor --json`."""
        step = None if self.next_step is None else str(self.next_step)
        return {"level": self.level, "subject": str(self.subject), "what": str(self.what), "next_step": step}
