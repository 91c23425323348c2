"""Who is asked what, in which order: all brokers at once, one deadline, and a Snapshot out of what came back.

What each broker is asked is in `asking`, what the answers mean in `assemble`. Nothing here waits for a condition.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from kafkalab.errors import KafkalabError
from kafkalab.observe import asking
from kafkalab.observe.assemble import Memory, Overview, Round, assemble, freshest, remember
from kafkalab.observe.quorum import QuorumAsker
from kafkalab.observe.snapshot import Actor, BrokerStatus, NodeState, Snapshot
from kafkalab.observe.wire import DEADLINE_S, Address, Connection, questions
from kafkalab.observe.wire.answers import TopicView
from kafkalab.observe.workers import Workers
from kafkalab.observe.zookeeper import ZooKeeperWatch

RECORDS = 16  # previews per partition
CONFIGS_KEPT_S = 1.0


def _unknown(_broker: int) -> BrokerStatus | None:
    return None


class Reader:
    """Takes snapshots of one cluster. Thread-safe: snapshots are taken one after the other.

    `bootstrap`: addresses to learn the brokers from. `known_brokers`: ids and addresses of brokers that belong to the
    cluster even while nobody mentions them; as a function where they can change (a cluster of ours that finds its ports
    taken moves to others). `process_state(id)`: what a broker's process is doing, for a cluster of ours; None where
    that cannot be known. A broker whose process is paused or stopped is not asked. `zookeepers`: ids and addresses of
    the servers of a cluster that keeps its metadata in ZooKeeper. `actors`: what a Snapshot says of our own actors.
    """

    def __init__(
        self,
        bootstrap: Sequence[Address],
        *,
        known_brokers: Mapping[int, Address] | Callable[[], Mapping[int, Address]] | None = None,
        process_state: Callable[[int], BrokerStatus | None] = _unknown,
        zookeepers: Callable[[], Mapping[int, Address]] | None = None,
        actors: Callable[[], Mapping[str, Actor]] = dict,
        nodes: Callable[[], Mapping[int, NodeState]] = dict,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._bootstrap = list(bootstrap)
        self._tell_known = known_brokers if callable(known_brokers) else lambda: known_brokers or {}
        self._known = dict(self._tell_known())
        self._cluster_id: str | None = None
        self._addresses = dict(self._known)
        self._process_state = process_state
        self._actors = actors
        self._nodes = nodes
        self._deadline_s = deadline_s
        self._workers = Workers()
        self._quorum = QuorumAsker(self._workers, deadline_s)
        self._zookeeper = ZooKeeperWatch(zookeepers) if zookeepers else None
        self._connections: dict[Address, Connection] = {}
        self._configs: dict[str, tuple[float, Mapping[str, str]]] = {}  # by topic id
        self._memory = Memory()
        self._lock = threading.Lock()

    def snapshot(self, topics: Iterable[str] | None = None, *, records: int = RECORDS) -> Snapshot:
        """The cluster now. Never raises because of the cluster: what did not answer is marked, or as last seen.

        `topics`: whose offsets and records to read; all but the internal ones if None. Every topic's metadata is
        there in any case. `records`: how many of each partition's newest records to show. Raises ReaderClosedError
        after `close`.
        """
        with self._lock:
            this = self._round(None if topics is None else frozenset(topics), records)
            snapshot = assemble(this, self._memory)
            self._memory = remember(self._memory, snapshot)
            return replace(snapshot, actors=self._actors(), nodes=self._nodes())

    def views(self) -> dict[Address, Overview]:
        """What each broker that answers says of the cluster by itself, by address."""
        with self._lock:
            return self._views() or self._views()  # the first may have found out only that the brokers have moved

    def _views(self) -> dict[Address, Overview]:
        awake = self._awake()
        overviews = self._ours(self._workers.of_each(awake, self._overview), awake)
        return {self._addresses[broker]: overview for broker, overview in overviews.items()}

    def close(self) -> None:
        """Hang up. The reader is of no further use."""
        with self._lock:
            self._workers.close()
            self._quorum.close()
            if self._zookeeper:
                self._zookeeper.close()
            for connection in self._connections.values():
                connection.close()

    def _round(self, topics: frozenset[str] | None, records: int) -> Round:
        started = time.time()
        awake = self._awake()
        self._quorum.ask({broker: self._addresses[broker] for broker in awake})
        if self._zookeeper:
            self._zookeeper.ask()
        overviews = self._ours(self._workers.of_each(awake, self._overview), awake)
        quorum = self._quorum.answer(overviews)
        view = freshest(overviews, quorum)
        self._learn_addresses(overviews, view)
        watched = [topic for topic in view if _is_wanted(topic, topics)]
        configs = self._current_configs(view, watched, sorted(overviews))
        details = self._workers.of_each(
            overviews,
            lambda broker: asking.details(
                self._asker(broker), broker, watched, overviews[broker].groups.groups, records
            ),
        )
        answered = {broker: overview for broker, overview in overviews.items() if broker in details}
        return Round(
            taken_at=started,
            addresses=dict(self._addresses),
            overviews=answered,
            details=details,
            silent={broker: self._silent_state(broker) for broker in self._addresses if broker not in answered},
            topics=view,
            wanted=frozenset(topic.name for topic in watched),
            configs=configs,
            quorum=quorum,
            kraft=self._quorum.kraft,
            zookeeper=self._zookeeper.answer() if self._zookeeper else None,
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
        for brokers in self._workers.of_each(strangers, named).values():
            self._addresses |= brokers

    def _overview(self, broker: int) -> Overview:
        return asking.overview(self._asker(broker))

    def _ours(self, overviews: dict[int, Overview], asked: Sequence[int]) -> dict[int, Overview]:
        """The answers of our cluster: behind an address that it had there can be another cluster by now."""
        ids = [overview.cluster.cluster_id for overview in overviews.values()]
        if len(overviews) == len(asked) and set(ids) <= {self._cluster_id}:
            return overviews
        before = self._addresses
        self._look_up_known()
        still = {broker: view for broker, view in overviews.items() if before[broker] == self._addresses.get(broker)}
        if still and self._cluster_id not in ids:
            self._cluster_id = max(ids, key=ids.count)  # the first time, or a cluster made anew in its place
        return {broker: view for broker, view in still.items() if view.cluster.cluster_id == self._cluster_id}

    def _look_up_known(self) -> None:
        try:
            known = dict(self._tell_known())
        except KafkalabError:  # the cluster was deleted meanwhile
            return
        if known != self._known:
            self._known = known
            self._addresses = {**self._addresses, **known}

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
            answer = self._workers.of_each(
                brokers[:1], lambda broker: self._asker(broker)([questions.configs(stale)])[0]
            )
            for read in answer.values():
                self._configs |= {ids[name]: (now, values) for name, values in (read or {}).items()}
        return {key: values for key, (_, values) in self._configs.items()}

    def _asker(self, broker: int) -> asking.Ask:
        connection = self._connection(self._addresses[broker])
        return lambda asked: connection.ask(asked, self._deadline_s)

    def _connection(self, address: Address) -> Connection:
        return self._connections.setdefault(address, Connection(*address))


def _is_wanted(topic: TopicView, topics: frozenset[str] | None) -> bool:
    return not topic.internal if topics is None else topic.name in topics
