"""Tasks about five orders in `pedidos`: sent with their keys (e2), and read whole by two groups (e5).

An `examine_…` judges what the brokers hold; the others do what a student does with Apache's console tools.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kafkalab.checks import Finding, Text, failed, passed, todo
from kafkalab.lessons.hola_kafka.clients import all_records, heard, read_with_group, reads
from kafkalab.lessons.hola_kafka.shapes import create_pedidos, missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kafkalab.observe.snapshot import Snapshot, Topic

ORDERS: tuple[tuple[str | None, str], ...] = (
    ("ana", "Rayuela"),
    ("luis", "Niebla"),
    ("ana", "Ficciones"),
    ("eva", "La colmena"),
    ("luis", "El túnel"),
)
NO_KEYS = Text(
    es="han llegado mensajes sin clave: el cliente se ha quedado dentro del valor. Mira los tres campos con "
    "`--formatter-property print.key=true`, y qué opciones le has dado al productor.",
    en="messages without a key arrived: the customer stayed inside the value. Look at both fields with "
    "`--formatter-property print.key=true`, and at the options you gave the producer.",
)
TWICE = Text(
    es="hay mensajes repetidos: ¿has ejecutado el envío más de una vez? Lo escrito no se quita: borra `pedidos`, "
    "créalo otra vez y envía una sola vez.",
    en="some messages are there more than once: did you run the send again? What is written can't be taken back: "
    "delete `pedidos`, create it again and send once.",
)
TOO_FEW = Text(
    es="en `pedidos` faltan pedidos de la lista. Léelo desde el principio y compáralo línea a línea.",
    en="`pedidos` lacks orders of the list. Read it from the beginning and compare it line by line.",
)
_OTHERS = Text(
    es="en `pedidos` hay algo que no está en la lista: {found}. Borra `pedidos`, créalo otra vez y envía solo la "
    "lista.",
    en="`pedidos` holds something that is not on the list: {found}. Delete `pedidos`, create it again and send only "
    "the list.",
)
OUT_OF_ORDER = Text(
    es="están los cinco pedidos, pero los de un mismo cliente no van en el orden de la lista. Mira sus offsets con "
    "`--formatter-property print.offset=true`.",
    en="the five orders are there, but those of one customer are not in the list's order. Look at their offsets with "
    "`--formatter-property print.offset=true`.",
)
_NOTHING_SENT = Text(es="en `pedidos` todavía no hay mensajes.", en="there are no messages in `pedidos` yet.")
_SENT = Text(
    es="están los cinco, cada uno con su clave, y los de cada cliente en orden.",
    en="all five are there, each with its key, and each customer's in order.",
)


def examine_orders(cluster: Any, snapshot: Snapshot) -> Finding:
    """e2: exactly the five orders, key and value, each customer's in the order given."""
    if "pedidos" not in snapshot.topics:
        return missing("pedidos", snapshot)
    found = all_records(cluster, "pedidos")
    if not found:
        return todo(_NOTHING_SENT)
    trouble = _trouble_with_orders(found)
    return failed(trouble) if trouble else passed(_SENT)


def _trouble_with_orders(found: list[tuple[str | None, str]]) -> Text | None:
    if any(key is None for key, _ in found):
        return NO_KEYS
    extra, lacking = Counter(found) - Counter(ORDERS), Counter(ORDERS) - Counter(found)
    unknown = [pair for pair in extra if pair not in ORDERS]
    if unknown:
        return _OTHERS.format(found=f"`{unknown[0][0]}` / `{unknown[0][1]}`")
    if extra:
        return TWICE
    if lacking:
        return TOO_FEW
    customers = {key for key, _ in ORDERS}
    in_order = all(_of(found, customer) == _of(ORDERS, customer) for customer in customers)
    return None if in_order else OUT_OF_ORDER


def _of(pairs: Iterable[tuple[str | None, str]], customer: str | None) -> list[str]:
    return [value for key, value in pairs if key == customer]


def send_orders(cluster: Any, *orders: tuple[str | None, str]) -> None:
    """What a run of the console producer does: to `pedidos`, made first, each key to its own partition."""
    create_pedidos(cluster)
    cluster.admin.produce("pedidos", orders)


APPS = ("almacen", "correo")
ONE_APP = Text(
    es="`{missing}` no ha confirmado nada en `pedidos`. Cada programa necesita su propio grupo.",
    en="`{missing}` has committed nothing on `pedidos`. Each program needs a group of its own.",
)
APP_BEHIND = Text(
    es="a `{group}` le quedan mensajes de `pedidos` por leer: su lag es {lag}. ¿Por qué se paró antes?",
    en="`{group}` has messages of `pedidos` left to read: its lag is {lag}. Why did it stop earlier?",
)
_APPS_EMPTY = Text(
    es="en `pedidos` tiene que haber al menos los 5 pedidos del ejercicio 2.",
    en="`pedidos` has to hold at least the 5 orders of exercise 2.",
)
_APPS_TODO = Text(
    es="ni `almacen` ni `correo` han leído nada de `pedidos` todavía.",
    en="neither `almacen` nor `correo` has read anything of `pedidos` yet.",
)
_APPS_RIGHT = Text(
    es="los dos grupos han confirmado el final de cada partición: {total} de {total} mensajes cada uno.",
    en="both groups have committed the end of each partition: {total} of {total} messages each.",
)


def examine_apps(cluster: Any, snapshot: Snapshot) -> Finding:
    """e5: both groups have committed the end of every partition that holds something."""
    snapshot = heard(cluster, snapshot)
    topic = snapshot.topics.get("pedidos")
    if topic is None:
        return missing("pedidos", snapshot)
    total = sum(partition.high_watermark or 0 for partition in topic.partitions.values())
    if total < len(ORDERS):
        return todo(_APPS_EMPTY)
    lags = {app: _lag(snapshot, app, topic) for app in APPS}
    if all(lag is None for lag in lags.values()):
        return todo(_APPS_TODO)
    for app, lag in lags.items():
        if lag is None:
            return failed(ONE_APP.format(missing=app))
        if lag:
            return failed(APP_BEHIND.format(group=app, lag=lag))
    return passed(_APPS_RIGHT.format(total=total))


def _lag(snapshot: Snapshot, app: str, topic: Topic) -> int | None:
    """Messages of `topic` that the group has not committed; None where it has committed nothing there."""
    group = snapshot.groups.get(app)
    if group is None or not reads(group, topic.name):
        return None
    done = {number: group.committed.get((topic.name, number), 0) for number in topic.partitions}
    return sum((partition.high_watermark or 0) - done[number] for number, partition in topic.partitions.items())


def read_orders(cluster: Any, **most: int | None) -> None:
    """Send the orders, then let each group named read that many of them (None: all)."""
    send_orders(cluster, *ORDERS)
    for group, number in most.items():
        read_with_group(cluster, "pedidos", group, number)
