"""Keeping views up to date: one thread reads the cluster, however many look on, and tells them what changed.

New records wake it at once (`polling`); groups, metadata and replicas are read twice a second, more often while
something changes. Reading itself is the Reader's.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from kafkalab.errors import KafkalabError
from kafkalab.observe.polling import Pollers, aims
from kafkalab.observe.reader import Reader
from kafkalab.observe.snapshot import Snapshot
from kafkalab.observe.workers import ReaderClosedError

IDLE_S = 0.5  # from one round to the next at rest
BUSY_S = 0.1  # for a second after a change
_BUSY_FOR_S = 1.0
_AFTER_FAILURE_S = 2.0
# However much happens: between two rounds three times as long a pause as the last one took, within these limits.
_SHORTEST_PAUSE_S, _LONGEST_PAUSE_S = 0.03, 0.15

Listener = Callable[[Snapshot], object]
Wanted = Callable[[Snapshot | None], frozenset[str] | None]
_log = logging.getLogger(__name__)


@dataclass
class _Subscription:
    listener: Listener
    wanted: Wanted
    told: bool = False


class Observer:
    """Watches one cluster while somebody is subscribed. Thread-safe.

    `make_reader` is called in the observer's own thread for the reader that it alone uses, and closes. `witness` hears
    every snapshot, changed or not, while somebody is subscribed; it keeps nobody watching by itself.
    """

    def __init__(self, make_reader: Callable[[], Reader], witness: Listener = lambda _: None) -> None:
        self._make_reader = make_reader
        self._witness = witness
        self._subscriptions: dict[int, _Subscription] = {}
        self._numbers = itertools.count()
        self._run: _Run | None = None
        self._lock = threading.Lock()

    def subscribe(
        self, listener: Listener, *, topic: str | None = None, topics: Wanted | None = None
    ) -> Callable[[], None]:
        """Call `listener(snapshot)` soon, and again when something changed; returns what ends that.

        The snapshots have the offsets and records of `topic` (None: of every topic that is not internal), and perhaps
        of topics that others watch. Who finds out from a snapshot which topics those are gives `topics` instead: it is
        asked before each round, with the last snapshot (None at first), and again when that round is over.
        The listener is called from the observer's thread and should be quick.
        """
        number = next(self._numbers)
        named = None if topic is None else frozenset({topic})
        with self._lock:
            self._subscriptions[number] = _Subscription(listener, topics or (lambda _: named))
            if self._run is None:
                self._run = _Run(self._make_reader, self._current, self._witness)
                self._run.start()
            else:
                self._run.wake()
        return lambda: self._unsubscribe(number)

    @property
    def is_watching(self) -> bool:
        """Whether somebody is subscribed."""
        return self._run is not None

    def close(self) -> None:
        """End all subscriptions and wait (a second at most) until the thread is gone."""
        with self._lock:
            self._subscriptions.clear()
            run, self._run = self._run, None
        if run is not None:
            run.end()
            if run is not threading.current_thread():
                run.join(1.0)

    def _unsubscribe(self, number: int) -> None:
        with self._lock:
            self._subscriptions.pop(number, None)
            if not self._subscriptions and self._run is not None:
                self._run.end()
                self._run = None

    def _current(self) -> list[_Subscription]:
        with self._lock:
            return list(self._subscriptions.values())


class _Run(threading.Thread):
    """The thread from the first subscription to the last."""

    def __init__(
        self, make_reader: Callable[[], Reader], subscriptions: Callable[[], list[_Subscription]], witness: Listener
    ) -> None:
        super().__init__(name="kafkalab-observer", daemon=True)
        self._witness = witness
        self._make_reader = make_reader
        self._subscriptions = subscriptions
        self._awake = threading.Event()
        self._ended = threading.Event()

    def wake(self) -> None:
        self._awake.set()

    def end(self) -> None:
        self._ended.set()
        self._awake.set()

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                self._watch()
            except ReaderClosedError:  # nobody but us closes it: the interpreter is ending
                return
            except KafkalabError:  # the cluster was deleted meanwhile: there may be one of its name again
                self._ended.wait(_AFTER_FAILURE_S)
            except Exception:  # a mistake of ours: views must not freeze for good
                _log.exception("reading the cluster failed; once more")
                self._ended.wait(_AFTER_FAILURE_S)

    def _watch(self) -> None:
        last: Snapshot | None = None
        changed_at = 0.0
        with closing(self._make_reader()) as reader, closing(Pollers(self.wake)) as pollers:
            while not self._ended.is_set():
                self._awake.clear()
                started = time.monotonic()
                subscriptions = self._subscriptions()
                snapshot, topics = _read(reader, subscriptions, last)
                changed = last is None or _differ(last, snapshot)
                last = snapshot
                pollers.aim(aims(snapshot, topics))
                _hear(self._witness, snapshot)
                _tell(subscriptions, snapshot, changed)
                now = time.monotonic()
                changed_at = now if changed else changed_at
                self._pause(now - started, now - changed_at < _BUSY_FOR_S)

    def _pause(self, took_s: float, busy: bool) -> None:
        shortest = min(max(3 * took_s, _SHORTEST_PAUSE_S), _LONGEST_PAUSE_S)
        self._ended.wait(shortest)
        self._awake.wait(max((BUSY_S if busy else IDLE_S) - shortest, 0.0))


def _read(
    reader: Reader, subscriptions: Sequence[_Subscription], last: Snapshot | None
) -> tuple[Snapshot, frozenset[str] | None]:
    """A snapshot with all that is wanted of it, and the topics that were read.

    If a topic came up that somebody wants, once more at once: a picture without its offsets would only flicker by.
    """
    topics = _topics(subscriptions, last)
    snapshot = reader.snapshot(topics)
    wanted = _topics(subscriptions, snapshot)
    if topics is None or wanted is None or wanted & set(snapshot.topics) <= topics:
        return snapshot, topics
    return reader.snapshot(topics | wanted), topics | wanted


def _topics(subscriptions: Iterable[_Subscription], last: Snapshot | None) -> frozenset[str] | None:
    """The topics that somebody watches. One who watches all sees those of the last snapshot, named ones beside them."""
    watched = [subscription.wanted(last) for subscription in subscriptions]
    named = frozenset[str]().union(*(topics for topics in watched if topics is not None))
    if None not in watched:
        return named
    return None if last is None else named | {topic.name for topic in last.topics.values() if not topic.internal}


def _differ(one: Snapshot, other: Snapshot) -> bool:
    return replace(one, taken_at=other.taken_at) != other


def _tell(subscriptions: Iterable[_Subscription], snapshot: Snapshot, changed: bool) -> None:
    for subscription in subscriptions:
        if changed or not subscription.told:
            subscription.told = True
            _hear(subscription.listener, snapshot)


def _hear(listener: Listener, snapshot: Snapshot) -> None:
    try:
        listener(snapshot)
    except Exception:
        _log.exception("a listener failed")
