"""A topic's partitions as a table: leader, replicas and who of them is not in sync, offsets, each group's lag. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.table import Table
from rich.text import Text as Line

from kafkalab.i18n import Lang, Text
from kafkalab.observe.naming import clean
from kafkalab.observe.snapshot import Partition, Topic
from kafkalab.scenes import words
from kafkalab.scenes.readers import Reader

GAP = 2
_LAG_WIDTH = 18

_ISR = Text(es="ISR (fuera)", en="ISR (out)")
_START = Text(es="inicio", en="start")
_NONE = Text(es="ninguno", en="none")


@dataclass(frozen=True)
class _Column:
    heading: str
    cells: tuple[Line, ...]
    justify: Literal["left", "right"] = "left"

    @property
    def width(self) -> int:
        return max(Line(self.heading).cell_len, *(cell.cell_len for cell in self.cells))


def height(topic: Topic) -> int:
    """How many lines the table takes."""
    return 1 + len(topic.partitions)


def partitions(topic: Topic, told: Sequence[Reader], lang: Lang, width: int, now: float) -> Table:
    """A line for each partition under a line of headings, in `width` cells. There must be a partition.

    `told`: the groups whose lag is shown, as far as they fit. `now`: what ages are counted to (s since the epoch).
    """
    parts = [part for _, part in sorted(topic.partitions.items())]
    columns = _fixed(parts, lang)
    left = width - sum(column.width + GAP for column in columns)
    ages = _column("", parts, lambda part: Line(_age(part, lang, now), style="yellow"))
    left -= ages.width
    for reader in told:
        lags = _lags(reader, parts, lang)
        if lags.width + GAP > left:
            break
        left -= lags.width + GAP
        columns.append(lags)
    return _table([*columns, ages], parts)


def _fixed(parts: Sequence[Partition], lang: Lang) -> list[_Column]:
    def offsets(heading: str, value: Callable[[Partition], int | None]) -> _Column:
        return _column(heading, parts, lambda part: Line(_offset(value(part))), "right")

    return [
        _column("  P", parts, lambda part: Line(f"  {part.id}")),
        _column(words.LEADER.in_(lang), parts, lambda part: _leader(part, lang)),
        _column(_ISR.in_(lang), parts, _replicas),
        offsets(_START.in_(lang), lambda part: part.log_start_offset),
        offsets("HW", lambda part: part.high_watermark),
        offsets("LEO", lambda part: None if part.leader is None else part.log_end_offsets.get(part.leader)),
    ]


def _lags(reader: Reader, parts: Sequence[Partition], lang: Lang) -> _Column:
    heading = Line(words.LAG.format(lag=clean(reader.group.id)).in_(lang))
    heading.truncate(_LAG_WIDTH, overflow="ellipsis")

    def lag(part: Partition) -> Line:
        return Line("-" if reader.committed(part) is None else _offset(reader.lag(part)))

    return _column(heading.plain, parts, lag, "right")


def _column(
    heading: str,
    parts: Sequence[Partition],
    cell: Callable[[Partition], Line],
    justify: Literal["left", "right"] = "left",
) -> _Column:
    return _Column(heading, tuple(map(cell, parts)), justify)


def _table(columns: Sequence[_Column], parts: Sequence[Partition]) -> Table:
    found = Table(box=None, padding=(0, GAP, 0, 0), header_style="dim", pad_edge=False)
    for column in columns:
        found.add_column(Line(column.heading), justify=column.justify, no_wrap=True, width=column.width)
    for number, part in enumerate(parts):
        old = part.as_of is not None
        found.add_row(*(column.cells[number] for column in columns), style="dim" if old else "")
    return found


def _leader(partition: Partition, lang: Lang) -> Line:
    if partition.leader is None:
        return Line(_NONE.in_(lang), style="bold red")
    return Line(str(partition.leader), style="bold")


def _replicas(partition: Partition) -> Line:
    """`101 102 (103)`: in brackets those that are not in sync."""
    in_sync = set(partition.isr)
    parts = [
        Line(str(broker)) if broker in in_sync else Line(f"({broker})", style="red") for broker in partition.replicas
    ]
    return Line(" ").join(parts)


def _offset(value: int | None) -> str:
    return "?" if value is None else str(value)


def _age(partition: Partition, lang: Lang, now: float) -> str:
    if partition.as_of is None:
        return ""
    return words.LAST_KNOWN.format(age=words.age(now - partition.as_of)).in_(lang)
