"""Text for people, in Spanish and English side by side, and the choice between the two.

Nothing here formats a picture or prints. `Text` is turned into a string as late as possible, so that one object can be
read in either language.
"""

from __future__ import annotations

import locale
import os
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Lang = Literal["es", "en"]
LANGS: tuple[Lang, ...] = ("es", "en")

# A lesson sets its language for its whole kernel; `using` sets it for one block (and thread).
_default: list[Lang | None] = [None]
_current: ContextVar[Lang | None] = ContextVar("kafkalab_lang", default=None)


@dataclass(frozen=True)
class Text:
    """One message in both languages. `str(text)` gives the one in use; `text.format(...)` fills both in."""

    es: str
    en: str

    def __str__(self) -> str:
        return self.in_(language())

    def in_(self, lang: Lang) -> str:
        """The message in `lang`."""
        return self.es if lang == "es" else self.en

    def format(self, **values: object) -> Text:
        """Both languages with `{name}` filled in. A value that is itself a Text is read in the matching language."""

        def fill(lang: Lang) -> str:
            chosen: dict[str, Any] = {k: v.in_(lang) if isinstance(v, Text) else v for k, v in values.items()}
            return self.in_(lang).format(**chosen)

        return Text(fill("es"), fill("en"))


def joined(*parts: Text | None) -> Text:
    """One message of several, a space between them; a None among them is left out."""
    said = [part for part in parts if part is not None]
    return Text(" ".join(part.es for part in said), " ".join(part.en for part in said))


def language() -> Lang:
    """The language to speak now: `using(...)`, else the lesson's, else KAFKALAB_LANG, else the locale, else English."""
    return _current.get() or _default[0] or _from_environment()


def set_language(lang: Lang | None) -> None:
    """Speak `lang` from now on in this process (a lesson does this); None goes back to the environment's choice."""
    _default[0] = lang


@contextmanager
def using(lang: Lang) -> Iterator[None]:
    """Speak `lang` inside the block."""
    token = _current.set(lang)
    try:
        yield
    finally:
        _current.reset(token)


def _from_environment() -> Lang:
    for name in (os.environ.get("KAFKALAB_LANG"), os.environ.get("LC_ALL"), os.environ.get("LANG"), _locale_name()):
        prefix = (name or "").lower()[:2]
        if prefix in LANGS:
            return prefix
    return "en"


def _locale_name() -> str | None:
    try:
        return locale.getlocale()[0]
    except ValueError:  # a LANG that the C library does not know
        return None
