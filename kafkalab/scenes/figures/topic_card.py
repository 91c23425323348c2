"""A topic as a card: a row for each partition, with its leader, and how that one is where it does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink, words
from kafkalab.scenes.figures.cards import Card, Row
from kafkalab.scenes.measure import MONO_BOLD, fit

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Snapshot, Topic

TOPIC = "topic"
PARTITIONS_DRAWN = 8
MORE_ROWS = Text("… y {n} más", "… and {n} more")

_LED_BY = Text("líder: broker {id}", "leader: broker {id}")
_LED_BY_ABSENT = Text("líder: broker {id} ({state})", "leader: broker {id} ({state})")


def topic_card(snapshot: Snapshot, topic: Topic, lang: Lang) -> tuple[Card, dict[int, int]]:
    """The topic's card, and the row in which each partition stands: those that are not drawn share the last one."""
    numbers = sorted(topic.partitions)
    rows = [_row(snapshot, topic.partitions[number], lang) for number in numbers[:PARTITIONS_DRAWN]]
    more = len(numbers) - len(rows)
    rows += [Row(MORE_ROWS.format(n=more).in_(lang))] if more else []
    card = Card(TOPIC, fit(ink.clean(topic.name), MONO_BOLD, 13, 260), tuple(rows), mono=True)
    return card, {number: 1 + min(index, PARTITIONS_DRAWN) for index, number in enumerate(numbers)}


def _row(snapshot: Snapshot, partition: Partition, lang: Lang) -> Row:
    if partition.leader is None:
        return Row(words.NO_LEADER.in_(lang), f"P{partition.id}", cls="bold warn")
    broker = snapshot.brokers.get(partition.leader)
    if broker is None or broker.state == "up":
        return Row(_LED_BY.format(id=partition.leader).in_(lang), f"P{partition.id}")
    said = _LED_BY_ABSENT.format(id=partition.leader, state=words.BROKER_STATES[broker.state])
    return Row(said.in_(lang), f"P{partition.id}", cls="bold warn")
