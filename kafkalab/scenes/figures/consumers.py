"""Who reads what from where: each consumer fetches its partitions from the brokers that lead them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.observe.naming import member_names
from kafkalab.scenes import ink, words
from kafkalab.scenes.figures.cards import Card, Row, column
from kafkalab.scenes.figures.columns import QUIET, Columns
from kafkalab.scenes.figures.dot import Edge
from kafkalab.scenes.figures.group_cards import hidden_groups, nobody
from kafkalab.scenes.figures.page import Note, figure, sentence
from kafkalab.scenes.figures.servers import broker_notes, name_of, server_card, state_of, told
from kafkalab.scenes.figures.topic_card import MORE_ROWS, PARTITIONS_DRAWN
from kafkalab.scenes.measure import BOLD, fit
from kafkalab.scenes.readers import readers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Member, Partition, Snapshot
    from kafkalab.scenes.marks import Scene
    from kafkalab.scenes.readers import Reader

CONSUMERS_DRAWN = 6
LEADERLESS = "leaderless"

_TITLE = Text("Los consumidores de «{topic}»", "The consumers of “{topic}”")
_ABOUT = Text("cada uno pide sus particiones a los brokers que las lideran", "each asks the leaders for its partitions")
_FIGURE = Text("Los consumidores de un topic", "The consumers of a topic")
_LEADER = Text("★ líder", "★ leader")
_NEXT = Text("sigue en el offset {offset}", "goes on at offset {offset}")
_NO_OFFSET = Text("sin offset confirmado", "no committed offset")
_GROUP = Text("{letter}: grupo {group}.", "{letter}: group {group}.")
_PULL = Text(
    "Los consumidores piden (pull): ningún broker les envía nada por su cuenta, y leer no borra.",
    "Consumers pull: no broker sends them anything of its own accord, and reading deletes nothing.",
)
_ORDER = Text(
    "Hay orden dentro de cada partición; entre particiones, no.",
    "There is order within each partition, and none across partitions.",
)
_ALONE = Text(
    "Quienes leen sin grupo no se ven aquí: los brokers no llevan lista de ellos.",
    "Those that read without a group are not seen here: brokers keep no list of them.",
)
_SILENT = Text(
    "Discontinua: ese broker no responde; sus consumidores esperan.",
    "Dashed: that broker does not answer; its consumers wait.",
)
_MORE = Text("No se dibujan {n} consumidores más.", "{n} more consumers are not drawn.")


def consumers(snapshot: Snapshot, topic: str, lang: Lang) -> Scene:
    """The leaders of `topic` on the left, the members of the groups that read it on the right."""
    found = snapshot.topics.get(topic)
    if found is None:
        return sentence(_FIGURE, [words.no_topic(snapshot, topic)], lang)
    partitions = [found.partitions[number] for number in sorted(found.partitions)[:PARTITIONS_DRAWN]]
    leaders = _leaders(snapshot, partitions, lang)
    reading = readers(snapshot, found)
    shown = reading.shown
    everyone = [(reader, index) for reader in shown for index in range(len(reader.group.members))]
    drawn = everyone[:CONSUMERS_DRAWN]
    cards = [_consumer_card(reader, index, lang) for reader, index in drawn]
    edges = [edge for reader, index in drawn for edge in _fetching(snapshot, partitions, reader, index)]
    body = Columns("f", [column(leaders), column(cards) or [nobody(lang)]], edges, between=130, above=20)
    groups = {reader.letter: reader for reader, _ in drawn}
    notes = [Note(_GROUP.format(letter=r.letter, group=ink.clean(r.group.id))) for r in groups.values()]
    notes += [Note(_PULL), Note(_ORDER), Note(_ALONE)] + ([Note(_SILENT)] if any(e.cls for e in edges) else [])
    more = len(everyone) - len(drawn)
    notes += ([Note(_MORE.format(n=more))] if more else []) + hidden_groups(reading) + broker_notes(snapshot)
    alt = told([*leaders, *cards], lang) if cards else f"{told(leaders, lang)} {words.NOBODY[0].in_(lang)}"
    return figure(_TITLE.format(topic=ink.clean(topic)), _ABOUT, body, notes, alt, lang)


def _leaders(snapshot: Snapshot, partitions: Sequence[Partition], lang: Lang) -> list[Card]:
    """A card for each broker that leads something, and one for what nobody leads."""
    cards = []
    for broker in sorted({p.leader for p in partitions if p.leader is not None}):
        rows = [Row(_LEADER.in_(lang), f"P{p.id}", "lead") for p in partitions if p.leader == broker]
        cards.append(server_card(snapshot, "broker", broker, rows, lang))
    lost = tuple(Row("", f"P{p.id}") for p in partitions if p.leader is None)
    return cards + ([Card(LEADERLESS, words.NO_LEADER.in_(lang), lost, off=True)] if lost else [])


def _name(reader: Reader, index: int) -> str:
    return f"consumer{reader.letter}{index}"


def _consumer_card(reader: Reader, index: int, lang: Lang) -> Card:
    member = reader.group.members[index]
    called = member_names(reader.group.members)[member.id]
    title = f"{reader.letter} · {fit(ink.clean(called), BOLD, 13, 180)}"
    drawn = _drawn(reader, member)
    rows = [_owned(reader, number, lang) for number in drawn]
    more = len(reader.partitions(member)) - len(drawn)
    rows += [Row(MORE_ROWS.format(n=more).in_(lang), box="")] if more else []
    idle = [Row(words.IDLE.in_(lang), box="")]
    return Card(_name(reader, index), title, tuple(rows or idle), cls=f"card e{reader.tone}")


def _drawn(reader: Reader, member: Member) -> list[int]:
    """Those of the member's partitions that the figure has on its left."""
    left = sorted(reader.topic.partitions)[:PARTITIONS_DRAWN]
    return [number for number in reader.partitions(member) if number in left]


def _owned(reader: Reader, number: int, lang: Lang) -> Row:
    offset = reader.group.committed.get((reader.topic.name, number))
    said = _NO_OFFSET if offset is None else _NEXT.format(offset=offset)
    return Row(said.in_(lang), f"P{number}", cls="")


def _fetching(snapshot: Snapshot, partitions: Sequence[Partition], reader: Reader, index: int) -> list[Edge]:
    """From the row of each partition that the member owns to its row in the member's card."""
    edges = []
    for row, number in enumerate(_drawn(reader, reader.group.members[index]), start=1):
        partition = next(p for p in partitions if p.id == number)
        if partition.leader is None:
            continue
        led = [p.id for p in partitions if p.leader == partition.leader]
        cls = "" if state_of(snapshot, partition.leader) == "up" else QUIET
        edges.append(Edge(name_of(partition.leader), _name(reader, index), 1 + led.index(number), row, cls))
    return edges
