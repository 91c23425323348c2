"""Being told of new records at once: a Fetch that a broker answers only when there is one (or after half a second).

A poller wakes somebody else, who reads what there is to read; the records in its own answer are not looked at.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from kafkalab.observe.snapshot import Snapshot
from kafkalab.observe.wire import DEADLINE_S, Address, Connection, NoAnswer, questions
from kafkalab.observe.wire.answers import Pair

WAIT_MS = 500
_REST_S = 0.25  # after an answer without news: a refusal comes at once, and must not turn into a busy loop


def aims(snapshot: Snapshot, topics: Iterable[str] | None) -> dict[Address, dict[Pair, int]]:
    """Where to poll for what: by leader's address, the high watermark of each watched partition that it leads now."""
    names = [topic.name for topic in snapshot.topics.values()] if topics is None else topics
    aimed: dict[Address, dict[Pair, int]] = defaultdict(dict)
    for topic in (snapshot.topics[name] for name in names if name in snapshot.topics):
        for partition in topic.partitions.values():
            leader = snapshot.brokers.get(partition.leader) if partition.leader is not None else None
            known = partition.as_of is None and partition.high_watermark is not None
            if known and leader is not None and leader.state == "up":
                aimed[leader.host, leader.port][topic.name, partition.id] = partition.high_watermark or 0
    return dict(aimed)


class Pollers:
    """One thread per broker that leads something watched. `wake` is called from them when a high watermark moved."""

    def __init__(self, wake: Callable[[], object]) -> None:
        self._wake = wake
        self._pollers: dict[Address, _Poller] = {}

    def aim(self, aimed: Mapping[Address, Mapping[Pair, int]]) -> None:
        """From now on poll for `aimed`. A poller that woke somebody rests until it is aimed again."""
        for address in set(aimed) - set(self._pollers):
            self._pollers[address] = _Poller(address, self._wake)
            self._pollers[address].start()
        for address, poller in self._pollers.items():
            poller.aim(aimed.get(address, {}))

    def close(self) -> None:
        """End the threads; not waited for."""
        for poller in self._pollers.values():
            poller.end()


class _Poller(threading.Thread):
    def __init__(self, address: Address, wake: Callable[[], object]) -> None:
        super().__init__(name=f"kafkalab-poll-{address[1]}", daemon=True)
        self._connection = Connection(*address)
        self._wake = wake
        self._aimed: Mapping[Pair, int] = {}
        self._changed = threading.Condition()
        self._ended = threading.Event()

    def aim(self, aimed: Mapping[Pair, int]) -> None:
        with self._changed:
            self._aimed = aimed
            self._changed.notify()

    def end(self) -> None:
        self._ended.set()
        self.aim({})
        self._connection.interrupt()

    def run(self) -> None:
        while (aimed := self._next_aim()) is not None:
            try:
                news = self._poll(aimed)
            except NoAnswer:
                news = None
            if news is None:
                self._ended.wait(_REST_S)
            elif news:
                with self._changed:
                    self._aimed = {}
                self._wake()
        self._connection.close()

    def _next_aim(self) -> Mapping[Pair, int] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._aimed or self._ended.is_set())
            return None if self._ended.is_set() else self._aimed

    def _poll(self, aimed: Mapping[Pair, int]) -> bool | None:
        """Whether a high watermark moved; None if the broker refused a partition (it leads it no longer, say)."""
        question = questions.fetch(aimed, newest=0, wait_ms=WAIT_MS)
        (answer,) = self._connection.ask([question], WAIT_MS / 1000 + DEADLINE_S)
        if any(got.high_watermark != aimed.get(pair) for pair, got in answer.items()):
            return True
        return None if len(answer) < len(aimed) else False
