"""A number: 3, "3", "3,0", a NumPy integer. Not True, not NaN, not a number of a thousand digits."""

from __future__ import annotations

import math
import operator
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from kafkalab.checks.answers import Unreadable
from kafkalab.checks.question import AnswerQuestion
from kafkalab.i18n import Text

_LIMIT = 10**15
_WRITTEN = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:[., ]\d{3})+")
_NO_GROUPS = Text(es="sin separador de millares", en="without a thousands separator")


@dataclass(frozen=True, kw_only=True)
class Number(AnswerQuestion):
    """`answer` is an int (or a float, with a `tolerance`)."""

    tolerance: float = 0

    @property
    def form(self) -> Text:
        """A number."""
        return Text(es="escribe un número, por ejemplo 7.", en="write a number, e.g. 7.")

    def read(self, given: object) -> Fraction:
        """The number, exactly."""
        number = _from_text(given) if type(given) is str else _from_number(given)
        if abs(number) >= _LIMIT:
            raise Unreadable
        return number

    def same(self, value: Any, other: Any) -> bool:
        """Equal, or no further apart than the tolerance."""
        return abs(value - other) <= Fraction(self.tolerance)


def _from_text(given: str) -> Fraction:
    text = given.strip() if len(given) < 40 else ""
    if _GROUPED.fullmatch(text):  # "1.000" is one to an English reader and a thousand to a Spanish one
        raise Unreadable(_NO_GROUPS)
    if not _WRITTEN.fullmatch(text) or not text.isascii():
        raise Unreadable
    return Fraction(text.replace(",", "."))


def _from_number(given: object) -> Fraction:
    kind = type(given)
    if kind is bool or kind is bytes:
        raise Unreadable
    if hasattr(kind, "__index__"):
        return _whole(operator.index(cast("Any", given)))
    if not hasattr(kind, "__float__"):
        raise Unreadable
    number = float(cast("Any", given))
    if not math.isfinite(number):
        raise Unreadable
    return Fraction(number)


def _whole(number: int) -> Fraction:
    if not -_LIMIT < number < _LIMIT:
        raise Unreadable
    return Fraction(number)
