"""The few writes that lessons and checks need: make and delete topics, delete groups, produce a few records.

Topics and groups go over our own wire to a broker that answers: a client that picks a broker by itself may pick a
paused one and wait for it. Records go through kafka-python's producer, as a student's would.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from kafkalab.errors import ClusterError, KafkalabError, UnknownTopicError, UsageError, WaitTimeoutError
from kafkalab.i18n import Text
from kafkalab.observe.quorum import Address
from kafkalab.observe.reader import Reader
from kafkalab.observe.wire import Connection, NoAnswer, Question, writes
from kafkalab.observe.wire.answers import Outcome, TopicView

Value = str | bytes | None
Keyed = Value | tuple[Value, Value]
_PAUSE_S = 0.03
_UNKNOWN_TOPIC, _BAD_NAME, _EXISTS, _TOO_FEW_BROKERS = 3, 17, 36, 38
_BAD_ARGUMENT = {37, 39, 40, 42, 44}  # partitions, assignment, configs, request, policy
_GROUP_IN_USE, _NO_SUCH_GROUP = 68, 69


class Admin:
    """Writes to the cluster that `reader` reads. Each call has `timeout_s` to be done and seen by all brokers."""

    def __init__(self, reader: Reader, timeout_s: float = 10.0) -> None:
        self._reader = reader
        self._timeout_s = timeout_s

    def create_topic(
        self,
        name: str,
        *,
        partitions: int = 1,
        replicas: int | None = None,
        assignment: Mapping[int, Sequence[int]] | None = None,
        configs: Mapping[str, object] | None = None,
    ) -> None:
        """Make a topic and wait until every broker that answers knows it, with a leader for each partition.

        `replicas`: the brokers' default if None. `assignment`: {partition: replicas, the preferred leader first};
        then the two numbers do not count. Raises ClusterError, UsageError.
        """
        numbers = (-1, -1) if assignment else (partitions, writes.BROKERS_DEFAULT if replicas is None else replicas)
        settings = {key: _as_text(value) for key, value in (configs or {}).items()}
        question = writes.create_topic(name, *numbers, assignment or {}, settings, self._wait_ms())
        outcome, brokers = self._on_any_broker(question)
        _check(outcome, name, brokers, replicas)
        self._until(lambda view: view is not None and all(p.leader is not None for p in view.partitions), name)

    def delete_topic(self, name: str, *, missing_ok: bool = False) -> None:
        """Delete a topic and wait until no broker that answers knows it. Raises ClusterError, UnknownTopicError."""
        outcome, brokers = self._on_any_broker(writes.delete_topic(name, self._wait_ms()))
        if outcome.code == _UNKNOWN_TOPIC and missing_ok:
            return
        _check(outcome, name, brokers, None)
        self._until(lambda view: view is None, name)

    def delete_group(self, name: str, *, missing_ok: bool = False) -> None:
        """Delete a group that has no members. Raises ClusterError."""
        coordinators = {
            where: None for where, view in self._views().items() if any(g.id == name for g in view.groups.groups)
        }
        outcome = Outcome(_NO_SUCH_GROUP)
        for where in coordinators:
            outcome = self._ask(where, writes.delete_group(name))
        if outcome.code == _NO_SUCH_GROUP and missing_ok:
            return
        _check(outcome, name, len(coordinators), None)

    def produce(
        self, topic: str, records: Iterable[Keyed], *, partition: int | None = None, acks: int | str = "all"
    ) -> list[tuple[int, int]]:
        """Write a few records, one after the other: a value each, or a (key, value). Returns (partition, offset) each.

        Raises ClusterError if one is not acknowledged in time.
        """
        from kafka import KafkaProducer
        from kafka.errors import KafkaError

        servers = [f"{host}:{port}" for host, port in self._views()]
        limit_ms = self._wait_ms()
        try:
            with KafkaProducer(
                bootstrap_servers=servers,
                bootstrap_timeout_ms=limit_ms,
                max_block_ms=limit_ms,
                request_timeout_ms=limit_ms,
                delivery_timeout_ms=limit_ms + 1,
                acks=acks,
                enable_idempotence=False,  # a new idempotent producer would need a controller
            ) as producer:
                sent = [producer.send(topic, key=k, value=v, partition=partition) for k, v in map(_pair, records)]
                done = [future.get(timeout=self._timeout_s) for future in sent]
        except KafkaError as error:
            raise ClusterError(_NOT_WRITTEN.format(topic=topic, error=error), _LOOK) from error
        return [(each.partition, each.offset) for each in done]

    def _on_any_broker(self, question: Question) -> tuple[Outcome, int]:
        """The outcome, and how many brokers answer."""
        views = self._views()
        return self._ask(next(iter(views)), question), len(views)

    def _views(self) -> dict:
        views = self._reader.views()
        if not views:
            raise ClusterError(_NOBODY, _START)
        return views

    def _ask(self, where: Address, question: Question) -> Outcome:
        connection = Connection(*where)
        try:
            (outcome,) = connection.ask([question], self._timeout_s)
        except NoAnswer as error:
            raise ClusterError(_NO_CONTROLLER.format(seconds=self._timeout_s), _LOOK) from error
        finally:
            connection.close()
        return outcome

    def _until(self, holds: Callable[[TopicView | None], bool], name: str) -> None:
        deadline = time.monotonic() + self._timeout_s
        while True:
            views = self._reader.views().values()
            if all(holds(next((t for t in view.topics if t.name == name), None)) for view in views):
                return
            if time.monotonic() >= deadline:
                raise WaitTimeoutError(_NOT_SEEN.format(topic=name, seconds=self._timeout_s), _LOOK)
            time.sleep(_PAUSE_S)

    def _wait_ms(self) -> int:
        return int(self._timeout_s * 1000)


def _check(outcome: Outcome, name: str, brokers: int, replicas: int | None) -> None:
    if outcome.code:
        raise _refusal(outcome, name, brokers, replicas)


def _refusal(outcome: Outcome, name: str, brokers: int, replicas: int | None) -> KafkalabError:
    facts = {"name": name, "brokers": brokers, "replicas": replicas, "code": outcome.code, "message": outcome.message}
    if outcome.code in _BAD_ARGUMENT or (outcome.code == _TOO_FEW_BROKERS and replicas is None):
        return UsageError(_REFUSED.format(**facts))
    kind, what, next_step = _KNOWN.get(outcome.code, (ClusterError, _REFUSED, _LOOK))
    return kind(what.format(**facts), next_step)


def _pair(record: Keyed) -> tuple[bytes | None, bytes | None]:
    key, value = record if isinstance(record, tuple) else (None, record)
    return _as_bytes(key), _as_bytes(value)


def _as_bytes(value: Value) -> bytes | None:
    return value.encode() if isinstance(value, str) else value


def _as_text(value: object) -> str:
    """A config's value as Kafka writes it: Python's True is not Java's true."""
    return str(value).lower() if isinstance(value, bool) else str(value)


