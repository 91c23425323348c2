"""Groups share a topic's partitions: each group gets all of them, and within a group each has one owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink, words
from kafkalab.scenes.figures.columns import Columns
from kafkalab.scenes.figures.group_cards import group_column, hidden_groups, members_told, reading
from kafkalab.scenes.figures.page import Note, figure, sentence
from kafkalab.scenes.figures.servers import broker_notes
from kafkalab.scenes.figures.topic_card import topic_card
from kafkalab.scenes.readers import readers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot
    from kafkalab.scenes.marks import Scene
    from kafkalab.scenes.readers import Reader

_TITLE = Text("Los grupos que leen «{topic}»", "The groups that read “{topic}”")
_FIGURE = Text("Los grupos de un topic", "The groups of a topic")
_ABOUT = Text("quién lee cada partición, grupo por grupo", "who reads each partition, group by group")
_ALL = Text(
    "Cada grupo recibe todos los mensajes, y ninguno sabe de los demás.",
    "Each group gets all records, and none knows of the others.",
)
_ONE = Text(
    "Dentro de un grupo, cada partición la lee un solo consumidor.",
    "Within a group, each partition is read by one consumer only.",
)
_SHARE = Text(
    "{group} es un grupo «share»: ahí varios consumidores pueden leer la misma partición.",
    "{group} is a share group: there several consumers may read the same partition.",
)
_COUNT = Text(
    "{letter} · {group} ({state}): {partitions}, {members}.", "{letter} · {group} ({state}): {partitions}, {members}."
)
_MEMBERS = {True: Text("1 consumidor", "1 consumer"), False: Text("{n} consumidores", "{n} consumers")}
_IDLE = {
    True: Text(
        "Hay más consumidores en {letter} que particiones: 1 se queda sin ninguna.",
        "There are more consumers in {letter} than partitions: 1 of them gets none.",
    ),
    False: Text(
        "Hay más consumidores en {letter} que particiones: {n} se quedan sin ninguna.",
        "There are more consumers in {letter} than partitions: {n} of them get none.",
    ),
}
_TOLD = Text("Grupo {letter}: {members}.", "Group {letter}: {members}.")


def consumer_groups(snapshot: Snapshot, topic: str, lang: Lang) -> Scene:
    """The partitions of `topic`, with an arrow from each to its owner in each group."""
    found = snapshot.topics.get(topic)
    if found is None:
        return sentence(_FIGURE, [words.no_topic(snapshot, topic)], lang)
    readers_ = readers(snapshot, found)
    shown = readers_.shown
    card, rows = topic_card(snapshot, found, lang)
    groups = group_column(shown, lang, owned=True)
    body = Columns("f", [[card.box(card.width)], groups], reading(snapshot, shown, rows), between=150, above=22)
    notes = [note for reader in shown for note in _group_notes(reader)]
    notes += _sharing(shown) + hidden_groups(readers_) + broker_notes(snapshot)
    members = " ".join(_TOLD.format(letter=r.letter, members=members_told(r, lang)).in_(lang) for r in shown)
    return figure(
        _TITLE.format(topic=ink.clean(topic)), _ABOUT, body, notes, members or words.NOBODY[0].in_(lang), lang
    )


def _group_notes(reader: Reader) -> list[Note]:
    members = len(reader.group.members)
    partitions = len(reader.topic.partitions)
    count = _COUNT.format(
        letter=reader.letter,
        group=ink.clean(reader.group.id),
        state=words.GROUP_STATES.get(reader.group.state, Text(reader.group.state, reader.group.state)),
        partitions=words.PARTITIONS[partitions == 1].format(n=partitions),
        members=_MEMBERS[members == 1].format(n=members),
    )
    spare = 0 if _is_share(reader) else members - partitions
    return [Note(count)] + ([Note(_IDLE[spare == 1].format(letter=reader.letter, n=spare))] if spare > 0 else [])


def _is_share(reader: Reader) -> bool:
    return reader.group.type.lower() == "share"


def _sharing(shown: Sequence[Reader]) -> list[Note]:
    share = [Note(_SHARE.format(group=ink.clean(reader.group.id))) for reader in shown if _is_share(reader)]
    several = [Note(_ALL)] if len(shown) > 1 else []
    return several + ([Note(_ONE)] if len(share) < len(shown) else []) + share
