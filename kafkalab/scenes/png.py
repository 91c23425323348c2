"""SVG to PNG, with our own fonts only, so that the bytes are the same everywhere; and the text that a PNG carries."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FONTS = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold")
_HEADER_END = 33  # signature (8 bytes) and the IHDR chunk (25)
_DOTS_PER_METRE = 96 / 0.0254


def to_png(svg: str, scale: float = 2.0, *, alt: str = "") -> bytes:
    """The picture at `scale` pixels per px. `alt` is kept in the file as its Description (iTXt, PNG specification)."""
    import resvg_py  # heavy, and not needed for a live view or an SVG

    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale, skip_system_fonts=True, font_files=_font_files()))
    return png[:_HEADER_END] + _size_chunk(scale) + (_text_chunk(alt) if alt else b"") + png[_HEADER_END:]


@cache
def _font_files() -> list[str]:
    return [str(_on_disk(name)) for name in _FONTS]


def _on_disk(name: str) -> Path:
    with as_file(files("kafkalab.scenes") / "fonts" / f"{name}.ttf") as path:
        return path


def _size_chunk(scale: float) -> bytes:
    """pHYs: how many of its pixels make a metre, so that a picture at scale 2 is not shown twice as large."""
    dots = round(_DOTS_PER_METRE * scale)
    return _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1))


def _text_chunk(alt: str) -> bytes:
    return _chunk(b"iTXt", b"Description\0\0\0\0\0" + alt.encode("utf-8", "backslashreplace"))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
