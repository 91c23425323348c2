"""A lesson as a student holds it: `start()`, `q1` … `q9`, `score()`. Its exercise sheet is the same with `e1` … `e9`.

The questions themselves are in the lesson's module; how they are marked is in `kafkalab.checks`.
"""

from __future__ import annotations

import difflib
import os
from typing import TYPE_CHECKING, Any

from kafkalab.checks import Desk, LiveQuestion, Question, Score, Scorebook, magic
from kafkalab.checks.score import score_of
from kafkalab.errors import ClusterError, UsageError
from kafkalab.i18n import Lang, Text, joined, set_language
from kafkalab.lessons import registry
from kafkalab.lessons.tables import Admin, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kafkalab.lessons.spec import LessonSpec, TopicSpec

_NOT_STARTED = Text(es="Esta lección aún no tiene clúster.", en="This lesson has no cluster yet.")
_START_IT = Text(es="Ejecuta {call}.start().", en="Run {call}.start().")
_NO_SUCH = Text(es="Aquí no hay nada que se llame {name}.", en="Nothing here is called {name}.")
_THERE_IS = Text(es="Hay: {known}.", en="There are: {known}.")
_MEANT = Text(es="¿Querías decir {guess}?", en="Did you mean {guess}?")


class NoSuchQuestionError(UsageError, AttributeError):
    """`lesson.q9` where there is no q9: an AttributeError that says what there is."""


class Sheet:
    """An exercise sheet: questions as attributes, a cluster, a score. Made by `kafkalab.exercises(...)`."""

    call = "sheet"
    _exercises = True

    def __init__(self, spec: LessonSpec, lang: Lang, bring_up: Callable[[], Any], admin: Admin) -> None:
        self.spec = spec
        self.lang = lang
        self._bring_up = bring_up
        self._admin = admin
        self._cluster: Any = None
        self._book = Scorebook(f"{spec.number}-exercises" if self._exercises else spec.number)
        desk = Desk(lambda: self.cluster, self._book, self.call)
        self.questions = {question.id: LiveQuestion(question, desk) for question in self._asked}
        set_language(lang)
        magic.register()

    def start(self, cluster: Any = None) -> None:
        """Bring the cluster up (or attach), make the table's topics and groups anew, and say so in one line.

        `cluster`: another one than the default, such as `Cluster.connect("host:9092")`; what it does not allow is
        skipped. Without it KAFKALAB_BOOTSTRAP names a cluster to connect to, if it is set.
        BOOTSTRAP in the environment is the cluster's address, for commands in cells. Raises KafkalabError.
        """
        set_language(self.lang)
        self._cluster = self._bring_up() if cluster is None else cluster
        os.environ["BOOTSTRAP"] = self._cluster.bootstrap_servers
        for question in self.questions.values():
            question.forget()
        print(prepare(self._cluster, self._topics, self._groups, self._admin))

    @property
    def cluster(self) -> Any:
        """The cluster that `start()` brought up. Raises ClusterError before that."""
        if self._cluster is None:
            raise ClusterError(_NOT_STARTED, _START_IT.format(call=self.call))
        return self._cluster

    def score(self) -> Score:
        """Every question with its best outcome so far, and the points."""
        entries, note = self._book.read()
        return score_of(self._title, self._asked, entries, note)

    def __getattr__(self, name: str) -> LiveQuestion:
        questions: dict[str, LiveQuestion] = self.__dict__.get("questions", {})
        if name in questions:
            return questions[name]
        if name.startswith("_"):  # Python and IPython ask for many of these
            raise AttributeError(name)
        raise self._no_such(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.questions]

    def __repr__(self) -> str:
        return f"{self._title}: {', '.join(self.questions)}"

    def _no_such(self, name: str) -> NoSuchQuestionError:
        known = [*self.questions, "start()", "score()", "cluster", "questions"]
        close = difflib.get_close_matches(name, [entry.rstrip("()") for entry in known], n=1)
        step = _MEANT.format(guess=f"{self.call}.{close[0]}") if close else None
        listed = _THERE_IS.format(known=", ".join(known))
        return NoSuchQuestionError(joined(_NO_SUCH.format(name=name), step), listed)

    @property
    def _asked(self) -> tuple[Question, ...]:
        return self.spec.exercises

    @property
    def _topics(self) -> Sequence[TopicSpec]:
        return self.spec.exercise_topics

    @property
    def _groups(self) -> Sequence[str]:
        return self.spec.exercise_groups

    @property
    def _title(self) -> Text:
        exercises = Text(es="{number} · {title} · ejercicios", en="{number} · {title} · exercises")
        return exercises.format(number=self.spec.number, title=self.spec.title)


class Lesson(Sheet):
    """A lesson: the same, with the lesson's own questions, topics and groups. Made by `kafkalab.lesson(...)`."""

    call = "lesson"
    _exercises = False

    @property
    def _asked(self) -> tuple[Question, ...]:
        return self.spec.questions

    @property
    def _topics(self) -> Sequence[TopicSpec]:
        return self.spec.topics

    @property
    def _groups(self) -> Sequence[str]:
        return self.spec.groups

    @property
    def _title(self) -> Text:
        return Text(es="{number} · {title}", en="{number} · {title}").format(
            number=self.spec.number, title=self.spec.title
        )


def lesson(number: object, lang: object = None) -> Lesson:
    """The lesson of that number, in "es" or "en" (None: the language in use), spoken from now on. Raises UsageError."""
    return make_lesson(registry.find(number), registry.find_lang(lang))


def exercises(number: object, lang: object = None) -> Sheet:
    """The exercise sheet of that lesson; otherwise as `lesson`. Raises UsageError."""
    return make_exercises(registry.find(number), registry.find_lang(lang))


def make_lesson(spec: LessonSpec, lang: Lang) -> Lesson:
    """The lesson that a table describes, on the default cluster."""
    return Lesson(spec, lang, _bring_up, _admin())


def make_exercises(spec: LessonSpec, lang: Lang) -> Sheet:
    """Its exercise sheet."""
    return Sheet(spec, lang, _bring_up, _admin())


def _bring_up() -> Any:
    from kafkalab.cluster import Cluster

    theirs = os.environ.get("KAFKALAB_BOOTSTRAP")
    return Cluster.connect(theirs) if theirs else Cluster.up()


def _admin() -> Admin:
    from kafkalab.lessons.cluster_admin import ClusterAdmin

    return ClusterAdmin()
