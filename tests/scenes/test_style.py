"""Colours that people can read, and no class without a rule."""

from __future__ import annotations

import re

import pytest

from kafkalab.scenes.style import DARK, LIGHT, fixed_style_sheet, style_sheet
from kafkalab.scenes.svg import to_svg

from .series import DIAGRAMS

THEMES = {"light": LIGHT, "dark": DARK}
# (text, what it stands on): WCAG 2.1 asks for 4.5 to 1 at our sizes.
TEXTS = [(text, ground) for text in ("ink", "muted") for ground in ("page", "frame", "box", "new", "unread", "gone")]
TEXTS += [("ink", f"k{n}") for n in range(8)] + [("good", "page"), ("warn", "frame"), ("warn", "page"), ("hw", "frame")]
TEXTS += [(f"t{n}", ground) for n in range(6) for ground in ("frame", "box")] + [("l0", "g0")]
TEXTS += [("l1", f"g{n}") for n in range(1, 6)] + [("faint", "gone")]
TEXTS += [("warn", ground) for ground in ("box", "gone", "k1")] + [("good", g) for g in ("box", "frame", "gone", "k2")]
# Shapes that carry meaning: 3 to 1. (The orange triangle on white is beside its letter, which is darker.)
SHAPES = [
    ("edge", "frame"),
    ("warn", "gone"),
    ("good", "frame"),
    ("g0", "frame"),
    ("hw", "unread"),
    ("good", "new"),
    ("wire", "page"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_told_from_their_ground(theme: str, shape: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[shape], colours[ground]) >= 3


def test_both_themes_have_the_same_colours_and_all_that_the_style_sheet_asks_for() -> None:
    wanted = set(re.findall(r"var\(--kl-(\w+)\)", style_sheet()))
    assert set(LIGHT) == set(DARK)
    assert wanted == set(LIGHT)
    assert "var(" not in fixed_style_sheet()


@pytest.mark.parametrize("kind", DIAGRAMS)
def test_every_class_that_colours_something_has_a_rule(kind: str) -> None:
    """Others only gather marks, or say to a rule what it is about."""
    ruled = set(re.findall(r"\.([a-z][\w-]*)", style_sheet()))
    plain = {"ground", "row", "strip", "offset", "older", "groups", "stale", "sign", "outside", "quiet"}
    plain |= {"seat", "tile", "writer", "target", "follower"}
    for state in DIAGRAMS[kind].states:
        body = to_svg(DIAGRAMS[kind].scene(state, "en")).split("</style>")[1]
        used = {name for names in re.findall(r'class="([^"]*)"', body) for name in names.split()}
        assert used <= ruled | plain
