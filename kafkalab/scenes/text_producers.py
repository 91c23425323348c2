"""The alternative text of the producers' diagram: the same story in sentences, for those who can't see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import producers_words, words
from kafkalab.scenes.ink import clean
from kafkalab.scenes.log import read_log
from kafkalab.scenes.readers import ranges
from kafkalab.scenes.standing import replicas_of
from kafkalab.scenes.writers import refuses_all, writers

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Snapshot, Topic
    from kafkalab.scenes.writers import Writer

PARTITIONS_TOLD = 12
WRITERS_TOLD = 6

_TOPIC = Text("Topic {topic}: {partitions}.", "Topic {topic}: {partitions}.")
_WRITER = Text("{name} ({state}, {acks}): {done}, {failed}.", "{name} ({state}, {acks}): {done}, {failed}.")
_LED = Text("P{n}: líder {leader}, {leo}", "P{n}: leader {leader}, {leo}")
_LEADERLESS = Text("P{n}: {why}", "P{n}: {why}")
_MANY = Text("Sin líder: {which}.", "Without a leader: {which}.")
_NONE = Text("ninguna", "none")


def describe_producers(snapshot: Snapshot, topic: str, lang: Lang) -> str:
    """What the diagram of the producers of `topic` shows, in a few sentences."""
    found = snapshot.topics.get(topic)
    if found is None:
        return words.no_topic(snapshot, topic).in_(lang)
    count = words.count(words.PARTITIONS, len(found.partitions), lang)
    sentences = [_TOPIC.format(topic=clean(topic), partitions=count).in_(lang)]
    mine = writers(snapshot, topic)
    if not mine:
        sentences.append(f"{producers_words.NOBODY.in_(lang)}. {producers_words.NOBODY_ABOUT.in_(lang)}")
    sentences += [_writer(writer, lang) for writer in mine[:WRITERS_TOLD]]
    more = len(mine) - WRITERS_TOLD
    sentences += [f"{producers_words.MORE.format(n=more).in_(lang).capitalize()}."] if more > 0 else []
    partitions = [partition for _, partition in sorted(found.partitions.items())]
    if len(partitions) > PARTITIONS_TOLD:
        leaderless = ranges(partition.id for partition in partitions if partition.leader is None)
        return " ".join([*sentences, _MANY.format(which=leaderless or _NONE).in_(lang)])
    return " ".join([*sentences, *(_partition(snapshot, found, partition, lang) for partition in partitions)])


def _writer(writer: Writer, lang: Lang) -> str:
    done, failed = (said.split(" ", 1)[1] for said in producers_words.counts(writer, lang))
    values = {"name": clean(writer.name), "state": producers_words.process(writer, lang)}
    told = _WRITER.format(**values, acks=producers_words.acks(writer), done=done, failed=failed).in_(lang)
    last = producers_words.last_acks(writer)[:PARTITIONS_TOLD]
    if not last:
        return told
    heading = producers_words.LAST_ACK.in_(lang)
    return f"{told} {heading[0].upper()}{heading[1:]} {', '.join(last)}."


def _partition(snapshot: Snapshot, topic: Topic, partition: Partition, lang: Lang) -> str:
    parts = [
        f"{replica.broker} {producers_words.role(replica, lang).split(' ', 1)[1]}"
        for replica in replicas_of(snapshot, partition)
        if replica.role != "leader"
    ]
    if partition.leader is None:
        head = _LEADERLESS.format(n=partition.id, why=producers_words.NO_LEADER).in_(lang)
    else:
        leo = read_log(partition).leo
        shown = f"LEO {'?' if leo is None else leo}"
        head = _LED.format(n=partition.id, leader=_leader(snapshot, partition.leader, lang), leo=shown).in_(lang)
    refusal = [producers_words.refusal(topic, partition).in_(lang)] if refuses_all(topic, partition) else []
    return f"{'; '.join([head, *parts, *refusal])}."


def _leader(snapshot: Snapshot, leader: int, lang: Lang) -> str:
    broker = snapshot.brokers.get(leader)
    if broker is None or broker.state == "up":
        return str(leader)
    return f"{leader} ({words.BROKER_STATES[broker.state].in_(lang)})"
