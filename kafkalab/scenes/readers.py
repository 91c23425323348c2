"""Which groups read a topic, the letter and tone that each gets, its lag, and who owns which partition. No drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kafkalab.scenes.membership import natural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kafkalab.observe.snapshot import Group, Member, Partition, Snapshot, Topic

SHOWN = 6


@dataclass(frozen=True)
class Reader:
    """One group as this topic sees it, members by name. `letter` and `tone` (0 to 5) are its signs in the picture."""

    letter: str
    tone: int
    group: Group
    topic: Topic

    def committed(self, partition: Partition) -> int | None:
        """The group's committed offset in `partition`."""
        return self.group.committed.get((self.topic.name, partition.id))

    def lag(self, partition: Partition) -> int | None:
        """Lag in `partition`, None where not known. Committed offset and high watermark are read at two moments, so
        that their difference can be below 0 for an instant: that is no lag.
        """
        lag = self.group.lag(partition, self.topic.name)
        return None if lag is None else max(0, lag)

    def total_lag(self) -> str:
        """Lag over all partitions: "7", "≥ 7" where a part is not known, "?" where nothing is."""
        lags = [self.lag(p) for p in self.topic.partitions.values() if self.committed(p) is not None]
        known = [lag for lag in lags if lag is not None]
        if not known:
            return "?"
        return f"{sum(known)}" if len(known) == len(lags) else f"≥ {sum(known)}"

    def partitions(self, member: Member) -> tuple[int, ...]:
        """The partitions of this topic that `member` owns."""
        return tuple(sorted(number for name, number in member.assignment if name == self.topic.name))

    def owner(self, partition: Partition) -> Member | None:
        """The member that owns `partition`."""
        return next((m for m in self.group.members if (self.topic.name, partition.id) in m.assignment), None)


@dataclass(frozen=True)
class Readers:
    """The groups that are drawn, and those that are only counted."""

    shown: tuple[Reader, ...]
    hidden: tuple[Group, ...]


def readers(snapshot: Snapshot, topic: Topic, only: str | None = None) -> Readers:
    """The groups that read `topic`: all in the order of their names, or `only` one.

    Where there are too many, those with members go first: the leftovers of console consumers have none.
    """
    involved = [group for _, group in sorted(snapshot.groups.items()) if _involved(group, topic.name)]
    if only is not None:
        chosen = [group for name, group in snapshot.groups.items() if name == only]
    else:
        chosen = sorted(sorted(involved, key=lambda g: not g.members)[:SHOWN], key=lambda g: g.id)
    named = {group.id for group in chosen}
    shown = tuple(Reader("ABCDEF"[tone], tone, _settled(group), topic) for tone, group in enumerate(chosen))
    return Readers(shown, tuple(group for group in involved if group.id not in named))


def _settled(group: Group) -> Group:
    """The group with its members by name, as people sort names: brokers list them in any order."""
    members = sorted(group.members, key=lambda member: (natural(member.instance_id or member.client_id), member.id))
    return replace(group, members=tuple(members))


def _involved(group: Group, topic: str) -> bool:
    reads = any(name == topic for name, _ in group.committed)
    return reads or any(name == topic for member in group.members for name, _ in member.assignment)


def ranges(numbers: Iterable[int]) -> str:
    """Partition numbers as people write them: `P0 P1 P5–P9`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return " ".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    if len(run) > 3:
        return f"P{run[0]}–P{run[-1]}"
    return " ".join(f"P{number}" for number in run)
