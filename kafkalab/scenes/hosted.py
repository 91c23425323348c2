"""What each broker holds, topic by topic: which partitions it leads and follows, and how much of that is drawn one by
one. No drawing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kafkalab.observe.snapshot import Partition, Snapshot, Topic

CHIPS_PER_TOPIC = 24
CHIPS = 48  # so many partitions at most are drawn one by one, over all topics
TOPICS = 8


@dataclass(frozen=True)
class Shown:
    """The topics of a picture: in full, as counts, and of which only the sum is told (the rest, and internal ones)."""

    full: tuple[Topic, ...]
    counted: tuple[Topic, ...]
    rest: tuple[Topic, ...]
    internal: tuple[Topic, ...]


@dataclass(frozen=True)
class Counts:
    """How many partitions a broker leads, how many it follows in sync, and in how many it is out of the ISR."""

    leads: int
    follows: int
    out: int


def shown(snapshot: Snapshot, only: str | None = None) -> Shown:
    """Which topics are drawn how, in the order of their names; `only` one, if it is there."""
    topics = [topic for name, topic in sorted(snapshot.topics.items()) if only is None or name == only]
    own = [topic for topic in topics if not topic.internal or topic.name == only]
    full, counted, used = [], [], 0
    for topic in own[:TOPICS]:
        size = len(topic.partitions)
        if size <= CHIPS_PER_TOPIC and used + size <= CHIPS:
            full.append(topic)
            used += size
        else:
            counted.append(topic)
    internal = tuple(topic for topic in topics if topic.internal and topic.name != only)
    return Shown(tuple(full), tuple(counted), tuple(own[TOPICS:]), internal)


def counts(topics: Iterable[Topic], broker: int) -> Counts:
    """Over all partitions of `topics`."""
    parts = [part for topic in topics for part in topic.partitions.values()]
    leads = sum(part.leader == broker for part in parts)
    follows = sum(part.leader != broker and holds(part, broker) and broker in part.isr for part in parts)
    out = sum(part.leader != broker and holds(part, broker) and broker not in part.isr for part in parts)
    return Counts(leads, follows, out)


def holds(partition: Partition, broker: int) -> bool:
    """Whether `broker` is one of the partition's replicas, or leads it."""
    return broker in partition.replicas or broker == partition.leader
