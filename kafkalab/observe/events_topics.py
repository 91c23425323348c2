"""What changed with topics: made, dropped, given more partitions, configured. Pure.

Who leads a partition is in `events_replicas`, what happened to its records in `events_logs`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kafkalab.i18n import Text
from kafkalab.observe.alike import Seen
from kafkalab.observe.event import Event, Place
from kafkalab.observe.events_logs import log_events
from kafkalab.observe.events_replicas import replica_events
from kafkalab.observe.naming import clean
from kafkalab.observe.snapshot import Snapshot, Topic

_CREATED = Text(es="se ha creado el topic {topic} ({count})", en="topic {topic} was created ({count})")
_CREATED_MANY = Text(es="se han creado {count}", en="{count} were created")
_REMADE = Text(
    es="el topic {topic} se ha borrado y creado de nuevo ({count})",
    en="topic {topic} was deleted and created again ({count})",
)
_DROPPED = Text(es="se ha borrado el topic {topic}", en="topic {topic} was deleted")
_DROPPED_MANY = Text(es="se han borrado {count}", en="{count} were deleted")
_ONE_PARTITION = Text(es="1 partición", en="1 partition")
_PARTITIONS = Text(es="{n} particiones", en="{n} partitions")
_MORE = Text(es="{topic} tiene ahora {count} (antes, {before})", en="{topic} has {count} now (before: {before})")
_CONFIG = Text(
    es="{key} de {topic} vale ahora {after} (antes, {before})", en="{key} of {topic} is {after} now (before: {before})"
)
_CONFIG_NEW = Text(es="{key} de {topic} vale ahora {after}", en="{key} of {topic} is {after} now")
_CONFIG_GONE = Text(
    es="{key} ya no está puesto en {topic} (valía {before})", en="{key} is no longer set on {topic} (it was {before})"
)


def topic_events(before: Snapshot, after: Snapshot) -> Iterator[Seen]:
    """What changed with topics; `after` comes from brokers that answered."""
    for name in sorted({*before.topics, *after.topics}):
        old, new = before.topics.get(name), after.topics.get(name)
        if old is None or new is None or not same_topic(old, new):
            yield _made_or_dropped(after.taken_at, old, new)
        elif old != new:
            yield from _changed(after.taken_at, old, new)


def same_topic(old: Topic, new: Topic) -> bool:
    """Whether they are one topic, not one that was made anew under the same name."""
    return old.topic_id == new.topic_id or not (old.topic_id and new.topic_id)


def _made_or_dropped(at: float, old: Topic | None, new: Topic | None) -> Seen:
    topic = new or old
    assert topic is not None
    form = _DROPPED if new is None else _CREATED if old is None else _REMADE
    text = form.format(topic=clean(topic.name), count=_count(len(topic.partitions)))
    before, after = (len(each.partitions) if each else None for each in (old, new))
    many = _DROPPED_MANY if new is None else _CREATED_MANY if old is None else None
    event = Event(at, "topic", text, topic=topic.name, internal=topic.internal, before=before, after=after)
    return Seen(event, (old is None, new is None), many)


def _changed(at: float, old: Topic, new: Topic) -> Iterator[Seen]:
    before, after = len(old.partitions), len(new.partitions)
    if before != after:
        text = _MORE.format(topic=clean(new.name), count=_count(after), before=before)
        yield Seen(Event(at, "partitions", text, topic=new.name, internal=new.internal, before=before, after=after))
    yield from _configs(at, old, new)
    for number, now in sorted(new.partitions.items()):
        was = old.partitions.get(number)
        if was is not None:
            place = Place(at, new, number)
            yield from replica_events(place, was, now)
            yield from log_events(place, was, now)


def _configs(at: float, old: Topic, new: Topic) -> Iterator[Seen]:
    if not old.configs or not new.configs:  # never empty where they were read
        return
    for key in sorted({*old.configs, *new.configs}):
        was, now = old.configs.get(key), new.configs.get(key)
        if was != now:
            form = _CONFIG_NEW if was is None else _CONFIG_GONE if now is None else _CONFIG
            values = {"key": clean(key), "before": clean(was or ""), "after": clean(now or "")}
            text = form.format(topic=clean(new.name), **values)
            yield Seen(Event(at, "config", text, topic=new.name, key=key, before=was, after=now, internal=new.internal))


def _count(partitions: int) -> Text:
    return _ONE_PARTITION if partitions == 1 else _PARTITIONS.format(n=partitions)
