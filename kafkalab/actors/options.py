"""What can be asked of an actor, checked with messages for people, and what it means for each of the two clients. Pure.

The result is the options that its program has (kafkalab.actors.source): Python values of the plainest kinds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from kafkalab.actors.source import Client
from kafkalab.errors import UsageError
from kafkalab.i18n import Text

Options = dict[str, object]
Protocol = Literal["classic", "consumer"]
Commit = Literal["auto", "before", "after", "never"]
Reset = Literal["earliest", "latest"]
Isolation = Literal["read_uncommitted", "read_committed"]

# A crash is to be missed within a lesson's patience: Kafka's own values are 45 s and 3 s.
SESSION_MS = 3000
HEARTBEAT_MS = 300
BOOTSTRAP_MS = 10_000
BLOCK_MS = 5000  # 60000: a producer that is blocked does not hear that it is time to stop
_PLAIN = (str, int, float, bool, type(None))

_CLIENTS = ("kafka-python", "confluent")
_CLASSIC_ASSIGNORS = ("range", "roundrobin", "cooperative-sticky")
_SERVER_ASSIGNORS = ("uniform", "range")

_CHOICE = Text(es="{name}={given!r} no vale.", en="{name}={given!r} will not do.")
_CHOICE_NEXT = Text(es="Elige entre {known}.", en="Choose one of {known}.")
_NUMBER_NEXT = Text(es="Da un número {rule}.", en="Give a number {rule}.")
_WHOLE = Text(es="entero, {least} o mayor", en="that is whole, {least} or greater")
_FRACTION = Text(es="de 0 en adelante", en="of 0 or more")
_TEXT_NEXT = Text(es="Da un texto que no esté vacío.", en="Give a text that is not empty.")
_LIST_NEXT = Text(es='Da una lista de textos, como ["ana", "luis"].', en='Give a list of texts, like ["ana", "luis"].')
_NEW_PROTOCOL = Text(
    es="kafka-python solo conoce el protocolo de grupos clásico.", en="kafka-python knows the classic protocol only."
)
_NEW_PROTOCOL_NEXT = Text(
    es='Usa client="confluent" con protocol="consumer" (KIP-848).', en='Use client="confluent" for it (KIP-848).'
)
_BROKER_DECIDES = Text(
    es='Con protocol="consumer" la sesión la decide el broker (group.consumer.session.timeout.ms).',
    en='With protocol="consumer" the broker decides on the session (group.consumer.session.timeout.ms).',
)
_BROKER_DECIDES_NEXT = Text(es="Quita session_timeout_ms.", en="Leave session_timeout_ms out.")
_IDEMPOTENCE = Text(
    es='Un productor idempotente espera a todas las réplicas: necesita acks="all".',
    en='An idempotent producer waits for all replicas: it needs acks="all".',
)
_IDEMPOTENCE_NEXT = Text(
    es='Quita idempotence=True, o usa acks="all".', en='Leave idempotence=True out, or use acks="all".'
)
_SETTINGS = Text(
    es="settings={given!r} no vale: son ajustes del cliente, de nombre a texto, número, lógico o None.",
    en="settings={given!r} will not do: they are the client's, from a name to a text, a number, a boolean or None.",
)
_SETTINGS_NEXT = Text(
    es='Por ejemplo: settings={"max_poll_interval_ms": 2500}.',
    en='For example: settings={"max_poll_interval_ms": 2500}.',
)
_OURS = Text(
    es="«{setting}» no se da en settings: lo pone el laboratorio.",
    en='"{setting}" is not for settings: the lab sets it.',
)
_OURS_NEXT = Text(es="Usa los argumentos topic, group y name.", en="Use the arguments topic, group and name.")
_LAB_SETS = ("bootstrap.servers", "client.id", "group.id", "group.protocol")


def consumer_options(
    topic: str | Sequence[str],
    group: str,
    name: str,
    *,
    client: Client,
    protocol: Protocol,
    auto_offset_reset: Reset,
    commit: Commit,
    commit_interval_ms: int,
    max_poll_records: int,
    work_ms: float,
    session_timeout_ms: int | None,
    group_instance_id: str | None,
    assignor: str | None,
    isolation_level: Isolation,
    settings: Mapping[str, Any] | None,
) -> Options:
    """The options of a consumer's program. Raises UsageError."""
    choose("client", client, _CLIENTS)
    choose("protocol", protocol, ("classic", "consumer"))
    choose("commit", commit, ("auto", "before", "after", "never"))
    choose("auto_offset_reset", auto_offset_reset, ("earliest", "latest"))
    choose("isolation_level", isolation_level, ("read_uncommitted", "read_committed"))
    if group_instance_id is not None:
        text("group_instance_id", group_instance_id)
    fixed = {
        "group.id": text("group", group),
        "client.id": name,
        "auto.offset.reset": auto_offset_reset,
        "enable.auto.commit": commit == "auto",
        "auto.commit.interval.ms": whole("commit_interval_ms", commit_interval_ms, 1),
        "isolation.level": isolation_level,
        "group.instance.id": group_instance_id,
    }
    records = whole("max_poll_records", max_poll_records, 1)
    joining, program = _membership(client, protocol, session_timeout_ms, assignor)
    if client == "kafka-python":
        fixed |= {"max.poll.records": records, "bootstrap.timeout.ms": BOOTSTRAP_MS}
    else:
        program = {"MAX_RECORDS": records}
    known = {key: value for key, value in {**fixed, **joining}.items() if value is not None}
    return {
        "TOPICS": topics(topic),
        "SETTINGS": _in_the_clients_words(client, known | _extra(settings)),
        **program,
        "COMMIT": commit,
        "WORK_S": number("work_ms", work_ms) / 1000,
    }


