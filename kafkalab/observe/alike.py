"""Many alike events as one: "leadership of 12 partitions went from 101 to 102". Pure.

What makes two events alike, and how many of them are told at once, is said by whoever saw them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from kafkalab.i18n import Text
from kafkalab.observe.event import Event
from kafkalab.observe.naming import clean

ONE_BY_ONE = 3  # so many alike are still told one by one
_SHARED = ("broker", "topic", "group", "key", "before", "after")

_PARTITIONS_OF = Text(es="{n} particiones de {topic}", en="{n} partitions of {topic}")
_PARTITIONS = Text(es="{n} particiones de {topics} topics", en="{n} partitions of {topics} topics")
_TOPICS = Text(es="{n} topics", en="{n} topics")
_MEMBERS = Text(es="{n} consumidores", en="{n} consumers")


@dataclass(frozen=True)
class Seen:
    """An event, and how to tell it with others: those with the same kind and the same `alike` become `many`."""

    event: Event
    alike: Hashable = None
    many: Text | None = None


def together(seen: Iterable[Seen]) -> tuple[Event, ...]:
    """The events in their order; more than three alike ones as one, where the first of them was.

    Partitions of internal topics are never mixed with those of people's own.
    """
    sorts: dict[Hashable, list[Seen]] = {}
    for number, each in enumerate(seen):
        alone = each.many is None
        sort = number if alone else (each.event.kind, each.event.internal, each.alike)
        sorts.setdefault(sort, []).append(each)
    return tuple(event for found in sorts.values() for event in _told(found))


def _told(found: Sequence[Seen]) -> Iterable[Event]:
    events = tuple(each.event for each in found)
    many = found[0].many
    if many is None or len(events) <= ONE_BY_ONE:
        return events
    first = events[0]
    shared = {name: getattr(first, name) for name in _SHARED if len({repr(getattr(e, name)) for e in events}) == 1}
    text = many.format(count=_count(events))
    return [Event(first.at, first.kind, text, internal=first.internal, parts=events, **shared)]


def _count(events: Sequence[Event]) -> Text:
    topics = sorted({event.topic for event in events if event.topic is not None})
    values = {"n": len(events), "topics": len(topics), "topic": clean(topics[0]) if topics else ""}
    if events[0].partition is not None:
        return (_PARTITIONS_OF if len(topics) == 1 else _PARTITIONS).format(**values)
    return (_MEMBERS if events[0].member is not None else _TOPICS).format(**values)
