"""Who talks to whom: the figures that explain Kafka's place between programs, drawn from the student's own cluster.

Graphviz places boxes and arrows (dot.py), figure.py draws them; here is what the figures say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.observe.naming import member_names
from kafkalab.scenes import ink, words
from kafkalab.scenes.dot import Edge, Node
from kafkalab.scenes.figure import MARGIN, Box, Figure, picture_of, plain_column
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, MONO, MONO_BOLD, SANS, fit, text_width
from kafkalab.scenes.readers import ranges, readers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot, Topic
    from kafkalab.scenes.picture import Picture
    from kafkalab.scenes.readers import Reader

ROW = 26.0
HEAD = 34.0
PARTITIONS_DRAWN = 8
MEMBERS_DRAWN = 6
PRODUCERS_DRAWN = 5

_PRODUCERS = Text("Productores", "Producers")
_PRODUCER = Text("productores", "producers")
_CONSUMERS = Text("Grupos de consumidores", "Consumer groups")
_NO_ONE = (Text("nadie está leyendo", "no one is reading"), Text("los mensajes esperan", "the messages wait"))
_LED_BY = Text("líder: broker {id}", "leader: broker {id}")
_MORE_ROWS = Text("… y {n} más", "… and {n} more")
_TOPIC_ALT = Text(
    "Productores ({producers}) publican en el topic {topic}, que tiene {partitions}: {leaders}. {readers}",
    "Producers ({producers}) publish to topic {topic}, which has {partitions}: {leaders}. {readers}",
)
_LEADS = Text("P{id} con líder en el broker {leader}", "P{id} led by broker {leader}")
_NO_LEADER = Text("P{id} sin líder", "P{id} without a leader")
_READ_BY = Text("El grupo {group}: {members}.", "Group {group}: {members}.")
_NOBODY_ALT = Text("Nadie lo está leyendo; los mensajes esperan.", "No one is reading it; the messages wait.")
_FIGURE = Text("Productores, topic y consumidores", "Producers, topic and consumers")

_WITHOUT = Text("Sin intermediario", "Without a middleman")
_WITH = Text("Con Kafka", "With Kafka")
_CONNECTIONS = Text("{n} × {m} = {all} conexiones", "{n} × {m} = {all} connections")
_FEWER = Text("{n} + {m} = {all} conexiones", "{n} + {m} = {all} connections")
_BROKERS = Text("brokers {ids}", "brokers {ids}")
_SOURCES = (Text("tienda web", "web shop"), Text("app móvil", "mobile app"), Text("pagos", "payments"))
_SINKS = (Text("almacén", "warehouse"), Text("facturas", "invoices"), Text("estadísticas", "statistics"))
_MIDDLE_ALT = Text(
    "A la izquierda, {n} productores conectados uno a uno con {m} consumidores: {all} conexiones. A la derecha, "
    "los mismos con Kafka en medio, con el topic {topic}: {few} conexiones, y ninguno conoce a los demás.",
    "On the left, {n} producers each connected to {m} consumers: {all} connections. On the right, the same with Kafka "
    "between them, with the topic {topic}: {few} connections, and none of them knows the others.",
)


# -- many producers and consumers, with and without Kafka ------------------------------------------------------------


def middleware(snapshot: Snapshot, topic: str, lang: Lang) -> Picture:
    """Why there is something in the middle: n × m connections beside n + m. Names the topic and the brokers."""
    sources = plain_column("s", [text.in_(lang) for text in _SOURCES])
    sinks = plain_column("c", [text.in_(lang) for text in _SINKS])
    n, m = len(sources), len(sinks)
    direct = [Edge(a.node.name, b.node.name) for a in sources for b in sinks]
    kafka = _kafka(snapshot, topic, lang)
    through = [Edge(a.node.name, kafka.node.name) for a in sources]
    through += [Edge(kafka.node.name, b.node.name) for b in sinks]
    left = Figure("left", [sources, sinks], direct, between=190, above=26)
    right = Figure("right", [sources, [kafka], sinks], through, between=64, above=26)
    top, gap = 84.0, 64.0
    shared = max(left.layout.height, right.layout.height)
    marks = left.marks(MARGIN, top + (shared - left.layout.height) / 2)
    second = MARGIN + left.layout.width + gap
    marks += right.marks(second, top + (shared - right.layout.height) / 2)
    marks += _captions("left", MARGIN, _WITHOUT, _CONNECTIONS.format(n=n, m=m, all=n * m), lang)
    marks += _captions("right", second, _WITH, _FEWER.format(n=n, m=m, all=n + m), lang)
    width, height = second + right.layout.width + MARGIN, top + shared + MARGIN
    rule = ink.path(f"M0 {ink.number(MARGIN)}V{ink.number(height - MARGIN)}", "rule")
    marks.append(Mark("rule", "", second - gap / 2, 0, "", rule))
    alt = _MIDDLE_ALT.format(n=n, m=m, all=n * m, few=n + m, topic=ink.clean(topic)).in_(lang)
    return picture_of(width, height, _WITH.in_(lang), alt, marks)


def _captions(key: str, x: float, heading: Text, count: Text, lang: Lang) -> list[Mark]:
    svg = ink.text(0, 0, heading.in_(lang), "s16 bold") + ink.text(0, 20, count.in_(lang), "s12 muted")
    return [Mark(f"{key}/caption", "", x, 38, "", svg)]


def _kafka(snapshot: Snapshot, topic: str, lang: Lang) -> Box:
    ids = " ".join(str(broker) for broker in sorted(snapshot.brokers))
    name = fit(ink.clean(topic), MONO_BOLD, 12, 220)
    about = fit(_BROKERS.format(ids=ids).in_(lang), SANS, 10, 220)
    width = max(text_width(name, MONO_BOLD, 12), text_width(about, SANS, 10), 90) + 36
    height = 96.0

    def draw() -> str:
        return (
            ink.rect(0, 0, width, height, "kafka", 8)
            + ink.text(width / 2, 32, "Kafka", "s16 bold mid")
            + ink.text(width / 2, 56, name, "s12 mono bold mid")
            + (ink.text(width / 2, 78, about, "s10 muted mid") if ids else "")
        )

    return Box(Node("kafka", width, (height,)), draw)


# -- producers, a topic with its partitions, and those who read it ---------------------------------------------------


def producer_topic_consumer(snapshot: Snapshot, topic: str, lang: Lang) -> Picture:
    """Who publishes, which partitions there are and who leads them, and which members read them: as it is now."""
    found = snapshot.topics.get(topic)
    if found is None:
        alt = words.NO_TOPIC.format(topic=ink.clean(topic)).in_(lang)
        said = ink.text(0, 0, fit(alt, BOLD, 13, 600), "s13 bold")
        return picture_of(700, 120, alt, alt, [Mark("nothing", "", MARGIN, 60, "", said)])
    shown = readers(snapshot, found).shown
    names = _producer_names(snapshot)
    sources = plain_column("s", names) or plain_column("s", [_PRODUCER.in_(lang)], "note")
    card, rows = _topic_card(found, lang)
    width = max((_group_width(reader, lang) for reader in shown), default=0.0)
    groups = [_group_card(reader, width, lang) for reader in shown] or [_nobody(lang)]
    edges = [Edge(source.node.name, card.node.name) for source in sources]
    edges += _reading(shown, rows) if shown else [Edge("topic", "nobody")]
    figure = Figure("f", [sources, [card], groups], edges, between=110, above=22)
    top = 60.0
    marks = figure.marks(MARGIN, top)
    headings = ((sources[0], _PRODUCERS), (card, Text("Topic", "Topic")), (groups[0], _CONSUMERS))
    for box, heading in headings:
        x = figure.layout.corners[box.node.name][0]
        marks.append(
            Mark(f"{box.node.name}/over", "", MARGIN + x, 36, "", ink.text(0, 0, heading.in_(lang), "s12 bold muted"))
        )
    alt = _topic_alt(found, shown, names, lang)
    width = max(figure.layout.width, figure.layout.corners[groups[0].node.name][0] + 170) + 2 * MARGIN
    return picture_of(width, top + figure.layout.height + MARGIN, _FIGURE.in_(lang), alt, marks)


def _producer_names(snapshot: Snapshot) -> list[str]:
    """The producers that kafkalab started itself: brokers keep no list of producers."""
    return sorted(name for name, actor in snapshot.actors.items() if actor.kind == "producer")[:PRODUCERS_DRAWN]


def _topic_card(topic: Topic, lang: Lang) -> tuple[Box, dict[int, int]]:
    """The topic's box, and the row in which each partition stands."""
    numbers = sorted(topic.partitions)
    drawn = numbers[:PARTITIONS_DRAWN]
    more = len(numbers) - len(drawn)
    name = fit(ink.clean(topic.name), MONO_BOLD, 13, 260)
    lines = [_led(topic, number, lang) for number in drawn] + ([_MORE_ROWS.format(n=more).in_(lang)] if more else [])
    width = max([text_width(name, MONO_BOLD, 13), *(46 + text_width(line, SANS, 11) for line in lines), 150.0]) + 28
    heights = (HEAD, *[ROW] * len(lines))

    def draw() -> str:
        svg = ink.rect(0, 0, width, sum(heights) + 6, "kafka", 8) + ink.text(14, 22, name, "s13 mono bold")
        for index, line in enumerate(lines):
            y = HEAD + index * ROW
            svg += ink.rect(8, y, width - 16, ROW - 4, "box", 4)
            svg += ink.text(16, y + 15.5, f"P{drawn[index]}", "bold") if index < len(drawn) else ""
            led = index >= len(drawn) or topic.partitions[drawn[index]].leader is not None
            svg += ink.text(46, y + 15.5, line, "muted" if led else "bold warn")
        return svg

    rows = {number: 1 + min(index, len(drawn)) for index, number in enumerate(numbers)}
    return Box(Node("topic", width, (*heights, 6)), draw), rows


