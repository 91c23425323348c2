"""The score of a sheet as a table: every question, its outcome, its points; as text and as HTML."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.checks import cards
from kafkalab.checks.scorebook import Entry
from kafkalab.checks.verdict import SIGNS, WORDS, Outcome
from kafkalab.i18n import Text, language

if TYPE_CHECKING:
    from kafkalab.checks.question import Question

_TOTAL = Text(es="Total", en="Total")
_HEADINGS = (
    Text(es="pregunta", en="question"),
    Text(es="resultado", en="result"),
    Text(es="puntos", en="points"),
)
_AFTER_SOLUTION = Text(es="solución leída", en="solution read")


@dataclass(frozen=True)
class Row:
    """One question: best outcome so far, points earned of those possible (none where it could not be marked)."""

    question: str
    title: Text
    outcome: Outcome
    points: int
    out_of: int
    solution_seen: bool = False

    @property
    def result(self) -> str:
        """Sign and word, and whether the solution was read: those points are not earned."""
        remark = f" ({_AFTER_SOLUTION})" if self.solution_seen else ""
        return f"{SIGNS[self.outcome]} {WORDS[self.outcome]}{remark}"


@dataclass(frozen=True)
class Score:
    """A sheet's score at one moment."""

    title: Text
    rows: tuple[Row, ...]
    note: Text | None = None

    @property
    def points(self) -> int:
        """Points earned."""
        return sum(row.points for row in self.rows)

    @property
    def out_of(self) -> int:
        """Points possible."""
        return sum(row.out_of for row in self.rows)

    def __repr__(self) -> str:
        cells = [(f"{row.question}  {row.title}", row.result, f"{row.points}/{row.out_of}") for row in self.rows]
        cells.append((str(_TOTAL), "", f"{self.points}/{self.out_of}"))
        first, second = (max(len(line[n]) for line in cells) for n in (0, 1))
        lines = [f"{name:<{first}}  {result:<{second}}  {points:>5}" for name, result, points in cells]
        return "\n".join([str(self.title), *lines, *([str(self.note)] if self.note else [])])

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" style="text-align:left">{heading}</th>' for heading in _HEADINGS)
        body = "".join(_html_row(row) for row in self.rows)
        points = f"<td></td><td>{self.points}/{self.out_of}</td>"
        total = f'<tr><th scope="row" style="text-align:left">{_TOTAL}</th>{points}</tr>'
        caption = f'<caption style="text-align:left"><strong>{html.escape(str(self.title))}</strong></caption>'
        note = f"<p>{cards.prose(str(self.note))}</p>" if self.note else ""
        return (
            f'<table lang="{language()}">{caption}<thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody><tfoot>{total}</tfoot></table>{note}"
        )


def score_of(title: Text, questions: tuple[Question, ...], entries: dict[str, Entry], note: Text | None) -> Score:
    """The table of `questions` with what the scorebook holds of them; what it lacks is not answered."""
    return Score(title, tuple(_row(question, entries.get(question.id, Entry())) for question in questions), note)


def _row(question: Question, entry: Entry) -> Row:
    return Row(
        question=question.id,
        title=question.title,
        outcome=Outcome(entry.outcome),
        points=min(entry.points, question.points),
        out_of=0 if entry.outcome == Outcome.SKIPPED else question.points,
        solution_seen=entry.solution_seen and entry.points == 0,
    )


def _html_row(row: Row) -> str:
    name = f'<th scope="row" style="text-align:left">{row.question}&ensp;{html.escape(str(row.title))}</th>'
    colour = cards.COLOURS[row.outcome.value]
    result = f'<td style="text-align:left;color:{colour}">{html.escape(row.result)}</td>'
    return f"<tr>{name}{result}<td>{row.points}/{row.out_of}</td></tr>"
