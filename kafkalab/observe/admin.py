"""The few writes that lessons and checks need: make and delete topics, delete groups, produce a few records.

All go over our own wire, to a broker that answers: a client that picks a broker by itself may pick a paused one and
wait for it. Lessons show kafka-python's clients; this is what prepares the ground for them.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kafkalab.errors import ClusterError, WaitTimeoutError
from kafkalab.i18n import Text
from kafkalab.observe import throttling
from kafkalab.observe.assemble import Overview
from kafkalab.observe.reader import Reader
from kafkalab.observe.refusals import (
    LOOK,
    NO_CONTROLLER,
    NO_SUCH_GROUP,
    NOBODY,
    NOT_ACKNOWLEDGED,
    NOT_SEEN,
    START,
    UNKNOWN_TOPIC,
    refusal,
)
from kafkalab.observe.wire import Address, Connection, NoAnswer, Question, questions, writes
from kafkalab.observe.wire.answers import Outcome, Pair, TopicView

Value = str | bytes | None
Keyed = Value | tuple[Value, Value]
_PAUSE_S = 0.03
_PATIENCE_S = 3.0
_LEADER_CHANGED = {UNKNOWN_TOPIC, 5, 6}
_NOT_CONTROLLER = 41
_ACKS: Mapping[int | str, int] = {0: 0, 1: 1}
_NOT_TOLD = -1  # as Kafka's own clients say it, with acks=0
_NOWHERE = Outcome(5, writes.error_name(5))  # as a broker says it: no leader


class Admin:
    """Writes to the cluster that `reader` reads. Each call has `timeout_s` to be done and seen by all brokers."""

    def __init__(self, reader: Reader, timeout_s: float = 10.0) -> None:
        self._reader = reader
        self._timeout_s = timeout_s

    def create_topic(
        self,
        name: str,
        *,
        partitions: int = 1,
        replicas: int | None = None,
        assignment: Mapping[int, Sequence[int]] | None = None,
        configs: Mapping[str, object] | None = None,
    ) -> None:
        """Make a topic and wait until every broker that answers knows it and its replicas there have their logs.

        `replicas`: the brokers' default if None. `assignment`: {partition: replicas, the preferred leader first};
        then the two numbers do not count. Raises ClusterError, UsageError.
        """
        numbers = (-1, -1) if assignment else (partitions, writes.BROKERS_DEFAULT if replicas is None else replicas)
        settings = {key: _as_text(value) for key, value in (configs or {}).items()}
        question = writes.create_topic(name, *numbers, assignment or {}, settings, self._wait_ms())
        outcome, brokers = self._on_any_broker(question)
        if outcome.code:
            raise refusal(outcome, name, brokers=brokers, replicas=replicas)
        self._until(lambda: self._is_known(name) and self._is_readable(name), name)

    def delete_topic(self, name: str, *, missing_ok: bool = False) -> None:
        """Delete a topic and wait until no broker that answers knows it. Raises ClusterError, UnknownTopicError."""
        outcome, brokers = self._on_any_broker(writes.delete_topic(name, self._wait_ms()))
        if outcome.code == UNKNOWN_TOPIC and missing_ok:
            return
        if outcome.code:
            raise refusal(outcome, name, brokers=brokers)
        self._until(lambda: all(_find(view, name) is None for view in self._reader.views().values()), name)

    def delete_group(self, name: str, *, missing_ok: bool = False) -> None:
        """Delete a group that has no members. Raises ClusterError."""
        coordinators = [where for where, view in self._views().items() if any(g.id == name for g in view.groups.groups)]
        outcome = Outcome(NO_SUCH_GROUP)
        for where in coordinators:
            outcome = self._ask(where, writes.delete_group(name))
        if outcome.code and not (outcome.code == NO_SUCH_GROUP and missing_ok):
            raise refusal(outcome, name)

    def produce(
        self, topic: str, records: Iterable[Keyed], *, partition: int | None = None, acks: int | str = "all"
    ) -> list[tuple[int, int]]:
        """Write a few records, a value each or a (key, value), as one batch per partition: (partition, offset) each.

        Without `partition` a key goes where murmur2 says, and records without a key to one partition after the other.
        `acks`: "all", 1 or 0. With 0 nobody answers: the offsets are -1, and whether the records arrived is not known.
        Raises ClusterError, UnknownTopicError.
        """
        pairs = [_pair(record) for record in records]
        count = self._partitions(topic)
        places = [_place(key, index, count) if partition is None else partition for index, (key, _) in enumerate(pairs)]
        offsets = {}
        for number in sorted(set(places)):
            batch = [pair for pair, place in zip(pairs, places, strict=True) if place == number]
            first = self._write((topic, number), batch, _ACKS.get(acks, -1))
            offsets[number] = itertools.count(first) if first != _NOT_TOLD else itertools.repeat(_NOT_TOLD)
        return [(number, next(offsets[number])) for number in places]

    def throttle(self, broker: int, bytes_per_s: int) -> None:
        """Hold back the catch-up of `broker`'s replicas (KIP-73), and wait until every broker that answers knows.

        One rate for all that are throttled: the last one. Raises ClusterError, UsageError.
        """
        rates: throttling.Values = dict.fromkeys(throttling.RATES, str(bytes_per_s))
        self._throttle_only(lambda throttled: throttled | {broker}, rates)

    def unthrottle(self, broker: int | None = None) -> None:
        """Let `broker`'s replicas catch up freely, or everybody's. Raises ClusterError."""
        self._throttle_only(lambda throttled: throttled - {broker} if broker else frozenset(), {})

    def _throttle_only(self, whom: Callable[[frozenset[int]], frozenset[int]], rates: throttling.Values) -> None:
        views = self._views()
        topics = next(iter(views.values())).topics
        configs = self._configs(next(iter(views)), [topic.name for topic in topics if not topic.internal])
        brokers = whom(throttling.throttled_brokers(configs))
        changes = throttling.changes(topics, configs, brokers)
        rates = rates if brokers else dict.fromkeys(throttling.RATES)
        outcome = self._ask(next(iter(views)), writes.alter_configs(changes, rates))
        if outcome.code:
            raise refusal(outcome, "replication throttle", brokers=len(views))
        self._until(lambda: all(self._has(where, changes) for where in self._views()), ", ".join(changes))

    def _has(self, where: Address, changes: throttling.Changes) -> bool:
        """Whether the broker at `where` knows these configs."""
        now = self._configs(where, list(changes))
        return all(now[topic].get(key) == value for topic in changes for key, value in changes[topic].items())

    def _configs(self, where: Address, topics: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """What is set on each of `topics`, as the broker at `where` knows it."""
        found: Mapping[str, Mapping[str, str]] = self._ask(where, questions.configs(topics)) if topics else {}
        return found

    def _partitions(self, topic: str) -> int:
        counts = [len(found.partitions) for view in self._views().values() if (found := _find(view, topic))]
        if not counts:
            raise refusal(Outcome(UNKNOWN_TOPIC), topic)
        return max(counts)

    def _write(self, pair: Pair, batch: Sequence[tuple[bytes | None, bytes | None]], acks: int) -> int:
        """The first record's offset, or _NOT_TOLD. A leader that has just changed is looked up again until the time is
        over.
        """
        deadline = time.monotonic() + self._timeout_s
        question = writes.produce(pair, batch, acks, int(time.time() * 1000), self._wait_ms())
        while True:
            where = self._leader(pair)
            outcome = self._ask(where, question, NOT_ACKNOWLEDGED) if where else _NOWHERE
            if outcome is None:
                return _NOT_TOLD
            if not outcome.code:
                return outcome.offset
            if outcome.code not in _LEADER_CHANGED or time.monotonic() >= deadline:
                raise refusal(outcome, pair[0])
            time.sleep(_PAUSE_S)

    def _leader(self, pair: Pair) -> Address | None:
        snapshot = self._reader.snapshot([pair[0]], records=0)
        topic = snapshot.topics.get(pair[0])
        partition = topic.partitions.get(pair[1]) if topic else None
        broker = snapshot.brokers.get(partition.leader) if partition and partition.leader is not None else None
        return (broker.host, broker.port) if broker else None

    def _on_any_broker(self, question: Question) -> tuple[Outcome, int]:
        """The outcome, and how many brokers answer. With ZooKeeper, only the one that is the controller takes it."""
        deadline = time.monotonic() + self._timeout_s
        views = self._views()
        outcome = self._ask(next(iter(views)), question)
        while outcome.code == _NOT_CONTROLLER and time.monotonic() < deadline:
            views = self._views()
            told = next(iter(views.values())).cluster
            where = None if told.controller_id is None else told.brokers.get(told.controller_id)
            if where in views:
                outcome = self._ask(where, question)
        return outcome, len(views)

    def _views(self) -> dict[Address, Overview]:
        """Of every broker that answers. On a busy machine all may be too slow once: they are asked again."""
        deadline = time.monotonic() + _PATIENCE_S
        while not (views := self._reader.views()):
            if time.monotonic() >= deadline:
                raise ClusterError(NOBODY, START)
            time.sleep(_PAUSE_S)
        return views

    def _ask(self, where: Address, question: Question, silence: Text = NO_CONTROLLER) -> Any:
        """The answer: of a write, its Outcome; None where Kafka gives none."""
        connection = Connection(*where)
        try:
            (answer,) = connection.ask([question], self._timeout_s)
        except NoAnswer as error:
            raise ClusterError(silence.format(seconds=self._timeout_s), LOOK) from error
        finally:
            connection.close()
        return answer

    def _is_known(self, topic: str) -> bool:
        """Whether every broker that answers knows the topic, and a leader for each partition."""
        found = [_find(view, topic) for view in self._reader.views().values()]
        return all(view is not None and all(part.leader is not None for part in view.partitions) for view in found)

    def _is_readable(self, topic: str) -> bool:
        """Whether every broker that answers has made the logs of its replicas."""
        snapshot = self._reader.snapshot([topic], records=0)
        up = {broker.id for broker in snapshot.brokers.values() if broker.state == "up"}
        parts = snapshot.topics[topic].partitions.values() if topic in snapshot.topics else []
        leaders = all(part.high_watermark is not None for part in parts if part.leader in up)
        return leaders and all(
            end is not None for part in parts for broker, end in part.log_end_offsets.items() if broker in up
        )

    def _until(self, done: Callable[[], bool], topic: str) -> None:
        deadline = time.monotonic() + self._timeout_s
        while not done():
            if time.monotonic() >= deadline:
                raise WaitTimeoutError(NOT_SEEN.format(topic=topic, seconds=self._timeout_s), LOOK)
            time.sleep(_PAUSE_S)

    def _wait_ms(self) -> int:
        return int(self._timeout_s * 1000)


def _find(view: Overview, topic: str) -> TopicView | None:
    return next((found for found in view.topics if found.name == topic), None)


def _place(key: bytes | None, index: int, count: int) -> int:
    return index % count if key is None else writes.partition_of(key, count)


def _pair(record: Keyed) -> tuple[bytes | None, bytes | None]:
    key, value = record if isinstance(record, tuple) else (None, record)
    return _as_bytes(key), _as_bytes(value)


def _as_bytes(value: Value) -> bytes | None:
    return value.encode() if isinstance(value, str) else value


def _as_text(value: object) -> str:
    """A config's value as Kafka writes it: Python's True is not Java's true."""
    return str(value).lower() if isinstance(value, bool) else str(value)
