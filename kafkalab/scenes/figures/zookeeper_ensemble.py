"""ZooKeeper as it was used before KRaft: its servers, the znodes that they all hold, the brokers that wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kafkalab.i18n import Text
from kafkalab.scenes.figures.cards import Card, Row, column
from kafkalab.scenes.figures.columns import PLAIN, QUIET, Columns
from kafkalab.scenes.figures.dot import Edge
from kafkalab.scenes.figures.page import Note, figure, sentence
from kafkalab.scenes.figures.servers import broker_notes, drawn_brokers, listed, name_of, server_card, told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot
    from kafkalab.scenes.marks import Scene

ZNODES = "znodes"
IDS, CONTROLLER = 1, 2  # the rows of the znodes' card
SERVING = ("leader", "follower", "standalone")

_TITLE = Text("El conjunto de ZooKeeper", "The ZooKeeper ensemble")
_ABOUT = Text(
    "cómo guardaba Kafka sus metadatos hasta la 3.9; desde la 4.0 no usa ZooKeeper",
    "how Kafka kept its metadata up to 3.9; since 4.0 it has no ZooKeeper",
)
_INSTEAD = (
    Text(
        "Este clúster no usa ZooKeeper: los controladores de KRaft guardan los metadatos.",
        "This cluster has no ZooKeeper: KRaft controllers keep its metadata.",
    ),
    Text('Míralos con cluster.figure("kraft-quorum").', 'See them with cluster.figure("kraft-quorum").'),
)
_OUT_OF_SIGHT = Text(
    "Si este clúster usa ZooKeeper, desde aquí no se ve: los clientes no hablan con él, solo los brokers.",
    "If this cluster has a ZooKeeper, it cannot be seen from here: clients do not talk to it, only brokers do.",
)
_MODES = {
    "leader": Text("★ líder del conjunto", "★ leader of the ensemble"),
    "follower": Text("seguidor", "follower"),
    "standalone": Text("solo: no hay otros", "standalone: no others"),
    "silent": Text("no atiende", "does not serve"),
}
_ZNODES = Text("znodes", "znodes")
_NOT_THERE = Text("no está", "not there")
_NO_IDS = Text("ninguno", "none")
_REGISTERED = Text("registrado", "registered")
_NOT_REGISTERED = Text("no registrado", "not registered")
_NOT_KNOWN = Text("no se sabe si está registrado", "not known whether it is registered")
_CONTROLLER = Text("★ controlador, época {epoch}", "★ controller, epoch {epoch}")
_SAME = Text(
    "Todos los servidores que atienden tienen los mismos znodes; cada broker escribe los suyos.",
    "All servers that serve hold the same znodes; each broker writes its own.",
)
_EPHEMERAL = Text(
    "Los znodes de un broker en /brokers/ids y /controller son efímeros: desaparecen cuando acaba su sesión.",
    "A broker's znodes in /brokers/ids and /controller are ephemeral: they go when its session ends.",
)
_ELECTION = Text(
    "Es controlador el primer broker que consigue crear /controller.",
    "The controller is the first broker that manages to create /controller.",
)
_MAJORITY = Text(
    "{n} servidores: la mayoría son {majority}; aguanta la caída de {spare}. Por eso son impares: con {more} la "
    "mayoría sería {bigger}, y no aguantaría ni una más.",
    "{n} servers: a majority is {majority}; it withstands the loss of {spare}. That is why they are odd: of {more} a "
    "majority would be {bigger}, and it would not withstand one more.",
)
_EVEN = Text(
    "{n} servidores: la mayoría son {majority}; aguanta la caída de {spare}, lo mismo que con {fewer}.",
    "{n} servers: a majority is {majority}; it withstands the loss of {spare}, the same as with {fewer}.",
)
_ALONE = Text(
    "Un solo servidor: si cae, no queda ninguno. En producción son 3 o 5, un número impar.",
    "A single server: if it falls, none is left. In production there are 3 or 5, an odd number.",
)
_NO_MAJORITY = Text(
    "Atienden {n} de {all}: sin mayoría ninguno atiende, y no se puede elegir controlador ni líderes.",
    "{n} of {all} serve: without a majority none does, and neither a controller nor leaders can be elected.",
)
_NO_CONTROLLER = Text("Ahora ningún broker es controlador.", "No broker is the controller now.")


def zookeeper_ensemble(snapshot: Snapshot, topic: str | None, lang: Lang) -> Scene:
    """Servers on the left, znodes in the middle, brokers on the right. `topic` is of no importance here."""
    seen = snapshot.zookeeper
    if seen is None:
        kraft = snapshot.quorum is not None or any(node.role == "controller" for node in snapshot.nodes.values())
        return sentence(_TITLE, _INSTEAD if kraft else [_OUT_OF_SIGHT], lang)
    servers = [_server_card(snapshot, id_, mode, lang) for id_, mode in sorted(seen["servers"].items())]
    znodes = _znodes_card(seen, lang)
    ids = drawn_brokers(snapshot, seen["brokers"] or ())
    brokers = [_broker_card(snapshot, seen, id_, lang) for id_ in ids]
    edges = [_held(seen, id_) for id_ in sorted(seen["servers"])]
    edges += [Edge(name_of(id_), ZNODES, None, IDS) for id_ in ids if id_ in (seen["brokers"] or ())]
    edges += [Edge(name_of(id_), ZNODES, None, CONTROLLER) for id_ in ids if id_ == seen["controller"]]
    columns = [column(servers), [znodes.box(znodes.width)], column(brokers)]
    body = Columns("f", [boxes for boxes in columns if boxes], edges, between=84, above=20)
    notes = [*_notes(seen), *broker_notes(snapshot, seen["brokers"] or ())]
    return figure(_TITLE, _ABOUT, body, notes, told([*servers, znodes, *brokers], lang), lang)


def _server_card(snapshot: Snapshot, server: int, mode: str, lang: Lang) -> Card:
    said = _MODES[mode].in_(lang) if mode in _MODES else mode
    row = Row(said, box="lead" if mode == "leader" else "box", cls="" if mode in SERVING else "bold warn")
    return server_card(snapshot, "zookeeper", server, [row], lang)


def _znodes_card(seen: Mapping[str, Any], lang: Lang) -> Card:
    """Kafka's own names for its znodes, and what is in them: "?" where nobody can tell."""
    known = seen["brokers"] is not None
    ids = (listed(seen["brokers"]) or _NO_IDS.in_(lang)) if known else "?"
    missing = _NOT_THERE.in_(lang) if known else "?"
    values = {
        "/brokers/ids": ids,
        "/controller": missing if seen["controller"] is None else str(seen["controller"]),
        "/controller_epoch": missing if seen["controller_epoch"] is None else str(seen["controller_epoch"]),
    }
    rows = tuple(Row(value, name, cls="bold") for name, value in values.items())
    return Card(ZNODES, _ZNODES.in_(lang), rows, cls="server", off=not known)


