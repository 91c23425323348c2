"""The one table of settings in which the lab differs from production: our value, Kafka's own, who reads it, and why.

Pure data. The settings files are made from it, and `Cluster.settings()` shows it. What a cluster simply needs (ids,
ports, folders) is in settings.py and settings_zookeeper.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kafkalab.i18n import Text

Reader = Literal["broker", "controller", "both", "zookeeper"]


@dataclass(frozen=True)
class Row:
    """One setting: its name, the lab's value and Kafka's default, who goes by it, why ours differs, on which layout.

    `layout` is None where both layouts have it. The defaults are those of the Kafka that the layout runs.
    """

    name: str
    ours: str
    production: str
    reader: Reader
    why: Text
    layout: str | None = None


_GROUP_HEARTBEAT = Text(
    es="una redistribución dura más o menos un latido", en="a rebalance takes about as long as a heartbeat"
)
_GROUP_MIN_HEARTBEAT = Text(es="sin esto, el broker rechaza latidos tan cortos", en="or the broker refuses ours")
_GROUP_SESSION = Text(
    es="un consumidor que muere se echa en falta a los pocos segundos", en="a consumer that dies is missed in seconds"
)
_GROUP_MIN_SESSION = Text(
    es="sin esto, el broker rechaza sesiones tan cortas", en="or the broker refuses sessions that short"
)
_GROUP_ASSIGNMENT = Text(
    es="quien entra recibe su reparto enseguida; no se espera a que entren más",
    en="who joins gets its share at once; nobody waits for more to join",
)
_SMALL = Text(es="todos los nodos comparten un portátil", en="all nodes share one laptop")

LAB_SPEED: tuple[Row, ...] = (
    Row(
        "broker.session.timeout.ms", "3000", "9000", "controller",
        Text(
            es="cuánto tarda un broker que calla en darse por muerto; solo cuenta el valor del controlador",
            en="how long a silent broker still counts as alive; only the controller's value counts",
        ),
        "kraft",
    ),
    Row(
        "broker.heartbeat.interval.ms", "500", "2000", "broker",
        Text(es="varios latidos caben en una sesión corta", en="several heartbeats fit into a short session"),
        "kraft",
    ),
    Row(
        "controller.quorum.election.timeout.ms", "150", "1000", "controller",
        Text(es="tres controladores eligen líder al instante", en="three controllers elect a leader at once"),
        "kraft",
    ),
    Row(
        "controller.socket.timeout.ms", "3000", "30000", "broker",
        Text(
            es="cuánto espera un broker a un controlador activo en pausa antes de buscar al nuevo",
            en="how long a broker waits for an active controller that is paused before it looks for the new one",
        ),
        "kraft",
    ),
    Row(
        "controller.quorum.election.backoff.max.ms", "100", "1000", "controller",
        Text(es="tras un empate se vota otra vez enseguida", en="after a tie they vote again at once"),
        "kraft",
    ),
    Row(
        "zookeeper.session.timeout.ms", "3000", "18000", "broker",
        Text(
            es="cuánto tarda un broker que calla en desaparecer de /brokers/ids",
            en="how long a silent broker stays in /brokers/ids",
        ),
        "zookeeper",
    ),
    Row(
        "controlled.shutdown.retry.backoff.ms", "500", "5000", "broker",
        Text(
            es="parar todos los brokers a la vez no dura más que parar uno",
            en="stopping all brokers at once takes no longer than stopping one",
        ),
        "zookeeper",
    ),
    Row(
        "tickTime", "500", "3000", "zookeeper",
        Text(
            es="el reloj de ZooKeeper: ninguna sesión puede durar menos de dos tics",
            en="ZooKeeper's clock: no session can be shorter than two ticks",
        ),
        "zookeeper",
    ),
    Row(
        "replica.lag.time.max.ms", "3000", "30000", "broker",
        Text(
            es="cuánto sigue en el ISR un seguidor que calla", en="how long a silent follower stays in the ISR"
        ),
    ),
    Row(
        "replica.fetch.backoff.ms", "200", "1000", "broker",
        Text(
            es="tras un cambio de líder, sus seguidores lo encuentran enseguida",
            en="after a change of leader its followers find it at once",
        ),
    ),
    Row(
        "auto.leader.rebalance.enable", "false", "true", "controller",
        Text(
            es="el liderazgo vuelve cuando lo pide la lección, no cuando toca por reloj",
            en="leadership returns when a lesson asks for it, not by the clock",
        ),
    ),
    Row(
        "group.initial.rebalance.delay.ms", "0", "3000", "broker",
        Text(es="el primer consumidor de un grupo no espera", en="a group's first consumer does not wait for others"),
    ),
    Row("group.min.session.timeout.ms", "1000", "6000", "broker", _GROUP_MIN_SESSION),
    Row("group.consumer.heartbeat.interval.ms", "500", "5000", "broker", _GROUP_HEARTBEAT, "kraft"),
    Row("group.consumer.min.heartbeat.interval.ms", "500", "5000", "broker", _GROUP_MIN_HEARTBEAT, "kraft"),
    Row("group.consumer.session.timeout.ms", "3000", "45000", "broker", _GROUP_SESSION, "kraft"),
    Row("group.consumer.min.session.timeout.ms", "1000", "45000", "broker", _GROUP_MIN_SESSION, "kraft"),
    Row("group.consumer.assignment.interval.ms", "100", "1000", "broker", _GROUP_ASSIGNMENT, "kraft"),
    Row("group.share.heartbeat.interval.ms", "500", "5000", "broker", _GROUP_HEARTBEAT, "kraft"),
    Row("group.share.min.heartbeat.interval.ms", "500", "5000", "broker", _GROUP_MIN_HEARTBEAT, "kraft"),
    Row("group.share.session.timeout.ms", "3000", "45000", "broker", _GROUP_SESSION, "kraft"),
    Row("group.share.min.session.timeout.ms", "1000", "45000", "broker", _GROUP_MIN_SESSION, "kraft"),
    Row("group.share.assignment.interval.ms", "100", "1000", "broker", _GROUP_ASSIGNMENT, "kraft"),
    Row(
        "group.share.record.lock.duration.ms", "5000", "30000", "broker",
        Text(
            es="un registro que nadie confirma se entrega a otro a los pocos segundos",
            en="a record that nobody acknowledges goes to another consumer within seconds",
        ),
        "kraft",
    ),
    Row(
        "group.share.min.record.lock.duration.ms", "1000", "15000", "broker",
        Text(es="sin esto, el broker rechaza plazos tan cortos", en="or the broker refuses ours"), "kraft",
    ),
    Row(
        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000", "10000", "broker",
        Text(
            es="una transacción abandonada se cancela en cuanto vence su plazo",
            en="an abandoned transaction is aborted as soon as its time is up",
        ),
    ),
    Row(
        "log.initial.task.delay.ms", "500", "30000", "broker",
        Text(
            es="si no, la retención no hace nada en el primer medio minuto de un broker",
            en="or retention does nothing in a broker's first half minute",
        ),
    ),
    Row(
        "log.retention.check.interval.ms", "1000", "300000", "broker",
        Text(es="lo caducado se borra ante tus ojos", en="what has expired is deleted while you look on"),
    ),
    Row(
        "log.cleaner.backoff.ms", "1000", "15000", "broker",
        Text(es="la compactación se ve en segundos", en="compaction can be seen within seconds"),
    ),
    Row("num.network.threads", "2", "3", "both", _SMALL),
    Row("num.io.threads", "2", "8", "both", _SMALL),
    Row("background.threads", "2", "10", "both", _SMALL),
    Row(
        "log.cleaner.dedupe.buffer.size", "8388608", "134217728", "broker",
        Text(es="el valor normal no cabe en la memoria de un nodo", en="Kafka's own is more than our whole heap"),
    ),
)  # fmt: skip


def rows(layout: str) -> tuple[Row, ...]:
    """The rows that a cluster of that layout goes by."""
    return tuple(row for row in LAB_SPEED if row.layout in (None, layout))


def of_kafka(layout: str) -> dict[str, str]:
    """What Kafka's nodes on that layout are given, {name: our value}."""
    return {row.name: row.ours for row in rows(layout) if row.reader != "zookeeper"}


def of_zookeeper() -> dict[str, str]:
    """What ZooKeeper's servers are given."""
    return {row.name: row.ours for row in LAB_SPEED if row.reader == "zookeeper"}
