"""`kafkalab course build` and `kafkalab course check`: what they print and the exit code they end with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kafkalab.course.problem import Problem

_BUILT = Text(es="{written} hechos, {current} estaban al día.", en="{written} built, {current} were up to date.")
_PROBLEMS = Text(es="Hay {count} problemas:", en="There are {count} problems:")
_ALL_WELL = Text(es="Todo en orden.", en="All is well.")


def build_command(root: Path, *, everything: bool = False, only: str | None = None) -> int:
    """Build what differs from its source (or everything). 0 when all was built, 1 with a list of problems."""
    from kafkalab.course.build import build

    report = build(root, only=only, everything=everything)
    print(_BUILT.format(written=len(report.written), current=len(report.current)))
    return _end(report.problems)


def check_command(root: Path, *, offline: bool = False) -> int:
    """Inspect the course; without `offline` also on a real cluster. 0 when all is well, 1 with a list of problems."""
    from kafkalab.course.check import check

    inspection = check(root, offline=offline)
    print(inspection.counts)
    return _end(inspection.problems)


def _end(problems: Sequence[Problem]) -> int:
    print(_PROBLEMS.format(count=len(problems)) if problems else _ALL_WELL)
    for problem in problems:
        print(f"  {problem}")
    return 1 if problems else 0
