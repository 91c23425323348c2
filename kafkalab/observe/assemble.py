"""From what the brokers answered in one round to a Snapshot. Pure: no I/O, no clock.

Which broker's metadata is believed, what is kept of a partition whose leader is silent, and what is not known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kafkalab.observe.snapshot import (
    BrokerState,
    BrokerStatus,
    Controller,
    Group,
    Partition,
    Quorum,
    Snapshot,
    Topic,
)
from kafkalab.observe.wire.answers import (
    ClusterView,
    DescribedGroup,
    FetchedPartition,
    ListedGroup,
    ListedGroups,
    Pair,
    PartitionView,
    QuorumView,
    TopicView,
)


@dataclass(frozen=True)
class Overview:
    """A broker's first answers: its view of brokers and topics, and the groups that it coordinates."""

    cluster: ClusterView
    topics: tuple[TopicView, ...]
    groups: ListedGroups


@dataclass(frozen=True)
class Details:
    """A broker's further answers: its own replicas' log ends, what it leads, the groups that it coordinates."""

    log_ends: Mapping[Pair, int] = field(default_factory=dict)
    fetched: Mapping[Pair, FetchedPartition] = field(default_factory=dict)
    described: Mapping[str, DescribedGroup] = field(default_factory=dict)
    committed: Mapping[str, Mapping[Pair, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Round:
    """All that one round of questions brought, by broker id; a broker that did not answer is missing.

    `silent` says what is known of those that did not; `wanted` names the topics whose offsets were asked for.
    """

    taken_at: float
    addresses: Mapping[int, tuple[str, int]]
    overviews: Mapping[int, Overview] = field(default_factory=dict)
    details: Mapping[int, Details] = field(default_factory=dict)
    silent: Mapping[int, BrokerStatus] = field(default_factory=dict)
    topics: tuple[TopicView, ...] = ()
    wanted: frozenset[str] = frozenset()
    configs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by topic id
    quorum: QuorumView | None = None
    kraft: bool = True
    zookeeper: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Memory:
    """The last good answers: a partition's and a group's, each with its time. `topics` as last seen, by name."""

    topics: Mapping[str, Topic] = field(default_factory=dict)
    partitions: Mapping[tuple[str, int], tuple[float, Partition]] = field(default_factory=dict)  # by topic id, number
    groups: Mapping[str, tuple[float, Group]] = field(default_factory=dict)


def freshest(overviews: Mapping[int, Overview], quorum: QuorumView | None) -> tuple[TopicView, ...]:
    """The topics as the broker sees them that has read furthest in the metadata log.

    A broker that was paused still tells its old story at first: where another one knows a later leader epoch of a
    partition, that one is believed.
    """
    if not overviews:
        return ()
    best = _furthest(overviews, quorum).topics
    others = [overview.topics for overview in overviews.values() if overview.topics != best]
    return _latest_epochs(best, others) if others else best


def _furthest(overviews: Mapping[int, Overview], quorum: QuorumView | None) -> Overview:
    read = {**quorum.voters, **quorum.observers} if quorum else {}
    return overviews[max(sorted(overviews), key=lambda broker: read.get(broker, -1))]


def assemble(this: Round, memory: Memory) -> Snapshot:
    """The snapshot of `this` round; `memory` fills in for leaders and coordinators that are silent."""
    topics = {view.name: _topic(view, this, memory) for view in this.topics}
    if not this.overviews:
        topics = {name: _kept_topic(topic, this, memory) for name, topic in memory.topics.items()}
    return Snapshot(
        taken_at=this.taken_at,
        controller=_controller(this),
        quorum=_quorum(this.quorum),
        zookeeper=this.zookeeper,
        brokers=_brokers(this),
        topics=topics,
        groups=_groups(this, memory),
    )


def remember(memory: Memory, snapshot: Snapshot) -> Memory:
    """`memory` with the good answers in `snapshot`, without topics that are gone."""
    fresh = {
        (topic.topic_id, partition.id): (snapshot.taken_at, partition)
        for topic in snapshot.topics.values()
        for partition in topic.partitions.values()
        if partition.as_of is None and partition.high_watermark is not None
    }
    ids = {topic.topic_id for topic in snapshot.topics.values()}
    kept = {key: value for key, value in memory.partitions.items() if key[0] in ids}
    groups = {
        name: (snapshot.taken_at if group.as_of is None else group.as_of, group)
        for name, group in snapshot.groups.items()
    }
    return Memory(snapshot.topics, kept | fresh, groups)


def _latest_epochs(best: tuple[TopicView, ...], others: list[tuple[TopicView, ...]]) -> tuple[TopicView, ...]:
    latest: dict[tuple[str, int], PartitionView] = {}
    for topic in (topic for topics in others for topic in topics):
        for partition in topic.partitions:
            known = latest.setdefault((topic.topic_id, partition.id), partition)
            if partition.leader_epoch > known.leader_epoch:
                latest[topic.topic_id, partition.id] = partition

    def chosen(topic: TopicView, mine: PartitionView) -> PartitionView:
        theirs = latest.get((topic.topic_id, mine.id), mine)
        return theirs if theirs.leader_epoch > mine.leader_epoch else mine

    return tuple(replace(topic, partitions=tuple(chosen(topic, part) for part in topic.partitions)) for topic in best)


def _brokers(this: Round) -> dict[int, BrokerState]:
    named = {replica for topic in this.topics for partition in topic.partitions for replica in partition.replicas}
    listed = _listed(this)
    return {
        broker: BrokerState(
            broker,
            *this.addresses.get(broker, ("", 0)),
            _status(this, broker),
            None if listed is None else broker in listed,
        )
        for broker in sorted(named | set(this.addresses))
    }


def _listed(this: Round) -> Collection[int] | None:
    """The brokers that the cluster counts on; None where nobody can tell who of those that answer knows best."""
    if not this.overviews or (this.kraft and this.quorum is None):
        return None
    return _furthest(this.overviews, this.quorum).cluster.brokers


def _status(this: Round, broker: int) -> BrokerStatus:
    return "up" if broker in this.overviews else this.silent.get(broker, "unreachable")


def _controller(this: Round) -> Controller:
    if this.quorum is not None:
        return Controller(this.quorum.leader, this.quorum.epoch)
    if this.zookeeper and this.zookeeper["controller"] is not None:
        return Controller(this.zookeeper["controller"], this.zookeeper["controller_epoch"])
    if not this.kraft:
        named = (overview.cluster.controller_id for overview in this.overviews.values())
        return Controller(next((node for node in named if node is not None), None), None)
    return Controller(None, None)


def _quorum(view: QuorumView | None) -> Quorum | None:
    if view is None:
        return None
    return Quorum(view.leader, view.epoch, tuple(sorted(view.voters)), tuple(sorted(view.observers)))


def _topic(view: TopicView, this: Round, memory: Memory) -> Topic:
    partitions = {part.id: _partition(view, part, this, memory) for part in view.partitions}
    configs = this.configs.get(view.topic_id, {})
    return Topic(view.name, view.topic_id, configs, dict(sorted(partitions.items())), view.internal)


def _partition(topic: TopicView, view: PartitionView, this: Round, memory: Memory) -> Partition:
    bare = Partition(view.id, view.leader, view.leader_epoch, view.replicas, view.isr, view.eligible_leaders)
    if topic.name not in this.wanted:
        return bare
    pair = (topic.name, view.id)
    known = {broker: details.log_ends.get(pair) for broker, details in this.details.items()}
    ends = replace(bare, log_end_offsets={replica: known.get(replica) for replica in view.replicas})
    ends = replace(ends, last_seen=_last_seen(topic.topic_id, ends, memory))
    leader = this.details.get(view.leader) if view.leader is not None else None
    fetched = leader.fetched.get(pair) if leader else None
    if fetched is None:
        return _kept_partition(topic.topic_id, ends, memory)
    return replace(
        ends,
        log_start_offset=fetched.log_start_offset,
        high_watermark=fetched.high_watermark,
        last_stable_offset=fetched.last_stable_offset,
        records=fetched.records,
    )


def _last_seen(topic_id: str, partition: Partition, memory: Memory) -> dict[int, tuple[int, float]]:
    """Of each replica that does not tell its log end now: the last one that it told, and when."""
    silent = [replica for replica, end in partition.log_end_offsets.items() if end is None]
    if not silent or (topic_id, partition.id) not in memory.partitions:
        return {}
    when, last = memory.partitions[topic_id, partition.id]
    told = {replica: (end, when) for replica, end in last.log_end_offsets.items() if end is not None}
    seen = {**last.last_seen, **told}
    return {replica: seen[replica] for replica in silent if replica in seen}


def _kept_partition(topic_id: str, partition: Partition, memory: Memory) -> Partition:
    """`partition` with the offsets that its leader last gave; as it is where none ever did."""
    if (topic_id, partition.id) not in memory.partitions:
        return partition
    when, last = memory.partitions[topic_id, partition.id]
    return replace(
        partition,
        log_start_offset=last.log_start_offset,
        high_watermark=last.high_watermark,
        last_stable_offset=last.last_stable_offset,
        records=last.records,
        as_of=when,
    )


def _kept_topic(topic: Topic, this: Round, memory: Memory) -> Topic:
    """A topic as last seen, while no broker says anything: no replica's log end is known now."""

    def kept(partition: Partition) -> Partition:
        nobody = replace(partition, log_end_offsets=dict.fromkeys(partition.log_end_offsets))
        nobody = replace(nobody, last_seen=_last_seen(topic.topic_id, nobody, memory))
        return _kept_partition(topic.topic_id, nobody, memory)

    return replace(topic, partitions={number: kept(part) for number, part in topic.partitions.items()})


def _groups(this: Round, memory: Memory) -> dict[str, Group]:
    found = {
        listed.id: group
        for broker, overview in this.overviews.items()
        if broker in this.details
        for listed in overview.groups.groups
        if (group := _group(broker, listed, this.details[broker])) is not None
    }
    loading = any(not overview.groups.complete for overview in this.overviews.values())
    kept = {
        name: replace(group, as_of=when)
        for name, (when, group) in memory.groups.items()
        if name not in found and (loading or group.coordinator not in this.details)
    }
    return dict(sorted((found | kept).items()))


def _group(broker: int, listed: ListedGroup, details: Details) -> Group | None:
    """The group, or None if it went away while we asked."""
    described = details.described.get(listed.id, DescribedGroup(listed.state, "", ()))
    if described.state == "Dead":
        return None
    return Group(
        listed.id,
        listed.type,
        described.state,
        described.protocol,
        broker,
        described.members,
        details.committed.get(listed.id, {}),
    )
