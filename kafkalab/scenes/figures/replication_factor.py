"""One partition and its copies: on which brokers they are, which of them are alive, and how many may be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink, words
from kafkalab.scenes.figures.cards import Card, Row, column
from kafkalab.scenes.figures.columns import QUIET, Columns
from kafkalab.scenes.figures.dot import Edge
from kafkalab.scenes.figures.leadership import ROLE_BOXES, leadership
from kafkalab.scenes.figures.page import Note, figure, sentence
from kafkalab.scenes.figures.servers import broker_notes, drawn_brokers, listed, name_of, server_card, state_of, told
from kafkalab.scenes.measure import MONO_BOLD, fit
from kafkalab.scenes.standing import replicas_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Snapshot, Topic
    from kafkalab.scenes.marks import Scene

_FIGURE = Text("Factor de replicación", "Replication factor")
_TITLE = Text("Factor de replicación {n}", "Replication factor {n}")
_ABOUT = Text("la partición P{id} de «{topic}»", "partition P{id} of “{topic}”")
_FACTOR = {True: Text("1 copia", "1 copy"), False: Text("{n} copias", "{n} copies")}
_ANSWERING = Text("responden ahora: {n}", "answering now: {n}")
_COPY = Text("copia {n}: {role}", "copy {n}: {role}")
_SHORT_ROLES = {
    "leader": Text("★ líder", "★ leader"),
    "in_sync": Text("en el ISR", "in the ISR"),
    "eligible": Text("puede liderar (ELR)", "may lead (ELR)"),
    "out": Text("fuera del ISR", "out of the ISR"),
}
_NO_COPY = Text("sin copia de P{id}", "no copy of P{id}")
_NEXT = Text(
    "Si cae el líder ({leader}), le sucede una de las copias del ISR: {who}.",
    "If the leader ({leader}) falls, one of the copies in the ISR succeeds it: {who}.",
)
_NO_NEXT = Text(
    "Si cae el líder ({leader}), nadie del ISR puede sucederle: ninguna otra copia que esté en él responde.",
    "If the leader ({leader}) falls, nobody in the ISR can succeed it: no other copy in it answers.",
)
_SURVIVES = {
    True: Text(
        "2 copias: lo confirmado (committed) sobrevive a 1 caída, si la copia que queda está en el ISR.",
        "2 copies: what is committed survives 1 failure, if the copy that is left is in the ISR.",
    ),
    False: Text(
        "{n} copias: lo confirmado (committed) sobrevive a {less} caídas, una tras otra, si la copia que queda está en "
        "el ISR.",
        "{n} copies: what is committed survives {less} failures, one after another, if the copy that is left is in the "
        "ISR.",
    ),
}
_SINGLE = Text(
    "Una sola copia: si su broker cae, la partición deja de estar disponible; si se pierde su disco, se pierde todo.",
    "A single copy: if its broker falls, the partition is not available; if its disk is lost, all is lost.",
)
_WRITES = Text(
    "acks=all con min.insync.replicas={least}: se puede escribir mientras haya al menos {least} en el ISR; ahora hay "
    "{now}.",
    "acks=all with min.insync.replicas={least}: writes are taken while at least {least} are in the ISR; now {now} are.",
)
_REFUSED = Text(
    "El ISR tiene {now} y min.insync.replicas es {least}: se rechazan las escrituras con acks=all.",
    "The ISR has {now} and min.insync.replicas is {least}: writes with acks=all are refused.",
)


def replication_factor(snapshot: Snapshot, topic: str, lang: Lang) -> Scene:
    """The first partition of `topic`, with an arrow to each of its copies."""
    found = snapshot.topics.get(topic)
    if found is None or not found.partitions:
        said = words.NO_PARTITIONS if found else words.no_topic(snapshot, topic)
        return sentence(_FIGURE, [said], lang)
    partition = found.partitions[min(found.partitions)]
    holders = [replica.broker for replica in replicas_of(snapshot, partition)]
    source = _partition_card(snapshot, found, partition, lang)
    ids = drawn_brokers(snapshot, holders)
    cards = [server_card(snapshot, "broker", broker, [_row(snapshot, partition, broker, lang)], lang) for broker in ids]
    edges = [
        Edge("partition", name_of(broker), None, 1, "" if state_of(snapshot, broker) == "up" else QUIET)
        for broker in ids
        if broker in holders
    ]
    body = Columns("f", [column([source]), column(cards)], edges, between=110, above=20)
    notes = [*_notes(snapshot, found, partition), *broker_notes(snapshot, holders)]
    about = _ABOUT.format(id=partition.id, topic=ink.clean(topic))
    title = _TITLE.format(n=len(partition.replicas))
    return figure(title, about, body, notes, f"{about.in_(lang)}. {told(cards, lang)}", lang)


def _partition_card(snapshot: Snapshot, topic: Topic, partition: Partition, lang: Lang) -> Card:
    number = len(partition.replicas)
    answering = sum(state_of(snapshot, broker) == "up" for broker in partition.replicas)
    rows = [_FACTOR[number == 1].format(n=number), _ANSWERING.format(n=answering)]
    rows.append(words.ISR.format(n=len(partition.isr), all=number))
    name = fit(ink.clean(topic.name), MONO_BOLD, 13, 220)
    return Card("partition", f"{name} P{partition.id}", tuple(Row(row.in_(lang)) for row in rows), mono=True)


def _row(snapshot: Snapshot, partition: Partition, broker: int, lang: Lang) -> Row:
    for number, replica in enumerate(replicas_of(snapshot, partition), start=1):
        if replica.broker == broker:
            said = _COPY.format(n=number, role=_SHORT_ROLES[replica.role])
            return Row(said.in_(lang), box=ROLE_BOXES[replica.role], cls="")
    return Row(_NO_COPY.format(id=partition.id).in_(lang), box="")


def _notes(snapshot: Snapshot, topic: Topic, partition: Partition) -> list[Note]:
    number = len(partition.replicas)
    promise = _SINGLE if number <= 1 else _SURVIVES[number == 2].format(n=number, less=number - 1)
    now = [*_succession(snapshot, partition), *_writing(topic, partition)] if snapshot.is_heard else []
    return [*leadership(snapshot, [partition]), Note(promise), *now]


def _succession(snapshot: Snapshot, partition: Partition) -> list[Note]:
    """Who follows the leader, as long as there is one and another copy."""
    leader = partition.leader
    if leader is None or len(partition.replicas) <= 1:
        return []
    heirs = [b for b in partition.isr if b != leader and state_of(snapshot, b) == "up"]
    if not heirs:
        return [Note(_NO_NEXT.format(leader=leader), warns=True)]
    return [Note(_NEXT.format(leader=leader, who=listed(heirs)))]


def _writing(topic: Topic, partition: Partition) -> Sequence[Note]:
    """What min.insync.replicas allows now, where it is known. More than there are replicas counts as all of them."""
    told_ = topic.configs.get("min.insync.replicas", "")
    if not told_.isdecimal() or partition.leader is None:
        return []
    least, now = min(int(told_), len(partition.replicas)), len(partition.isr)
    if now < least:
        return [Note(_REFUSED.format(least=least, now=now), warns=True)]
    return [Note(_WRITES.format(least=least, now=now))]
