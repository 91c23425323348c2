"""What one broker is asked in a round, in which order, and its answers put together.

Whom to ask, and all at once, is the Reader's. `ask` puts questions to that one broker and raises NoAnswer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kafkalab.observe import fetching
from kafkalab.observe.assemble import Details, Overview
from kafkalab.observe.wire import Question, groups, questions
from kafkalab.observe.wire.answers import FetchedPartition, ListedGroup, Pair, TopicView

Ask = Callable[[Sequence[Question]], list[Any]]


def overview(ask: Ask) -> Overview:
    """Brokers, topics and groups; a broker before KIP-966 tells the topics in its metadata."""
    cluster, page, listed = ask([questions.cluster(topics=False), questions.topics(), groups.listed()])
    if page is None:
        (cluster,) = ask([questions.cluster(topics=True)])
        return Overview(cluster, cluster.topics, listed)
    topics = page.topics
    while page.cursor is not None:
        (page,) = ask([questions.topics(page.cursor)])
        topics = _joined(topics, page.topics)
    return Overview(cluster, topics, listed)


def details(ask: Ask, broker: int, topics: Iterable[TopicView], listed: Iterable[ListedGroup], records: int) -> Details:
    """The log ends of `broker`'s replicas of `topics`, what it leads of them, and its `listed` groups."""
    hosted, led = _shares(broker, topics)
    about_groups = _about(listed)
    ends, starts, *answers = ask([questions.log_ends(hosted), questions.log_starts(led), *about_groups.values()])
    told = {kind: answer or {} for kind, answer in zip(about_groups, answers, strict=True)}
    committed = told.pop(_COMMITTED, {})
    described = {name: group for answer in told.values() for name, group in answer.items()}
    positions = {
        pair: fetching.first_position(starts.get(pair, ends[pair]), ends[pair], records) for pair in led if pair in ends
    }
    return Details(ends, _fetched(ask, positions, records), described, committed)


_COMMITTED = "committed"


def _about(listed: Iterable[ListedGroup]) -> dict[str, Question]:
    """What to ask about groups: a description for each type of them, and committed offsets where there are such."""
    by_type: dict[str, list[str]] = defaultdict(list)
    for group in listed:
        by_type[group.type].append(group.id)
    about = {kind: groups.DESCRIBE[kind](ids) for kind, ids in by_type.items() if kind in groups.DESCRIBE}
    with_offsets = by_type["classic"] + by_type["consumer"]
    return about | ({_COMMITTED: groups.committed(with_offsets)} if with_offsets else {})


def _fetched(ask: Ask, positions: dict[Pair, int], records: int) -> dict[Pair, FetchedPartition]:
    """The end of the log of each partition, in as many requests as `fetching` wants."""
    found: dict[Pair, FetchedPartition] = {}
    for attempt in range(1, fetching.ATTEMPTS + 1):
        if not positions:
            break
        (answer,) = ask([questions.fetch(positions, newest=records)])
        found |= {pair: fetching.merged(found.get(pair), got, records) for pair, got in answer.items()}
        again = {pair: fetching.next_position(positions[pair], got, records, attempt) for pair, got in answer.items()}
        positions = {pair: position for pair, position in again.items() if position is not None}
    return found


def _joined(first: tuple[TopicView, ...], more: tuple[TopicView, ...]) -> tuple[TopicView, ...]:
    """Two pages of topics as one: a page can end in the middle of a topic."""
    joined = {topic.topic_id: topic for topic in first}
    for topic in more:
        before = joined[topic.topic_id].partitions if topic.topic_id in joined else ()
        joined[topic.topic_id] = TopicView(topic.name, topic.topic_id, topic.internal, before + topic.partitions)
    return tuple(joined.values())


def _shares(broker: int, topics: Iterable[TopicView]) -> tuple[list[Pair], list[Pair]]:
    """The pairs of which `broker` has a replica, and those that it leads."""
    parts = [(topic.name, part) for topic in topics for part in topic.partitions]
    hosted = [(name, part.id) for name, part in parts if broker in part.replicas]
    return hosted, [(name, part.id) for name, part in parts if part.leader == broker]
