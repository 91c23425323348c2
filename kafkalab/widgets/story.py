"""The story beside a picture: which of a cluster's events belong to it, and how they read as a list, newest first.

What happened, and in which words, is for kafkalab.observe.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kafkalab.observe.alike import ONE_BY_ONE

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.event import Event
    from kafkalab.observe.snapshot import Snapshot
    from kafkalab.widgets.subject import Subject

KEPT, TOLD = 500, 50

_OF_GROUPS = frozenset({"group", "coordinator", "member", "assignment", "committed"})
_OF_TOPICS = frozenset({"topic", "partitions", "replicas", "config", "leader", "isr", "lost", "truncated", "deleted"})
# What a kind of picture does not show. Who is up and who leads the cluster concerns every picture.
_NOT_SHOWN = {
    **dict.fromkeys(("replicas", "producers", "three-brokers", "replication-factor"), _OF_GROUPS),
    **dict.fromkeys(("broker-discovery", "kraft-quorum", "zookeeper-ensemble"), _OF_GROUPS | _OF_TOPICS | {"actor"}),
}


class Story:
    """The events of `subject`. Thread-safe."""

    def __init__(self, subject: Subject, lang: Lang) -> None:
        self.subject, self.lang = subject, lang
        self._lock = threading.Lock()
        self._events: deque[Event] = deque(maxlen=KEPT)

    def tell(self, event: Event, snapshot: Snapshot | None = None) -> tuple[Event, ...]:
        """Take note of what of `event` belongs to the subject, and give that back: nothing, it, or some of its parts.

        `snapshot` tells what groups read and actors write to; without it all of them may concern the subject.
        """
        told = belonging(event, self.subject, snapshot)
        with self._lock:
            self._events.extend(told)
        return told

    @property
    def events(self) -> tuple[Event, ...]:
        """Those that belong, oldest first."""
        with self._lock:
            return tuple(self._events)

    def to_json(self) -> str:
        """The newest 50, as `lines` gives them."""
        return json.dumps(lines(self.events, self.lang))


def belonging(event: Event, subject: Subject, snapshot: Snapshot | None = None) -> tuple[Event, ...]:
    """What of `event` a view of `subject` tells: nothing, the event, or a few of the parts that it sums up."""
    if event.internal or event.kind in _NOT_SHOWN.get(subject.kind, ()):
        return ()
    parts = [part for part in event.parts if _concerns(part, subject, snapshot)]
    if parts and len(parts) <= ONE_BY_ONE:
        return tuple(parts)
    return (event,) if parts or (not event.parts and _concerns(event, subject, snapshot)) else ()


def lines(events: Sequence[Event], lang: Lang, most: int | None = TOLD) -> list[list[Any]]:
    """`[at, kind, text]` of each of the newest `most` events (None: of all), `at` in ms since the epoch.

    Newest first; but of what was seen at one moment the cause comes before what it caused, of which `kind` ends in
    " then": a page need not say its time again.
    """
    newest = events if most is None else events[-most:]
    moments = [list(alike) for _, alike in groupby(newest, lambda event: event.at)]
    return [
        [round(event.at * 1000), f"{event.kind} then" if number else event.kind, event.text.in_(lang)]
        for moment in reversed(moments)
        for number, event in enumerate(moment)
    ]


def _concerns(event: Event, subject: Subject, snapshot: Snapshot | None) -> bool:
    if event.topic is not None and not _is_of(event.topic, event.partition, subject, snapshot):
        return False
    if event.group is not None:
        return subject.group in (None, event.group) and _may_be_on(_read_by(event.group, snapshot), subject.topic)
    return event.actor is None or _may_be_on(_used_by(event.actor, snapshot), subject.topic)


def _is_of(topic: str, partition: int | None, subject: Subject, snapshot: Snapshot | None) -> bool:
    """Whether the subject shows that partition (None: any) of that topic."""
    if subject.topic is None:
        return subject.group is None or _may_be_on(_read_by(subject.group, snapshot), topic)
    return topic == subject.topic and (None in (partition, subject.partition) or partition == subject.partition)


def _may_be_on(topics: set[str], topic: str | None) -> bool:
    """Whether somebody who uses `topics`, as far as that is known, may be using `topic` (None: any)."""
    return topic is None or not topics or topic in topics


def _read_by(group: str, snapshot: Snapshot | None) -> set[str]:
    found = snapshot.groups.get(group) if snapshot else None
    if found is None:
        return set()
    return {topic for topic, _ in found.committed} | {topic for each in found.members for topic, _ in each.assignment}


def _used_by(actor: str, snapshot: Snapshot | None) -> set[str]:
    found = snapshot.actors.get(actor) if snapshot else None
    return set(found.topics) if found else set()
