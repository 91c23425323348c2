"""What is kept of a student's work on one sheet: a small JSON file of best outcomes, and a log of predictions.

How a score is shown is in `score`. A file that can't be read is put aside, never overwritten.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from kafkalab import paths
from kafkalab.checks.files import append_private, make_folder, put_aside, write_private
from kafkalab.checks.verdict import Outcome
from kafkalab.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path

_FORMAT = 1
_LOCK_S = 5

PUT_ASIDE = Text(
    es="(El archivo de tus notas estaba dañado: lo he guardado como {name} y he empezado uno nuevo.)",
    en="(The file of your scores was damaged: I kept it as {name} and started a new one.)",
)
NOT_SAVED = Text(
    es="(No he podido guardar la nota en {folder}: {reason}.)",
    en="(I could not save the score in {folder}: {reason}.)",
)


@dataclass(frozen=True)
class Entry:
    """What is kept of one question: best outcome, answers that were marked, points, whether the solution was read."""

    outcome: str = Outcome.TODO
    attempts: int = 0
    points: int = 0
    solution_seen: bool = False


class Scorebook:
    """The file `scores/NAME.json` in kafkalab's home, and `scores/NAME.predictions.jsonl` beside it.

    Every method returns a note for the student (None when all went well) instead of raising.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def path(self) -> Path:
        """The file; looked up each time, because tests and classrooms move the home."""
        return paths.home() / "scores" / f"{self.name}.json"

    def read(self) -> tuple[dict[str, Entry], Text | None]:
        """Every entry by question, and a note when the file had to be put aside or can't be read."""
        try:
            with self._lock():
                return self._load()
        except (OSError, Timeout) as error:
            return {}, self._not_saved(error)

    def mark(self, question: str, outcome: Outcome, points: int) -> tuple[int, Text | None]:
        """Count one marked answer; returns (points, note). Points are earned only before the solution is read."""

        def change(entry: Entry) -> Entry:
            entry = replace(entry, attempts=entry.attempts + 1)
            if outcome is not Outcome.PASS:
                return entry if entry.outcome == Outcome.PASS else replace(entry, outcome=outcome.value)
            earned = entry.points if entry.solution_seen else points
            return replace(entry, outcome=outcome.value, points=max(entry.points, earned))

        entry, note = self._change(question, change)
        return (points if entry is None else entry.points), note

    def excuse(self, question: str) -> Text | None:
        """Note that it could not be marked on this cluster; an answer that was marked before stands."""

        def change(entry: Entry) -> Entry:
            return replace(entry, outcome=Outcome.SKIPPED.value) if entry.outcome == Outcome.TODO else entry

        return self._change(question, change)[1]

    def solution_read(self, question: str) -> Text | None:
        """Note that the solution was read."""
        return self._change(question, lambda entry: replace(entry, solution_seen=True))[1]

    def predict(self, question: str, value: Hashable) -> Text | None:
        """Append a prediction with its time (s since the epoch)."""
        line = json.dumps({"at": round(time.time(), 3), "question": question, "prediction": _plain(value)})
        path = self.path.with_suffix(".predictions.jsonl")
        try:
            append_private(path, line)
        except OSError as error:
            return self._not_saved(error)
        return None

    def _change(self, question: str, change: Callable[[Entry], Entry]) -> tuple[Entry | None, Text | None]:
        try:
            with self._lock():
                entries, note = self._load()
                entries[question] = change(entries.get(question, Entry()))
                self._save(entries)
                return entries[question], note
        except (OSError, Timeout) as error:
            return None, self._not_saved(error)

    def _lock(self) -> FileLock:
        make_folder(self.path.parent)
        return FileLock(self.path.with_suffix(".lock"), timeout=_LOCK_S, mode=0o600)

    def _load(self) -> tuple[dict[str, Entry], Text | None]:
        try:
            return _parse(self.path.read_text(encoding="utf-8")), None
        except FileNotFoundError:
            return {}, None
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):  # not the JSON that we wrote
            return {}, PUT_ASIDE.format(name=put_aside(self.path).name)

    def _save(self, entries: dict[str, Entry]) -> None:
        document = {"format": _FORMAT, "questions": {name: asdict(entry) for name, entry in entries.items()}}
        write_private(self.path, json.dumps(document, indent=1, sort_keys=True) + "\n")

    def _not_saved(self, error: Exception) -> Text:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return NOT_SAVED.format(folder=self.path.parent, reason=reason)


def _parse(text: str) -> dict[str, Entry]:
    document = json.loads(text)
    if document["format"] != _FORMAT:
        raise ValueError(document["format"])
    return {str(name): _entry(**kept) for name, kept in document["questions"].items()}


def _entry(outcome: str, attempts: int, points: int, solution_seen: bool) -> Entry:
    if type(attempts) is not int or type(points) is not int or type(solution_seen) is not bool:
        raise TypeError
    return Entry(Outcome(outcome).value, attempts, points, solution_seen)


def _plain(value: Hashable) -> object:
    if isinstance(value, (bool, int, str)):
        return value
    return [_plain(item) for item in value] if isinstance(value, tuple) else str(value)
