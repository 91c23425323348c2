"""The colours and the one style sheet (scene.css) of every picture, for a light and a dark page.

The hues are Okabe and Ito's, which people with any kind of colour blindness tell apart; each has a darker or lighter
variant for text. Colour is never the only sign: groups have letters, states have words, boxes have dashes.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

LIGHT = {
    "page": "#ffffff", "frame": "#f7f9fb", "box": "#ffffff", "new": "#e3f4ee", "gone": "#eceff2", "unread": "#fbf3f8",
    "ink": "#1f2933", "muted": "#52606d", "faint": "#5c6875", "line": "#cbd2d9", "edge": "#84909d", "wire": "#66727f",
    "good": "#00694c", "warn": "#a63c00", "hw": "#96406f",
    "k0": "#dcebf7", "k1": "#fbecc9", "k2": "#d3efe4", "k3": "#f5e0ec", "k4": "#fbdfcd", "k5": "#f6f3bf",
    "k6": "#e3ddf5", "k7": "#e3e4dc",
    "g0": "#0072b2", "g1": "#e69f00", "g2": "#009e73", "g3": "#cc79a7", "g4": "#d55e00", "g5": "#56b4e9",
    "t0": "#005f95", "t1": "#7d5600", "t2": "#00694c", "t3": "#96406f", "t4": "#a63c00", "t5": "#1a648f",
    "l0": "#ffffff", "l1": "#10181f",
}  # fmt: skip

DARK = {
    "page": "#111418", "frame": "#181d23", "box": "#232a32", "new": "#123a2f", "gone": "#1c2229", "unread": "#2a1d27",
    "ink": "#e8ecf0", "muted": "#adb8c3", "faint": "#93a0ad", "line": "#3a444f", "edge": "#6f7d8b", "wire": "#93a0ad",
    "good": "#3ecfa3", "warn": "#ff9b61", "hw": "#e79ac6",
    "k0": "#173a54", "k1": "#493710", "k2": "#0f4636", "k3": "#4c2a40", "k4": "#55290f", "k5": "#45430f",
    "k6": "#352c57", "k7": "#3b3d35",
    "g0": "#3b9fdc", "g1": "#e69f00", "g2": "#16b98a", "g3": "#d88fb7", "g4": "#f0782a", "g5": "#7cc8f2",
    "t0": "#79c2f0", "t1": "#f0b429", "t2": "#3ecfa3", "t3": "#e79ac6", "t4": "#ff9b61", "t5": "#9dd6f6",
    "l0": "#10181f", "l1": "#10181f",
}  # fmt: skip


@cache
def style_sheet() -> str:
    """scene.css as it stands, with its colours still called `var(--kl-name)`."""
    return (files("kafkalab.scenes") / "scene.css").read_text(encoding="utf-8")


@cache
def fixed_style_sheet() -> str:
    """The style sheet with the light colours written in: a file has no page to ask, and resvg knows no `var`."""
    return re.sub(r"var\(--kl-(\w+)\)", lambda found: LIGHT[found[1]], style_sheet())


def variables(colours: dict[str, str]) -> str:
    """The colours as CSS custom properties, for a style rule of the live view."""
    return " ".join(f"--kl-{name}: {value};" for name, value in colours.items())
