"""Why there is something in the middle: every program connected to every other, beside the same programs with Kafka."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink
from kafkalab.scenes.figures.columns import Box, Columns, plain_column
from kafkalab.scenes.figures.dot import Edge, Node
from kafkalab.scenes.figures.page import MARGIN, page
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.measure import MONO_BOLD, SANS, fit, text_width

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot

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


def middleware(snapshot: Snapshot, topic: str, lang: Lang) -> Scene:
    """Why there is something in the middle: n × m connections beside n + m. Names the topic and the brokers."""
    sources = plain_column("s", [text.in_(lang) for text in _SOURCES])
    sinks = plain_column("c", [text.in_(lang) for text in _SINKS])
    n, m = len(sources), len(sinks)
    direct = [Edge(a.node.name, b.node.name) for a in sources for b in sinks]
    kafka = _kafka(snapshot, topic, lang)
    through = [Edge(a.node.name, kafka.node.name) for a in sources]
    through += [Edge(kafka.node.name, b.node.name) for b in sinks]
    left = Columns("left", [sources, sinks], direct, between=190, above=26)
    right = Columns("right", [sources, [kafka], sinks], through, between=64, above=26)
    top, gap = 84.0, 64.0
    shared = max(left.height, right.height)
    marks = left.marks(MARGIN, top + (shared - left.height) / 2)
    second = MARGIN + left.width + gap
    marks += right.marks(second, top + (shared - right.height) / 2)
    marks += _captions("left", MARGIN, _WITHOUT, _CONNECTIONS.format(n=n, m=m, all=n * m), lang)
    marks += _captions("right", second, _WITH, _FEWER.format(n=n, m=m, all=n + m), lang)
    width, height = second + right.width + MARGIN, top + shared + MARGIN
    rule = ink.path(f"M0 {ink.number(MARGIN)}V{ink.number(height - MARGIN)}", "rule")
    marks.append(Mark("rule", "", second - gap / 2, 0, "", rule))
    alt = _MIDDLE_ALT.format(n=n, m=m, all=n * m, few=n + m, topic=ink.clean(topic)).in_(lang)
    return page(width, height, _WITH.in_(lang), alt, marks)


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
