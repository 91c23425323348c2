"""What is said about producers and their acknowledgements, in the picture and in its alternative text. No layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import group_words, words
from kafkalab.scenes.ink import clean
from kafkalab.scenes.writers import min_isr

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Topic
    from kafkalab.scenes.standing import Replica
    from kafkalab.scenes.writers import Writer

PRODUCERS = {
    True: Text("1 productor del laboratorio", "1 producer of the lab"),
    False: Text("{n} productores del laboratorio", "{n} producers of the lab"),
}
NOBODY = Text("Ningún productor del laboratorio", "No producer of the lab")
NOBODY_ABOUT = Text(
    "Kafka no lleva lista de productores: los de otros no se ven. Sus mensajes, sí.",
    "Kafka keeps no list of producers: those of others can't be seen. Their messages can.",
)
MORE = Text("y {n} productores más", "and {n} more producers")
ACKED = {True: Text("1 confirmado", "1 acknowledged"), False: Text("{n} confirmados", "{n} acknowledged")}
SENT = {
    True: Text("1 enviado sin esperar", "1 sent, no answer"),
    False: Text("{n} enviados sin esperar", "{n} sent, no answer"),
}
FAILED = {True: Text("1 fallido", "1 failed"), False: Text("{n} fallidos", "{n} failed")}
LAST_ACK = Text("último ack:", "last ack:")
NO_ACK_YET = Text("aún sin ack", "no ack yet")

NO_LEADER = Text("sin líder: nadie puede escribir", "no leader: nobody can write")
REFUSES = Text("ISR {n} < min.insync {least}: rechaza acks=all", "ISR {n} < min.insync {least}: refuses acks=all")
IN_SYNC = Text("en el ISR", "in the ISR")
OUT = Text("fuera del ISR", "out of the ISR")
ELIGIBLE = Text("líder elegible", "eligible leader")
NO_FOLLOWERS = Text("sin seguidores", "no followers")

ACKS = {
    "all": Text(
        "acks=all: el líder confirma cuando tienen el mensaje todas las réplicas del ISR",
        "acks=all: the leader answers once every replica of the ISR has the message",
    ),
    "1": Text(
        "acks=1: el líder confirma en cuanto lo tiene él; los seguidores lo copian después",
        "acks=1: the leader answers as soon as it has the message; followers copy it later",
    ),
    "0": Text(
        "acks=0: el productor no espera respuesta: ni sabe si llegó ni con qué offset",
        "acks=0: the producer waits for no answer: it knows neither whether it arrived nor its offset",
    ),
}
LEGEND_SEND = Text("→ mensajes", "→ messages")
LEGEND_ACK = Text("- - verde: ack, la confirmación que vuelve", "- - green: ack, the answer that comes back")
LEGEND_QUIET = Text("- - gris: por aquí ahora no pasa nada", "- - grey: nothing passes here now")
LEGEND_NEW = Text("borde verde: el último mensaje", "green border: newest message")
LEGEND_OUT = Text("réplica discontinua: fuera del ISR o no responde", "dashed replica: out of the ISR or silent")

_ROLES = {"in_sync": ("✓", IN_SYNC), "eligible": ("◆", ELIGIBLE), "out": ("✕", OUT), "leader": ("★", words.LEADER)}


def acks(writer: Writer) -> str:
    """Its setting, as programs write it."""
    return f"acks={clean(writer.actor.acks or '?')}"


def counts(writer: Writer, lang: Lang) -> tuple[str, str]:
    """How many records were acknowledged (or only sent), and how many failed, each with a sign before it."""
    sign, form = ("✓", ACKED) if writer.hears else ("→", SENT)
    done, failed = writer.actor.acked, writer.actor.failed
    return f"{sign} {words.count(form, done, lang)}", f"✕ {words.count(FAILED, failed, lang)}"


def last_acks(writer: Writer) -> list[str]:
    """`P0 11` for each partition whose last acknowledgement is known."""
    return [f"P{number} {offset}" for number, offset in writer.last.items() if offset is not None]


def process(writer: Writer, lang: Lang) -> str:
    """How its process is."""
    return group_words.process(writer.actor).in_(lang)


def role(replica: Replica, lang: Lang) -> str:
    """Sign and words for a replica; its broker's state where that is not up."""
    sign, word = _ROLES[replica.role]
    said = f"{sign} {word.in_(lang)}"
    if replica.state in (None, "up"):
        return said
    return f"{said} · {words.BROKER_STATES[replica.state].in_(lang)}"


def refusal(topic: Topic, partition: Partition) -> Text:
    """Why a record with acks=all is refused."""
    return REFUSES.format(n=len(partition.isr), least=min_isr(topic))
