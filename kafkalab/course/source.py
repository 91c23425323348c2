"""A source of the course: a MyST Markdown file read as cells, with its front matter. What it makes is in `derive`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kafkalab.course.problem import Problem
from kafkalab.i18n import LANGS, Lang, Text

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "_exercises"
NOTES = "_notes"

_UNREADABLE = Text(es="no se puede leer como MyST: {reason}", en="can't be read as MyST: {reason}")
_NO_SOURCES = Text(
    es="aquí no hay fuentes: ejecútalo en la carpeta del proyecto",
    en="there are no sources here: run it in the project's folder",
)
_NO_FIELD = Text(
    es="a su cabecera le falta `kafkalab: {field}: …`, o no es del tipo debido",
    en="its front matter lacks `kafkalab: {field}: …`, or it has the wrong type",
)
_FIELDS = {"lesson": str, "title": str, "minutes": int}


@dataclass(frozen=True)
class Source:
    """One file of `course/LANG/`. `stem` is the lesson's ("00_hola_kafka"), also for its exercise sheet."""

    path: Path
    lang: Lang
    stem: str
    is_sheet: bool
    digest: str
    lesson: str
    title: str
    minutes: int
    cells: tuple[Any, ...]

    @property
    def key(self) -> tuple[str, bool]:
        """What the two editions of one source have in common."""
        return self.stem, self.is_sheet

    @property
    def name(self) -> str:
        """The path inside the project, for messages."""
        return f"course/{self.lang}/{self.path.name}"


def read_sources(root: Path) -> tuple[list[Source], list[Problem]]:
    """Every source below `root/course`, by language and name, and what could not be read."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for lang in LANGS:
        for path in sorted((root / "course" / lang).glob("*.md")):
            if path.stem.endswith(NOTES):  # notes for instructors: read as they are, not built
                continue
            read = read_source(path, lang)
            (sources if isinstance(read, Source) else problems).append(read)  # type: ignore[arg-type]
    if not sources and not problems:
        problems.append(Problem("course/", _NO_SOURCES))
    return sources, problems


def read_source(path: Path, lang: Lang) -> Source | Problem:
    """One source."""
    import jupytext

    where = f"course/{lang}/{path.name}"
    content = path.read_bytes()
    try:
        notebook = jupytext.reads(content.decode("utf-8"), fmt="md:myst")
    except Exception as error:  # a YAML, a UTF-8 or a MyST error: the reader's libraries have many
        return Problem(where, _UNREADABLE.format(reason=error))
    matter = notebook.metadata.get("kafkalab", {})
    for field, kind in _FIELDS.items():
        if type(matter.get(field)) is not kind:
            return Problem(where, _NO_FIELD.format(field=field))
    is_sheet = path.stem.endswith(SHEET)
    return Source(
        path=path,
        lang=lang,
        stem=path.stem.removesuffix(SHEET),
        is_sheet=is_sheet,
        digest=hashlib.sha256(content).hexdigest(),
        lesson=matter["lesson"],
        title=matter["title"],
        minutes=matter["minutes"],
        cells=tuple(notebook.cells),
    )
