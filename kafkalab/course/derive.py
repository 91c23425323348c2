"""From a source to the notebooks that are built of it, not yet executed: which, where, their cells and metadata.

The same source always gives the same bytes: cell ids come from the cells, and nothing else varies.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kafkalab.course.gaps import MarkerError, solved, with_gap
from kafkalab.course.problem import Problem
from kafkalab.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kafkalab.course.source import Source

# Raise this when the builder writes something else for the same source: every notebook is then built again.
FORMAT = 1

SOLUTION_ONLY = "solution-only"
EXERCISE_ONLY = "exercise-only"

_MARKERS = Text(es="celda {number}: {what}", en="cell {number}: {what}")
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


class Kind(StrEnum):
    """What a notebook is; also the name of its folder."""

    LESSON = "notebooks"
    EXERCISES = "exercises"
    SOLUTIONS = "solutions"


@dataclass(frozen=True)
class Target:
    """One notebook to build."""

    source: Source
    kind: Kind

    @property
    def name(self) -> str:
        """Its path inside the project."""
        return f"{self.kind.value}/{self.source.lang}/{self.source.stem}.ipynb"

    def path(self, root: Path) -> Path:
        """Where it is written."""
        return root / self.name


def targets(sources: Iterable[Source]) -> list[Target]:
    """A lesson makes one notebook; an exercise sheet makes two."""
    kinds = {False: (Kind.LESSON,), True: (Kind.EXERCISES, Kind.SOLUTIONS)}
    return [Target(source, kind) for source in sources for kind in kinds[source.is_sheet]]


def derive(target: Target) -> Any | Problem:
    """The notebook, without outputs; a Problem where a cell's markers are out of order."""
    cells: list[Any] = []
    seen: Counter[str] = Counter()
    for number, cell in enumerate(target.source.cells, start=1):
        if _dropped(cell, target.kind):
            continue
        try:
            cells.append(_cell(cell, target.kind, seen))
        except MarkerError as error:
            return Problem(target.source.name, _MARKERS.format(number=number, what=error.what))
    return new_notebook(cells=cells, metadata=_metadata(target))


def is_current(target: Target, notebook: Any) -> bool:
    """Whether a committed notebook was built of this source, by this builder."""
    stored = notebook.metadata.get("kafkalab", {})
    return bool(stored == _metadata(target)["kafkalab"])


def _metadata(target: Target) -> dict[str, Any]:
    source = target.source
    ours = {
        "builder": FORMAT,
        "kind": target.kind.value,
        "lang": source.lang,
        "lesson": source.lesson,
        "minutes": source.minutes,
        "source": source.name,
        "source_sha256": source.digest,
        "title": source.title,
    }
    return {"kafkalab": ours, "kernelspec": dict(_KERNEL), "language_info": dict(_LANGUAGE)}


def _dropped(cell: Any, kind: Kind) -> bool:
    tags = cell.metadata.get("tags", [])
    return (kind is Kind.EXERCISES and SOLUTION_ONLY in tags) or (kind is Kind.SOLUTIONS and EXERCISE_ONLY in tags)


def _cell(cell: Any, kind: Kind, seen: Counter[str]) -> Any:
    text = cell.source
    if cell.cell_type == "code":
        text = with_gap(text) if kind is Kind.EXERCISES else solved(text)
    make = new_code_cell if cell.cell_type == "code" else new_markdown_cell
    return make(source=text, metadata=dict(cell.metadata), id=_id(f"{cell.cell_type}\n{text}", seen))


def _id(content: str, seen: Counter[str]) -> str:
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
