"""An observer without a cluster: tells its listeners, from a thread of its own, the snapshots that it is given."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import replace

from kafkalab.observe.snapshot import Partition, Record, Snapshot

Listener = Callable[[Snapshot], None]


class FakeObserver:
    """`push(snapshot)` is what the cluster says next."""

    def __init__(self, snapshot: Snapshot | None = None) -> None:
        self.snapshot = snapshot
        self.listeners: list[Listener] = []
        self._queue: queue.Queue[tuple[Listener | None, Snapshot]] = queue.Queue()
        threading.Thread(target=self._tell, daemon=True).start()

    def subscribe(self, listener: Listener, **_topics: object) -> Callable[[], None]:
        """As the real observer does: the first snapshot soon, and a way to end it that may be called twice."""
        self.listeners.append(listener)
        if self.snapshot is not None:
            self._queue.put((listener, self.snapshot))
        return lambda: self.listeners.remove(listener) if listener in self.listeners else None

    def push(self, snapshot: Snapshot) -> None:
        """Everybody is told soon."""
        self.snapshot = snapshot
        self._queue.put((None, snapshot))

    def write(self, topic: str, number: int, *keys: str) -> None:
        """One more record for each key in partition `number`."""
        assert self.snapshot is not None
        self.push(with_records(self.snapshot, topic, number, *keys))

    def _tell(self) -> None:
        while True:
            listener, snapshot = self._queue.get()
            for one in [listener] if listener else list(self.listeners):
                one(snapshot)


def with_records(snapshot: Snapshot, topic: str, number: int, *keys: str) -> Snapshot:
    """`snapshot` a second later, after one more record for each key in a partition whose replicas are all in sync."""
    found = snapshot.topics[topic]
    partitions = {**found.partitions, number: _longer(found.partitions[number], snapshot.taken_at, keys)}
    topics = {**snapshot.topics, topic: replace(found, partitions=partitions)}
    return replace(snapshot, taken_at=snapshot.taken_at + 1, topics=topics)


def _longer(partition: Partition, now: float, keys: tuple[str, ...]) -> Partition:
    end = partition.high_watermark or 0
    new = tuple(Record(end + i, round((now + 1) * 1000) + i, key, f"valor de {key}") for i, key in enumerate(keys))
    end += len(keys)
    return replace(
        partition,
        high_watermark=end,
        log_end_offsets=dict.fromkeys(partition.log_end_offsets, end),
        records=(*partition.records, *new)[-10:],
    )
