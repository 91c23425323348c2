"""Looking at what a student passed in without trusting it: untouched or not, and a preview that runs none of its code.

What a kind of question makes of the value is in that kind's module.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, TypeVar

from kafkalab.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_WIDTH = 40
_LINE = 80
_ITEMS = 6
_DEPTH = 2
_BIG = 10**12
_UNTOUCHED_TEXTS = {"", "...", "…"}
_BRACKETS = {list: ("[", "]"), tuple: ("(", ")"), set: ("{", "}"), frozenset: ("{", "}"), dict: ("{", "}")}

T = TypeVar("T")


class Unreadable(Exception):  # noqa: N818 (not an error of ours: an answer in another form)
    """The answer has not the form that the question expects. It carries what to say about that, beside the form."""

    def __init__(self, why: Text | None = None) -> None:
        super().__init__(why)
        self.why = why


def is_untouched(given: object) -> bool:
    """True for `...`, None and blank text: the gap as the sheet left it."""
    if given is None or given is ...:
        return True
    return type(given) is str and given[:_WIDTH].strip() in _UNTOUCHED_TEXTS and len(given) < _WIDTH


def read_safely(read: Callable[[object], T], given: object) -> T:
    """`read(given)`; whatever the value's own methods raise means that it can't be read. A str subclass reads as a str.

    KeyboardInterrupt is let through: that is the student stopping the cell.
    """
    try:
        return read(str.__str__(given) if issubclass(type(given), str) else given)
    except Unreadable:
        raise
    except (Exception, SystemExit, GeneratorExit) as error:
        raise Unreadable from error


def preview(value: object) -> str:
    """The value in a few dozen characters. Only built-in types are looked into; of others, the type's name is shown."""
    text = _preview(value, 0)
    return text if len(text) <= _LINE else text[:_LINE] + "…"


def _preview(value: object, depth: int) -> str:
    kind = type(value)
    if kind is bool or value is None or value is ...:
        return repr(value)
    if kind is int:
        return _preview_int(value)  # type: ignore[arg-type]
    if kind is float or kind is complex:
        return repr(value)
    if kind is str or kind is bytes:
        return _cut(value)  # type: ignore[arg-type]
    if kind in _BRACKETS:
        return _preview_items(value, depth)  # type: ignore[arg-type]
    return str(Text(es="un objeto de tipo {name}", en="an object of type {name}").format(name=type_name(value)))


def type_name(value: object) -> str:
    """The name of the value's type, cut short."""
    name: str = type.__dict__["__name__"].__get__(type(value))
    return name[:_WIDTH]


def _preview_int(value: int) -> str:
    if -_BIG < value < _BIG:
        return repr(value)
    return str(Text(es="un entero enorme", en="a huge integer"))


def _cut(value: str | bytes) -> str:
    return repr(value) if len(value) <= _WIDTH else f"{value[:_WIDTH]!r}…"


def _preview_items(value: Iterable[object], depth: int) -> str:
    opening, closing = _BRACKETS[type(value)]
    if depth == _DEPTH:
        return f"{opening}…{closing}"
    shown = list(itertools.islice(iter(value), _ITEMS + 1))
    parts = [_preview(item, depth + 1) for item in shown[:_ITEMS]] + (["…"] if len(shown) > _ITEMS else [])
    return opening + ", ".join(parts) + closing
