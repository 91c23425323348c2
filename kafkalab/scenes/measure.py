"""How wide a text will be, and how much of it fits: from the advance widths of our own fonts. Opens no font."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Literal

Font = Literal["DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold"]
SANS: Font = "DejaVuSans"
BOLD: Font = "DejaVuSans-Bold"
MONO: Font = "DejaVuSansMono"
MONO_BOLD: Font = "DejaVuSansMono-Bold"


@cache
def _widths() -> dict[str, dict[str, int]]:
    content = (files("kafkalab.scenes") / "fonts" / "widths.json").read_text(encoding="ascii")
    table: dict[str, dict[str, int]] = json.loads(content)
    return table


def text_width(text: str, font: Font, size: float) -> float:
    """Width in px of `text` in `font` at `size` px. A character that the font lacks counts as a browser shows it."""
    table = _widths()[font]
    return sum(table[c] if c in table else _missing(c, table[""]) for c in text) * size / 1000


def _missing(character: str, width: int) -> int:
    if unicodedata.combining(character):
        return 0
    return 1000 if unicodedata.east_asian_width(character) in "WF" else width


def fit(text: str, font: Font, size: float, width: float) -> str:
    """`text`, or as much of its beginning as fits into `width` px with "…" behind it."""
    if text_width(text, font, size) <= width:
        return text
    room = width - text_width("…", font, size)
    return cut(text, font, size, room).rstrip() + "…"


def squeeze(text: str, font: Font, size: float, width: float) -> str:
    """`text`, or its beginning and its last two characters: of `cliente-17` and `cliente-18` the ends differ."""
    if text_width(text, font, size) <= width:
        return text
    end = "…" + text[-2:]
    return cut(text, font, size, width - text_width(end, font, size)) + end


def cut(text: str, font: Font, size: float, width: float) -> str:
    """The longest beginning of `text` that fits into `width` px."""
    used = 0.0
    for index, character in enumerate(text):
        used += text_width(character, font, size)
        if used > width:
            return text[:index]
    return text


def wrap(text: str, font: Font, size: float, width: float) -> list[str]:
    """`text` in lines that fit into `width` px, broken between words; a word that is too long is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(fit(word, font, size, width))
    return lines
