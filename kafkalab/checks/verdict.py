"""What a check says: an outcome, a message, points. How it looks is in `cards`; how it is reached is in `live`.

A `Finding` is what marking found; a `Verdict` is the finding as the student gets it, with points and notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kafkalab.checks import cards
from kafkalab.i18n import Text, joined


class Outcome(StrEnum):
    """pass, fail, todo (untouched: never wrong), skipped (we could not tell)."""

    PASS = "pass"  # noqa: S105 (not a password)
    FAIL = "fail"
    TODO = "todo"
    SKIPPED = "skipped"


SIGNS = {Outcome.PASS: "✔", Outcome.FAIL: "✘", Outcome.TODO: "…", Outcome.SKIPPED: "–"}
WORDS = {
    Outcome.PASS: Text(es="correcto", en="correct"),
    Outcome.FAIL: Text(es="todavía no", en="not yet"),
    Outcome.TODO: Text(es="sin contestar", en="not answered"),
    Outcome.SKIPPED: Text(es="omitida", en="skipped"),
}


@dataclass(frozen=True)
class Finding:
    """What marking found. `counts` is False where there was nothing to mark, e.g. an answer that could not be read.

    `excused`: it cannot be marked on this cluster at all, so that the score leaves it out.
    """

    outcome: Outcome
    message: Text
    counts: bool = True
    excused: bool = False


def passed(message: Text) -> Finding:
    """The answer, or what the cluster holds, is right. The message says what the cluster showed."""
    return Finding(Outcome.PASS, message)


def failed(message: Text) -> Finding:
    """It is not right yet. The message says what was found and what to look at, never the answer."""
    return Finding(Outcome.FAIL, message)


def todo(message: Text) -> Finding:
    """Nothing has been done yet; the message says what is expected."""
    return Finding(Outcome.TODO, message, counts=False)


def skipped(message: Text) -> Finding:
    """We could not tell; the message says why and what to do."""
    return Finding(Outcome.SKIPPED, message, counts=False)


def excused(message: Text) -> Finding:
    """The cluster does not allow what the question needs; the message says what. Neither right nor wrong."""
    return Finding(Outcome.SKIPPED, message, counts=False, excused=True)


@dataclass(frozen=True)
class Verdict:
    """One check's result: `points` of `out_of`, and a `note` for what happened beside it (a score that was not saved).

    Its repr is one line and starts with a sign and a word; in a notebook it is a card with the same text.
    """

    outcome: Outcome
    message: Text
    points: int
    out_of: int
    question: str = ""
    note: Text | None = None

    @property
    def passed(self) -> bool:
        """True for a right answer."""
        return self.outcome is Outcome.PASS

    @property
    def headline(self) -> str:
        """The sign, the word and, once there is something to mark, the points."""
        marked = self.outcome is Outcome.PASS
        return f"{SIGNS[self.outcome]} {WORDS[self.outcome]}" + (f" ({self.points}/{self.out_of})" if marked else "")

    def __repr__(self) -> str:
        return f"{self.headline}: {joined(self.message, self.note)}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        """Text and HTML. The metadata carries the outcome, so that the course checker need not read prose."""
        html = cards.card(self.outcome.value, f"{self.headline}:", joined(self.message, self.note))
        metadata = {"kafkalab": {"question": self.question, "outcome": self.outcome.value}}
        return {"text/plain": repr(self), "text/html": html}, metadata
