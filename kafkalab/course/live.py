"""Every question on a real cluster: untouched none passes, a wrong answer gets its message, the solution passes."""

from __future__ import annotations

import contextlib
import io
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kafkalab.checks import AnswerQuestion, ClusterState, LiveQuestion, Outcome, Program, Question, Verdict
from kafkalab.course.problem import Problem
from kafkalab.i18n import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kafkalab.lessons.lesson import Sheet

_UNTOUCHED = Text(es="sin tocarla, dice: {said}", en="untouched, it says: {said}")
_WRONG = Text(
    es="la respuesta errónea {number} no recibe su mensaje, sino: {said}",
    en="wrong answer {number} does not get its message, but: {said}",
)
_SOLUTION = Text(es="la solución no aprueba: {said}", en="the solution does not pass: {said}")
_BROKE = Text(es="prepararla en el clúster falló: {reason}", en="setting it up on the cluster failed: {reason}")


def prove(sheet: Sheet) -> list[Problem]:
    """Prove every question of a sheet. Its topics are made anew before each state that is set up."""
    start(sheet)
    problems = [problem for live in sheet.questions.values() for problem in _untouched(sheet, live)]
    for live in sheet.questions.values():
        problems.extend(Problem(_where(sheet, live.question), what) for what in _prove(sheet, live))
    return problems


def start(sheet: Sheet) -> None:
    """`start()` without its sentence."""
    with contextlib.redirect_stdout(io.StringIO()):
        sheet.start()


def _untouched(sheet: Sheet, live: LiveQuestion) -> Iterator[Problem]:
    verdict = live.check()
    fine = (Outcome.TODO,) if isinstance(live.question, AnswerQuestion) else (Outcome.TODO, Outcome.FAIL)
    if verdict.outcome not in fine:
        yield Problem(_where(sheet, live.question), _UNTOUCHED.format(said=_said(live, verdict)))


def _prove(sheet: Sheet, live: LiveQuestion) -> Iterator[Text]:
    question = live.question
    if isinstance(question, AnswerQuestion):
        for number, wrong in enumerate(question.wrong, start=1):
            yield from _must_fail(number, live, live.check(wrong.answer), wrong.message)
        yield from _must_pass(live, live.check(question.answer))
    elif isinstance(question, ClusterState):
        for number, state in enumerate(question.wrong, start=1):
            yield from _set_up(sheet, state.setup) or _must_fail(number, live, live.check(), state.message)
        yield from _set_up(sheet, question.solve) or _must_pass(live, live.check())
    elif isinstance(question, Program):
        for number, program in enumerate(question.wrong, start=1):
            yield from _must_fail(number, live, _check_program(live, program.source), program.message)
        yield from _must_pass(live, _check_program(live, question.solution))


def _set_up(sheet: Sheet, setup: Callable[[Any], None]) -> list[Text]:
    """Start afresh and run `setup`; what went wrong, if anything."""
    try:
        start(sheet)
        setup(sheet.cluster)
    except Exception as error:  # whatever a lesson's own set-up raises is reported like the rest
        return [_BROKE.format(reason=f"{type(error).__name__}: {error}")]
    return []


def _check_program(live: LiveQuestion, source: str) -> Verdict:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "program.py"
        path.write_text(source, encoding="utf-8")
        return live.check(str(path))


def _must_fail(number: int, live: LiveQuestion, verdict: Verdict, message: Text) -> Iterator[Text]:
    told = all(message.in_(lang) in verdict.message.in_(lang) for lang in LANGS)
    if verdict.outcome is not Outcome.FAIL or not told:
        yield _WRONG.format(number=number, said=_said(live, verdict))


def _must_pass(live: LiveQuestion, verdict: Verdict) -> Iterator[Text]:
    if verdict.outcome is not Outcome.PASS:
        yield _SOLUTION.format(said=_said(live, verdict))


def _said(live: LiveQuestion, verdict: Verdict) -> str:
    """The verdict, and what raised, and in which line, where something did."""
    if live.error is None:
        return repr(verdict)
    last = traceback.extract_tb(live.error.__traceback__)[-1]
    return f"{verdict!r} {live.error!r} ({Path(last.filename).name}:{last.lineno})"


def _where(sheet: Sheet, question: Question) -> str:
    return f"{sheet.spec.number} {question.id}"
