"""Columns of boxes with arrows between them, placed and drawn. What they stand for is said by whoever makes them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from kafkalab.scenes import ink
from kafkalab.scenes.figures.dot import Edge, Layout, Node, lay_out
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, fit, text_width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kafkalab.scenes.figures.dot import Curve, Point

QUIET = "quiet"  # an arrow along which nothing travels now
PLAIN = "plain"  # a line without a head
STEP = 9.0


@dataclass(frozen=True)
class Box:
    """A node, and how it is drawn once its place is known; `cls` is the class of its mark."""

    node: Node
    draw: Callable[[], str]
    cls: str = ""


def plain_column(key: str, texts: Sequence[str], classes: Sequence[str] = ()) -> list[Box]:
    """Boxes of one width, with one line of text in each; of `classes`, or else plain ones."""
    shown = [fit(ink.clean(text), BOLD, 12, 180) for text in texts]
    width = max((96.0, *(text_width(text, BOLD, 12) + 32 for text in shown)))
    found = zip_longest(shown, classes[: len(shown)], fillvalue="box")
    return [_plain(f"{key}{index}", text, width, cls) for index, (text, cls) in enumerate(found)]


def _plain(name: str, shown: str, width: float, cls: str) -> Box:

    def draw() -> str:
        return ink.rect(0, 0, width, 40, cls, 6) + ink.text(width / 2, 24.5, shown, "s12 bold mid")

    return Box(Node(name, width, (40,)), draw)


class Columns:
    """Columns of boxes, and arrows between them, laid out. `steps` gives arrows (by index) a number."""

    def __init__(
        self,
        key: str,
        columns: Sequence[Sequence[Box]],
        edges: Sequence[Edge],
        *,
        between: float,
        above: float,
        level: bool = False,
        steps: dict[int, str] | None = None,
    ) -> None:
        self._key, self._edges, self._steps = key, edges, steps or {}
        self._boxes = [box for column in columns for box in column]
        nodes = [[box.node for box in column] for column in columns]
        self.layout: Layout = lay_out(nodes, edges, between=between, above=above, level=level)

    @property
    def width(self) -> float:
        """In px."""
        return self.layout.width

    @property
    def height(self) -> float:
        """In px."""
        return self.layout.height

    def marks(self, x: float, y: float) -> list[Mark]:
        """The figure with its top left corner at (`x`, `y`): arrows below boxes, their numbers above all."""
        marks = [Mark(self._key, "", x, y, "", "")]
        for edge, curve in zip(self._edges, self.layout.curves, strict=True):
            marks.append(Mark(f"{self._key}/{_name(edge)}", self._key, 0, 0, edge.cls, _arrow(curve, edge.cls)))
        for box in self._boxes:
            left, top = self.layout.corners[box.node.name]
            marks.append(Mark(f"{self._key}/{box.node.name}", self._key, left, top, box.cls, box.draw()))
        for index, said in self._steps.items():
            at = _middle(self.layout.curves[index])
            name = f"{self._key}/{_name(self._edges[index])}/step"
            marks.append(Mark(name, self._key, *at, "", _step(said)))
        return marks


def _name(edge: Edge) -> str:
    ends = ((edge.tail, edge.tail_row), (edge.head, edge.head_row))
    return ">".join(name if row is None else f"{name}.{row}" for name, row in ends)


def _arrow(curve: Curve, cls: str) -> str:
    start, *rest = (f"{ink.number(x)} {ink.number(y)}" for x, y in curve.points)
    tip = f"{ink.number(curve.tip[0])} {ink.number(curve.tip[1])}"
    if PLAIN in cls.split():
        return ink.path(f"M{start}C{' '.join(rest)}L{tip}", "wire")
    return ink.path(f"M{start}C{' '.join(rest)}", "wire") + ink.path(_head(curve), "head")


def _head(curve: Curve) -> str:
    (bx, by), (tx, ty) = curve.points[-1], curve.tip
    dx, dy = (tx - bx) * 0.45, (ty - by) * 0.45
    corners = ((bx - dy, by + dx), (tx, ty), (bx + dy, by - dx))
    return "M" + "L".join(f"{ink.number(x)} {ink.number(y)}" for x, y in corners) + "Z"


def _middle(curve: Curve) -> Point:
    """The point halfway along the spline's pieces."""
    pieces = (len(curve.points) - 1) // 3
    if pieces % 2 == 0:
        return curve.points[3 * (pieces // 2)]
    a, b, c, d = curve.points[3 * (pieces // 2) :][:4]
    return (a[0] + 3 * b[0] + 3 * c[0] + d[0]) / 8, (a[1] + 3 * b[1] + 3 * c[1] + d[1]) / 8


def _step(said: str) -> str:
    disc = ink.rect(-STEP, -STEP, 2 * STEP, 2 * STEP, "step", STEP)
    return disc + ink.text(0, 4, said, "bold mid l0")
