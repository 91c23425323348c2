"""A scene: a list of keyed marks, each placed relative to its parent. The one form that every picture is made from.

Nothing here knows Kafka or colours. `svg.py` writes a scene as a file, the live view moves its marks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """One thing that may move: `svg` is drawn at (`x`, `y`) px of the mark called `parent` ("" is the scene itself).

    `key` says what the mark stands for, and is the same in the next scene. `svg` is well-formed and already escaped.
    """

    key: str
    parent: str
    x: float
    y: float
    cls: str
    svg: str

    def to_json(self) -> list[str | float]:
        """`[key, parent, x, y, class, inner svg]`."""
        return [self.key, self.parent, round(self.x, 2), round(self.y, 2), self.cls, self.svg]


@dataclass(frozen=True)
class Scene:
    """A picture before it is drawn: its size in px, a short title, the alternative text, its marks, parents first."""

    width: float
    height: float
    title: str
    alt: str
    marks: tuple[Mark, ...]

    def to_json(self) -> list[list[str | float]]:
        """The marks as plain lists, ready for `json.dumps`."""
        return [mark.to_json() for mark in self.marks]
