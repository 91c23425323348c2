"""Yes or no, in either language, or True and False."""

from __future__ import annotations

from dataclasses import dataclass

from kafkalab.checks.answers import Unreadable
from kafkalab.checks.question import AnswerQuestion
from kafkalab.i18n import Text

_MEANING = {
    **dict.fromkeys(("sí", "si", "s", "yes", "y", "true", "verdadero", "cierto", "v"), True),
    **dict.fromkeys(("no", "n", "false", "falso", "f"), False),
}


@dataclass(frozen=True, kw_only=True)
class YesNo(AnswerQuestion):
    """`answer` is True or False."""

    @property
    def form(self) -> Text:
        """Yes or no."""
        return Text(es='escribe "sí" o "no".', en='write "yes" or "no".')

    def read(self, given: object) -> bool:
        """True for yes."""
        if type(given) is bool:
            return given
        if type(given) is not str or len(given) > 40:
            raise Unreadable
        meaning = _MEANING.get(given.strip(" .!\"'").casefold())
        if meaning is None:
            raise Unreadable
        return meaning
