"""A topic spread over the brokers: which replica is on which, who leads, and who copies from whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text, joined
from kafkalab.scenes import ink, words
from kafkalab.scenes.figures.cards import Row
from kafkalab.scenes.figures.columns import QUIET, Columns
from kafkalab.scenes.figures.dot import Edge
from kafkalab.scenes.figures.leadership import ROLE_BOXES, leadership
from kafkalab.scenes.figures.page import Note, figure, sentence
from kafkalab.scenes.figures.servers import broker_notes, drawn_brokers, name_of, server_card, state_of, told
from kafkalab.scenes.standing import replicas_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Snapshot, Topic
    from kafkalab.scenes.marks import Scene

PARTITIONS_DRAWN = 6

_TITLE = {
    True: Text("«{topic}» en 1 broker", "“{topic}” on 1 broker"),
    False: Text("«{topic}», repartido entre {n} brokers", "“{topic}”, spread over {n} brokers"),
}
_ROLES = {
    "leader": Text("★ líder", "★ leader"),
    "in_sync": Text("copia, en el ISR", "copy, in the ISR"),
    "eligible": Text("copia, puede liderar (ELR)", "copy, may lead (ELR)"),
    "out": Text("copia, fuera del ISR", "copy, out of the ISR"),
}
_MORE = {
    True: Text("No se dibuja otra partición.", "Another partition is not drawn."),
    False: Text("No se dibujan otras {n} particiones.", "{n} other partitions are not drawn."),
}
_FIGURE = Text("Un topic y sus brokers", "A topic and its brokers")
_FACTOR = Text("factor de replicación {n}", "replication factor {n}")
_NONE = Text("nada de este topic", "nothing of this topic")
_ARROWS = Text(
    "★ líder: recibe lo que se escribe en su partición. Cada flecha va de un líder a un seguidor, que se lo pide y lo "
    "copia.",
    "★ leader: takes what is written to its partition. Each arrow goes from a leader to a follower, which asks it for "
    "the records and copies them.",
)
_QUIET = Text(
    "Flecha discontinua: uno de los dos brokers no responde, o no se sabe nada de él.",
    "Dashed arrow: one of the two brokers does not answer, or nothing is known of it.",
)


def three_brokers(snapshot: Snapshot, topic: str, lang: Lang) -> Scene:
    """The replicas of the first six partitions on their brokers, with arrows from leaders to followers."""
    found = snapshot.topics.get(topic)
    if found is None:
        return sentence(_FIGURE, [words.no_topic(snapshot, topic)], lang)
    partitions = [found.partitions[number] for number in sorted(found.partitions)[:PARTITIONS_DRAWN]]
    holders = [broker for partition in found.partitions.values() for broker in partition.replicas]
    ids = drawn_brokers(snapshot, holders)
    cards = [server_card(snapshot, "broker", broker, _rows(snapshot, partitions, broker, lang), lang) for broker in ids]
    edges = [edge for partition in partitions for edge in _copying(snapshot, partitions, partition, ids)]
    width = max((card.width for card in cards), default=0.0)
    body = Columns("f", [[card.box(width)] for card in cards], edges, between=84, above=20, level=True)
    quiet = any(edge.cls == QUIET for edge in edges)
    notes = [Note(_ARROWS)] if edges else []
    notes += [Note(_QUIET)] if quiet else []
    notes += [*leadership(snapshot, partitions), *broker_notes(snapshot, holders)]
    more = len(found.partitions) - len(partitions)
    notes += [Note(_MORE[more == 1].format(n=more))] if more else []
    title = _TITLE[len(ids) == 1].format(topic=ink.clean(topic), n=len({*snapshot.brokers, *holders}))
    return figure(title, _about(found), body, notes, told(cards, lang), lang)


def _about(topic: Topic) -> Text:
    facts = words.PARTITIONS[len(topic.partitions) == 1].format(n=len(topic.partitions))
    factors = sorted({len(partition.replicas) for partition in topic.partitions.values()})
    return joined(facts, Text("·", "·"), _FACTOR.format(n="–".join(map(str, factors)))) if factors else facts


def _holding(partitions: Sequence[Partition], broker: int) -> list[int]:
    """The partitions that the broker has a replica of, in the order of its card's rows."""
    return [p.id for p in partitions if broker in p.replicas or broker == p.leader]


def _rows(snapshot: Snapshot, partitions: Sequence[Partition], broker: int, lang: Lang) -> list[Row]:
    roles = {
        partition.id: replica.role
        for partition in partitions
        for replica in replicas_of(snapshot, partition)
        if replica.broker == broker
    }
    rows = [Row(_ROLES[role].in_(lang), f"P{id_}", ROLE_BOXES[role], "") for id_, role in roles.items()]
    return rows or [Row(_NONE.in_(lang), box="")]


def _copying(
    snapshot: Snapshot, partitions: Sequence[Partition], partition: Partition, drawn: Sequence[int]
) -> list[Edge]:
    """From the leader of a partition to each broker that has a copy of it."""
    leader = partition.leader
    if leader not in drawn or leader is None:
        return []

    def end(broker: int) -> int:
        return 1 + _holding(partitions, broker).index(partition.id)

    followers = [broker for broker in partition.replicas if broker != leader and broker in drawn]
    silent = {broker for broker in (leader, *followers) if state_of(snapshot, broker) != "up"}
    return [
        Edge(name_of(leader), name_of(broker), end(leader), end(broker), QUIET if {leader, broker} & silent else "")
        for broker in followers
    ]
