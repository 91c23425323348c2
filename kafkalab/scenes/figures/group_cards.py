"""The groups that read a topic as cards, and the arrows that lead from its partitions to the members that own them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.observe.naming import member_names
from kafkalab.scenes import ink, words
from kafkalab.scenes.figures.cards import HEAD, ROW
from kafkalab.scenes.figures.columns import QUIET, Box
from kafkalab.scenes.figures.dot import Edge, Node
from kafkalab.scenes.figures.page import Note
from kafkalab.scenes.figures.topic_card import MORE_ROWS, TOPIC
from kafkalab.scenes.measure import BOLD, MONO, MONO_BOLD, SANS, fit, text_width
from kafkalab.scenes.readers import ranges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot
    from kafkalab.scenes.readers import Reader, Readers

MEMBERS_DRAWN = 6

_NO_ONE = (Text("nadie está leyendo", "no one is reading"), Text("los mensajes esperan", "the messages wait"))


def group_column(shown: Sequence[Reader], lang: Lang, *, owned: bool = False) -> list[Box]:
    """A card for each group, or a dashed box; with `owned`, each member's partitions stand behind its name."""
    width = max((_group_width(reader, lang, owned) for reader in shown), default=0.0)
    return [_group_card(reader, width, lang, owned) for reader in shown] or [nobody(lang)]


def _member_lines(reader: Reader, lang: Lang, owned: bool) -> list[tuple[str, str]]:
    """The sign and the name of each member: ● for one that owns a partition, ○ for one that waits."""
    members = reader.group.members[:MEMBERS_DRAWN]
    names = member_names(reader.group.members)
    lines = []
    for member in members:
        has = reader.partitions(member)
        name = fit(ink.clean(names[member.id]), MONO, 11, 200)
        behind = f" · {fit(ranges(has) or words.IDLE.in_(lang), MONO, 11, 120)}" if owned else ""
        lines.append(("●" if has else "○", name + behind))
    more = len(reader.group.members) - len(members)
    return (lines + ([("", MORE_ROWS.format(n=more).in_(lang))] if more else [])) or [("", words.NO_MEMBERS.in_(lang))]


def _group_name(reader: Reader) -> str:
    return fit(ink.clean(reader.group.id), MONO_BOLD, 13, 220)


def _group_width(reader: Reader, lang: Lang, owned: bool) -> float:
    lines = [14 + text_width(line, MONO, 11) for _, line in _member_lines(reader, lang, owned)]
    return max([text_width(_group_name(reader), MONO_BOLD, 13), *lines]) + 56


def _group_card(reader: Reader, width: float, lang: Lang, owned: bool) -> Box:
    lines = _member_lines(reader, lang, owned)
    heights = (HEAD, *[ROW] * len(lines))

    def draw() -> str:
        svg = ink.rect(0, 0, width, sum(heights) + 4, f"card e{reader.tone}", 6)
        svg += ink.rect(0, 0, 26, sum(heights) + 4, f"g{reader.tone}", 6)
        svg += ink.text(13, sum(heights) / 2 + 6, reader.letter, f"s16 bold mid l{reader.tone}")
        svg += ink.text(38, 22, _group_name(reader), "s13 mono bold")
        for index, (sign, line) in enumerate(lines):
            y = HEAD + index * ROW + 14
            svg += ink.text(38, y, sign, "s10") if sign else ""
            svg += ink.text(52 if sign else 38, y, line, "mono" if sign == "●" else "mono muted")
        return svg

    return Box(Node(_name(reader), width, (*heights, 4)), draw)


def nobody(lang: Lang) -> Box:
    """A dashed box that says that nobody reads."""
    first, second = (text.in_(lang) for text in _NO_ONE)
    width = max(text_width(first, BOLD, 12), text_width(second, SANS, 11)) + 40

    def draw() -> str:
        lines = ink.text(width / 2, 26, first, "s12 bold mid") + ink.text(width / 2, 44, second, "muted mid")
        return ink.rect(0, 0, width, 60, "note", 6) + lines

    return Box(Node("nobody", width, (60,)), draw)


def reading(snapshot: Snapshot, shown: Sequence[Reader], rows: dict[int, int]) -> list[Edge]:
    """An arrow from each partition to the member that owns it; partitions that share a row share an arrow.

    A group without members reads nothing now, nor does anybody where the leader does not answer: a quiet arrow.
    """
    flows: dict[Edge, bool] = {}
    for reader in shown:
        for index, member in enumerate(reader.group.members):
            for number in reader.partitions(member):
                if number in rows:
                    edge = Edge(TOPIC, _name(reader), rows[number], 1 + min(index, MEMBERS_DRAWN))
                    flows[edge] = flows.get(edge, False) or _answers(snapshot, reader, number)
    edges = [edge if flowing else replace(edge, cls=QUIET) for edge, flowing in flows.items()]
    missing = [reader for reader in shown if not any(edge.head == _name(reader) for edge in edges)]
    quiet = [Edge(TOPIC, _name(reader), cls=QUIET) for reader in missing]
    return [*edges, *quiet] if shown else [Edge(TOPIC, "nobody", cls=QUIET)]


def _answers(snapshot: Snapshot, reader: Reader, number: int) -> bool:
    """Whether that partition's leader is there to be asked."""
    partition = reader.topic.partitions.get(number)
    broker = None if partition is None or partition.leader is None else snapshot.brokers.get(partition.leader)
    return broker is not None and broker.state == "up"


def hidden_groups(found: Readers) -> list[Note]:
    """That there are more groups than a figure has room for."""
    hidden = len(found.hidden)
    return [Note(words.OTHERS_HIDDEN[hidden == 1].format(n=hidden))] if hidden else []


def _name(reader: Reader) -> str:
    return f"g{reader.letter}"


def members_told(reader: Reader, lang: Lang) -> str:
    """Who is in the group, and the partitions of this topic that each member owns."""
    names = member_names(reader.group.members)
    told = [
        f"{ink.clean(names[m.id])} ({ranges(reader.partitions(m)) or words.IDLE.in_(lang)})"
        for m in reader.group.members
    ]
    return ", ".join(told) or words.NO_MEMBERS.in_(lang)
