"""How a client finds the brokers: one address is enough to start with, and then it talks to each leader itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink, words
from kafkalab.scenes.figures.cards import Card, Row, column
from kafkalab.scenes.figures.columns import QUIET, Columns
from kafkalab.scenes.figures.dot import Edge
from kafkalab.scenes.figures.page import Note, figure
from kafkalab.scenes.figures.servers import broker_notes, drawn_brokers, name_of, server_card, told
from kafkalab.scenes.measure import MONO, fit
from kafkalab.scenes.readers import ranges

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import BrokerState, Snapshot
    from kafkalab.scenes.marks import Scene

CLIENT = "client"
ADDRESS, LEADS = 1, 2  # the rows of a broker's card

_TITLE = Text("Cómo encuentra un cliente a los brokers", "How a client finds the brokers")
_ABOUT = Text("hacia los líderes de «{topic}»", "on the way to the leaders of “{topic}”")
_ABOUT_ALL = Text("hacia los líderes de todos los topics", "on the way to the leaders of all topics")
_CLIENT = Text("cliente", "client")
_BOOTSTRAP = Text("bootstrap_servers", "bootstrap_servers")
_METADATA = Text("metadatos recibidos", "metadata received")
_NO_METADATA = Text("sin metadatos", "no metadata")
_LEADS = Text("lidera {what}", "leads {what}")
_LEADS_COUNT = {
    True: Text("lidera 1 partición", "leads 1 partition"),
    False: Text("lidera {n} particiones", "leads {n} partitions"),
}
_LEADS_NOTHING = Text("no lidera nada", "leads nothing")
_LEADS_UNKNOWN = Text("no se sabe qué lidera", "not known what it leads")
_STEPS = (
    Text(
        "Pregunta a uno cualquiera de su lista; si no responde, prueba con otro.",
        "It asks any one of its list; if that does not answer, it tries another.",
    ),
    Text(
        "Recibe los metadatos: los brokers, con la dirección que anuncia cada uno (advertised.listeners), y quién "
        "lidera cada partición.",
        "It gets the metadata: the brokers, with the address that each advertises (advertised.listeners), and who "
        "leads each partition.",
    ),
    Text(
        "Habla con cada líder directamente, en esa dirección.",
        "It talks to each leader directly, at that address.",
    ),
)
_DEAD = Text(
    "✕ una dirección que no responde no importa mientras responda otra de la lista.",
    "✕ an address that does not answer does not matter as long as another one of the list does.",
)
_ALL_DEAD = Text(
    "Ninguna dirección de la lista responde: el cliente no puede ni empezar.",
    "No address of the list answers: the client cannot even start.",
)
_STILL_COUNTED = Text(
    "Los metadatos aún nombran al broker {id}, que no responde: el cliente esperará ahí en vano.",
    "The metadata still names broker {id}, which does not answer: the client will wait there in vain.",
)


def broker_discovery(snapshot: Snapshot, topic: str | None, lang: Lang) -> Scene:
    """A client whose list has every broker, on the way to the leaders of `topic`, or of all topics if None."""
    ids = drawn_brokers(snapshot)
    brokers = [snapshot.brokers[id_] for id_ in ids]
    led = _led(snapshot, topic)
    first = next((broker for broker in brokers if broker.state == "up"), None)
    known = [broker for broker in brokers if first and _is_listed(broker, led)]
    cards = [_broker_card(snapshot, broker, led, topic, lang) for broker in brokers]
    client = _client_card(brokers, known, led, topic, lang)
    edges, steps = _edges(brokers, known, led, first)
    body = Columns("f", [column([client]), column(cards)], edges, between=190, above=20, steps=steps)
    about = _ABOUT.format(topic=ink.clean(topic)) if topic is not None else _ABOUT_ALL
    notes = _notes(snapshot, brokers, known, first)
    return figure(_TITLE, about, body, notes, told([client, *cards], lang), lang)


def _led(snapshot: Snapshot, topic: str | None) -> Mapping[int, list[int]]:
    """The partitions that each broker leads: of `topic`, or of all that are not Kafka's own."""
    wanted = [t for t in snapshot.topics.values() if (t.name == topic if topic is not None else not t.internal)]
    led: dict[int, list[int]] = {}
    for found in wanted:
        for partition in found.partitions.values():
            if partition.leader is not None:
                led.setdefault(partition.leader, []).append(partition.id)
    return led