def _led(topic: Topic, number: int, lang: Lang) -> str:
    leader = topic.partitions[number].leader
    return (words.NO_LEADER if leader is None else _LED_BY.format(id=leader)).in_(lang)


def _member_lines(reader: Reader, lang: Lang) -> list[tuple[str, str]]:
    """The sign and the name of each member: ● for one that owns a partition, ○ for one that waits."""
    members = reader.group.members[:MEMBERS_DRAWN]
    names = member_names(reader.group.members)
    lines = [("●" if reader.partitions(m) else "○", fit(ink.clean(names[m.id]), MONO, 11, 200)) for m in members]
    more = len(reader.group.members) - len(members)
    return (lines + ([("", _MORE_ROWS.format(n=more).in_(lang))] if more else [])) or [("", words.NO_MEMBERS.in_(lang))]


def _group_name(reader: Reader) -> str:
    return fit(ink.clean(reader.group.id), MONO_BOLD, 13, 220)


def _group_width(reader: Reader, lang: Lang) -> float:
    lines = [14 + text_width(line, MONO, 11) for _, line in _member_lines(reader, lang)]
    return max([text_width(_group_name(reader), MONO_BOLD, 13), *lines]) + 56


def _group_card(reader: Reader, width: float, lang: Lang) -> Box:
    lines = _member_lines(reader, lang)
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

    return Box(Node(f"g{reader.letter}", width, (*heights, 4)), draw)