_LOOK = Text(es="Mira el estado con cluster.status().", en="Look at cluster.status().")
_START = Text(es="Arráncalo con Cluster.up().", en="Start it with Cluster.up().")
_NOBODY = Text(es="Ningún broker del clúster responde.", en="No broker of the cluster answers.")
_NO_CONTROLLER = Text(
    es="El controlador no ha respondido en {seconds:g} s: sin él no se pueden crear ni borrar topics.",
    en="The controller did not answer within {seconds:g} s: without it no topic can be created or deleted.",
)
_NOT_SEEN = Text(
    es="El cambio del topic {topic} no ha llegado a todos los brokers en {seconds:g} s.",
    en="The change of topic {topic} did not reach all brokers within {seconds:g} s.",
)
_NOT_WRITTEN = Text(
    es="No se ha podido escribir en el topic {topic}: {error}.", en="Could not write to topic {topic}: {error}."
)
_REFUSED = Text(
    es="Kafka lo ha rechazado ({name}): {message} (error {code}).",
    en="Kafka refused ({name}): {message} (error {code}).",
)
_KNOWN: dict[int, tuple[type[KafkalabError], Text, Text]] = {
    _UNKNOWN_TOPIC: (
        UnknownTopicError,
        Text(es="El topic {name} no existe.", en="Topic {name} does not exist."),
        Text(es="Comprueba el nombre con kafka-topics.sh --list.", en="Check its name with kafka-topics.sh --list."),
    ),
    _BAD_NAME: (
        UsageError,
        Text(es="«{name}» no vale como nombre de topic.", en='"{name}" cannot be the name of a topic.'),
        Text(
            es="Usa letras sin acentos, cifras, punto, guion y guion bajo.",
            en="Use unaccented letters, digits, dots, hyphens and underscores.",
        ),
    ),
    _EXISTS: (
        ClusterError,
        Text(es="El topic {name} ya existe.", en="Topic {name} exists already."),
        Text(es="Bórralo primero, o elige otro nombre.", en="Delete it first, or choose another name."),
    ),
    _TOO_FEW_BROKERS: (
        ClusterError,
        Text(
            es="El topic {name} no puede tener {replicas} réplicas: ahora responden {brokers} brokers.",
            en="Topic {name} cannot have {replicas} replicas: {brokers} brokers answer now.",
        ),
        Text(
            es="Pide menos réplicas, o arranca los brokers que faltan con cluster.heal().",
            en="Ask for fewer replicas, or start the missing brokers with cluster.heal().",
        ),
    ),
    _GROUP_IN_USE: (
        ClusterError,
        Text(
            es="El grupo {name} tiene consumidores activos y no se puede borrar.",
            en="Group {name} has active consumers and cannot be deleted.",
        ),
        Text(es="Cierra primero sus consumidores.", en="Close its consumers first."),
    ),
    _NO_SUCH_GROUP: (
        ClusterError,
        Text(es="El grupo {name} no existe.", en="Group {name} does not exist."),
        Text(
            es="Comprueba el nombre con kafka-consumer-groups.sh --list.",
            en="Check its name with kafka-consumer-groups.sh --list.",
        ),
    ),
}
