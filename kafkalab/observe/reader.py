"""Who is asked what, in which order: all brokers at once, one deadline, and a Snapshot out of what came back.

The questions are in `wire`, the meaning of the answers in `assemble`. Nothing here retries or waits for a condition.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from kafkalab.observe import fetching
from kafkalab.observe.assemble import Details, Memory, Overview, Round, assemble, freshest, remember
from kafkalab.observe.quorum import Address, QuorumAsker
from kafkalab.observe.snapshot import BrokerStatus, Snapshot
from kafkalab.observe.wire import DEADLINE_S, Connection, NoAnswer, groups, questions
from kafkalab.observe.wire.answers import FetchedPartition, ListedGroup, Pair, TopicView

RECORDS = 16  # previews per partition
CONFIGS_KEPT_S = 1.0
_THREADS = 16

T = TypeVar("T")


def _unknown(_broker: int) -> BrokerStatus | None:
    return None


class Reader:
    """Takes snapshots of one cluster. Thread-safe: snapshots are taken one after the other.

    `bootstrap`: addresses to learn the brokers from. `known_brokers`: ids and addresses of brokers that belong to the
    cluster even while nobody mentions them. `process_state(id)`: what a broker's process is doing, for a cluster of
    ours; None where that cannot be known. A broker whose process is paused or stopped is not asked.
    """

    def __init__(
        self,
        bootstrap: Sequence[Address],
        *,
        known_brokers: Mapping[int, Address] | None = None,
        process_state: Callable[[int], BrokerStatus | None] = _unknown,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._bootstrap = list(bootstrap)
        self._known = dict(known_brokers or {})
        self._addresses = dict(self._known)
        self._process_state = process_state
        self._deadline_s = deadline_s
        self._pool = ThreadPoolExecutor(_THREADS, "kafkalab-reader")
        self._quorum = QuorumAsker(self._pool, deadline_s)
        self._connections: dict[Address, Connection] = {}
        self._configs: dict[str, tuple[float, Mapping[str, str]]] = {}  # by topic id
        self._memory = Memory()
        self._lock = threading.Lock()

    def snapshot(self, topics: Iterable[str] | None = None, *, records: int = RECORDS) -> Snapshot:
        """The cluster now. Never raises because of the cluster: what did not answer is marked, or as last seen.

        `topics`: whose offsets and records to read; all but the internal ones if None. Every topic's metadata is
        there in any case. `records`: how many of each partition's newest records to show.
        """
        with self._lock:
            this = self._round(None if topics is None else frozenset(topics), records)
            snapshot = assemble(this, self._memory)
            self._memory = remember(self._memory, snapshot)
            return snapshot

    def views(self) -> dict[Address, Overview]:
        """What each broker that answers says of the cluster by itself, by address."""
        with self._lock:
            overviews = self._of_each(self._awake(), self._overview)
            return {self._addresses[broker]: overview for broker, overview in overviews.items()}

    def close(self) -> None:
        """Hang up. The reader is of no further use."""
        with self._lock:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._quorum.close()
            for connection in self._connections.values():
                connection.close()

    def _round(self, topics: frozenset[str] | None, records: int) -> Round:
        started = time.time()
        awake = self._awake()
        self._quorum.ask({broker: self._addresses[broker] for broker in awake})
        overviews = self._of_each(awake, self._overview)
        quorum = self._quorum.answer(overviews)
        view = freshest(overviews, quorum)
        self._learn_addresses(overviews, view)
        wanted = frozenset(topic.name for topic in view if _is_wanted(topic, topics))
        watched = [topic for topic in view if topic.name in wanted]
        configs = self._current_configs(view, watched, sorted(overviews))
        details = self._of_each(
            overviews, lambda broker: self._details(broker, watched, overviews[broker].groups.groups, records)
        )
        answered = {broker: overview for broker, overview in overviews.items() if broker in details}
        silent = {broker: self._silent_state(broker) for broker in self._addresses if broker not in answered}
        return Round(
            taken_at=started,
            addresses=dict(self._addresses),
            overviews=answered,
            details=details,
            silent=silent,
            topics=view,
            wanted=wanted,
            configs=configs,
            quorum=quorum,
            kraft=self._quorum.kraft,
        )

    def _awake(self) -> list[int]:
        """The brokers to ask. Where none is known, or none awake, the bootstrap addresses may name some."""
        awake = [broker for broker in self._addresses if not self._asleep(broker)]
        if not awake:
            self._discover()
            awake = [broker for broker in self._addresses if not self._asleep(broker)]
        return awake

    def _asleep(self, broker: int) -> BrokerStatus | None:
        state = self._process_state(broker)
        return state if state in ("paused", "stopped") else None

    def _silent_state(self, broker: int) -> BrokerStatus:
        """Asked after the silence: a broker can be paused while we wait for its answer."""
        return self._asleep(broker) or "unreachable"

    def _discover(self) -> None:
        def named(address: Address) -> Mapping[int, Address]:
            (view,) = self._connection(address).ask([questions.cluster(topics=False)], self._deadline_s)
            return view.brokers

        strangers = [address for address in self._bootstrap if address not in self._addresses.values()]
        for brokers in self._of_each(strangers, named).values():
            self._addresses |= brokers

    def _overview(self, broker: int) -> Overview:
        """Brokers, topics and groups; a broker before KIP-966 tells the topics in its metadata."""
        asked = [questions.cluster(topics=False), questions.topics(), groups.listed()]
        cluster, page, listed = self._ask(broker, asked)
        if page is None:
            (cluster,) = self._ask(broker, [questions.cluster(topics=True)])
            return Overview(cluster, cluster.topics, listed)
        topics = page.topics
        while page.cursor is not None:
            (page,) = self._ask(broker, [questions.topics(page.cursor)])
            topics = _joined(topics, page.topics)
        return Overview(cluster, topics, listed)

    def _learn_addresses(self, overviews: Mapping[int, Overview], topics: Iterable[TopicView]) -> None:
        """Brokers come and go in clusters that are not ours; one that still holds a replica is not forgotten."""
        if not overviews:
            return
        named = {replica for topic in topics for partition in topic.partitions for replica in partition.replicas}
        kept = {broker: self._addresses[broker] for broker in self._addresses if broker in named}
        told = {broker: where for overview in overviews.values() for broker, where in overview.cluster.brokers.items()}
        self._addresses = self._known | kept | told

    def _current_configs(
        self, topics: Iterable[TopicView], watched: Iterable[TopicView], brokers: Sequence[int]
    ) -> dict[str, Mapping[str, str]]:
        """Configs by topic id, read again when older than a second; from any one broker, as all know all."""
        now = time.monotonic()
        existing = {topic.topic_id for topic in topics}
        self._configs = {key: value for key, value in self._configs.items() if key in existing}
        ids = {topic.name: topic.topic_id for topic in watched}
        stale = [name for name, key in ids.items() if now - self._configs.get(key, (-9e9, {}))[0] > CONFIGS_KEPT_S]
        if stale and brokers:
            answer = self._of_each(brokers[:1], lambda broker: self._ask(broker, [questions.configs(stale)])[0])
            for read in answer.values():
                self._configs |= {ids[name]: (now, values) for name, values in (read or {}).items()}
        return {key: values for key, (_, values) in self._configs.items()}

    def _details(
        self, broker: int, topics: Iterable[TopicView], listed: Sequence[ListedGroup], records: int
    ) -> Details:
        hosted, led = _shares(broker, topics)
        by_type: dict[str, list[str]] = defaultdict(list)
        for group in listed:
            by_type[group.type].append(group.id)
        with_offsets = by_type["classic"] + by_type["consumer"]
        describe = [groups.DESCRIBE[kind](ids) for kind, ids in by_type.items() if ids and kind in groups.DESCRIBE]
        asked = [questions.log_ends(hosted), questions.log_starts(led)]
        if with_offsets:
            asked.append(groups.committed(with_offsets))
        ends, starts, *rest = self._ask(broker, [*asked, *describe])
        committed = rest.pop(0) if with_offsets else {}
        described = {name: group for answer in rest for name, group in (answer or {}).items()}
        positions = {
            pair: fetching.first_position(starts.get(pair, ends[pair]), ends[pair], records)
            for pair in led
            if pair in ends
        }
        return Details(ends, self._fetch(broker, positions, records), described, committed or {})

    def _fetch(self, broker: int, positions: dict[Pair, int], records: int) -> dict[Pair, FetchedPartition]:
        """The end of the log of each partition, in as many requests as `fetching` asks for."""
        found: dict[Pair, FetchedPartition] = {}
        for attempt in range(1, fetching.ATTEMPTS + 1):
            if not positions:
                break
            (answer,) = self._ask(broker, [questions.fetch(positions, newest=records)])
            found |= {pair: fetching.merged(found.get(pair), got, records) for pair, got in answer.items()}
            again = {
                pair: fetching.next_position(positions[pair], got, records, attempt) for pair, got in answer.items()
            }
            positions = {pair: position for pair, position in again.items() if position is not None}
        return found

    def _ask(self, broker: int, asked: Sequence[questions.Question]) -> list:
        return self._connection(self._addresses[broker]).ask(asked, self._deadline_s)

    def _connection(self, address: Address) -> Connection:
        return self._connections.setdefault(address, Connection(*address))

    def _of_each(self, targets: Iterable[int] | Iterable[Address], ask: Callable) -> dict:
        """`ask` of each target at once: {target: answer} of those that answered."""
        asked = {target: self._pool.submit(ask, target) for target in targets}
        answers = {}
        for target, future in asked.items():
            try:
                answers[target] = future.result()
            except NoAnswer:
                continue
        return answers


def _is_wanted(topic: TopicView, topics: frozenset[str] | None) -> bool:
    return not topic.internal if topics is None else topic.name in topics


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
