"""Which lessons there are, and in which module each is described. Modules are imported only when asked for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from kafkalab.errors import UsageError
from kafkalab.i18n import LANGS, Lang, Text, language
from kafkalab.lessons.spec import LessonSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

# One line per lesson. A lesson's module has one name that matters here: LESSON, its LessonSpec.
MODULES: Mapping[str, str] = {
    "00": "kafkalab.lessons.hola_kafka",
}

_NO_LESSON = Text(es="No hay ninguna lección {asked}.", en="There is no lesson {asked}.")
_NO_LANG = Text(es="Las lecciones no están en {asked}.", en="The lessons are not in {asked}.")
_THERE_IS = Text(es="Hay: {known}.", en="There are: {known}.")


def find(number: object, modules: Mapping[str, str] | None = None) -> LessonSpec:
    """The lesson of that number ("00", "0" or 0). Raises UsageError that lists the known ones."""
    modules = MODULES if modules is None else modules
    written = str(number).strip() if isinstance(number, (str, int)) else ""
    wanted = written.zfill(2) if written else ""
    if wanted not in modules:
        raise UsageError(_NO_LESSON.format(asked=_quoted(number)), _THERE_IS.format(known=", ".join(sorted(modules))))
    spec = importlib.import_module(modules[wanted]).LESSON
    assert isinstance(spec, LessonSpec)
    return spec


def find_lang(lang: object) -> Lang:
    """`lang` if the course speaks it; None is the language in use. Raises UsageError that lists the languages."""
    if lang is None:
        return language()
    for known in LANGS:
        if lang == known:
            return known
    raise UsageError(_NO_LANG.format(asked=_quoted(lang)), _THERE_IS.format(known=", ".join(LANGS)))


def _quoted(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:40] + "…"
