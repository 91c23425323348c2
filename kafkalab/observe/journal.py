"""The log of what happened in a cluster while somebody watched. Bounded; nothing of it is kept on disk.

It hears every snapshot that anybody takes, and from the first fault, or the first question for events, it keeps the
observer reading. Before that it costs no thread and no request.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kafkalab.observe.event import Event
from kafkalab.observe.events import changes
from kafkalab.observe.known import learned
from kafkalab.observe.listing import Events
from kafkalab.observe.patience import Patience
from kafkalab.observe.snapshot import BrokerState, Snapshot

if TYPE_CHECKING:
    from kafkalab.observe.observer import Observer

KEPT = 1000
LOOK_S = 3.0  # the longest wait for a fresh look


class Journal:
    """The events of one cluster. Thread-safe.

    `observer()`: the cluster's one observer. `brokers()`: its brokers as far as they are known without asking them;
    that one was up before the first look is known from there.
    """

    def __init__(
        self, observer: Callable[[], Observer], brokers: Callable[[], Mapping[int, BrokerState]] = dict
    ) -> None:
        self._observer = observer
        self._brokers = brokers
        self._lock = threading.RLock()
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._listeners: list[Callable[[Event], object]] = []
        self._known: Snapshot | None = None
        self._patience = Patience()
        self._before: Mapping[int, BrokerState] = {}
        self._began: float | None = None
        self._end: Callable[[], None] | None = None
        self._is_off = False

    def begin(self, *, wait: bool = False) -> None:
        """Watch from now on. With `wait`, return when what is so now has been read (at most 3 s later)."""
        if self._is_off:
            return
        with self._lock:
            self._watch(self._noted())
        if wait:
            self._look()

    def begin_after(self) -> Callable[[], None]:
        """For who is about to do something that may not wait: notes what is known, and returns what begins to watch.

        That takes no time of its caller: the watching begins in a thread of its own.
        """
        if self._end is not None or self._is_off:
            return lambda: None
        before = self._noted()
        return threading.Thread(target=self._watch, args=(before,), daemon=True).start

    def _noted(self) -> Mapping[int, BrokerState]:
        return self._brokers() if self._known is None else {}

    def _watch(self, before: Mapping[int, BrokerState]) -> None:
        with self._lock:
            if self._end is None and not self._is_off:
                self._before = before
                self._end = self._observer().subscribe(lambda _: None)

    def events(self) -> Events:
        """All that was seen, up to now: oldest first."""
        self.begin(wait=True)
        with self._lock:
            return Events(self._events, began=self._began)

    def saw(self, snapshot: Snapshot) -> None:
        """Take note of a snapshot. One that is older than what was heard last is left aside."""
        with self._lock:
            if self._is_off or (self._known is not None and snapshot.taken_at < self._known.taken_at):
                return
            known = self._known or self._first(snapshot)
            latest = self._patience.settled(known, snapshot)
            found = changes(known, latest)
            self._known = learned(known, latest)
            self._events.extend(found)
            listeners = list(self._listeners) if found else []
        for listener in listeners:
            for event in found:
                listener(event)

    def tell(self, listener: Callable[[Event], object]) -> Callable[[], None]:
        """Call `listener(event)` for each event from now on, in their order, from the thread that saw it.

        Returns what ends that.
        """
        with self._lock:
            self._listeners.append(listener)
        return lambda: self._hush(listener)

    def _hush(self, listener: Callable[[Event], object]) -> None:
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)

    def off(self) -> None:
        """Watch no longer, and never again: for who breaks things and asks nobody."""
        with self._lock:
            self._is_off = True
            end, self._end = self._end, None
        if end is not None:
            end()

    def _first(self, snapshot: Snapshot) -> Snapshot:
        """Before the first look only the processes are known."""
        self._began = time.time() if self._began is None else self._began
        return replace(snapshot, brokers={**snapshot.brokers, **self._before})

    def _look(self) -> None:
        """Return when the cluster has been read once more from now on (at most 3 s later)."""
        looked = threading.Event()
        end = self._observer().subscribe(lambda _: looked.set())
        looked.wait(LOOK_S)
        end()