def _nobody(lang: Lang) -> Box:
    first, second = (text.in_(lang) for text in _NO_ONE)
    width = max(text_width(first, BOLD, 12), text_width(second, SANS, 11)) + 40

    def draw() -> str:
        lines = ink.text(width / 2, 26, first, "s12 bold mid") + ink.text(width / 2, 44, second, "muted mid")
        return ink.rect(0, 0, width, 60, "note", 6) + lines

    return Box(Node("nobody", width, (60,)), draw)


def _reading(shown: Sequence[Reader], rows: dict[int, int]) -> list[Edge]:
    """An arrow from each partition to the member that owns it; partitions that share a row share an arrow."""
    edges: dict[Edge, None] = {}
    for reader in shown:
        for index, member in enumerate(reader.group.members):
            for number in reader.partitions(member):
                if number in rows:
                    row = 1 + min(index, MEMBERS_DRAWN)
                    edges[Edge("topic", f"g{reader.letter}", rows[number], row)] = None
    missing = [reader for reader in shown if not any(edge.head == f"g{reader.letter}" for edge in edges)]
    return [*edges, *(Edge("topic", f"g{reader.letter}") for reader in missing)]


def _topic_alt(topic: Topic, shown: Sequence[Reader], producers: list[str], lang: Lang) -> str:
    leaders = [
        (_NO_LEADER if p.leader is None else _LEADS).format(id=number, leader=p.leader).in_(lang)
        for number, p in sorted(topic.partitions.items())[:PARTITIONS_DRAWN]
    ]
    more = len(topic.partitions) - PARTITIONS_DRAWN
    leaders += [_MORE_ROWS.format(n=more).in_(lang)] if more > 0 else []
    told = [_READ_BY.format(group=ink.clean(r.group.id), members=_members_alt(r, lang)).in_(lang) for r in shown]
    return _TOPIC_ALT.format(
        producers=", ".join(map(ink.clean, producers)) or "?",
        topic=ink.clean(topic.name),
        partitions=words.count(words.PARTITIONS, len(topic.partitions), lang),
        leaders=", ".join(leaders) or "?",
        readers=" ".join(told) or _NOBODY_ALT,
    ).in_(lang)


def _members_alt(reader: Reader, lang: Lang) -> str:
    names = member_names(reader.group.members)
    told = [
        f"{ink.clean(names[m.id])} ({ranges(reader.partitions(m)) or words.IDLE.in_(lang)})"
        for m in reader.group.members
    ]
    return ", ".join(told) or words.NO_MEMBERS.in_(lang)
