"""What a log must be after everything that happened: nothing acknowledged is missing, nothing is there twice, each key
is in order, and nobody ever read what is not there. Pure: from what was noted down to what is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Place = tuple[int, int]
"""A partition and an offset in it."""


@dataclass(frozen=True)
class Sent:
    """What a writer wrote: who, under which key, the how many-th under that key (from 0)."""

    writer: int
    key: int
    number: int

    def encode(self) -> bytes:
        """The record's value."""
        return f"{self.writer} {self.key} {self.number}".encode()

    @classmethod
    def decode(cls, value: bytes) -> Sent:
        """The inverse of `encode`."""
        writer, key, number = value.split()
        return cls(int(writer), int(key), int(number))


@dataclass(frozen=True)
class Verdict:
    """What was found. `vanished`: read by a consumer at the time, and not in the log at that place in the end."""

    lost: tuple[Sent, ...]
    duplicates: tuple[Sent, ...]
    out_of_order: tuple[Sent, ...]
    vanished: tuple[Place, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.duplicates or self.out_of_order or self.vanished)


def judge(acked: Iterable[Sent], log: Mapping[Place, Sent], read: Mapping[Place, Sent]) -> Verdict:
    """Compare what was acknowledged and what was read meanwhile with the log as it is in the end."""
    counts = Counter(log.values())
    return Verdict(
        lost=tuple(sent for sent in acked if sent not in counts),
        duplicates=tuple(sent for sent, count in counts.items() if count > 1),
        out_of_order=_out_of_order([log[place] for place in sorted(log)]),
        vanished=tuple(place for place, sent in sorted(read.items()) if log.get(place) != sent),
    )


def _out_of_order(sents: Sequence[Sent]) -> tuple[Sent, ...]:
    """Those that come after a later one of their key. A key is in one partition: theirs may be any order."""
    latest: dict[tuple[int, int], int] = {}
    found = []
    for sent in sents:
        name = sent.writer, sent.key
        if sent.number < latest.get(name, -1):
            found.append(sent)
        latest[name] = max(sent.number, latest.get(name, -1))
    return tuple(found)
