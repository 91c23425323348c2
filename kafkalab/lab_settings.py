"""The table of lab speed, for people: in which settings this cluster differs from production, and why. No I/O.

The table itself, from which the nodes' files are made, is kafkalab.nodes.lab_speed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from kafkalab.i18n import Text
from kafkalab.nodes.lab_speed import Row, rows

_CAPTION = Text(
    es="Ajustes de este clúster que no son los normales", en="Settings of this cluster that are not the usual ones"
)
_HEADINGS = (
    Text(es="ajuste", en="setting"),
    Text(es="aquí", en="here"),
    Text(es="por defecto", en="default"),
    Text(es="lo lee", en="read by"),
    Text(es="por qué", en="why"),
)
_READERS = {
    "broker": Text(es="cada broker", en="each broker"),
    "controller": Text(es="el controlador", en="the controller"),
    "both": Text(es="cada nodo", en="each node"),
    "zookeeper": Text(es="ZooKeeper", en="ZooKeeper"),
}
_LINE = Text(
    es="{name} = {ours}  (por defecto {production}; lo lee {reader})",
    en="{name} = {ours}  (default {production}; read by {reader})",
)


@dataclass(frozen=True)
class LabSettings:
    """The rows that a cluster of `layout` goes by: each with name, ours, production, reader and why."""

    layout: str

    @property
    def rows(self) -> tuple[Row, ...]:
        """As they stand in the table."""
        return rows(self.layout)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __repr__(self) -> str:
        lines = [f"{_CAPTION} ({self.layout})"]
        for row in self.rows:
            lines += [f"{_LINE.format(**_shown(row))}", f"    {row.why}"]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" style="text-align:left">{_cell(heading)}</th>' for heading in _HEADINGS)
        body = "".join(_html(row) for row in self.rows)
        caption = f"<caption>{_cell(_CAPTION)} ({_cell(self.layout)})</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(row: Row) -> dict[str, object]:
    return {"name": row.name, "ours": row.ours, "production": row.production, "reader": _READERS[row.reader]}


def _html(row: Row) -> str:
    name, *others = (*_shown(row).values(), row.why)
    cells = "".join(f'<td style="text-align:left">{_cell(value)}</td>' for value in others)
    return f'<tr><th scope="row" style="text-align:left"><code>{_cell(name)}</code></th>{cells}</tr>'


def _cell(value: object) -> str:
    return escape(str(value))
