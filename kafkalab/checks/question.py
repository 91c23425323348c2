"""What a question is: its words, its hints, its right and its typical wrong answers. Plain data and pure marking.

The student's handle, with its files and its cluster, is in `live`; the kinds of answer have a module each.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from kafkalab.checks.answers import Unreadable, is_untouched, preview, read_safely
from kafkalab.checks.verdict import Finding, Outcome, failed, passed, todo
from kafkalab.i18n import Text, joined, using

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kafkalab.checks.experiment import Experiment, Observation

_RIGHT = Text(es="así es.", en="that is it.")
_NOT_READ = Text(
    es="no sé leer {value} como respuesta{why}: {form}", en="I can't read {value} as an answer{why}: {form}"
)


class Mistake(Protocol):
    """A typical wrong answer, state or program: each has the message that its author must get."""

    @property
    def message(self) -> Text:
        """What to look at; never the answer."""


class Bench(Protocol):
    """What marking may use beside the answer: the cluster, and the two steps of an experiment."""

    def cluster(self) -> Any:
        """The started cluster; raises ClusterError where there is none."""

    def predict(self, value: Hashable) -> None:
        """Record a prediction, before anything is run."""

    def observe(self, experiment: Experiment) -> Observation:
        """What the experiment showed; run once per kernel."""


@dataclass(frozen=True)
class Wrong:
    """A typical wrong answer, and what the student who gives it must be told: what to look at, never the answer."""

    answer: object
    message: Text


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """What every kind has. `hints`: at least two, each going further. `explanation` is what `solution()` says.

    `wrong`: the typical mistakes, each with its message.
    """

    id: str
    title: Text
    prompt: Text
    hints: tuple[Text, ...]
    explanation: Text
    wrong: tuple[Mistake, ...]
    points: int = 1

    @property
    @abstractmethod
    def form(self) -> Text:
        """What to do to answer it, in a sentence."""

    @property
    def call(self) -> str:
        """How `check` is written for it."""
        return "check(…)"

    @property
    def details(self) -> Text | None:
        """What the prompt goes on with, e.g. the options."""
        return None

    @abstractmethod
    def mark(self, given: object, bench: Bench) -> Finding:
        """Judge `given`. Raises only what the cluster or an experiment raises."""


@dataclass(frozen=True, kw_only=True)
class AnswerQuestion(Question):
    """A question with an answer to write. With an `experiment` the cluster decides what is right, not `answer`.

    `right` is said for a right answer where no experiment speaks; `otherwise` for a wrong one that nobody listed.
    """

    answer: object
    wrong: tuple[Wrong, ...]
    otherwise: Text
    right: Text = _RIGHT
    experiment: Experiment | None = None

    @abstractmethod
    def read(self, given: object) -> Hashable:
        """The answer in its one form for comparing; raises Unreadable."""

    def mark(self, given: object, bench: Bench) -> Finding:
        """Todo while untouched, else read it, run the experiment if there is one, compare."""
        if is_untouched(given):
            return todo(self.form)
        try:
            value = read_safely(self.read, given)
        except Unreadable as unreadable:
            return self._not_read(given, unreadable.why)
        if self.experiment is None:
            return self._compare(value, self.answer, self.right, None)
        bench.predict(value)
        seen = bench.observe(self.experiment)
        return self._compare(value, seen.answer, seen.fact, seen.clue)

    def _compare(self, value: Hashable, right: object, fact: Text, clue: Text | None) -> Finding:
        if self.same(value, self.read(right)):
            return passed(fact)
        said = next((w.message for w in self.wrong if self.same(value, self.read(w.answer))), self.otherwise)
        return failed(joined(said, clue))

    def same(self, value: Hashable, other: Hashable) -> bool:
        """Whether two answers that were read are the same."""
        return value == other

    def _not_read(self, given: object, why: Text | None) -> Finding:
        shown = Text(es=_preview_in("es", given), en=_preview_in("en", given))
        reason = Text("", "") if why is None else Text(f" ({why.es})", f" ({why.en})")
        return Finding(Outcome.FAIL, _NOT_READ.format(value=shown, why=reason, form=self.form), counts=False)


def _preview_in(lang: Any, given: object) -> str:
    with using(lang):
        return preview(given)