def _membership(
    client: Client, protocol: Protocol, session_timeout_ms: int | None, assignor: str | None
) -> tuple[Options, Options]:
    """How it is a member of its group, as settings and as options: in the new protocol the broker decides."""
    if protocol == "consumer":
        if client == "kafka-python":
            raise UsageError(_NEW_PROTOCOL, _NEW_PROTOCOL_NEXT)
        if session_timeout_ms is not None:
            raise UsageError(_BROKER_DECIDES, _BROKER_DECIDES_NEXT)
        if assignor is not None:
            choose("assignor", assignor, _SERVER_ASSIGNORS)
        return {"group.protocol": "consumer", "group.remote.assignor": assignor}, {}
    choose("assignor", chosen := assignor or "range", _CLASSIC_ASSIGNORS)
    session = whole("session_timeout_ms", SESSION_MS if session_timeout_ms is None else session_timeout_ms, 1)
    timing: Options = {"session.timeout.ms": session, "heartbeat.interval.ms": min(HEARTBEAT_MS, max(session // 3, 1))}
    if client == "kafka-python":
        return timing, {"ASSIGNOR": chosen}
    return {**timing, "partition.assignment.strategy": chosen}, {}


def producer_options(
    topic: str,
    name: str,
    *,
    client: Client,
    rate: float,
    keys: Sequence[str | None] | None,
    values: str | Sequence[str] | None,
    count: int | None,
    acks: str | int,
    idempotence: bool | None,
    settings: Mapping[str, Any] | None,
) -> Options:
    """The options of a producer's program. Raises UsageError."""
    choose("client", client, _CLIENTS)
    acks = (
        {"-1": -1, "0": 0, "1": 1}.get(acks, acks) if isinstance(acks, str) else acks
    )  # as configuration files have it
    choose("acks", acks, ("all", -1, 0, 1))
    every = acks in ("all", -1)
    choose("idempotence", idempotence, (None, True, False))
    if idempotence and not every:
        raise UsageError(_IDEMPOTENCE, _IDEMPOTENCE_NEXT)
    fixed = {
        "client.id": name,
        "acks": "all" if every else acks,
        "enable.idempotence": every if idempotence is None else idempotence,
    }
    if client == "kafka-python":
        fixed |= {"bootstrap.timeout.ms": BOOTSTRAP_MS, "max.block.ms": BLOCK_MS}
    given = [values] if isinstance(values, str) else values
    return {
        "TOPIC": text("topic", topic),
        "SETTINGS": _in_the_clients_words(client, fixed | _extra(settings)),
        "KEYS": [None] if keys is None else texts("keys", keys, or_none=True),
        "VALUES": ["record {n}"] if given is None else texts("values", given),
        "RATE": number("rate", rate),
        "COUNT": None if count is None else whole("count", count, 1),
    }


def topics(given: object) -> list[str]:
    """One topic or several, as a list. Raises UsageError."""
    return [given] if isinstance(given, str) and given else texts("topic", given)


def choose(name: str, given: object, known: Sequence[object]) -> None:
    """Raises UsageError if `given` is not among `known` (True is not 1)."""
    if not any(given == each and type(given) is type(each) for each in known):
        listed = ", ".join(repr(each) for each in known)
        raise UsageError(_CHOICE.format(name=name, given=given), _CHOICE_NEXT.format(known=listed))


def whole(name: str, given: object, least: int) -> int:
    """`given` if it is a whole number from `least` on. Raises UsageError."""
    if type(given) is not int or given < least:
        raise UsageError(_CHOICE.format(name=name, given=given), _NUMBER_NEXT.format(rule=_WHOLE.format(least=least)))
    return given


def number(name: str, given: object) -> float:
    """`given` as a fraction, if it is a number from 0 on (and not endless). Raises UsageError."""
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not 0 <= given < float("inf"):
        raise UsageError(_CHOICE.format(name=name, given=given), _NUMBER_NEXT.format(rule=_FRACTION))
    return float(given)


def text(name: str, given: object) -> str:
    """`given` if it is text. Raises UsageError."""
    if not isinstance(given, str) or not given:
        raise UsageError(_CHOICE.format(name=name, given=given), _TEXT_NEXT)
    return given


def texts(name: str, given: object, *, or_none: bool = False) -> list[str]:
    """`given` as a list, if it is one of texts. Raises UsageError."""
    kinds = (str, type(None)) if or_none else (str,)
    listed = list(given) if isinstance(given, Sequence) and not isinstance(given, (str, bytes)) else []
    if not listed or not all(isinstance(each, kinds) for each in listed):
        raise UsageError(_CHOICE.format(name=name, given=given), _LIST_NEXT)
    return listed


def _extra(settings: Mapping[str, Any] | None) -> Options:
    """Whatever else the client knows, in Kafka's own spelling."""
    given = {} if settings is None else settings
    if not isinstance(given, Mapping) or not all(
        isinstance(key, str) and isinstance(value, _PLAIN) and not _is_endless(value) for key, value in given.items()
    ):
        raise UsageError(_SETTINGS.format(given=settings), _SETTINGS_NEXT)
    extra = {key.replace("_", "."): value for key, value in given.items()}
    for setting in _LAB_SETS:
        if setting in extra:
            raise UsageError(_OURS.format(setting=setting), _OURS_NEXT)
    return extra


def _is_endless(value: object) -> bool:
    """Infinity and NaN have no literal in Python."""
    return isinstance(value, float) and not math.isfinite(value)


def _in_the_clients_words(client: Client, settings: Options) -> Options:
    """kafka-python writes group_id for Kafka's group.id."""
    return {key.replace(".", "_"): value for key, value in settings.items()} if client == "kafka-python" else settings
