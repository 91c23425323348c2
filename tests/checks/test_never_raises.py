"""A check never raises at a student, whatever they pass in: generated values, hostile objects, and sheer size."""

from __future__ import annotations

import os
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kafkalab.checks import Outcome, Scorebook, Verdict
from kafkalab.i18n import using

from .samples import EVERY_KIND, NUMBER, hold

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.text(), st.binary(), st.just(...),
    st.decimals(), st.fractions(), st.datetimes(), st.functions(),
)  # fmt: skip
hashables = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.binary())
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner), st.tuples(inner, inner), st.dictionaries(hashables, inner), st.iterables(inner)
    ),
    max_leaves=8,
)
every_kind = pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.id)


def looks_like_a_verdict(verdict: object) -> None:
    """It can be shown in both languages, in a line that is not endless."""
    assert isinstance(verdict, Verdict)
    for lang in ("es", "en"):
        with using(lang):
            data, _ = verdict._repr_mimebundle_()
            assert repr(verdict)[0] in "✔✘…–"
            assert len(data["text/plain"]) < 600


@every_kind
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=values)
def test_any_value_gets_a_verdict(question, value):
    looks_like_a_verdict(hold(question).check(value))


class Hostile:
    """Everything that Python might ask of it raises."""

    def _no(self, *_: object) -> None:
        raise RuntimeError("no")

    __eq__ = __hash__ = __repr__ = __str__ = __iter__ = __len__ = __bool__ = __int__ = __float__ = __index__ = _no
    __getattr__ = __lt__ = __contains__ = __next__ = __format__ = tolist = _no


class Liar:
    """Says that it is a number, and is not."""

    def __index__(self) -> str:
        return "three"

    def __float__(self) -> str:
        return "three"


class Quitter:
    """Tries to end the program."""

    def __index__(self) -> int:
        raise SystemExit(3)

    def tolist(self) -> list:
        raise SystemExit(3)


class ArrayLike:
    """As NumPy's arrays: comparing gives an array, whose truth nobody knows."""

    def __eq__(self, other: object) -> ArrayLike:
        return self

    __hash__ = None

    def __bool__(self) -> bool:
        raise ValueError("The truth value of an array with more than one element is ambiguous")

    def tolist(self) -> list:
        return [[0, 2], [1, 3]]


class OddText(str):
    """A str whose methods are not to be trusted."""

    def strip(self, *_: object) -> str:
        raise RuntimeError("no")

    casefold = lower = strip


class OddMeta(type):
    """A class that raises for its own name."""

    @property
    def __name__(cls) -> str:
        raise RuntimeError("no")


class Nameless(metaclass=OddMeta):
    """Of that class."""


def endless():
    while True:
        yield 1


def recursive_list() -> list:
    value: list = []
    value.append(value)
    return value


def deep_list() -> list:
    value: list = []
    for _ in range(100_000):
        value = [value]
    return value


HOSTILE = {
    "hostile": Hostile(), "liar": Liar(), "quitter": Quitter(), "array": ArrayLike(), "odd text": OddText("b"),
    "nameless": Nameless(), "class": Hostile, "endless": endless(), "range": range(10**9), "huge": 10**100_000,
    "nan": float("nan"), "infinity": float("-inf"), "bytes": b"b" * 10**6, "long text": "b" * 10**6,
    "many": list(range(10**6)), "set of many": set(range(10**6)), "recursive": recursive_list(), "deep": deep_list(),
    "list of hostile": [Hostile(), Hostile()], "tuple of hostile": (Hostile(),), "module": os, "lambda": lambda: 1,
    "surrogate": "\ud800", "digits": "٣", "superscript": "²", "nul": "\x00", "long number": "1" * 5000,
    "exponent": "1e999999999", "separator": "1.000", "huge float": 1e308, "memoryview": memoryview(b"b"),
}  # fmt: skip


@every_kind
@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_values_get_a_verdict(question, name):
    verdict = hold(question).check(HOSTILE[name])
    looks_like_a_verdict(verdict)
    assert verdict.outcome in (Outcome.FAIL, Outcome.PASS)


@every_kind
def test_any_way_of_calling_gets_a_verdict(question):
    live = hold(question)
    for verdict in (live.check(), live.check(1, 2, 3), live.check(answer="b"), live.check(1, nonsense=Hostile())):
        looks_like_a_verdict(verdict)


def test_checks_in_several_threads_all_get_a_verdict_and_are_all_counted():
    """Each thread with a handle of its own: they share only the scorebook's file, and no answer is lost."""
    verdicts = []
    threads = [threading.Thread(target=lambda: verdicts.append(hold(NUMBER).check("5"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [verdict.outcome for verdict in verdicts] == [Outcome.PASS] * 8
    assert Scorebook("00").read()[0]["q2"].attempts == 8


def test_an_object_that_checks_itself_again_gets_a_verdict():
    """A value whose methods call check again ends in a sentence, not in a RecursionError."""
    live = hold(EVERY_KIND[1])

    class Again:
        def __index__(self) -> int:
            return 5 if live.check(self).passed else 4

    looks_like_a_verdict(live.check(Again()))


def test_stopping_the_cell_is_let_through():
    """KeyboardInterrupt is the student's own: it must stop a long experiment."""

    class Stopped:
        def __index__(self) -> int:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hold(EVERY_KIND[1]).check(Stopped())
