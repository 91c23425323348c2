"""Kafka's replication throttle (KIP-73): which configs hold back the catch-up of a broker's replicas. Pure.

A rate holds for all brokers (it is set on the default broker), but it touches only the replicas that topics list. Both
sides are throttled: the leader's holds from the first byte on, the follower's from when it has read its new configs.
Kafka never throttles a replica that is in sync.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kafkalab.observe.wire.answers import TopicView

RATES = ("leader.replication.throttled.rate", "follower.replication.throttled.rate")
LEADERS = "leader.replication.throttled.replicas"
FOLLOWERS = "follower.replication.throttled.replicas"

Values = dict[str, str | None]
"""What each config becomes; None takes it away."""

Changes = dict[str, Values]
"""That for each topic."""


def throttled_brokers(configs: Mapping[str, Mapping[str, str]]) -> frozenset[int]:
    """The brokers whose replicas are throttled now, from the configs that are set on each topic."""
    lists = [values.get(FOLLOWERS, "") for values in configs.values()]
    entries = [entry.partition(":")[2] for text in lists for entry in text.split(",")]
    return frozenset(int(broker) for broker in entries if broker.isdecimal())


def changes(topics: Iterable[TopicView], configs: Mapping[str, Mapping[str, str]], brokers: frozenset[int]) -> Changes:
    """What to set so that just the replicas on `brokers` are throttled; only topics for which that changes something.

    Internal topics are left alone: a group must not wait because a lesson slows a follower down.
    """
    wanted = {topic.name: _lists(topic, brokers) for topic in topics if not topic.internal}
    return {name: lists for name, lists in wanted.items() if lists != _set_now(configs.get(name, {}))}


def _lists(topic: TopicView, brokers: frozenset[int]) -> Values:
    held = [part for part in topic.partitions if brokers & set(part.replicas)]
    followers = [f"{part.id}:{broker}" for part in held for broker in part.replicas if broker in brokers]
    # Any replica may come to lead.
    leaders = [f"{part.id}:{broker}" for part in held for broker in part.replicas]
    return {LEADERS: ",".join(leaders) or None, FOLLOWERS: ",".join(followers) or None}


def _set_now(configs: Mapping[str, str]) -> Values:
    return {name: configs.get(name) or None for name in (LEADERS, FOLLOWERS)}
