"""The alternative text of the topic diagram: the same story in sentences, for those who can't see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.observe.naming import member_names
from kafkalab.scenes import words
from kafkalab.scenes.ink import clean
from kafkalab.scenes.log import read_log
from kafkalab.scenes.readers import ranges, readers

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Snapshot
    from kafkalab.scenes.readers import Reader

PARTITIONS_TOLD = 12
MEMBERS_TOLD = 6

_TOPIC = Text("Topic {topic}: {partitions}.", "Topic {topic}: {partitions}.")
_LED = Text("P{id}: líder {leader}", "P{id}: leader {leader}")
_LEADERLESS = Text("P{id}: sin líder", "P{id}: no leader")
_BROKER = Text(" (el broker está {state})", " (that broker is {state})")
_HOLDS = Text("offsets del {first} al {last}", "offsets {first} to {last}")
_HOLDS_ONE = Text("solo el offset {first}", "only offset {first}")
_HOLDS_NOTHING = Text("sin mensajes", "no messages")
_NEXT = Text("el siguiente será el {next}", "the next one will be {next}")
_HIGH = Text(
    "los consumidores leen hasta la marca de agua (HW) {hw}", "consumers read up to the high watermark (HW) {hw}"
)
_UNKNOWN = Text("offsets desconocidos ahora", "offsets not known now")
_OLD = Text("datos de la última respuesta", "as of its last answer")
_MANY = Text(
    "Siguiente offset: entre {least} y {most}. Sin líder: {leaderless}.",
    "Next offsets: {least} to {most}. Without a leader: {leaderless}.",
)
_NONE = Text("ninguna", "none")
_NOBODY = Text("Nadie lo lee con un grupo.", "Nobody reads it in a group.")
_NOT_THIS = Text("El grupo {group} no lo lee.", "Group {group} does not read it.")
_GROUP = Text(
    "Grupo {letter}, {group} ({state}): lag {lag}; {members}.",
    "Group {letter}, {group} ({state}): lag {lag}; {members}.",
)
_READS = Text("{member} lee {partitions}", "{member} reads {partitions}")
_IDLE = Text("{member} no tiene partición", "{member} has no partition")


def describe_topic(snapshot: Snapshot, topic: str, lang: Lang, *, group: str | None = None) -> str:
    """What the diagram of `topic` shows, in a few sentences."""
    found = snapshot.topics.get(topic)
    if found is None:
        return words.no_topic(snapshot, topic).in_(lang)
    partitions = [partition for _, partition in sorted(found.partitions.items())]
    sentences = [
        _TOPIC.format(topic=clean(topic), partitions=words.count(words.PARTITIONS, len(partitions), lang)).in_(lang)
    ]
    if len(partitions) > PARTITIONS_TOLD:
        sentences.append(_summary(partitions, lang))
    else:
        sentences += [_partition(snapshot, partition, lang) for partition in partitions]
    sentences += _groups(snapshot, topic, group, lang)
    return " ".join(sentences)


def _partition(snapshot: Snapshot, partition: Partition, lang: Lang) -> str:
    log = read_log(partition)
    if log.end is None:
        parts = [_UNKNOWN.in_(lang)]
    else:
        parts = [_contents(log.start, log.end).in_(lang)]
        parts += [_NEXT.format(next=log.leo).in_(lang)] if log.leo is not None else []
        parts += [_HIGH.format(hw=log.high_watermark).in_(lang)] if log.high_watermark not in (None, log.end) else []
    parts += [_OLD.in_(lang)] if partition.as_of is not None else []
    return f"{_leader(snapshot, partition, lang)}; {'; '.join(parts)}."


def _leader(snapshot: Snapshot, partition: Partition, lang: Lang) -> str:
    if partition.leader is None:
        return _LEADERLESS.format(id=partition.id).in_(lang)
    led = _LED.format(id=partition.id, leader=partition.leader).in_(lang)
    broker = snapshot.brokers.get(partition.leader)
    if broker is None or broker.state == "up":
        return led
    return led + _BROKER.format(state=words.BROKER_STATES[broker.state]).in_(lang)


def _contents(start: int | None, end: int) -> Text:
    if start is None:
        return Text("", "")
    if start >= end:
        return _HOLDS_NOTHING
    return (_HOLDS_ONE if start == end - 1 else _HOLDS).format(first=start, last=end - 1)


def _summary(partitions: list[Partition], lang: Lang) -> str:
    ends = [log.leo for log in map(read_log, partitions) if log.leo is not None]
    leaderless = ranges(partition.id for partition in partitions if partition.leader is None)
    values = {"least": min(ends, default="?"), "most": max(ends, default="?"), "leaderless": leaderless or _NONE}
    return _MANY.format(**values).in_(lang)


def _groups(snapshot: Snapshot, topic: str, only: str | None, lang: Lang) -> list[str]:
    told = readers(snapshot, snapshot.topics[topic], only)
    if not told.shown:
        return [(_NOBODY if only is None else _NOT_THIS.format(group=clean(only))).in_(lang)]
    sentences = [_group(reader, lang) for reader in told.shown]
    if told.hidden and only is None:
        more = words.count(words.MORE_GROUPS, len(told.hidden), lang)
        sentences.append(f"{more[0].upper()}{more[1:]}.")
    return sentences


def _group(reader: Reader, lang: Lang) -> str:
    names = member_names(reader.group.members)
    told = [_member(reader, i, clean(names[m.id]), lang) for i, m in enumerate(reader.group.members[:MEMBERS_TOLD])]
    rest = len(reader.group.members) - MEMBERS_TOLD
    told += [words.count(words.MORE_MEMBERS, rest, lang)] if rest > 0 else []
    values = {
        "letter": reader.letter, "group": clean(reader.group.id), "state": words.group_state(reader.group.state, lang),
        "lag": reader.total_lag(), "members": ", ".join(told) or words.NO_MEMBERS.in_(lang),
    }  # fmt: skip
    return _GROUP.format(**values).in_(lang)


def _member(reader: Reader, index: int, name: str, lang: Lang) -> str:
    owned = reader.partitions(reader.group.members[index])
    return (_READS if owned else _IDLE).format(member=name, partitions=ranges(owned)).in_(lang)
