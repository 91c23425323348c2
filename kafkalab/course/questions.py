"""The questions of a lesson as they are written: complete, in both languages, and keeping their answers to themselves.

Nothing is run here; `live` proves them on a cluster.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kafkalab.checks import AnswerQuestion, Choice, Number, Question
from kafkalab.checks.answers import Unreadable, is_untouched, read_safely
from kafkalab.course.problem import Problem
from kafkalab.i18n import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.lessons.spec import LessonSpec

_MIN_HINTS = 2

_ID = Text(es="debería llamarse {wanted}", en="should be called {wanted}")
_HINTS = Text(es="tiene menos de dos pistas distintas", en="has fewer than two different hints")
_NO_WRONG = Text(es="no tiene ninguna respuesta errónea típica", en="has no typical wrong answer")
_POINTS = Text(es="no vale ningún punto", en="is worth no points")
_EMPTY = Text(es="{what}: falta el texto en {lang}", en="{what}: no text in {lang}")
_SAME = Text(es="{what}: es igual en los dos idiomas", en="{what}: is the same in both languages")
_UNREADABLE = Text(es="{what}: la pregunta no sabe leer {value!r}", en="{what}: the question can't read {value!r}")
_RIGHT_AFTER_ALL = Text(
    es="la respuesta errónea {value!r} es la buena", en="the wrong answer {value!r} is the right one"
)
_TELLS = Text(es="{what}: dice la respuesta", en="{what}: tells the answer")
_OPTIONS = Text(es="sus opciones no son distintas", en="its options are not different from each other")


def inspect_questions(spec: LessonSpec) -> list[Problem]:
    """Everything that can be said of a lesson's questions without running them."""
    problems = []
    for letter, questions in (("q", spec.questions), ("e", spec.exercises)):
        for number, question in enumerate(questions, start=1):
            where = f"{spec.number} {question.id}"
            if question.id != f"{letter}{number}":
                problems.append(Problem(where, _ID.format(wanted=f"{letter}{number}")))
            problems.extend(Problem(where, what) for what in _of(question))
    return problems


def _of(question: Question) -> Iterator[Text]:
    for what, text in _texts(question):
        yield from _in_both_languages(what, text)
    if len(set(question.hints)) < max(_MIN_HINTS, len(question.hints)):
        yield _HINTS
    if not question.wrong:
        yield _NO_WRONG
    if question.points < 1:
        yield _POINTS
    if isinstance(question, AnswerQuestion):
        yield from _answers(question)


def _texts(question: Question) -> Iterator[tuple[str, Text]]:
    yield "prompt", question.prompt
    yield "explanation", question.explanation
    yield from ((f"hint {n}", hint) for n, hint in enumerate(question.hints, start=1))
    yield from _messages(question)


def _messages(question: Question) -> Iterator[tuple[str, Text]]:
    """What a student is told after a wrong answer."""
    yield from ((f"wrong {n}", wrong.message) for n, wrong in enumerate(question.wrong, start=1))
    if isinstance(question, AnswerQuestion):
        yield "otherwise", question.otherwise


def _in_both_languages(what: str, text: Text) -> Iterator[Text]:
    empty = [lang for lang in LANGS if not text.in_(lang).strip()]
    yield from (_EMPTY.format(what=what, lang=lang) for lang in empty)
    if not empty and text.es == text.en:
        yield _SAME.format(what=what)


def _answers(question: AnswerQuestion) -> Iterator[Text]:
    if isinstance(question, Choice) and len(set(question.options)) < max(2, len(question.options)):
        yield _OPTIONS
    given = [("answer", question.answer), *((f"wrong {n}", w.answer) for n, w in enumerate(question.wrong, start=1))]
    unreadable = [_UNREADABLE.format(what=what, value=value) for what, value in given if not _readable(question, value)]
    yield from unreadable
    if unreadable:
        return
    right = question.read(question.answer)
    same = (w.answer for w in question.wrong if question.same(question.read(w.answer), right))
    yield from (_RIGHT_AFTER_ALL.format(value=value) for value in same)
    told = _words_of_the_answer(question)
    for what, text in _messages(question):
        if any(told and told[lang].search(text.in_(lang)) for lang in LANGS):
            yield _TELLS.format(what=what)


def _readable(question: AnswerQuestion, value: object) -> bool:
    try:
        read_safely(question.read, value)
    except Unreadable:
        return False
    return not is_untouched(value)


def _words_of_the_answer(question: AnswerQuestion) -> dict[str, re.Pattern[str]]:
    """How a message would give the answer away: an option's own words; a number of two digits or more."""
    if isinstance(question, Choice):
        option = question.options[ord(question.read(question.answer)) - ord("a")]
        return {lang: re.compile(rf"(?<!\w){re.escape(option.in_(lang))}(?!\w)", re.IGNORECASE) for lang in LANGS}
    if isinstance(question, Number) and abs(question.read(question.answer)) > 9:
        return dict.fromkeys(LANGS, re.compile(rf"(?<![\w.,]){re.escape(str(question.answer))}(?!\w)"))
    return {}
