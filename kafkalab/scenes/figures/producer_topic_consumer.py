"""Who publishes to a topic and who reads it: producers, partitions with their leaders, groups with their members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink, words
from kafkalab.scenes.figures.columns import Columns, plain_column
from kafkalab.scenes.figures.dot import Edge
from kafkalab.scenes.figures.group_cards import group_column, members_told, reading
from kafkalab.scenes.figures.page import MARGIN, page, sentence
from kafkalab.scenes.figures.topic_card import MORE_ROWS, PARTITIONS_DRAWN, topic_card
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.readers import readers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot, Topic
    from kafkalab.scenes.readers import Reader

PRODUCERS_DRAWN = 5

_TOPIC = Text("Topic", "Topic")
_PRODUCERS = Text("Productores", "Producers")
_PRODUCER = Text("productores", "producers")
_CONSUMERS = Text("Grupos de consumidores", "Consumer groups")
_TOPIC_ALT = Text(
    "Productores ({producers}) publican en el topic {topic}, que tiene {partitions}: {leaders}. {readers}",
    "Producers ({producers}) publish to topic {topic}, which has {partitions}: {leaders}. {readers}",
)
_LEADS = Text("P{id} con líder en el broker {leader}", "P{id} led by broker {leader}")
_NO_LEADER = Text("P{id} sin líder", "P{id} without a leader")
_READ_BY = Text("El grupo {group}: {members}.", "Group {group}: {members}.")
_NOBODY_ALT = Text("Nadie lo está leyendo; los mensajes esperan.", "No one is reading it; the messages wait.")
_FIGURE = Text("Productores, topic y consumidores", "Producers, topic and consumers")


def producer_topic_consumer(snapshot: Snapshot, topic: str, lang: Lang) -> Scene:
    """Who publishes, which partitions there are and who leads them, and which members read them: as it is now."""
    found = snapshot.topics.get(topic)
    if found is None:
        return sentence(_FIGURE, [words.NO_TOPIC.format(topic=ink.clean(topic))], lang)
    shown = readers(snapshot, found).shown
    names = _producer_names(snapshot)
    sources = plain_column("s", names) or plain_column("s", [_PRODUCER.in_(lang)], "note")
    card, rows = topic_card(found, lang)
    groups = group_column(shown, lang)
    edges = [Edge(source.node.name, card.name) for source in sources] + reading(shown, rows)
    figure = Columns("f", [sources, [card.box(card.width)], groups], edges, between=110, above=22)
    top = 60.0
    marks = figure.marks(MARGIN, top)
    headings = ((sources[0].node.name, _PRODUCERS), (card.name, _TOPIC), (groups[0].node.name, _CONSUMERS))
    for name, heading in headings:
        x = MARGIN + figure.layout.corners[name][0]
        marks.append(Mark(f"{name}/over", "", x, 36, "", ink.text(0, 0, heading.in_(lang), "s12 bold muted")))
    alt = _topic_alt(found, shown, names, lang)
    width = max(figure.width, figure.layout.corners[groups[0].node.name][0] + 170) + 2 * MARGIN
    return page(width, top + figure.height + MARGIN, _FIGURE.in_(lang), alt, marks)


def _producer_names(snapshot: Snapshot) -> list[str]:
    """The producers that kafkalab started itself: brokers keep no list of producers."""
    return sorted(name for name, actor in snapshot.actors.items() if actor.kind == "producer")[:PRODUCERS_DRAWN]


def _topic_alt(topic: Topic, shown: Sequence[Reader], producers: list[str], lang: Lang) -> str:
    leaders = [
        (_NO_LEADER if p.leader is None else _LEADS).format(id=number, leader=p.leader).in_(lang)
        for number, p in sorted(topic.partitions.items())[:PARTITIONS_DRAWN]
    ]
    more = len(topic.partitions) - PARTITIONS_DRAWN
    leaders += [MORE_ROWS.format(n=more).in_(lang)] if more > 0 else []
    told = [_READ_BY.format(group=ink.clean(r.group.id), members=members_told(r, lang)).in_(lang) for r in shown]
    return _TOPIC_ALT.format(
        producers=", ".join(map(ink.clean, producers)) or "?",
        topic=ink.clean(topic.name),
        partitions=words.count(words.PARTITIONS, len(topic.partitions), lang),
        leaders=", ".join(leaders) or "?",
        readers=" ".join(told) or _NOBODY_ALT,
    ).in_(lang)
