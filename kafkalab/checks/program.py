"""A program to write: stored as a file, run as a process, judged by what the brokers then hold. Never by its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kafkalab import paths
from kafkalab.checks.answers import Unreadable, is_untouched, read_safely
from kafkalab.checks.question import Bench, Question
from kafkalab.checks.run import TIMEOUT_S, ProgramResult, run_program
from kafkalab.checks.verdict import Finding, Outcome, failed, todo
from kafkalab.i18n import Text

_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}\.py")
_LINE = 200
_WRITE_IT = Text(
    es="escribe el programa en una celda que empiece por `%%program {name}`.",
    en="write the program in a cell that begins with `%%program {name}`.",
)
_NOT_A_FILE = Text(es="no encuentro ese fichero: {form}", en="I can't find that file: {form}")
_TOO_SLOW = Text(
    es="tu programa no terminó en {seconds:g} s. ¿Espera algo que no llega?",
    en="your program did not end within {seconds:g} s. Is it waiting for something that never comes?",
)
_BROKE = Text(es="tu programa acabó con un error: `{line}`", en="your program ended with an error: `{line}`")


@dataclass(frozen=True)
class WrongProgram:
    """A typical wrong program, and what the student who wrote it must be told."""

    source: str
    message: Text


@dataclass(frozen=True, kw_only=True)
class Program(Question):
    """`surroundings(cluster)` is a context: it gives the program's environment (BOOTSTRAP, TOPIC …) and tidies up.

    `examine(cluster, result, environment)` judges by what the brokers hold. `solution` is the source that the course
    checker proves.
    """

    filename: str
    surroundings: Callable[[Any], AbstractContextManager[Mapping[str, str]]]
    examine: Callable[[Any, ProgramResult, Mapping[str, str]], Finding]
    solution: str
    wrong: tuple[WrongProgram, ...]
    timeout_s: float = TIMEOUT_S

    @property
    def form(self) -> Text:
        """Which cell to write."""
        return _WRITE_IT.format(name=self.filename)

    @property
    def call(self) -> str:
        """Without an argument: the program has a name."""
        return "check()"

    def mark(self, given: object, bench: Bench) -> Finding:
        """Run the program (the stored one, or the file that `given` names) and look at the cluster."""
        path = _file_of(self.filename if is_untouched(given) else given)
        if has_gap(path) if path else is_untouched(given):
            return todo(self.form)
        if path is None:
            return Finding(Outcome.FAIL, _NOT_A_FILE.format(form=self.form), counts=False)
        cluster = bench.cluster()
        with self.surroundings(cluster) as environment:
            result = run_program(path, environment, self.timeout_s)
            if result.timed_out:
                return failed(_TOO_SLOW.format(seconds=self.timeout_s))
            if result.exit_code:
                return failed(_BROKE.format(line=result.last_line[:_LINE]))
            return self.examine(cluster, result, environment)


def _file_of(given: object) -> Path | None:
    try:
        return read_safely(find_program, given)
    except Unreadable:
        return None


def has_gap(path: Path) -> bool:
    """Whether the program is still as the sheet left it: a line that is only `...`, or no code at all."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    return "..." in lines or not any(line and not line.startswith("#") for line in lines)


def programs_folder() -> Path:
    """Where `%%program` stores cells."""
    return paths.home() / "programs"


def is_program_name(name: str) -> bool:
    """A plain name that ends in .py: no folders, no spaces."""
    return bool(_NAME.fullmatch(name))


def find_program(name: object) -> Path | None:
    """The file: as a path, else in the folder of programs; None where there is none, or `name` is none."""
    if not isinstance(name, (str, Path)):
        return None
    try:
        places = (Path(name), programs_folder() / name)
        return next((place for place in places if place.is_file()), None)
    except (OSError, ValueError):  # a name that no file system takes
        return None
