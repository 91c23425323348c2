"""A question as a student holds it: `check`, `hint`, `solution`. It never raises at them, whatever they pass in.

Marking itself is the question's; this adds the cluster, the files, and a sentence for everything that can go wrong.
"""

from __future__ import annotations

import threading
import time
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kafkalab import paths
from kafkalab.checks import cards
from kafkalab.checks.files import append_private
from kafkalab.checks.note import Note
from kafkalab.checks.verdict import Finding, Outcome, Verdict, excused, skipped
from kafkalab.errors import KafkalabError, NotOursError
from kafkalab.i18n import Text, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from kafkalab.checks.experiment import Experiment, Observation
    from kafkalab.checks.question import Question
    from kafkalab.checks.scorebook import Scorebook

_HINT = Text(es="Pista {n} de {count}:", en="Hint {n} of {count}:")
_NO_SUCH_HINT = Text(es="Esa pista no existe.", en="There is no such hint.")
_HINTS_ARE = Text(es="Hay {count}: pide {calls}.", en="There are {count}: ask for {calls}.")
_SOLUTION = Text(es="Solución:", en="Solution:")
_SEEN = Text(
    es="(Desde ahora esta pregunta ya no suma puntos si aún no la habías acertado.)",
    en="(From now on this question earns no points, unless you had already got it right.)",
)
_NO_CLUSTER = Text(
    es="no he podido comprobarlo en el clúster ({reason}). Ejecuta {call}.start() y vuelve a probar.",
    en="I could not check it on the cluster ({reason}). Run {call}.start() and try again.",
)
_NOT_OURS = Text(
    es="para esto hay que romper algo, y este clúster no es nuestro. No cuenta ni a favor ni en contra; con uno tuyo "
    "(`Cluster.up()`) sí se puede.",
    en="this needs something to be broken, and this cluster is not ours. It counts neither for nor against you; with "
    "one of your own (`Cluster.up()`) it works.",
)
_OUR_FAULT = Text(
    es="lo siento: la comprobación ha fallado por un error nuestro ({name}), no tuyo.",
    en="sorry: the check failed because of a mistake of ours ({name}), not yours.",
)
_LOGGED = Text(
    es="Está anotado en KAFKALAB_HOME/logs/checks.log.",
    en="It was written down in KAFKALAB_HOME/logs/checks.log.",
)


@dataclass(frozen=True)
class Desk:
    """What a sheet lends to its questions: its cluster (ClusterError before `start()`), its scorebook, its name."""

    cluster: Callable[[], Any]
    book: Scorebook
    call: str


class LiveQuestion:
    """One question of a started sheet."""

    def __init__(self, question: Question, desk: Desk) -> None:
        self.question = question
        self._desk = desk
        self._lock = threading.RLock()
        self._seen: Observation | None = None
        self._note: Text | None = None
        self.error: Exception | None = None

    def check(self, *given: object, **named: object) -> Verdict:
        """Mark an answer. Without one (or with `...`, None, blank text) the verdict is "not answered"."""
        with self._lock:
            self._note = self.error = None
            try:
                finding = self.question.mark(_one(given, named), self)
            except Exception as error:
                self.error = error  # for the course checker: the student gets a sentence
                finding = self._explain(error)
            return self._keep(finding)

    def hint(self, n: object = 1) -> Note:
        """The n-th hint; each goes further than the one before."""
        hints = self.question.hints
        if type(n) is int and 1 <= n <= len(hints):
            return Note(_HINT.format(n=n, count=len(hints)), hints[n - 1])
        calls = ", ".join(f"{self._name}.hint({number + 1})" for number in range(len(hints)))
        return Note(_NO_SUCH_HINT, _HINTS_ARE.format(count=len(hints), calls=calls))

    def solution(self) -> Note:
        """The explanation. The score remembers that it was read: no points are earned by answering after it."""
        note = self._desk.book.solution_read(self.question.id)
        return Note(_SOLUTION, joined(self.question.explanation, _SEEN, note))

    def forget(self) -> None:
        """Run the experiment again at the next check (`start()` made the topics anew)."""
        self._seen = None

    # What marking may use (question.Bench).

    def cluster(self) -> Any:
        """The started cluster."""
        return self._desk.cluster()

    def predict(self, value: Hashable) -> None:
        """Record the prediction before the experiment runs."""
        self._note = self._desk.book.predict(self.question.id, value)

    def observe(self, experiment: Experiment) -> Observation:
        """The experiment's observation, made once."""
        if self._seen is None:
            self._seen = experiment.run(self.cluster())
        return self._seen

    # How it looks.

    def __repr__(self) -> str:
        return f"{self._headline}\n{self._body}"

    def _repr_html_(self) -> str:
        return cards.card("note", str(self._headline), f"\n{self._body}")

    @property
    def _name(self) -> str:
        return f"{self._desk.call}.{self.question.id}"

    @property
    def _headline(self) -> str:
        return f"{self.question.id} · {self.question.title}"

    @property
    def _body(self) -> str:
        details = self.question.details
        call = Text(es="Comprueba con `{call}`: {form}", en="Check with `{call}`: {form}").format(
            call=f"{self._name}.{self.question.call}", form=self.question.form
        )
        parts = [self.question.prompt, details, call]
        return "\n".join(str(part) for part in parts if part is not None)

    def _keep(self, finding: Finding) -> Verdict:
        question, points, note = self.question, 0, None
        if finding.excused:
            note = self._desk.book.excuse(question.id)
        if finding.counts:
            points, note = self._desk.book.mark(question.id, finding.outcome, question.points)
        earned = points if finding.outcome is Outcome.PASS else 0
        notes = joined(self._note, note) if self._note or note else None
        return Verdict(finding.outcome, finding.message, earned, question.points, question.id, notes)

    def _explain(self, error: Exception) -> Finding:
        if isinstance(error, NotOursError):
            return excused(_NOT_OURS)
        if _is_the_cluster(error):
            reason = error.what if isinstance(error, KafkalabError) else type(error).__name__
            return skipped(_NO_CLUSTER.format(reason=_without_full_stop(reason), call=self._desk.call))
        log = paths.home() / "logs" / "checks.log"
        try:
            append_private(log, f"{time.strftime('%Y-%m-%d %H:%M:%S')} {self._name}\n{traceback.format_exc()}")
        except OSError:
            return skipped(_OUR_FAULT.format(name=type(error).__name__))
        return skipped(joined(_OUR_FAULT.format(name=type(error).__name__), _LOGGED))


def _one(given: tuple[object, ...], named: dict[str, object]) -> object:
    """What was passed, in whatever way, as one value: `check(0, 1)` means the same as `check([0, 1])`."""
    values = [*given, *named.values()]
    return ... if not values else values[0] if len(values) == 1 else values


def _is_the_cluster(error: Exception) -> bool:
    ours_or_system = isinstance(error, (KafkalabError, OSError, TimeoutError))
    return ours_or_system or type(error).__module__.split(".")[0] in ("kafka", "confluent_kafka", "cimpl")


def _without_full_stop(reason: Text | str) -> Text:
    text = reason if isinstance(reason, Text) else Text(reason, reason)
    return Text(text.es.rstrip(". "), text.en.rstrip(". "))
