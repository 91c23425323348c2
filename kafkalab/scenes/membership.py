"""A consumer group as a picture needs it: its members in a settled order, and each partition with its owner and lag.

Nothing is drawn here, and nothing guessed: while a classic group rebalances, nobody can tell who owns what.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kafkalab.observe.events_groups import assignments_are_known
from kafkalab.observe.naming import member_names

if TYPE_CHECKING:
    from kafkalab.observe.snapshot import Actor, Group, Member, Snapshot

Pair = tuple[str, int]


@dataclass(frozen=True)
class Seat:
    """A member: `key` stays the same when a static member (KIP-345) comes back; `actor` is its process, if ours."""

    key: str
    name: str
    member: Member
    actor: Actor | None

    @property
    def is_running(self) -> bool:
        """False where the member's process is known to be paused or gone."""
        return self.actor is None or self.actor.state in ("starting", "running")


@dataclass(frozen=True)
class Tile:
    """A partition in the group: the seat that owns it (None: nobody, as far as is known), and its lag if known.

    `reader` is set where several members may read one partition at once (share groups): a tile for each of them.
    """

    topic: str
    number: int
    owner: str | None
    committed: int | None
    lag: int | None
    is_old: bool
    reader: str | None = None

    @property
    def key(self) -> str:
        """The partition's own: it moves from owner to owner."""
        shared = "" if self.reader is None else f"@{self.reader}"
        return f"tile/{self.topic}/{self.number}{shared}"


@dataclass(frozen=True)
class Membership:
    """`group` as `snapshot` has it; with `topic`, of that topic alone."""

    snapshot: Snapshot
    group: Group
    topic: str | None = None

    @property
    def is_share(self) -> bool:
        """Whether its partitions are shared (KIP-932): no owner, and no committed offset."""
        return self.group.type == "share"

    @property
    def is_assigned(self) -> bool:
        """Whether who owns what is known."""
        return assignments_are_known(self.group)

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        """The members by name, as people sort names: consumer-2 before consumer-10."""
        members = self.group.members
        names, times = member_names(members), Counter(member.client_id for member in members)
        statics = Counter(member.instance_id for member in members)
        seats = []
        for member in members:
            is_static = member.instance_id and statics[member.instance_id] == 1
            key = f"static/{member.instance_id}" if is_static else f"member/{member.id}"
            actor = self.snapshot.actors.get(member.client_id) if times[member.client_id] == 1 else None
            seats.append(Seat(key, names[member.id], member, actor if actor and actor.kind == "consumer" else None))
        return tuple(sorted(seats, key=lambda s: (natural(s.member.instance_id or s.member.client_id), s.key)))

    @cached_property
    def tiles(self) -> tuple[Tile, ...]:
        """Every partition that somebody owns or has committed in, and the others of those topics."""
        owned = {pair for member in self.group.members for pair in member.assignment}
        topics = {topic for topic, _ in (*owned, *self.group.committed)}
        known = {
            (name, n) for name in topics & set(self.snapshot.topics) for n in self.snapshot.topics[name].partitions
        }
        pairs = sorted(owned | set(self.group.committed) | known)
        return tuple(tile for pair in pairs if self.topic in (None, pair[0]) for tile in self._tiles(pair))

    def _tiles(self, pair: Pair) -> list[Tile]:
        owners = [seat.key for seat in self.seats if pair in seat.member.assignment]
        if self.is_share:
            return [self._tile(pair, owner, owner) for owner in owners] or [self._tile(pair, None)]
        return [self._tile(pair, owners[0] if owners else None)]

    def _tile(self, pair: Pair, owner: str | None, reader: str | None = None) -> Tile:
        name, number = pair
        topic = self.snapshot.topics.get(name)
        partition = None if topic is None else topic.partitions.get(number)
        lag = None if partition is None else self.group.lag(partition, name)
        is_old = partition is None or partition.leader is None or (partition.as_of, self.group.as_of) != (None, None)
        committed = self.group.committed.get(pair)
        return Tile(name, number, owner, committed, None if lag is None else max(0, lag), is_old, reader)

    def of(self, owner: str | None) -> list[Tile]:
        """The tiles of that seat, or those of nobody."""
        return [tile for tile in self.tiles if tile.owner == owner]

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The topics of its tiles."""
        return tuple(sorted({tile.topic for tile in self.tiles}))

    @cached_property
    def has_more_members_than_partitions(self) -> bool:
        """Whether somebody has to be idle."""
        return len(self.seats) > len(self.tiles)

    def total_lag(self, owner: str | None = None) -> str:
        """Over all partitions, or those of one seat: "7", "≥ 7" where a part is not known, "?" where nothing is."""
        lags = [t.lag for t in self.tiles if t.committed is not None and owner in (None, t.owner)]
        known = [lag for lag in lags if lag is not None]
        if not known:
            return "?"
        return f"{sum(known)}" if len(known) == len(lags) else f"≥ {sum(known)}"

    @property
    def scale(self) -> int:
        """The lag at which a bar is full: 10, 20, 50, 100, …, so that bars rarely change their measure."""
        most, power = max((tile.lag or 0 for tile in self.tiles), default=0), 10
        while True:
            for step in (power, 2 * power, 5 * power):
                if most <= step:
                    return step
            power *= 10


def natural(name: str) -> list[tuple[int, int, str]]:
    """A sort key that takes the digits in `name` as numbers."""
    parts = re.split(r"(\d{1,18})", name)
    return [(0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts]
