"""The replicas' diagram in sentences: the alternative text, and the notes below the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import words
from kafkalab.scenes.ink import clean
from kafkalab.scenes.replica_row import PREFERRED, ROLES, SEEN, behind
from kafkalab.scenes.standing import candidates, furthest, replicas_of

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Snapshot, Topic
    from kafkalab.scenes.standing import Replica

_NO_PARTITION = Text("«{topic}» no tiene la partición {partition}.", "“{topic}” has no partition {partition}.")
_PARTITION = Text(
    "Réplicas de {topic} · P{partition}: época del líder {epoch}.",
    "Replicas of {topic} · P{partition}: leader epoch {epoch}.",
)
_HW = Text(
    "Los consumidores leen hasta la marca de agua (HW) {hw}.", "Consumers read up to the high watermark (HW) {hw}."
)
_NO_HW = Text("La marca de agua (HW) no se conoce ahora.", "The high watermark (HW) is not known now.")
_START = Text("El log empieza en el offset {start}.", "The log starts at offset {start}.")

_NO_LEADER = Text(
    "Sin líder: nadie puede leer ni escribir en P{partition}.",
    "No leader: nobody can read from P{partition} or write to it.",
)
_MAY_BE_SOON = {
    True: Text(
        "Puede serlo el broker {brokers}: la elección está en marcha.",
        "It may be broker {brokers}: the election is under way.",
    ),
    False: Text(
        "Puede serlo uno de los brokers {brokers}: la elección está en marcha.",
        "It may be one of the brokers {brokers}: the election is under way.",
    ),
}
_MAY_BE_BACK = {
    True: Text(
        "Lo será el broker {brokers} en cuanto vuelva: tiene todo lo confirmado.",
        "It will be broker {brokers} once that is back: it has all that is committed.",
    ),
    False: Text(
        "Lo será el primero de los brokers {brokers} que vuelva: tienen todo lo confirmado.",
        "It will be the first of the brokers {brokers} to be back: they have all that is committed.",
    ),
}
_NOBODY_MAY = Text(
    "Ninguna réplica está en el ISR: solo una elección no limpia (unclean) daría un líder, y podría perder mensajes.",
    "No replica is in the ISR: only an unclean election would give a leader, and it could lose messages.",
)
_NO_CONTROLLER = Text(
    "No se conoce un controlador activo: sin él no se elige a nadie.",
    "No active controller is known: without it nobody is elected.",
)
_UNDER_MINIMUM = Text(
    "El ISR ({n}) no llega a min.insync.replicas ({minimum}): las escrituras con acks=all se rechazan.",
    "The ISR ({n}) is below min.insync.replicas ({minimum}): writes with acks=all are refused.",
)
_EMPTY = Text("Vacía: aún no hay mensajes.", "Empty: no messages yet.")
_NO_REPLICAS = Text("Todavía no se conocen sus réplicas.", "Its replicas are not known yet.")
_LEADER_SILENT = Text(
    "El líder no responde: los offsets son los de hace {age}.",
    "The leader does not answer: offsets are those of {age} ago.",
)
_OLD = Text("Los offsets son los de hace {age}.", "Offsets are those of {age} ago.")


def describe_replicas(snapshot: Snapshot, topic: str, partition: int, lang: Lang, *, now: float | None = None) -> str:
    """What the diagram of the replicas shows, in a few sentences."""
    found = snapshot.topics.get(topic)
    if found is None:
        return words.no_topic(snapshot, topic).in_(lang)
    if partition not in found.partitions:
        return _NO_PARTITION.format(topic=clean(topic), partition=partition).in_(lang)
    now = snapshot.taken_at if now is None else now
    part = found.partitions[partition]
    epoch = part.leader_epoch if part.leader_epoch >= 0 else "?"
    sentences = [_PARTITION.format(topic=clean(topic), partition=partition, epoch=epoch).in_(lang)]
    sentences += [_replica(replica, lang, now) for replica in replicas_of(snapshot, part)]
    high = part.high_watermark
    sentences.append((_NO_HW if high is None else _HW.format(hw=high)).in_(lang))
    sentences += [_START.format(start=part.log_start_offset).in_(lang)] if part.log_start_offset else []
    return " ".join([*sentences, *(said for said, _ in notes(snapshot, found, part, lang, now))])


def _replica(replica: Replica, lang: Lang, now: float) -> str:
    parts = [ROLES[replica.role].in_(lang)]
    parts += [PREFERRED.in_(lang)] if replica.preferred else []
    parts += [words.BROKER_STATES[replica.state].in_(lang) if replica.state else "?"] if replica.silent else []
    parts += [f"LEO {'?' if replica.leo is None else replica.leo}"]
    parts += [said] if (said := behind(replica, lang)) else []
    parts += [SEEN.format(age=words.age(now - replica.seen)).in_(lang)] if replica.seen is not None else []
    return f"Broker {replica.broker}: {', '.join(parts)}."


def notes(snapshot: Snapshot, topic: Topic, partition: Partition, lang: Lang, now: float) -> list[tuple[str, str]]:
    """What is out of order with `partition`: sentences, each with its classes. Nothing where all is well."""
    told: list[tuple[Text, str]] = []
    if not partition.replicas:
        told.append((_NO_REPLICAS, "muted"))
    elif partition.leader is None:
        told += [(_NO_LEADER.format(partition=partition.id), "bold warn"), (_who_may(snapshot, partition), "")]
        told += [(_NO_CONTROLLER, "warn")] if snapshot.controller.id is None else []
    if partition.leader is not None and furthest(replicas_of(snapshot, partition), partition) == 0:
        told.append((_EMPTY, "muted"))
    minimum = topic.configs.get("min.insync.replicas", "")
    if partition.leader is not None and minimum.isdecimal() and len(partition.isr) < int(minimum):
        told.append((_UNDER_MINIMUM.format(n=len(partition.isr), minimum=int(minimum)), "warn"))
    if partition.as_of is not None:
        said = _OLD if partition.leader is None else _LEADER_SILENT
        told.append((said.format(age=words.age(now - partition.as_of)), "warn"))
    return [(text.in_(lang), tone) for text, tone in told]


def _who_may(snapshot: Snapshot, partition: Partition) -> Text:
    """Who may become leader, by what the snapshot says of the ISR, the ELR and the brokers."""
    able = candidates(partition)
    if not able:
        return _NOBODY_MAY
    up = [broker for broker in able if broker in snapshot.brokers and snapshot.brokers[broker].state == "up"]
    form, named = (_MAY_BE_SOON, up) if up else (_MAY_BE_BACK, able)
    return form[len(named) == 1].format(brokers=", ".join(map(str, named)))
