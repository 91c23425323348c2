"""The verdicts that an executed notebook shows, and what they must be: none passes untouched, all pass when solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kafkalab.checks import Outcome
from kafkalab.course.derive import Kind, Target
from kafkalab.course.problem import Problem
from kafkalab.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.lessons.spec import LessonSpec

_NO_VERDICT = Text(
    es="{question} no muestra ningún veredicto: `check(…)` debe ser lo último de su celda",
    en="{question} shows no verdict: `check(…)` must be the last thing in its cell",
)
_PASSES = Text(es="{question} está aprobada sin haberla tocado", en="{question} passes untouched")
_FAILS = Text(es="la solución no aprueba {question}: {outcome}", en="the solution does not pass {question}: {outcome}")
_SKIPPED = Text(es="{question} no se pudo comprobar", en="{question} could not be checked")


def verdicts(notebook: Any) -> list[tuple[str, str]]:
    """(question, outcome) of every verdict shown, in order."""
    shown = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            ours = output.get("metadata", {}).get("kafkalab", {})
            if "outcome" in ours:
                shown.append((ours["question"], ours["outcome"]))
    return shown


def inspect_outcomes(target: Target, notebook: Any, spec: LessonSpec) -> list[Problem]:
    """What is wrong with the verdicts of one notebook."""
    shown = verdicts(notebook)
    asked = [question.id for question in (spec.exercises if target.source.is_sheet else spec.questions)]
    problems = [what for name in asked for what in _of(name, [o for q, o in shown if q == name], target.kind)]
    return [Problem(target.name, what) for what in problems]


def _of(name: str, outcomes: list[str], kind: Kind) -> Iterator[Text]:
    if not outcomes:
        yield _NO_VERDICT.format(question=name)
        return
    if Outcome.SKIPPED in outcomes:
        yield _SKIPPED.format(question=name)
    if kind is Kind.EXERCISES and Outcome.PASS in outcomes:
        yield _PASSES.format(question=name)
    if kind is Kind.SOLUTIONS and outcomes[-1] != Outcome.PASS:
        yield _FAILS.format(question=name, outcome=outcomes[-1])
