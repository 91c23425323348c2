"""Building the course: what differs from its source is derived, executed, cleaned and written; the rest stays."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kafkalab.course.clean import clean, leaks, widgets_without_picture
from kafkalab.course.derive import Target, derive, is_current, targets
from kafkalab.course.execute import execute
from kafkalab.course.homes import fresh_home
from kafkalab.course.notebook_file import read_notebook, write_notebook
from kafkalab.course.problem import Problem
from kafkalab.course.source import read_sources
from kafkalab.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_BUILT = Text(es="{name}: hecho en {seconds} s", en="{name}: built in {seconds} s")
_NOTHING = Text(es="ninguna fuente tiene eso en su nombre", en="no source has that in its name")


@dataclass
class Report:
    """What a build did: notebooks written, notebooks that were up to date, and every problem."""

    written: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def build(
    root: Path, *, only: str | None = None, everything: bool = False, say: Callable[[Text], None] = print
) -> Report:
    """Build the notebooks below `root`; `only` those whose source has this in its name ("00", "es/", "exercises").

    A notebook with a problem is not written: the one that was there stays.
    """
    sources, problems = read_sources(root)
    report = Report(problems=problems)
    chosen = [source for source in sources if only is None or only in source.name]
    if only is not None and not chosen:
        report.problems.append(Problem(only, _NOTHING))
    for target in targets(chosen):
        stored = read_notebook(target.path(root))
        if stored is not None and is_current(target, stored) and not everything:
            report.current.append(target.name)
            continue
        began = time.monotonic()
        found = _make(target, root)
        report.problems.extend(found)
        if not found:
            report.written.append(target.name)
            say(_BUILT.format(name=target.name, seconds=round(time.monotonic() - began)))
    return report


def run_target(target: Target, root: Path, home: Path) -> tuple[Any, list[Problem]]:
    """Derive, execute in `home` and clean one notebook; returns it (None if it can't be derived) and its problems."""
    notebook = derive(target)
    if isinstance(notebook, Problem):
        return None, [notebook]
    metadata = dict(notebook.metadata)
    failure = execute(notebook, target.name, target.path(root).parent, home)
    if failure is not None:
        return notebook, [failure]
    problems = widgets_without_picture(notebook, target.name)
    clean(notebook, root, home)
    notebook.metadata.clear()
    notebook.metadata.update(metadata)
    return notebook, problems + leaks(notebook, target.name)


def _make(target: Target, root: Path) -> list[Problem]:
    with fresh_home() as home:
        notebook, problems = run_target(target, root, home)
    if not problems:
        write_notebook(target.path(root), notebook)
    return problems
