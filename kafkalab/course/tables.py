"""The registry of lessons against the files, both ways: modules, sources, and which question is asked where."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from kafkalab.course.problem import Problem
from kafkalab.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kafkalab.course.source import Source
    from kafkalab.lessons.spec import LessonSpec

_ASKED = re.compile(r"\.([qe]\d+)\.check\(")
_TABLE = re.compile(r"^LESSON\b", re.MULTILINE)

_NUMBER = Text(es="su LESSON dice number={found!r}", en="its LESSON says number={found!r}")
_NO_TABLE = Text(es="su LESSON no se puede leer: {reason}", en="its LESSON can't be read: {reason}")
_UNLISTED = Text(
    es="describe una lección que no está en registry.MODULES",
    en="describes a lesson that registry.MODULES does not list",
)
_NO_SOURCE = Text(es="no tiene fuente {name}", en="has no source {name}")
_NO_LESSON = Text(es="no hay lección {number} con ese nombre", en="there is no lesson {number} of that name")
_NOT_ASKED = Text(es="{question} existe pero no se pregunta aquí", en="{question} exists but is not asked here")
_NOT_WRITTEN = Text(es="pregunta {question}, que no existe", en="asks {question}, which does not exist")


def unlisted_modules(folder: Path, modules: Mapping[str, str]) -> list[Problem]:
    """Modules or packages in the lessons' folder that describe a lesson and are in no line of the registry."""
    listed = {name.rpartition(".")[2] for name in modules.values()}
    files = (path for path in sorted(folder.rglob("*.py")) if _TABLE.search(path.read_text(encoding="utf-8")))
    names = (path.relative_to(folder).parts[0].removesuffix(".py") for path in files)
    return [Problem(name, _UNLISTED) for name in dict.fromkeys(names) if name not in listed]


def read_specs(modules: Mapping[str, str]) -> tuple[dict[str, LessonSpec], list[Problem]]:
    """The tables of the registry that can be imported, and what is wrong with them."""
    specs: dict[str, LessonSpec] = {}
    problems = []
    for number, module in modules.items():
        try:
            spec = importlib.import_module(module).LESSON
        except Exception as error:  # whatever the module's own code raises
            problems.append(Problem(module, _NO_TABLE.format(reason=repr(error))))
            continue
        specs[number] = spec
        if spec.number != number:
            problems.append(Problem(module, _NUMBER.format(found=spec.number)))
    return specs, problems


def compare_tables(specs: Mapping[str, LessonSpec], sources: Iterable[Source]) -> list[Problem]:
    """Lessons without sources, sources without a lesson, questions that are not asked, asked ones that do not exist."""
    sources = list(sources)
    problems = [problem for spec in specs.values() for problem in _without_source(spec, sources)]
    for source in sources:
        spec = specs.get(source.lesson)
        if spec is None or source.stem != f"{spec.number}_{spec.slug}":
            problems.append(Problem(source.name, _NO_LESSON.format(number=source.lesson)))
        else:
            problems.extend(_asked(spec, source))
    return problems


def _without_source(spec: LessonSpec, sources: list[Source]) -> Iterator[Problem]:
    stem = f"{spec.number}_{spec.slug}"
    wanted = [(False, f"{stem}.md")] + ([(True, f"{stem}_exercises.md")] if spec.exercises else [])
    for is_sheet, name in wanted:
        if not any(source.key == (stem, is_sheet) for source in sources):
            yield Problem(spec.number, _NO_SOURCE.format(name=name))


def _asked(spec: LessonSpec, source: Source) -> Iterator[Problem]:
    written = [question.id for question in (spec.exercises if source.is_sheet else spec.questions)]
    code = "\n".join(cell.source for cell in source.cells if cell.cell_type == "code")
    asked = list(dict.fromkeys(_ASKED.findall(code)))
    yield from (Problem(source.name, _NOT_ASKED.format(question=name)) for name in written if name not in asked)
    yield from (Problem(source.name, _NOT_WRITTEN.format(question=name)) for name in asked if name not in written)
