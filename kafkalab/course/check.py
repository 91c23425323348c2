"""The strict inspector of the course: sources, questions, notebooks; then, on one real cluster, every answer.

Every problem is collected. The parts that need no cluster are pure and quick.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import kafkalab.lessons
from kafkalab.course.build import run_target
from kafkalab.course.derive import Target, targets
from kafkalab.course.editions import compare_editions
from kafkalab.course.homes import fresh_home
from kafkalab.course.live import prove
from kafkalab.course.notebooks import Counts, inspect_notebooks
from kafkalab.course.outcomes import inspect_outcomes
from kafkalab.course.questions import inspect_questions
from kafkalab.course.source import read_sources
from kafkalab.course.tables import compare_tables, read_specs, unlisted_modules
from kafkalab.i18n import Text, set_language
from kafkalab.lessons import registry
from kafkalab.lessons.lesson import make_exercises, make_lesson
from kafkalab.talk import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kafkalab.course.problem import Problem
    from kafkalab.lessons.lesson import Sheet
    from kafkalab.lessons.spec import LessonSpec

_PROVING = Text(es="probando {name} …", en="proving {name} …")
_RUNNING = Text(es="ejecutando {name} …", en="running {name} …")
LESSONS = Path(kafkalab.lessons.__file__).parent


@dataclass
class Inspection:
    """Every problem that was found, and how many cells nbval compares."""

    problems: list[Problem] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)


def check(
    root: Path, *, offline: bool = False, modules: Mapping[str, str] | None = None, lessons: Path = LESSONS
) -> Inspection:
    """Inspect the course below `root`. The cluster comes last: not with `offline`, nor while anything else is wrong."""
    modules = registry.MODULES if modules is None else modules
    sources, problems = read_sources(root)
    specs, found = read_specs(modules)
    problems += found + unlisted_modules(lessons, modules) + compare_tables(specs, sources) + compare_editions(sources)
    for spec in specs.values():
        problems += inspect_questions(spec)
    wanted = targets(sources)
    found, read, counts = inspect_notebooks(root, wanted)
    problems += found
    for target, notebook in read:
        if target.source.lesson in specs:
            problems += inspect_outcomes(target, notebook, specs[target.source.lesson])
    if not offline and not problems:
        problems += check_live(root, wanted, specs)
    return Inspection(problems, counts)


def check_live(root: Path, wanted: list[Target], specs: Mapping[str, LessonSpec]) -> list[Problem]:
    """On one cluster in a home of its own: prove every question, then run every sheet, with gaps and solved.

    Lessons themselves are run by the builder and by nbval.
    """
    problems: list[Problem] = []
    with fresh_home() as home, _environment(KAFKALAB_HOME=str(home)):
        for sheet in _sheets(specs):
            say(_PROVING.format(name=sheet))
            problems += prove(sheet)
        set_language(None)  # sheets speak their own
        for target in wanted:
            if target.source.is_sheet:
                say(_RUNNING.format(name=target.name))
                notebook, found = run_target(target, root, home)
                problems += found or inspect_outcomes(target, notebook, specs[target.source.lesson])
    return problems


def _sheets(specs: Mapping[str, LessonSpec]) -> Iterator[Sheet]:
    for spec in specs.values():
        if spec.questions:
            yield make_lesson(spec, "en")
        if spec.exercises:
            yield make_exercises(spec, "en")


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
