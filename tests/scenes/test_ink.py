"""What strangers write stays text."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkalab.scenes import ink


@given(st.text())
def test_any_text_comes_back_as_its_visible_form(content: str) -> None:
    """Well-formed, and exactly the cleaned text: nothing lost, nothing interpreted."""
    node = ET.fromstring(ink.text(1, 2, content, "bold"))
    assert (node.text or "") == ink.clean(content)


@given(st.text())
def test_any_text_fits_into_an_attribute(content: str) -> None:
    assert ET.fromstring(f'<g a="{ink.escaped(content)}"/>').get("a") == ink.clean(content)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("a\x1b[31m", "a\\x1b[31m"),
        ("\u202eabc", "\\u202eabc"),
        ("one\ntwo\t", "one\\ntwo\\t"),
        ("\ud800", "\\ud800"),
        ("\ufffe", "\\ufffe"),
        ("año 日本 שלום 🎉", "año 日本 שלום 🎉"),
    ],
)
def test_what_can_not_be_seen_is_spelled_out(content: str, shown: str) -> None:
    assert ink.clean(content) == shown


@pytest.mark.parametrize(
    ("value", "written"),
    [(1.0, "1"), (0.1 + 0.2, "0.3"), (12.345, "12.35"), (-0.001, "0"), (-1.5, "-1.5"), (100, "100")],
)
def test_numbers_are_short_and_have_one_form(value: float, written: str) -> None:
    assert ink.number(value) == written
