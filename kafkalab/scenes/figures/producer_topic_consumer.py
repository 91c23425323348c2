"""Who publishes to a topic and who reads it: producers, partitions with their leaders, groups with their members."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import group_words, ink, words
from kafkalab.scenes.figures.columns import QUIET, Columns, plain_column
from kafkalab.scenes.figures.dot import Edge
from kafkalab.scenes.figures.group_cards import group_column, members_told, reading
from kafkalab.scenes.figures.page import MARGIN, page, sentence
from kafkalab.scenes.figures.topic_card import MORE_ROWS, PARTITIONS_DRAWN, TOPIC, topic_card
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.readers import readers
from kafkalab.scenes.writers import writers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot, Topic
    from kafkalab.scenes.figures.columns import Box
    from kafkalab.scenes.readers import Reader
    from kafkalab.scenes.writers import Writer

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
_NOT_RUNNING = Text("{name} ({state})", "{name} ({state})")
_FIGURE = Text("Productores, topic y consumidores", "Producers, topic and consumers")


def producer_topic_consumer(snapshot: Snapshot, topic: str, lang: Lang) -> Scene:
    """Who publishes, which partitions there are and who leads them, and which members read them: as it is now."""
    found = snapshot.topics.get(topic)
    if found is None:
        return sentence(_FIGURE, [words.no_topic(snapshot, topic)], lang)
    shown = readers(snapshot, found).shown
    mine = writers(snapshot, topic)[:PRODUCERS_DRAWN]
    names = [_called(writer, lang) for writer in mine]
    sources = _sources(mine, names, lang)
    card, rows = topic_card(snapshot, found, lang)
    groups = group_column(shown, lang)
    edges = [_publishing(source, writer) for source, writer in zip_longest(sources, mine)] + reading(
        snapshot, shown, rows
    )
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


def _called(writer: Writer, lang: Lang) -> str:
    """The producer's name, and how its process is where that does not run."""
    if writer.is_running:
        return writer.name
    return _NOT_RUNNING.format(name=writer.name, state=group_words.process(writer.actor)).in_(lang)


def _sources(mine: Sequence[Writer], names: list[str], lang: Lang) -> list[Box]:
    """A box for each producer, dashed where it writes no more; or one for all those that nobody knows of."""
    if not mine:
        return plain_column("s", [_PRODUCER.in_(lang)], ["note"])
    return plain_column("s", names, ["box" if writer.is_running else "note" for writer in mine])


def _publishing(source: Box, writer: Writer | None) -> Edge:
    """The arrow to the topic: a quiet one from a producer that is known to write no more."""
    return Edge(source.node.name, TOPIC, cls="" if writer is None or writer.is_running else QUIET)


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
