"""The words of the pictures, in both languages. No layout here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Lang, Text
from kafkalab.scenes.ink import clean

if TYPE_CHECKING:
    from kafkalab.observe.snapshot import Snapshot

PARTITIONS = {True: Text("1 partición", "1 partition"), False: Text("{n} particiones", "{n} partitions")}
REPLICAS = Text("réplicas {n}", "replicas {n}")
LEADER = Text("líder", "leader")
NO_LEADER = Text("sin líder", "no leader")
NEXT = Text("siguiente", "next")
LOG_START = Text("inicio del log: {offset}", "log start: {offset}")
NOTHING_YET = Text("vacía: aún no hay mensajes", "empty: no messages yet")
UNKNOWN_OFFSETS = Text("ahora no se conocen sus offsets", "its offsets are not known now")
ISR = Text("ISR {n} de {all}", "ISR {n} of {all}")
LAST_ANSWER = Text(
    "el líder no responde: último dato de hace {age}", "the leader does not answer: last known {age} ago"
)
LAST_KNOWN = Text("último dato de hace {age}", "last known {age} ago")
LAG = Text("lag {lag}", "lag {lag}")
OUT_OF_RANGE = Text("offset {offset}: fuera del log", "offset {offset}: outside the log")
NOT_COMMITTED = Text("sin offset confirmado", "no committed offset")
NO_TOPIC = Text("No hay ningún topic «{topic}».", "There is no topic “{topic}”.")
NO_TOPIC_NEXT = Text("Cuando se cree, aparecerá aquí.", "It will appear here once it is created.")
UNHEARD_TOPIC = Text(
    "Ningún broker responde: del topic «{topic}» no se sabe nada.",
    "No broker answers: nothing is known of topic “{topic}”.",
)
UNHEARD_NEXT = Text("Aparecerá aquí cuando alguno responda.", "It will appear here once one of them answers.")
WAITING = Text("Esperando la primera respuesta de los brokers…", "Waiting for the brokers' first answer…")
NO_PARTITIONS = Text("Todavía no se conocen sus particiones.", "Its partitions are not known yet.")

GROUPS = Text("Grupos de consumidores", "Consumer groups")
NOBODY = (
    Text("Nadie lee este topic con un grupo.", "Nobody reads this topic in a group."),
    Text("Cuando un consumidor se una a uno,", "When a consumer joins one, it will"),
    Text("aparecerá aquí con su lag.", "appear here with its lag."),
)
NO_SUCH_GROUP = (
    Text("El grupo «{group}» no existe", "There is no group “{group}”"),
    Text("o no lee este topic.", "or it does not read this topic."),
)
OTHERS_HIDDEN = {
    True: Text("No se muestra otro grupo.", "Another group is not shown."),
    False: Text("No se muestran otros {n} grupos.", "{n} other groups are not shown."),
}
MORE_GROUPS = {True: Text("y 1 grupo más", "and 1 more group"), False: Text("y {n} grupos más", "and {n} more groups")}
NO_MEMBERS = Text("sin consumidores activos", "no active consumers")
MORE_MEMBERS = {True: Text("y 1 más", "and 1 more"), False: Text("y {n} más", "and {n} more")}
IDLE = Text("sin partición", "no partition")
COORDINATOR = Text("coordinador {id}", "coordinator {id}")
NO_COORDINATOR = Text("sin coordinador", "no coordinator")

BROKER_STATES = {
    "up": Text("activo", "up"),
    "paused": Text("en pausa", "paused"),
    "stopped": Text("parado", "stopped"),
    "unreachable": Text("no responde", "no answer"),
}
SEVERAL_BROKERS = {
    "up": Text("activos", "up"),
    "paused": Text("en pausa", "paused"),
    "stopped": Text("parados", "stopped"),
    "unreachable": Text("no responden", "not answering"),
}
GROUP_STATES = {
    "Stable": Text("estable", "stable"),
    "Empty": Text("vacío", "empty"),
    "PreparingRebalance": Text("va a repartir de nuevo", "about to rebalance"),
    "CompletingRebalance": Text("repartiendo", "rebalancing"),
    "Assigning": Text("repartiendo", "assigning"),
    "Reconciling": Text("ajustando el reparto", "reconciling"),
    "NotReady": Text("aún no está listo", "not ready"),
    "Dead": Text("eliminado", "dead"),
    "Unknown": Text("estado desconocido", "state not known"),
}

RECORD = Text("P{partition} · offset {offset}", "P{partition} · offset {offset}")
KEY = Text("clave {key}", "key {key}")
NO_KEY = Text("sin clave", "no key")
VALUE = Text("valor {value}", "value {value}")
NULL_VALUE = Text("valor nulo (tombstone)", "null value (tombstone)")
DELETED = Text("offset {offset}: ya se ha borrado", "offset {offset}: already deleted")
GAP = Text(
    "offset {offset}: aquí no hay nada que leer (compactado, o marca de una transacción)",
    "offset {offset}: nothing to read here (compacted away, or a transaction marker)",
)
UNREADABLE = Text(
    "offset {offset}: está en el líder, pero aún no se puede leer: va después de la marca de agua (HW)",
    "offset {offset}: on the leader, but not readable yet: it is beyond the high watermark (HW)",
)
NEXT_TITLE = Text("LEO {offset}: el offset del próximo mensaje", "LEO {offset}: the offset of the next message")
HW_TITLE = Text(
    "marca de agua (HW) {offset}: los consumidores leen hasta aquí",
    "high watermark (HW) {offset}: consumers read up to here",
)
OLDER = Text("offsets de {first} a {last}: anteriores", "offsets {first} to {last}: older ones")
OLDER_UNKNOWN = Text("offsets anteriores", "older offsets")
COMMITTED_TITLE = Text(
    "{group}: offset confirmado {offset} en P{partition}, el próximo que leerá; lag {lag}",
    "{group}: committed offset {offset} in P{partition}, the next one it will read; lag {lag}",
)

LEGEND = Text("Leyenda:", "Legend:")
LEGEND_COMMITTED = Text(
    "▲ offset confirmado de un grupo: el próximo que leerá", "▲ a group's committed offset: the next one it will read"
)
LEGEND_NEW = Text("borde verde: el último mensaje", "green border: newest message")
LEGEND_GONE = Text("gris: borrado", "grey: deleted")
LEGEND_HW = Text(
    "- - marca de agua (HW): hasta aquí leen los consumidores", "- - high watermark (HW): consumers read up to here"
)
LOG = Text("log", "log")
MORE_PARTITIONS = Text("y {n} particiones más", "and {n} more partitions")
MORE_WITHOUT_LEADER = Text(", {n} de ellas sin líder", ", {n} of them without a leader")


def no_topic(snapshot: Snapshot, topic: str) -> Text:
    """That `topic` is not there; or, where no broker answers, that nobody can tell."""
    return (NO_TOPIC if snapshot.is_heard else UNHEARD_TOPIC).format(topic=clean(topic))


def absent_next(snapshot: Snapshot, otherwise: Text) -> Text:
    """When what is not there will appear: `otherwise`, unless no broker answers."""
    return otherwise if snapshot.is_heard else UNHEARD_NEXT


def age(seconds: float) -> str:
    """A time span in units that both languages write alike: `8 s`, `3 min`, `2 h`, `4 d`."""
    whole = max(0, round(seconds))
    for unit, length in (("d", 86_400), ("h", 3600), ("min", 60)):
        if whole >= length:
            return f"{whole // length} {unit}"
    return f"{whole} s"


def count(forms: dict[bool, Text], n: int, lang: Lang) -> str:
    """The singular or plural form, with the number in it."""
    return forms[n == 1].format(n=n).in_(lang)


def group_state(state: str, lang: Lang) -> str:
    """A group's state in words; one that we do not know stays as Kafka writes it."""
    return GROUP_STATES[state].in_(lang) if state in GROUP_STATES else state
