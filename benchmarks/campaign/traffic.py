"""Who writes and who reads while the cluster is hurt, and what they note down. Ordinary kafka-python clients."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from dataclasses import dataclass, field

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError

from benchmarks.campaign.judge import Place, Sent

KEYS = 5
PAUSE_S = 0.02
READ_TIMEOUT_S = 60.0


@dataclass
class Notes:
    """What the writers and the reader know so far. Only ever appended to."""

    acked: list[Sent] = field(default_factory=list)
    acked_at: list[float] = field(default_factory=list)
    unsure: list[Sent] = field(default_factory=list)
    """Sent, and never acknowledged: it may be in the log or not."""
    read: dict[Place, Sent] = field(default_factory=dict)
    reread: list[Place] = field(default_factory=list)
    """Places where the reader found something else than at its first look."""


class Writer(threading.Thread):
    """One producer that writes a numbered record every few ms, each key in turn, until `end`."""

    def __init__(self, bootstrap: str, topic: str, number: int, notes: Notes, **settings: object) -> None:
        super().__init__(name=f"writer-{number}", daemon=True)
        self._servers, self._topic, self._number, self._notes = bootstrap, topic, number, notes
        self._settings = settings
        self._ended = threading.Event()

    def end(self, timeout_s: float | None = None) -> None:
        """Write no more, and wait until every record was acknowledged or given up, or until the time is up."""
        self._ended.set()
        self.join(timeout_s)

    def run(self) -> None:
        """Send, and note each outcome as it arrives."""
        producer = KafkaProducer(
            bootstrap_servers=self._servers, client_id=self.name, bootstrap_timeout_ms=30_000,
            request_timeout_ms=5_000, delivery_timeout_ms=120_000, max_block_ms=60_000, **self._settings,
        )  # fmt: skip
        for turn in itertools.count():
            if self._ended.wait(PAUSE_S):
                break
            self._send(producer, Sent(self._number, turn % KEYS, turn // KEYS))
        producer.flush(timeout=130)
        producer.close(timeout=5)

    def _send(self, producer: KafkaProducer, sent: Sent) -> None:
        try:
            future = producer.send(self._topic, sent.encode(), key=f"{sent.writer}-{sent.key}".encode())
        except KafkaError:
            self._notes.unsure.append(sent)
            return
        future.add_callback(lambda _: self._acked(sent))
        future.add_errback(lambda _: self._notes.unsure.append(sent))

    def _acked(self, sent: Sent) -> None:
        self._notes.acked.append(sent)
        self._notes.acked_at.append(time.monotonic())


class Reader(threading.Thread):
    """One consumer that reads all partitions as they grow, and notes what it saw where."""

    def __init__(self, bootstrap: str, topic: str, partitions: int, notes: Notes) -> None:
        super().__init__(name="reader", daemon=True)
        self._servers, self._notes = bootstrap, notes
        self._partitions = [TopicPartition(topic, number) for number in range(partitions)]
        self._ended = threading.Event()

    def end(self) -> None:
        """Read no more."""
        self._ended.set()
        self.join()

    def run(self) -> None:
        """Poll until told to end; what the brokers refuse meanwhile is tried again."""
        with _consumer(self._servers) as consumer:
            consumer.assign(self._partitions)
            consumer.seek_to_beginning()
            while not self._ended.is_set():
                with contextlib.suppress(KafkaError):
                    for place, sent in _polled(consumer):
                        if self._notes.read.setdefault(place, sent) != sent:
                            self._notes.reread.append(place)


def read_all(bootstrap: str, topic: str, partitions: int) -> dict[Place, Sent]:
    """The whole log, read by a new consumer up to the high watermark that each partition has now."""
    everything = [TopicPartition(topic, number) for number in range(partitions)]
    log: dict[Place, Sent] = {}
    with _consumer(bootstrap) as consumer:
        consumer.assign(everything)
        ends = consumer.end_offsets(everything)
        consumer.seek_to_beginning()
        deadline = time.monotonic() + READ_TIMEOUT_S
        while any(consumer.position(each) < ends[each] for each in everything):
            if time.monotonic() > deadline:
                raise TimeoutError(f"the log of {topic} could not be read to its end")
            log |= dict(_polled(consumer))
    return log


def _consumer(bootstrap: str) -> KafkaConsumer:
    # Neither rests long: the campaign wants to see what the cluster does, not how patient a client is.
    return KafkaConsumer(
        bootstrap_servers=bootstrap, bootstrap_timeout_ms=30_000, request_timeout_ms=5_000, metadata_max_age_ms=2_000,
        auto_offset_reset="earliest", enable_auto_commit=False,
    )  # fmt: skip


def _polled(consumer: KafkaConsumer) -> list[tuple[Place, Sent]]:
    batches = consumer.poll(timeout_ms=200)
    return [((r.partition, r.offset), Sent.decode(r.value)) for records in batches.values() for r in records]
