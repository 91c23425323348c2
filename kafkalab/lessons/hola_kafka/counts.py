"""Tasks about how many: a group that is three messages behind in `clics` (e4), partitions of `opiniones` that hold the
same number (e6).

An `examine_…` judges a snapshot; the others do what a student does with Apache's console tools.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kafkalab.checks import Finding, Text, failed, passed, todo
from kafkalab.lessons.hola_kafka.clients import heard, read_with_group, reads, send
from kafkalab.lessons.hola_kafka.shapes import missing

if TYPE_CHECKING:
    from kafkalab.observe.snapshot import Snapshot

LAG_NONE = Text(
    es="a `iabd-app2` no le queda nada por leer: o lo ha leído todo, o empezó por el final. ¿Qué opción dice cuántos "
    "mensajes se leen?",
    en="`iabd-app2` has nothing left to read: it read everything, or it began at the end. Which option says how many "
    "messages are read?",
)
LAG_SWAPPED = Text(
    es="`iabd-app2` ha leído 3 mensajes. Relee el enunciado: ¿el 3 es lo leído o lo que queda?",
    en="`iabd-app2` has read 3 messages. Read the task again: is the 3 what was read, or what is left?",
)
LAG_OTHER = Text(
    es="`iabd-app2` tiene ahora un lag de {lag} en `clics`. Puedes leer más con el mismo grupo, o enviar más mensajes.",
    en="`iabd-app2` now has a lag of {lag} on `clics`. You can read more with the same group, or send more messages.",
)
LAG_OTHER_GROUP = Text(
    es="quien ha leído de `clics` es el grupo `{found}`, no `iabd-app2`. Mira el nombre que diste en `--group`.",
    en="the group that read from `clics` is `{found}`, not `iabd-app2`. Look at the name you gave in `--group`.",
)
_LAG_TODO = Text(
    es="el grupo `iabd-app2` todavía no ha leído nada de `clics`.",
    en="the group `iabd-app2` has not read from `clics` yet.",
)
_LAG_EMPTY = Text(
    es="`clics` está vacío: ejecuta primero la celda que lo llena.",
    en="`clics` is empty: run the cell that fills it first.",
)
_LAG_RIGHT = Text(
    es="el offset confirmado de `iabd-app2` es el {committed} y el siguiente de `clics` es el {next}: lag 3.",
    en="the committed offset of `iabd-app2` is {committed} and the next one of `clics` is {next}: lag 3.",
)


def examine_lag(cluster: Any, snapshot: Snapshot) -> Finding:
    """e4: `iabd-app2` has read from `clics` and has 3 messages left."""
    snapshot = heard(cluster, snapshot)
    if "clics" not in snapshot.topics:
        return missing("clics", snapshot)
    log = snapshot.topics["clics"].partitions[0]
    readers = {group.id: group.committed[("clics", 0)] for group in snapshot.groups.values() if reads(group, "clics")}
    if not log.high_watermark:
        return todo(_LAG_EMPTY)
    if "iabd-app2" not in readers:
        return failed(LAG_OTHER_GROUP.format(found=min(readers))) if readers else todo(_LAG_TODO)
    committed = readers["iabd-app2"]
    lag = log.high_watermark - committed
    if lag == 3 and committed > 0:
        return passed(_LAG_RIGHT.format(committed=committed, next=log.high_watermark))
    if lag == 0:
        return failed(LAG_NONE)
    return failed(LAG_SWAPPED if committed == 3 else LAG_OTHER.format(lag=lag))


def fill_clicks(cluster: Any) -> None:
    """What the sheet's cell sends: the numbers up to 500 that have a 7."""
    send(cluster, *(str(number) for number in range(1, 501) if "7" in str(number)), topic="clics")


def read_clicks(cluster: Any, most: int | None, group: str = "iabd-app2") -> None:
    """What a console consumer with `--group`, `--from-beginning` and `--max-messages` does."""
    fill_clicks(cluster)
    read_with_group(cluster, "clics", group, most)


ALL_IN_ONE = Text(
    es="todos los mensajes de `opiniones` están en una sola partición. ¿Los has enviado de una vez y sin clave?",
    en="all messages of `opiniones` are in one partition. Did you send them in one go and without keys?",
)
UNEVEN = Text(
    es="las particiones de `opiniones` tienen {counts} mensajes. Mira en el diagrama cuál va por detrás.",
    en="the partitions of `opiniones` hold {counts} messages. See in the diagram which one is behind.",
)
ONE_EACH = Text(
    es="hay el mismo número en cada partición, pero el enunciado pide más de uno.",
    en="there is the same number in each partition, but the task asks for more than one.",
)
_EVEN_TODO = Text(es="`opiniones` está vacío todavía.", en="`opiniones` is still empty.")
_EVEN_RIGHT = Text(es="{counts}: iguales.", en="{counts}: even.")


def examine_even(cluster: Any, snapshot: Snapshot) -> Finding:
    """e6: two or more messages in each partition, the same number everywhere."""
    snapshot = heard(cluster, snapshot)
    if "opiniones" not in snapshot.topics:
        return missing("opiniones", snapshot)
    partitions = snapshot.topics["opiniones"].partitions
    counts = [partitions[number].high_watermark or 0 for number in sorted(partitions)]
    shown = " / ".join(map(str, counts))
    if not any(counts):
        return todo(_EVEN_TODO)
    if len([count for count in counts if count]) == 1:
        return failed(ALL_IN_ONE)
    if len(set(counts)) > 1:
        return failed(UNEVEN.format(counts=shown))
    return passed(_EVEN_RIGHT.format(counts=shown)) if counts[0] > 1 else failed(ONE_EACH)


def spread(cluster: Any, *counts: int) -> None:
    """That many messages to partition 0, 1, 2 of `opiniones`."""
    for number, count in enumerate(counts):
        if count:
            send(cluster, *["opinión"] * count, topic="opiniones", partition=number)
