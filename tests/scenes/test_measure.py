"""Widths are those of the fonts that the pictures are made with."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkalab import scenes
from kafkalab.i18n import Text
from kafkalab.scenes.measure import BOLD, MONO, SANS, cut, fit, squeeze, text_width

FONTS = Path(scenes.__file__).parent / "fonts"
MODULES = sorted(module.name for module in pkgutil.walk_packages(scenes.__path__, "kafkalab.scenes."))


def all_texts() -> list[Text]:
    """Every Text of the pictures' modules, also those inside dicts and tuples."""
    found: list[Text] = []
    for module in MODULES:
        todo = list(vars(importlib.import_module(module)).values())
        while todo:
            value = todo.pop()
            if isinstance(value, Text):
                found.append(value)
            elif isinstance(value, dict):
                todo += value.values()
            elif isinstance(value, tuple):
                todo += value
    return found


@pytest.mark.parametrize("name", ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold"])
def test_the_table_agrees_with_the_font(name: str) -> None:
    """Asked of fontTools, for characters of all kinds that we write."""
    font = pytest.importorskip("fontTools.ttLib").TTFont(FONTS / f"{name}.ttf")
    for character in "aA0ñüÁ¿«»–—…·●○▲★→":
        advance = font["hmtx"][font.getBestCmap()[ord(character)]][0] / font["head"].unitsPerEm
        assert text_width(character, name, 1000) == pytest.approx(advance * 1000, abs=1)


def test_the_fonts_have_every_character_of_our_words() -> None:
    font = pytest.importorskip("fontTools.ttLib").TTFont(FONTS / "DejaVuSans.ttf")
    texts = all_texts()
    assert len(texts) > 50
    assert {c for text in texts for c in text.es + text.en} <= {chr(code) for code in font.getBestCmap()}


def test_the_fonts_licence_is_there() -> None:
    assert "Bitstream Vera" in (FONTS / "LICENSE").read_text(encoding="utf-8")


def test_bold_is_wider_and_mono_is_even() -> None:
    assert text_width("partición", BOLD, 12) > text_width("partición", SANS, 12)
    assert text_width("iiii", MONO, 12) == text_width("WWWW", MONO, 12)


def test_foreign_characters_count_as_a_browser_shows_them() -> None:
    assert text_width("日本", SANS, 10) == 20
    assert text_width("e\u0301", SANS, 10) == text_width("e", SANS, 10)


@given(st.text(max_size=60), st.floats(10, 300))
def test_what_is_fitted_fits(text: str, width: float) -> None:
    shown = fit(text, SANS, 11, width)
    assert text_width(shown, SANS, 11) <= max(width, text_width("…", SANS, 11)) + 1e-6
    assert shown == text or shown.endswith("…")
    assert text.startswith(cut(text, SANS, 11, width))


def test_squeezing_keeps_both_ends() -> None:
    assert squeeze("cliente-17", SANS, 9, 28) == "cl…17"
    assert squeeze("ana", SANS, 9, 28) == "ana"
    assert text_width(squeeze("W" * 50, BOLD, 9, 60), BOLD, 9) <= 60
