"""Graphviz as a layout engine: boxes of a given size and arrows between them in, places and curves out. Draws nothing.

The engine is graphviz-pure, which lays out the same on every machine. It is run by its full path and never looked for
on the PATH, where a `dot` of the user's may be. Sizes come from our own fonts, not from widths that it would guess.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import graphviz

from kafkalab.errors import KafkalabError
from kafkalab.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

_POINTS_PER_INCH = 72
_TIMEOUT_S = 10
_MISSING = Text("No encuentro graphviz-pure.", "I cannot find graphviz-pure.")
_INSTALL = Text("Instálalo con `pip install graphviz-pure`.", "Install it with `pip install graphviz-pure`.")

Point = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """A box `width` px wide, with rows of these heights (px). Row n is the port `n` of its arrows."""

    name: str
    width: float
    rows: tuple[float, ...]


@dataclass(frozen=True)
class Edge:
    """An arrow from a row of one node to a row of another; None is the node as a whole. `cls` is how it is drawn."""

    tail: str
    head: str
    tail_row: int | None = None
    head_row: int | None = None
    cls: str = ""


@dataclass(frozen=True)
class Curve:
    """Points of a Bézier spline (a start and triples), and the tip of the arrow behind it."""

    points: tuple[Point, ...]
    tip: Point


@dataclass(frozen=True)
class Layout:
    """Size in px, the top left corner of each node, and a curve for each edge, in their order."""

    width: float
    height: float
    corners: dict[str, Point]
    curves: tuple[Curve, ...]


def lay_out(
    columns: Sequence[Sequence[Node]],
    edges: Sequence[Edge],
    *,
    between: float = 70,
    above: float = 18,
    level: bool = False,
) -> Layout:
    """Place `columns` from left to right, `between` px apart, and the nodes of each downwards, `above` px apart.

    Arrows join different columns: they leave and arrive at the sides that face each other. With `level` the columns
    begin at one height.
    """
    nodes = [node for column in columns for node in column]
    names = {node.name: f"n{index}" for index, node in enumerate(nodes)}
    graph = graphviz.Digraph(
        graph_attr={"rankdir": "LR", "ranksep": _inches(between), "nodesep": _inches(above), "pad": "0", "margin": "0"},
        node_attr={"shape": "plain", "margin": "0"},
        edge_attr={"arrowsize": "0.7"},
    )
    for node in nodes:
        graph.node(names[node.name], label=_table(node))
    for column in columns:
        _keep_together(graph, [names[node.name] for node in column])
    for one, other in pairwise(names[column[0].name] for column in columns if column):
        _keep_apart(graph, one, other, level)
    rank = {node.name: index for index, column in enumerate(columns) for node in column}
    for index, edge in enumerate(edges):
        tail, head = _port(names[edge.tail], edge.tail_row), _port(names[edge.head], edge.head_row)
        back = rank[edge.tail] > rank[edge.head]
        left, right = (head, tail) if back else (tail, head)
        graph.edge(f"{left}:e", f"{right}:w", id=str(index), dir="back" if back else "forward")
    return _read(_run(graph.source), nodes)


def _inches(px: float) -> str:
    return f"{px / _POINTS_PER_INCH:.3f}"


def _keep_together(graph: graphviz.Digraph, column: list[str]) -> None:
    """The nodes of a column have one rank, and arrows that nobody sees keep their order."""
    with graph.subgraph() as same:
        same.attr(rank="same")
        for upper, lower in pairwise(column):
            same.edge(upper, lower, style="invis")


def _keep_apart(graph: graphviz.Digraph, one: str, other: str, level: bool) -> None:
    """An arrow that nobody sees gives each column a rank of its own; a stiff one keeps their heads at one height."""
    if level:
        graph.edge(f"{one}:r0:e", f"{other}:r0:w", style="invis", weight="1000")
    else:
        graph.edge(one, other, style="invis", weight="0")


def _table(node: Node) -> str:
    """An HTML-like label of empty cells: what is written in them is not Graphviz's business."""
    rows = "".join(
        f'<TR><TD PORT="r{index}" FIXEDSIZE="TRUE" WIDTH="{round(node.width)}" HEIGHT="{round(height)}"></TD></TR>'
        for index, height in enumerate(node.rows)
    )
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{rows}</TABLE>>'


def _port(name: str, row: int | None) -> str:
    return name if row is None else f"{name}:r{row}"


@lru_cache(maxsize=32)  # a live view draws the same figure again and again
def _run(source: str) -> dict[str, Any]:
    """Graphviz's answer; not to be changed by who gets it."""
    done = subprocess.run(
        [str(_program()), "-Kdot", "-Tjson"],
        input=source.encode("utf-8"), capture_output=True, check=True, timeout=_TIMEOUT_S,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@cache
def _program() -> Path:
    """Where pip has put graphviz-pure."""
    try:
        listed = distribution("graphviz-pure").files or []
    except PackageNotFoundError as error:
        raise KafkalabError(_MISSING, _INSTALL) from error
    for file in listed:
        if file.stem == "graphviz-pure" and file.suffix in ("", ".exe"):
            return Path(str(file.locate())).resolve()
    raise KafkalabError(_MISSING, _INSTALL)


def _read(answer: dict[str, Any], nodes: list[Node]) -> Layout:
    """Graphviz counts from the bottom, and names a node by its centre."""
    _, _, width, height = (float(number) for number in answer["bb"].split(","))
    centres = {item["name"]: _point(item["pos"], height) for item in answer["objects"] if "pos" in item}
    corners = {}
    for index, node in enumerate(nodes):
        x, y = centres[f"n{index}"]
        corners[node.name] = (x - round(node.width) / 2, y - sum(map(round, node.rows)) / 2)
    edges = sorted((edge for edge in answer.get("edges", []) if "id" in edge), key=lambda edge: int(edge["id"]))
    return Layout(width, height, corners, tuple(_curve(edge["pos"], height) for edge in edges))


def _curve(position: str, height: float) -> Curve:
    """`e,x,y x,y x,y …`: the tip first, then the spline (Graphviz, attribute type splineType).

    With `s,` the tip is where the spline starts: the arrow points to the left, and is turned round.
    """
    tip, *spline = position.split()
    points = tuple(_point(point, height) for point in spline)
    return Curve(points[::-1] if tip.startswith("s,") else points, _point(tip[2:], height))


def _point(text: str, height: float) -> Point:
    x, y = (float(number) for number in text.split(","))
    return x, height - y
