"""Columns of boxes with arrows between them, in the look of the topic diagram. What they stand for is topology.py's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.scenes import ink
from kafkalab.scenes.dot import Edge, Layout, Node, lay_out
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.measure import BOLD, fit, text_width
from kafkalab.scenes.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from kafkalab.scenes.dot import Curve

MARGIN = 24.0


@dataclass(frozen=True)
class Box:
    """A node, and how it is drawn once its place is known."""

    node: Node
    draw: Callable[[], str]


def plain_column(key: str, texts: list[str], cls: str = "box") -> list[Box]:
    """Boxes of one width, with one line of text in each."""
    shown = [fit(ink.clean(text), BOLD, 12, 180) for text in texts]
    width = max((96.0, *(text_width(text, BOLD, 12) + 32 for text in shown)))
    return [_plain(f"{key}{index}", text, width, cls) for index, text in enumerate(shown)]


def _plain(name: str, shown: str, width: float, cls: str) -> Box:

    def draw() -> str:
        return ink.rect(0, 0, width, 40, cls, 6) + ink.text(width / 2, 24.5, shown, "s12 bold mid")

    return Box(Node(name, width, (40,)), draw)


class Figure:
    """Columns of boxes, and arrows between them, laid out."""

    def __init__(self, key: str, columns: list[list[Box]], edges: list[Edge], *, between: float, above: float) -> None:
        self._key, self._edges = key, edges
        self._boxes = [box for column in columns for box in column]
        nodes = [[box.node for box in column] for column in columns]
        self.layout: Layout = lay_out(nodes, edges, between=between, above=above)

    def marks(self, x: float, y: float) -> list[Mark]:
        """The figure with its top left corner at (`x`, `y`): arrows below boxes."""
        marks = [Mark(self._key, "", x, y, "", "")]
        for index, (edge, curve) in enumerate(zip(self._edges, self.layout.curves, strict=True)):
            cls = "quiet" if edge.tail == "topic" and edge.tail_row is None else ""  # nobody reads there
            marks.append(Mark(f"{self._key}/edge{index}", self._key, 0, 0, cls, _arrow(curve)))
        for box in self._boxes:
            left, top = self.layout.corners[box.node.name]
            marks.append(Mark(f"{self._key}/{box.node.name}", self._key, left, top, "", box.draw()))
        return marks


def _arrow(curve: Curve) -> str:
    start, *rest = (f"{ink.number(x)} {ink.number(y)}" for x, y in curve.points)
    (bx, by), (tx, ty) = curve.points[-1], curve.tip
    dx, dy = (tx - bx) * 0.45, (ty - by) * 0.45
    corners = ((bx - dy, by + dx), (tx, ty), (bx + dy, by - dx))
    head = "M" + "L".join(f"{ink.number(x)} {ink.number(y)}" for x, y in corners) + "Z"
    return ink.path(f"M{start}C{' '.join(rest)}", "wire") + ink.path(head, "head")


def picture_of(width: float, height: float, title: str, alt: str, marks: list[Mark]) -> Picture:
    """`marks` on a page of that size (px)."""
    page = Mark("page", "", 0, 0, "ground", ink.rect(0, 0, width, height, "page"))
    return Picture.of(Scene(round(width), round(height), title, alt, (page, *marks)))
