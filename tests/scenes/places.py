"""Where the texts of a picture are, in px: for tests that nothing leaves the page or lies on something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kafkalab.scenes.marks import Scene
from kafkalab.scenes.measure import BOLD, MONO, MONO_BOLD, SANS, Font, text_width

from . import reading

Span = tuple[str, str, float, float, float, float]


def font_of(classes: list[str]) -> tuple[Font, float]:
    """The font and the size that these classes give a text."""
    mono, bold = "mono" in classes, "bold" in classes
    size = next((float(name[1:]) for name in classes if re.fullmatch(r"s\d+", name)), 11.0)
    return (MONO_BOLD if bold else MONO) if mono else (BOLD if bold else SANS), size


def spans(scene: Scene) -> Iterator[Span]:
    """(key, text, left, right, top, bottom) of each text in the scene."""
    place: dict[str, tuple[float, float]] = {"": (0.0, 0.0)}
    for mark in scene.marks:
        px, py = place[mark.parent]
        place[mark.key] = (px + mark.x, py + mark.y)
        for node in reading.parsed(mark).iter("text"):
            names = (node.get("class") or "").split()
            font, size = font_of(names)
            said = "".join(node.itertext())
            width = text_width(said, font, size)
            x, y = px + mark.x + float(node.get("x", "0")), py + mark.y + float(node.get("y", "0"))
            left = x - (width if "end" in names else width / 2 if "mid" in names else 0)
            yield mark.key, said, left, left + width, y - 0.75 * size, y + 0.2 * size


def overlaps(scene: Scene) -> list[tuple[str, str]]:
    """Pairs of texts that lie on one another."""
    found = list(spans(scene))
    return [
        (one[1], other[1])
        for index, one in enumerate(found)
        for other in found[index + 1 :]
        if one[2] < other[3] - 0.5 and other[2] < one[3] - 0.5 and one[4] < other[5] - 0.5 and other[4] < one[5] - 0.5
    ]


def outside(scene: Scene, margin: float = 16) -> list[Span]:
    """Texts that leave the frame on the left or on the right, or the page below."""
    return [
        span
        for span in spans(scene)
        if span[2] < margin or span[3] > scene.width - margin + 0.5 or span[5] > scene.height
    ]
