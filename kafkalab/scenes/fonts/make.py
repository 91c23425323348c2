"""Cuts the four DejaVu fonts down to what our pictures write, and notes how wide each character is.

For maintainers only, with fontTools and Debian's `fonts-dejavu-core`: `python kafkalab/scenes/fonts/make.py`. README.md
says when. Nothing else in the package imports it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

SOURCE = Path("/usr/share/fonts/truetype/dejavu")
HERE = Path(__file__).parent
FONTS = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold")
# Latin with its accents, basic Greek, punctuation, currency, arrows, some mathematics, boxes, shapes, stars and marks.
RANGES = (
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x0384, 0x03CE), (0x2010, 0x2027), (0x2030, 0x203A), (0x20AC, 0x20AC),
    (0x2190, 0x21FF), (0x2200, 0x2265), (0x25A0, 0x25FF), (0x2605, 0x2606), (0x2713, 0x2718), (0xFFFD, 0xFFFD),
)  # fmt: skip


def cut(name: str) -> TTFont:
    """Write `name`.ttf beside this file, with the characters of RANGES only, and give it back."""
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=["*"])
    font = subset.load_font(str(SOURCE / f"{name}.ttf"), options)
    del font["FFTM"]  # FontForge's time stamps, which the subsetter does not know
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)
    font.recalcTimestamp = False  # the same bytes every time
    font.save(HERE / f"{name}.ttf")
    return font


def widths(font: TTFont) -> dict[str, int]:
    """Advance width of each character in thousandths of the font size; "" stands for one that the font lacks."""
    advances, units = font["hmtx"], font["head"].unitsPerEm
    glyphs = {"": ".notdef"} | {chr(code): glyph for code, glyph in sorted(font.getBestCmap().items())}
    return {character: round(advances[glyph][0] * 1000 / units) for character, glyph in glyphs.items()}


def without_repetition(table: dict[str, int]) -> dict[str, int]:
    """A font in which all characters are equally wide needs one entry."""
    return table if len(set(table.values())) > 1 else {"": table[""]}


def main() -> int:
    """Make the four fonts and widths.json."""
    table = {name: without_repetition(widths(cut(name))) for name in FONTS}
    text = json.dumps(table, ensure_ascii=True, separators=(",", ":"))
    (HERE / "widths.json").write_text(text.replace("},", "},\n") + "\n", encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
