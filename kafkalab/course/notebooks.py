"""The committed notebooks: there, up to date, run to the end, without errors; and what nbval compares in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kafkalab.course.clean import leaks
from kafkalab.course.derive import Kind, Target, derive, is_current
from kafkalab.course.notebook_file import read_notebook
from kafkalab.course.problem import Problem
from kafkalab.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_MISSING = Text(
    es="no está construido: ejecuta `kafkalab course build`", en="is not built: run `kafkalab course build`"
)
_STALE = Text(
    es="no corresponde a su fuente: `kafkalab course build`", en="is not of its source: `kafkalab course build`"
)
_EDITED = Text(
    es="la celda {number} no es la de la fuente: se ha editado a mano",
    en="cell {number} is not the source's: edited by hand",
)
_UNRUN = Text(es="la celda {number} no se ha ejecutado", en="cell {number} has not been run")
_ERROR = Text(es="la celda {number} acaba en error: {reason}", en="cell {number} ends in an error: {reason}")
_STRAY = Text(es="no tiene fuente en course/", en="has no source in course/")
_COUNTS = Text(
    es="Celdas de código: {compared} comparadas, {silent} sin salida, {ignored} ignoradas, {images} solo imagen.",
    en="Code cells: {compared} compared, {silent} without output, {ignored} ignored, {images} image only.",
)
_IMAGES = ("image/png", "image/jpeg")


@dataclass
class Counts:
    """What nbval does with the code cells of the committed notebooks. It never compares PNG or JPEG."""

    compared: int = 0
    silent: int = 0
    ignored: int = 0
    images: int = 0

    def __str__(self) -> str:
        return str(_COUNTS.format(**vars(self)))

    def add(self, notebook: Any) -> None:
        """Count one notebook's cells."""
        for cell in notebook.cells:
            if cell.cell_type == "code":
                kind = _comparison(cell)
                setattr(self, kind, getattr(self, kind) + 1)


def inspect_notebooks(root: Path, targets: Iterable[Target]) -> tuple[list[Problem], list[tuple[Target, Any]], Counts]:
    """Every problem of the committed notebooks, those that could be read, and the counts."""
    problems: list[Problem] = []
    read: list[tuple[Target, Any]] = []
    counts = Counts()
    wanted = list(targets)
    for target in wanted:
        notebook = read_notebook(target.path(root))
        if notebook is None:
            problems.append(Problem(target.name, _MISSING))
            continue
        counts.add(notebook)
        read.append((target, notebook))
        problems.extend(_of(target, notebook))
    return problems + _strays(root, {target.name for target in wanted}), read, counts


def _of(target: Target, notebook: Any) -> Iterator[Problem]:
    if not is_current(target, notebook):
        yield Problem(target.name, _STALE)
    else:
        yield from _edited(target, notebook)
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code":
            yield from _ran(target.name, number, cell)
    yield from leaks(notebook, target.name)


def _edited(target: Target, notebook: Any) -> Iterator[Problem]:
    fresh = derive(target)
    if isinstance(fresh, Problem):
        yield fresh
        return
    here = [(cell.cell_type, cell.source, cell.get("id")) for cell in notebook.cells]
    there = [(cell.cell_type, cell.source, cell.get("id")) for cell in fresh.cells]
    longest = max(len(here), len(there))
    for number in range(longest):
        if here[number : number + 1] != there[number : number + 1]:
            yield Problem(target.name, _EDITED.format(number=number + 1))
            return


def _ran(where: str, number: int, cell: Any) -> Iterator[Problem]:
    if cell.execution_count is None and cell.source.strip():
        yield Problem(where, _UNRUN.format(number=number))
    if "raises-exception" not in cell.metadata.get("tags", []):
        errors = [output for output in cell.outputs if output.output_type == "error"]
        yield from (Problem(where, _ERROR.format(number=number, reason=f"{e.ename}: {e.evalue}")) for e in errors)


def _strays(root: Path, wanted: set[str]) -> list[Problem]:
    found = (path for kind in Kind for path in sorted((root / kind.value).rglob("*.ipynb")))
    names = (path.relative_to(root) for path in found)
    committed = (name for name in names if ".ipynb_checkpoints" not in name.parts)
    return [Problem(name.as_posix(), _STRAY) for name in committed if name.as_posix() not in wanted]


def _comparison(cell: Any) -> str:
    if "nbval-ignore-output" in cell.metadata.get("tags", []):
        return "ignored"
    if not cell.outputs:
        return "silent"
    shown = [kind for output in cell.outputs for kind in output.get("data", {"text": ""})]
    return "images" if all(kind in _IMAGES for kind in shown) else "compared"
