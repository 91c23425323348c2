"""Several things, in any order or in a given one: [0, 1], {0, 1}, (0, 1), range(2), "0, 1", ["ana", "luis"]."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from kafkalab.checks.answers import Unreadable
from kafkalab.checks.question import AnswerQuestion
from kafkalab.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 1000
_LONGEST = 4000
_BUILT_IN = (list, tuple, set, frozenset, range)
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+(?:y|e|and)\s+|\s+")


@dataclass(frozen=True, kw_only=True)
class Items(AnswerQuestion):
    """`answer` is a tuple of ints or texts. With `ordered`, order and repetition count."""

    ordered: bool = False

    @property
    def form(self) -> Text:
        """A list."""
        if self.ordered:
            return Text(es="escribe una lista en orden, por ejemplo [7, 9].", en="write a list in order, e.g. [7, 9].")
        return Text(es="escribe una lista, por ejemplo [7, 9].", en="write a list, e.g. [7, 9].")

    def read(self, given: object) -> tuple[str, ...]:
        """The items as texts; sorted and without repetition unless their order counts."""
        read = tuple(_read_item(item) for item in _parts(given))
        return read if self.ordered else tuple(sorted(set(read)))


def _parts(given: object) -> list[object]:
    kind = type(given)
    if kind is str:
        return _written(cast("str", given))
    if kind in (int, float):  # one thing alone is a list of one
        return [given]
    if kind in _BUILT_IN:
        return _at_most(cast("Iterable[object]", given))
    if callable(getattr(kind, "tolist", None)):  # NumPy arrays, pandas series
        as_list = cast("Any", given).tolist()
        return _at_most(as_list) if type(as_list) is list else [as_list]
    raise Unreadable


def _at_most(given: Iterable[object]) -> list[object]:
    items = list(itertools.islice(given, _MOST + 1))
    if len(items) > _MOST:
        raise Unreadable(Text(es="son demasiados elementos", en="those are too many items"))
    return items


def _written(given: str) -> list[object]:
    if len(given) > _LONGEST:
        raise Unreadable
    inside = given.strip().strip("[](){}")
    return [part.strip("\"'«»“”`") for part in _BETWEEN.split(inside.strip()) if part]


def _read_item(item: object) -> str:
    kind = type(item)
    if kind is str:
        text = cast("str", item).strip().casefold()
        if len(text) > _LONGEST:
            raise Unreadable
        return str(int(text)) if text.isascii() and text.isdigit() and len(text) < 16 else text
    if kind is float and cast("float", item).is_integer():
        return _read_item(int(cast("float", item)))
    if kind is bool or not hasattr(kind, "__index__"):
        raise Unreadable
    number = int(cast("Any", item).__index__())
    if abs(number) >= 10**15:
        raise Unreadable
    return str(number)
