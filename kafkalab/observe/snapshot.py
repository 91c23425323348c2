"""What the brokers said at one moment: frozen dataclasses in Kafka's own terms. No I/O here.

An offset that is not known now is None. What is kept from an earlier answer carries its time (`as_of`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

BrokerStatus = Literal["up", "paused", "stopped", "unreachable"]
ProcessStatus = Literal["up", "paused", "stopped"]


@dataclass(frozen=True)
class Controller:
    """The active controller: its node id and its epoch (the quorum's leader epoch). None where nobody answered."""

    id: int | None
    epoch: int | None


@dataclass(frozen=True)
class Quorum:
    """The KRaft metadata quorum, from DescribeQuorum (KIP-595): leader, epoch, voters, observers (node ids)."""

    leader: int | None
    epoch: int | None
    voters: tuple[int, ...] = ()
    observers: tuple[int, ...] = ()


@dataclass(frozen=True)
class BrokerState:
    """One broker.

    `state`: up (it answered), paused or stopped (its process is), unreachable (alive or not ours, but silent).
    `listed`: whether the metadata has it: registered, its session not over. None where nobody can tell.
    """

    id: int
    host: str
    port: int
    state: BrokerStatus
    listed: bool | None = None


@dataclass(frozen=True)
class NodeState:
    """A node that is no broker, "controller" or "zookeeper", and what the operating system says of its process."""

    id: int
    role: str
    state: ProcessStatus


@dataclass(frozen=True)
class Record:
    """A preview of one record: key and value as text cut short (None for null), timestamp in ms since the epoch."""

    offset: int
    timestamp: int
    key: str | None
    value: str | None


@dataclass(frozen=True)
class Partition:
    """One partition as its leader and its replicas report it.

    `log_end_offsets` maps a broker id to that replica's own next offset. `records` are the newest few below the high
    watermark, oldest first. `as_of` is None while the leader answers; else the time (s) of the last good answer.
    `last_seen` maps a replica that does not tell its next offset now to (the last one that it told, its time (s)).
    """

    id: int
    leader: int | None
    leader_epoch: int
    replicas: tuple[int, ...]
    isr: tuple[int, ...]
    eligible_leaders: tuple[int, ...] = ()
    log_start_offset: int | None = None
    high_watermark: int | None = None
    last_stable_offset: int | None = None
    log_end_offsets: Mapping[int, int | None] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    as_of: float | None = None
    last_seen: Mapping[int, tuple[int, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Topic:
    """One topic: its id (text), configs set on it or of interest to a reader, its partitions by number."""

    name: str
    topic_id: str
    configs: Mapping[str, str]
    partitions: Mapping[int, Partition]
    internal: bool = False


@dataclass(frozen=True)
class Member:
    """One member of a group and the (topic, partition) pairs that it owns."""

    id: str
    client_id: str
    host: str
    instance_id: str | None
    assignment: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Group:
    """One group. `committed` maps (topic, partition) to the committed offset: the NEXT one to read.

    `as_of` is None while its coordinator answers; else the time (s) of the last good answer.
    """

    id: str
    type: str
    state: str
    protocol: str
    coordinator: int | None
    members: tuple[Member, ...]
    committed: Mapping[tuple[str, int], int]
    as_of: float | None = None

    def lag(self, partition: Partition, topic: str) -> int | None:
        """High watermark minus committed offset, as Apache's tool counts it; None where one of the two is not known."""
        committed = self.committed.get((topic, partition.id))
        if committed is None or partition.high_watermark is None:
            return None
        return partition.high_watermark - committed


@dataclass(frozen=True)
class Actor:
    """A producer or consumer that kafkalab itself started, as it reports itself (not as the brokers do).

    `positions`: by (topic, partition), the offset after the last record that it read or had acknowledged there.
    `acks`: a producer's setting, "all", "1" or "0"; None until it has told, and for a consumer.
    """

    kind: str
    state: str
    positions: Mapping[tuple[str, int], int] = field(default_factory=dict)
    acked: int = 0
    failed: int = 0
    topics: tuple[str, ...] = ()
    group: str | None = None
    acks: str | None = None


@dataclass(frozen=True)
class Snapshot:
    """The cluster at `taken_at` (s since the epoch). `quorum` on a KRaft cluster, `zookeeper` on that layout.

    `zookeeper` has `servers` {id: leader, follower, standalone or silent} and, None where nobody knows: `brokers`
    (the ids below /brokers/ids), `controller` (a broker's id) and `controller_epoch`.
    `nodes`: the nodes that are no brokers, of a cluster of ours; elsewhere nobody can tell.
    """

    taken_at: float
    controller: Controller
    brokers: Mapping[int, BrokerState]
    topics: Mapping[str, Topic]
    groups: Mapping[str, Group]
    quorum: Quorum | None = None
    zookeeper: Mapping[str, Any] | None = None
    actors: Mapping[str, Actor] = field(default_factory=dict)
    nodes: Mapping[int, NodeState] = field(default_factory=dict)

    @property
    def is_heard(self) -> bool:
        """Whether any broker answered: without one, topics and groups are as they were last seen."""
        return any(broker.state == "up" for broker in self.brokers.values())

    def to_dict(self) -> dict[str, Any]:
        """The same as plain dicts and lists, ready for `json.dumps`. Pairs become "topic-partition"."""
        plain = _plain(self)
        assert isinstance(plain, dict)
        return plain


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {_plain_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def _plain_key(key: Any) -> str:
    return "-".join(str(part) for part in key) if isinstance(key, tuple) else str(key)
