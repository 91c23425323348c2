"""One option of several: "b", "B)", "b.", or the option's own words in either language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kafkalab.checks.answers import Unreadable
from kafkalab.checks.question import AnswerQuestion
from kafkalab.i18n import LANGS, Lang, Text

_LABELLED = re.compile(r"\(?([a-z])(?:[).:]\s*|\s*$)(.*)", re.DOTALL)
_LONGEST = 2000
_LABELS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, kw_only=True)
class Choice(AnswerQuestion):
    """`options` are labelled a, b, c … in their order; `answer` and the wrong answers are labels."""

    options: tuple[Text, ...]

    @property
    def form(self) -> Text:
        """Which labels there are."""
        labels = ", ".join(_LABELS[: len(self.options)])
        return Text(
            es="escribe entre comillas la letra de una opción: {labels}.",
            en="write the letter of one option, in quotes: {labels}.",
        ).format(labels=labels)

    @property
    def details(self) -> Text:
        """The options, one a line."""

        def lines(lang: Lang) -> str:
            pairs = zip(_LABELS, self.options, strict=False)
            return "\n".join(f"{label}) {option.in_(lang)}" for label, option in pairs)

        return Text(lines("es"), lines("en"))

    def read(self, given: object) -> str:
        """The option's label."""
        if type(given) is not str or len(given) > _LONGEST:
            raise Unreadable
        text = _plain(given)
        by_words = {_plain(option.in_(lang)): label for label, option in self._labelled() for lang in LANGS}
        if text in by_words:
            return by_words[text]
        labelled = _LABELLED.fullmatch(text)
        if labelled is None:
            raise Unreadable
        label, words = labelled.groups()
        if label not in dict(self._labelled()) or by_words.get(words.strip(), label) != label:
            raise Unreadable
        if words.strip() and words.strip() not in by_words:
            raise Unreadable
        return label

    def _labelled(self) -> list[tuple[str, Text]]:
        return list(zip(_LABELS, self.options, strict=False))


def _plain(text: str) -> str:
    """Without accents, capitals, quotes, repeated spaces or a full stop at the end."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.split()).strip("\"'«»“”` ").rstrip(". ")