def _broker_card(snapshot: Snapshot, seen: Mapping[str, Any], broker: int, lang: Lang) -> Card:
    if seen["brokers"] is None:
        rows = [Row(_NOT_KNOWN.in_(lang), box="")]
    elif broker in seen["brokers"]:
        rows = [Row(_REGISTERED.in_(lang), cls="")]
    else:
        rows = [Row(_NOT_REGISTERED.in_(lang), box="note", cls="")]
    if broker == seen["controller"]:
        epoch = "?" if seen["controller_epoch"] is None else seen["controller_epoch"]
        rows.insert(0, Row(_CONTROLLER.format(epoch=epoch).in_(lang), box="lead"))
    return server_card(snapshot, "broker", broker, rows, lang)


def _held(seen: Mapping[str, Any], server: int) -> Edge:
    serves = seen["servers"][server] in SERVING
    return Edge(name_of(server), ZNODES, 1, None, PLAIN if serves else f"{PLAIN} {QUIET}")


def _notes(seen: Mapping[str, Any]) -> Sequence[Note]:
    number = len(seen["servers"])
    serving = sum(mode in SERVING for mode in seen["servers"].values())
    notes = [Note(_SAME), Note(_EPHEMERAL), Note(_ELECTION), Note(_majority(number))]
    if serving < number // 2 + 1:
        notes.append(Note(_NO_MAJORITY.format(n=serving, all=number), warns=True))
    elif seen["controller"] is None:
        notes.append(Note(_NO_CONTROLLER, warns=True))
    return notes


def _majority(number: int) -> Text:
    if number == 1:
        return _ALONE
    majority = number // 2 + 1
    values = {"n": number, "majority": majority, "spare": number - majority}
    if number % 2:
        return _MAJORITY.format(**values, more=number + 1, bigger=majority + 1)
    return _EVEN.format(**values, fewer=number - 1)
