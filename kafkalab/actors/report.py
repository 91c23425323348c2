"""What an actor has told of itself so far: read from the file that its process writes, when somebody looks.

Each line of JSON is one event. Any other line is something that a library printed; the last few are kept.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

T = TypeVar("T")
Pair = tuple[str, int]

RECORDS_KEPT = 10_000
_EVENTS_KEPT = 1000
_LINES_KEPT = 20
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Record:
    """A record that was read, or acknowledged. `timestamp`: ms since the epoch; key and value as text, cut short."""

    topic: str
    partition: int
    offset: int
    key: str | None
    value: str | None
    timestamp: int | None


@dataclass(frozen=True)
class Rebalance:
    """Partitions that a consumer got ("assigned"), gave back ("revoked") or was deprived of ("lost"); `time` in s."""

    time: float
    kind: Literal["assigned", "revoked", "lost"]
    partitions: tuple[Pair, ...]


@dataclass(frozen=True)
class Trouble:
    """An error that the client reported, or that ended the program. `time` in s since the epoch."""

    time: float
    error: str


class Report:
    """The events of one actor, summed up. `ask` is the way to it: thread-safe, and with all that was told so far."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")  # stays with this actor, even when another of its name gets a new file
        self._lock = threading.Lock()
        self._rest = b""
        self.records: deque[Record] = deque(maxlen=RECORDS_KEPT)
        self.rebalances: deque[Rebalance] = deque(maxlen=_EVENTS_KEPT)
        self.errors: deque[Trouble] = deque(maxlen=_EVENTS_KEPT)
        self.lines: deque[str] = deque(maxlen=_LINES_KEPT)
        self.assignment: set[Pair] = set()
        self.positions: dict[Pair, int] = {}
        self.read_count = self.acked = self.failed = 0
        self.acks: str | None = None
        self.is_connected = self.is_closed = self.has_crashed = False

    def ask(self, question: Callable[[Report], T]) -> T:
        """The answer to `question`, once what the actor has told since the last look is taken in."""
        with self._lock:
            while chunk := self._file.read(_CHUNK):
                *lines, self._rest = (self._rest + chunk).split(b"\n")
                for line in lines:
                    self._hear(line.decode("utf-8", "replace"))
            return question(self)

    def _hear(self, line: str) -> None:
        try:
            event = json.loads(line)
            getattr(self, f"_on_{event['event']}")(event)
        except (ValueError, LookupError, TypeError, AttributeError):  # not from the program's tell()
            if line.strip():
                self.lines.append(line)

    def _on_connected(self, event: dict[str, Any]) -> None:
        self.is_connected = True
        acks = event.get("acks")
        self.acks = None if acks is None else {"-1": "all"}.get(str(acks), str(acks))

    def _on_assigned(self, event: dict[str, Any]) -> None:
        self.assignment |= self._rebalance(event, "assigned")

    def _on_revoked(self, event: dict[str, Any]) -> None:
        self._take_away(self._rebalance(event, "revoked"))

    def _on_lost(self, event: dict[str, Any]) -> None:
        self._take_away(self._rebalance(event, "lost"))

    def _rebalance(self, event: dict[str, Any], kind: Literal["assigned", "revoked", "lost"]) -> set[Pair]:
        pairs = [(str(topic), int(number)) for topic, number in event["partitions"]]
        if pairs:  # kafka-python joins with nothing first, and tells that too
            self.rebalances.append(Rebalance(event["time"], kind, tuple(pairs)))
        return set(pairs)

    def _take_away(self, pairs: set[Pair]) -> None:
        self.assignment -= pairs
        for pair in pairs:
            self.positions.pop(pair, None)

    def _on_record(self, event: dict[str, Any]) -> None:
        self._keep(event)
        self.read_count += 1

    def _on_acked(self, event: dict[str, Any]) -> None:
        self._keep(event)
        self.acked += 1

    def _keep(self, event: dict[str, Any]) -> None:
        names = ("topic", "partition", "offset", "key", "value", "timestamp")
        record = Record(**{name: event[name] for name in names})
        self.records.append(record)
        self.positions[record.topic, record.partition] = record.offset + 1

    def _on_failed(self, event: dict[str, Any]) -> None:
        self.failed += 1
        self._on_error(event)

    def _on_error(self, event: dict[str, Any]) -> None:
        self.errors.append(Trouble(event["time"], event["error"]))

    def _on_crashed(self, event: dict[str, Any]) -> None:
        self.has_crashed = True
        self._on_error(event)

    def _on_closed(self, _event: dict[str, Any]) -> None:
        self.is_closed = True
        self._take_away(set(self.assignment))
