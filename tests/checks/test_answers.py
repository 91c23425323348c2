"""The preview of what a student passed in: short, the same every time, and none of its code is run."""

from __future__ import annotations

import pytest

from kafkalab.checks.answers import preview


class Loud:
    """Its repr must never be asked for."""

    def __repr__(self) -> str:
        raise AssertionError


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, "3"), (True, "True"), (2.5, "2.5"), ("hola", "'hola'"), (b"x", "b'x'"), ([1, "a"], "[1, 'a']"),
        ((1,), "(1)"), ({1: 2}, "{1}"), ("x" * 50, "'" + "x" * 40 + "'…"), (10**50, "a huge integer"),
        (list(range(9)), "[0, 1, 2, 3, 4, 5, …]"), ([[[1]]], "[[[…]]]"), (Loud(), "an object of type Loud"),
        ([Loud()], "[an object of type Loud]"), (Loud, "an object of type type"),
    ],
)  # fmt: skip
def test_values_are_cut_short(value, shown):
    assert preview(value) == shown
