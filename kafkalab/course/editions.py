"""The two editions of a source side by side: whatever is not prose must be the same."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from kafkalab.course.problem import Problem
from kafkalab.i18n import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kafkalab.course.source import Source

_ALONE = Text(es="no existe en {lang}", en="does not exist in {lang}")
_MATTER = Text(es="`{field}` no es igual en las dos ediciones", en="`{field}` is not the same in both editions")
_COUNT = Text(es="tiene {here} celdas, y la otra edición {there}", en="has {here} cells, the other edition {there}")
_CELL = Text(
    es="la celda {number} difiere de la otra edición: {what}", en="cell {number} differs from the other edition: {what}"
)
_TYPE = Text(es="una es de código y la otra de texto", en="one is code and the other is text")
_TAGS = Text(es="etiquetas", en="tags")
_CODE = Text(es="código (`{line}`)", en="code (`{line}`)")
_HEADINGS = Text(es="niveles de títulos ({here} y {there})", en="heading levels ({here} and {there})")


def compare_editions(sources: Iterable[Source]) -> list[Problem]:
    """Every difference that is not prose; the first code cell may differ (it sets the language)."""
    by_key: dict[tuple[str, bool], dict[str, Source]] = defaultdict(dict)
    for source in sources:
        by_key[source.key][source.lang] = source
    problems: list[Problem] = []
    for editions in by_key.values():
        if len(editions) == len(LANGS):
            problems.extend(_compare(*(editions[lang] for lang in LANGS)))
            continue
        (only,) = editions.values()
        missing = next(lang for lang in LANGS if lang not in editions)
        problems.append(Problem(only.name, _ALONE.format(lang=missing)))
    return problems


def _compare(first: Source, other: Source) -> Iterator[Problem]:
    for field in ("lesson", "minutes"):
        if getattr(first, field) != getattr(other, field):
            yield Problem(other.name, _MATTER.format(field=field))
    if len(first.cells) != len(other.cells):
        yield Problem(other.name, _COUNT.format(here=len(other.cells), there=len(first.cells)))
        return
    first_code = next((n for n, cell in enumerate(first.cells) if cell.cell_type == "code"), -1)
    for n, (here, there) in enumerate(zip(other.cells, first.cells, strict=True)):
        for what in _differences(here, there, free=n == first_code):
            yield Problem(other.name, _CELL.format(number=n + 1, what=what))


def _differences(here: Any, there: Any, *, free: bool) -> Iterator[Text]:
    if here.cell_type != there.cell_type:
        yield _TYPE
        return
    if here.metadata.get("tags", []) != there.metadata.get("tags", []):
        yield _TAGS
    if here.cell_type == "code" and not free and here.source != there.source:
        yield _CODE.format(line=_first_difference(here.source, there.source))
    if here.cell_type == "markdown" and headings(here.source) != headings(there.source):
        yield _HEADINGS.format(here=headings(here.source), there=headings(there.source))


def headings(markdown: str) -> list[int]:
    """The levels of its headings, in order."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    return [int(token.tag[1:]) for token in tokens if token.type == "heading_open"]


def _first_difference(here: str, there: str) -> str:
    """The first line of `here` that is not the same in `there`; its last one where lines are missing at the end."""
    lines = here.splitlines()
    pairs = zip(lines, [*there.splitlines(), *[None] * len(lines)], strict=False)
    return next((line for line, other in pairs if line != other), lines[-1] if lines else "")[:60]
