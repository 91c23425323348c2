"""What a broker answered, as small frozen values. Nothing of a client library in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kafkalab.observe.snapshot import Member, Record

Pair = tuple[str, int]  # a topic's name and a partition's number


@dataclass(frozen=True)
class PartitionView:
    """One partition's metadata as one broker sees it. `leader` is None where there is none."""

    id: int
    leader: int | None
    leader_epoch: int
    replicas: tuple[int, ...]
    isr: tuple[int, ...]
    eligible_leaders: tuple[int, ...] = ()


@dataclass(frozen=True)
class TopicView:
    """One topic's metadata. `topic_id` is Kafka's own text form: base64, 22 characters."""

    name: str
    topic_id: str
    internal: bool
    partitions: tuple[PartitionView, ...]


@dataclass(frozen=True)
class ClusterView:
    """Metadata: the brokers by id with host and port, the controller's id (which under KRaft is any broker's)."""

    cluster_id: str | None
    controller_id: int | None
    brokers: Mapping[int, tuple[str, int]]
    topics: tuple[TopicView, ...] = ()


@dataclass(frozen=True)
class TopicsPage:
    """DescribeTopicPartitions: topics, and where to go on if there are more (`cursor`)."""

    topics: tuple[TopicView, ...]
    cursor: Pair | None = None


@dataclass(frozen=True)
class QuorumView:
    """DescribeQuorum: leader, epoch, and how far each node has read the metadata log (id -> log end offset)."""

    leader: int | None
    epoch: int | None
    voters: Mapping[int, int]
    observers: Mapping[int, int]


@dataclass(frozen=True)
class FetchedPartition:
    """Fetch: a leader's offsets and the newest records below the high watermark, oldest first.

    `next_offset` follows the last record batch in the answer; None when it held none.
    """

    high_watermark: int
    last_stable_offset: int | None
    log_start_offset: int | None
    records: tuple[Record, ...] = ()
    next_offset: int | None = None


@dataclass(frozen=True)
class ListedGroup:
    """A line of ListGroups. `type` is classic, consumer, share or streams."""

    id: str
    type: str
    state: str


@dataclass(frozen=True)
class ListedGroups:
    """The groups that a broker coordinates. Not `complete` while it still loads some of them."""

    groups: tuple[ListedGroup, ...]
    complete: bool


@dataclass(frozen=True)
class DescribedGroup:
    """A group's state, assignor (`protocol`) and members."""

    state: str
    protocol: str
    members: tuple[Member, ...] = field(default=())


@dataclass(frozen=True)
class Outcome:
    """What became of a write: Kafka's error code (0 is success), the broker's own sentence if it said one.

    `offset` is that of the first record written.
    """

    code: int
    message: str = ""
    offset: int = -1
