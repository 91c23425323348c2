"""What is known of a cluster after a further look: the latest snapshot, with what it cannot tell as last known. Pure.

So that a value which was out of sight for a while is compared with the last one that was seen, not with nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kafkalab.observe.events_groups import (
    assignments_are_known,
    coordinator_answers,
    identity,
    members_are_known,
)
from kafkalab.observe.events_topics import same_topic
from kafkalab.observe.snapshot import BrokerState, Controller, Group, Member, Partition, Snapshot, Topic


def learned(known: Snapshot, latest: Snapshot) -> Snapshot:
    """`latest`, completed from `known`: what was told before and is out of sight now.

    After it, `changes(learned(known, latest), latest)` is empty, and `changes(known, …)` says the same of both.
    """
    heard = latest.is_heard
    return replace(
        latest,
        controller=_controller(known.controller, latest.controller),
        quorum=latest.quorum or known.quorum,
        zookeeper=known.zookeeper if latest.zookeeper is None else latest.zookeeper,
        brokers=_brokers(known, latest),
        topics={name: _topic(known.topics.get(name), topic) for name, topic in latest.topics.items()}
        if heard
        else known.topics,
        groups=_groups(known, latest) if heard else known.groups,
        nodes=latest.nodes or known.nodes,
    )


def _controller(known: Controller, latest: Controller) -> Controller:
    old_news = known.id is not None and (latest.epoch or 0) < (known.epoch or 0)
    return known if latest.id is None or old_news else latest


def _brokers(known: Snapshot, latest: Snapshot) -> Mapping[int, BrokerState]:
    """A broker that was started or resumed and is still silent is as it was: it has not come back yet."""
    out = {**({} if latest.is_heard else known.brokers), **latest.brokers}
    for broker, now in latest.brokers.items():
        was = known.brokers.get(broker)
        if now.listed is None and was is not None:
            out[broker] = now = replace(now, listed=was.listed)
        if now.state == "unreachable" and was is not None and was.state in ("paused", "stopped"):
            out[broker] = replace(now, state=was.state)
        elif now.state != "up" and was is None and latest.is_heard:
            del out[broker]  # it has yet to come
    return out


def _topic(known: Topic | None, latest: Topic) -> Topic:
    if known is None or known == latest or not same_topic(known, latest):
        return latest
    partitions = {n: _partition(known.partitions.get(n), part) for n, part in latest.partitions.items()}
    return replace(latest, configs=latest.configs or known.configs, partitions=partitions)


def _partition(known: Partition | None, latest: Partition) -> Partition:
    if known is None:
        return latest
    ends = {**known.log_end_offsets, **{b: end for b, end in latest.log_end_offsets.items() if end is not None}}
    late = latest.leader_epoch < known.leader_epoch
    led = known if late else latest
    return replace(
        latest,
        replicas=led.replicas, leader=led.leader, leader_epoch=led.leader_epoch, isr=led.isr,
        log_start_offset=_furthest(known, latest),
        high_watermark=known.high_watermark if latest.high_watermark is None else latest.high_watermark,
        log_end_offsets=ends,
    )  # fmt: skip


def _furthest(known: Partition, latest: Partition) -> int | None:
    """A log's beginning only ever moves on; a new leader may be behind with it for a moment."""
    told = latest.log_start_offset if latest.as_of is None else None
    values = [start for start in (known.log_start_offset, told) if start is not None]
    return max(values, default=None)


def _groups(known: Snapshot, latest: Snapshot) -> Mapping[str, Group]:
    out_of_sight = {
        name: group
        for name, group in known.groups.items()
        if name not in latest.groups and not coordinator_answers(group, latest)
    }
    seen = {}
    for name, group in latest.groups.items():
        was = known.groups.get(name)
        if group.as_of is None:
            seen[name] = _group(was, group)
        elif was is not None:
            seen[name] = was
    return {**out_of_sight, **seen}


def _group(known: Group | None, latest: Group) -> Group:
    if known is None:
        return latest
    members = latest.members if members_are_known(latest) else known.members
    if not assignments_are_known(latest):
        had = {identity(member): member.assignment for member in known.members}
        members = tuple(_with(member, had.get(identity(member), member.assignment)) for member in members)
    return replace(
        latest,
        members=members,
        state=latest.state or known.state,
        coordinator=known.coordinator if latest.coordinator is None else latest.coordinator,
        committed={**known.committed, **latest.committed},
    )


def _with(member: Member, assignment: tuple[tuple[str, int], ...]) -> Member:
    return replace(member, assignment=assignment)
