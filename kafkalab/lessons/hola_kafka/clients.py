"""The readers and writers of this lesson's experiments: kafka-python clients that give up in time, on a scratch topic.

What is done with them is in `experiments` and `states`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kafkalab import clients
from kafkalab.clients import CONNECT_MS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kafka import KafkaConsumer, TopicPartition

    from kafkalab.observe.snapshot import Group, Snapshot

SCRATCH = "iabd-lab"
ONE_PARTITION = {0: [101, 102, 103]}
THREE_PARTITIONS = {0: [101, 102, 103], 1: [102, 103, 101], 2: [103, 101, 102]}

READ_S = 10.0
POLL_MS = 200


def make_anew(cluster: Any, topic: str = SCRATCH, assignment: Mapping[int, Sequence[int]] = ONE_PARTITION) -> None:
    """An empty topic of that name, whatever it held before."""
    admin = cluster.admin
    admin.delete_topic(topic, missing_ok=True)
    admin.create_topic(topic, assignment=assignment)


def send(cluster: Any, *records: str | tuple[str | None, str], topic: str = SCRATCH, partition: int = 0) -> None:
    """Write some records (a value each, or a key and a value) to one partition; back when they are acknowledged."""
    cluster.admin.produce(topic, records, partition=partition)


@contextmanager
def reader(
    cluster: Any, topic: str = SCRATCH, *, from_beginning: bool, group: str | None = None, at_once: int = 500
) -> Iterator[KafkaConsumer]:
    """A consumer of all the topic's partitions that already knows where it begins: as the console consumer does,
    at the end of the topic or, with `from_beginning`, at its start. `at_once`: most records that a poll gives.
    """
    from kafka import TopicPartition

    consumer = clients.consumer(
        cluster,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest" if from_beginning else "latest",
        max_poll_records=at_once,
    )
    try:
        partitions = cluster.snapshot().topics[topic].partitions
        consumer.assign([TopicPartition(topic, number) for number in partitions])
        for partition in consumer.assignment():
            consumer.position(partition, timeout_ms=CONNECT_MS)
        yield consumer
    finally:
        consumer.close(timeout_ms=1000)


def read_on(consumer: KafkaConsumer, most: int | None = None) -> list[Any]:
    """What there is to read until the end that the topic has now, or until `most` records, in the order of arrival."""
    ends: dict[TopicPartition, int] = consumer.end_offsets(list(consumer.assignment()), timeout_ms=CONNECT_MS)
    deadline = time.monotonic() + READ_S
    got: list[Any] = []
    while any(consumer.position(partition) < end for partition, end in ends.items()):
        if most is not None and len(got) >= most:
            break
        if time.monotonic() > deadline:
            raise TimeoutError(f"{len(got)} records in {READ_S} s")
        left = None if most is None else most - len(got)
        for records in consumer.poll(timeout_ms=POLL_MS, max_records=left).values():
            got.extend(records)
    return got


def read_with_group(cluster: Any, topic: str, group: str, most: int | None = None) -> int:
    """Read from the beginning as a member of `group`, commit what was read and leave; returns how many records."""
    with reader(cluster, topic, from_beginning=True, group=group) as consumer:
        got = read_on(consumer, most)
        consumer.commit(timeout_ms=CONNECT_MS)
    return len(got)


def heard(cluster: Any, snapshot: Snapshot) -> Snapshot:
    """A snapshot in which every running broker has answered: that one or the next. What a broker on a busy machine was
    too slow to tell must not look as if the student had not done it. Raises WaitTimeoutError.
    """
    if _all_answer(snapshot):
        return snapshot
    found: Snapshot = cluster.wait_until(_all_answer, timeout_s=READ_S)
    return found


def _all_answer(snapshot: Snapshot) -> bool:
    return all(broker.state != "unreachable" for broker in snapshot.brokers.values())


def reads(group: Group, topic: str) -> bool:
    """Whether the group has committed anything on that topic."""
    return any(name == topic for name, _ in group.committed)


def all_records(cluster: Any, topic: str) -> list[tuple[str | None, str]]:
    """Key and value of every record of a topic; order holds inside a partition. Bytes that are no text become marks."""
    with reader(cluster, topic, from_beginning=True) as consumer:
        return [(_text(record.key), _text(record.value) or "") for record in read_on(consumer)]


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("utf-8", "replace")