def _is_listed(broker: BrokerState, led: Mapping[int, list[int]]) -> bool:
    """Whether the metadata has it. Where nobody says so: it answers, or they name it as a leader."""
    return broker.listed is True or (broker.listed is None and (broker.state == "up" or broker.id in led))


def _address(broker: BrokerState) -> str:
    return fit(ink.clean(f"{broker.host}:{broker.port}"), MONO, 11, 200)


def _leads(broker: int, led: Mapping[int, list[int]], topic: str | None, lang: Lang) -> str:
    numbers = led.get(broker, [])
    if not numbers:
        return _LEADS_NOTHING.in_(lang)
    if topic is None:
        return words.count(_LEADS_COUNT, len(numbers), lang)
    return fit(_LEADS.format(what=ranges(numbers)).in_(lang), MONO, 11, 200)


def _broker_card(
    snapshot: Snapshot, broker: BrokerState, led: Mapping[int, list[int]], topic: str | None, lang: Lang
) -> Card:
    is_known = snapshot.is_heard or broker.id in led
    leads = _leads(broker.id, led, topic, lang) if is_known else _LEADS_UNKNOWN.in_(lang)
    rows = [Row(_address(broker), cls="mono"), Row(leads, cls="")]
    return server_card(snapshot, "broker", broker.id, rows, lang)


def _client_card(
    brokers: Sequence[BrokerState],
    known: Sequence[BrokerState],
    led: Mapping[int, list[int]],
    topic: str | None,
    lang: Lang,
) -> Card:
    """Rows: a heading, the list that it starts with, a heading, and what the metadata say of each broker."""
    rows = [Row(_BOOTSTRAP.in_(lang), box="", cls="mono bold")]
    rows += [Row(_address(b), "✓" if b.state == "up" else "✕", cls="mono") for b in brokers]
    rows += [Row((_METADATA if known else _NO_METADATA).in_(lang), box="", cls="bold" if known else "bold warn")]
    rows += [Row(f"{_address(b)} · {_leads(b.id, led, topic, lang)}", str(b.id), cls="") for b in known]
    return Card(CLIENT, _CLIENT.in_(lang), tuple(rows), cls="server")


def _edges(
    brokers: Sequence[BrokerState],
    known: Sequence[BrokerState],
    led: Mapping[int, list[int]],
    first: BrokerState | None,
) -> tuple[list[Edge], dict[int, str]]:
    """The arrows, and which step each of them is."""
    edges: list[Edge] = []
    steps: dict[int, str] = {}
    for index, broker in enumerate(brokers):
        if broker == first:
            steps[len(edges)] = "1"
            edges.append(Edge(CLIENT, name_of(broker.id), 2 + index, 0))
            break
        edges.append(Edge(CLIENT, name_of(broker.id), 2 + index, 0, QUIET))
    heading = 2 + len(brokers)
    if first is not None:
        steps[len(edges)] = "2"
        edges.append(Edge(name_of(first.id), CLIENT, ADDRESS, heading))
    for index, broker in enumerate(known):
        if led.get(broker.id):
            answers = broker.state == "up"
            steps |= {len(edges): "3"} if answers else {}
            edges.append(Edge(CLIENT, name_of(broker.id), heading + 1 + index, LEADS, "" if answers else QUIET))
    return edges, steps


def _notes(
    snapshot: Snapshot, brokers: Sequence[BrokerState], known: Sequence[BrokerState], first: BrokerState | None
) -> list[Note]:
    silent = [broker for broker in brokers if broker.state != "up"]
    notes = [Note(text, step=str(number)) for number, text in enumerate(_STEPS, start=1)]
    if first is None:
        return [*notes, Note(_ALL_DEAD, warns=True), *broker_notes(snapshot)]
    notes += [Note(_DEAD)] if silent else []
    notes += [Note(_STILL_COUNTED.format(id=b.id), warns=True) for b in known if b.state != "up"]
    return [*notes, *broker_notes(snapshot)]
