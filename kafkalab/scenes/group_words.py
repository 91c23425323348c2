"""What is said about a consumer group in its picture and in its alternative text. No layout here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import words
from kafkalab.scenes.ink import clean

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Actor, Group, Snapshot
    from kafkalab.scenes.membership import Membership, Seat

NO_GROUP = Text("No hay ningún grupo «{group}».", "There is no group “{group}”.")
NO_GROUP_NEXT = Text(
    "Aparecerá aquí en cuanto un consumidor se una a él.", "It will appear here as soon as a consumer joins it."
)
UNHEARD_GROUP = Text(
    "Ningún broker responde: del grupo «{group}» no se sabe nada.",
    "No broker answers: nothing is known of group “{group}”.",
)
TYPES = {
    "classic": Text("grupo de consumidores · protocolo clásico", "consumer group · classic protocol"),
    "consumer": Text("grupo de consumidores · protocolo nuevo (KIP-848)", "consumer group · new protocol (KIP-848)"),
    "share": Text("share group", "share group"),
}
MEMBERS = {True: Text("1 miembro", "1 member"), False: Text("{n} miembros", "{n} members")}
NO_MEMBERS = Text("sin miembros", "no members")
ASSIGNOR = Text("asignador {name}", "assignor {name}")
COORDINATOR = Text("coordinador: broker {id}", "coordinator: broker {id}")
COORDINATOR_STATE = Text("coordinador: broker {id} ({state})", "coordinator: broker {id} ({state})")
NO_COORDINATOR = Text("sin coordinador conocido", "coordinator not known")
SILENT = Text(
    "el coordinador no responde: último dato de hace {age}", "the coordinator does not answer: last known {age} ago"
)

IDLE = Text("sin partición", "no partition")
IDLE_TOO_MANY = Text(
    "sin partición: hay más miembros que particiones", "no partition: there are more members than partitions"
)
WAITS = Text("espera el reparto", "waits for its share")
NOT_TOLD = Text("aún no se sabe qué le toca", "its share is not known yet")
STATIC = Text("miembro estático", "static member")
ACTORS = {
    "starting": Text("● arrancando", "● starting"),
    "running": Text("● en marcha", "● running"),
    "paused": Text("‖ en pausa: no da señales", "‖ paused: it gives no sign"),
    "closed": Text("○ cerrado", "○ closed"),
    "killed": Text("✕ matado: el grupo aún lo cuenta", "✕ killed: the group still counts it"),
    "crashed": Text("✕ caído: el grupo aún lo cuenta", "✕ crashed: the group still counts it"),
}
PROCESSES = {
    "starting": Text("arrancando", "starting"),
    "running": Text("en marcha", "running"),
    "paused": Text("en pausa", "paused"),
    "closed": Text("cerrado", "closed"),
    "killed": Text("matado", "killed"),
    "crashed": Text("caído", "crashed"),
}

NOBODYS = Text("Sin dueño", "Without an owner")
NOT_KNOWN = Text("Dueño por decidir", "Owner to be decided")
UNREAD = Text("Sin lector", "Without a reader")
ALL_READ = Text("ninguna: cada partición tiene quien la lea", "none: every partition has somebody who reads it")
NONE_LEFT = Text("ninguna: cada partición tiene su dueño", "none: every partition has its owner")
NO_TILES = Text("aún no se sabe de qué particiones", "it is not known yet of which partitions")
WHY_EMPTY = Text(
    "no hay quien las lea; los offsets confirmados se conservan", "there is nobody to read them; committed offsets stay"
)
WHY_REBALANCE = Text(
    "el grupo se está repartiendo las particiones y, mientras tanto, no dice de quién es cada una",
    "the group is sharing out its partitions and, meanwhile, does not say whose each one is",
)
WHY_RECONCILE = Text(
    "cambian de manos: un miembro las suelta y otro las toma; las demás se siguen leyendo",
    "they change hands: one member lets go, another takes; the rest go on being read",
)
WHY_UNKNOWN = Text("ahora mismo no las lee nadie", "nobody reads them just now")

_STATES = {
    "Stable": ("●", "k2"),
    "Empty": ("○", "k7"),
    "Dead": ("✕", "k4"),
    **dict.fromkeys(("PreparingRebalance", "CompletingRebalance", "Assigning", "Reconciling"), ("↻", "k1")),
}


def facts(group: Group, lang: Lang) -> list[str]:
    """Type and assignor: what hardly changes. A type that we do not know stays as Kafka writes it."""
    kind = TYPES[group.type].in_(lang) if group.type in TYPES else clean(group.type)
    assignor = [ASSIGNOR.format(name=clean(group.protocol)).in_(lang)] if group.protocol else []
    return [part for part in (kind, *assignor) if part]


def told_state(view: Membership, lang: Lang, now: float) -> tuple[str, str, str, list[tuple[str, str]]]:
    """Sign, word and fill of the group's state; and what else is to be said, each with its class."""
    group = view.group
    sign, fill = _STATES.get(group.state, ("?", "k7"))
    word = clean(words.group_state(group.state, lang))
    members = words.count(MEMBERS, len(group.members), lang) if group.members else NO_MEMBERS.in_(lang)
    said, cls = coordinator(view, lang)
    rest = [(members, ""), (said, cls)]
    if group.as_of is not None:
        fill = "silent k7"
        rest.append((SILENT.format(age=words.age(now - group.as_of)).in_(lang), "warn"))
    return sign, word, fill, rest


def coordinator(view: Membership, lang: Lang) -> tuple[str, str]:
    """Which broker coordinates the group, and how it is if it is not up; and the class of that text."""
    id_ = view.group.coordinator
    if id_ is None:
        return NO_COORDINATOR.in_(lang), "warn"
    broker = view.snapshot.brokers.get(id_)
    if broker is None or broker.state == "up":
        return COORDINATOR.format(id=id_).in_(lang), "muted"
    return COORDINATOR_STATE.format(id=id_, state=words.BROKER_STATES[broker.state]).in_(lang), "warn"


def no_group(snapshot: Snapshot, group: str) -> Text:
    """That `group` is not there; or, where no broker answers, that nobody can tell."""
    return (NO_GROUP if snapshot.is_heard else UNHEARD_GROUP).format(group=clean(group))


def share(view: Membership, seat: Seat, lang: Lang) -> str:
    """What a member has, in a line."""
    owned = len(view.of(seat.key))
    if owned:
        told = words.count(words.PARTITIONS, owned, lang)
        lag = words.LAG.format(lag=view.total_lag(seat.key)).in_(lang)
        return told if view.is_share else f"{told} · {lag}"
    if not view.is_assigned:
        return NOT_TOLD.in_(lang)
    if view.group.state != "Stable":
        return WAITS.in_(lang)
    return (IDLE_TOO_MANY if view.has_more_members_than_partitions else IDLE).in_(lang)


def actor_state(actor: Actor, lang: Lang) -> str:
    """Sign and words for how a member's process is."""
    return ACTORS[actor.state].in_(lang) if actor.state in ACTORS else f"? {clean(actor.state)}"


def process(actor: Actor) -> Text:
    """How an actor's process is, in a word."""
    return PROCESSES.get(actor.state, Text(clean(actor.state), clean(actor.state)))


def nobodys(view: Membership) -> Text:
    """What the place of the partitions that nobody has is called."""
    if view.is_share:
        return UNREAD
    return NOBODYS if view.is_assigned else NOT_KNOWN


def none_left(view: Membership) -> Text:
    """What is said there while no partition is."""
    if not view.tiles:
        return NO_TILES
    return ALL_READ if view.is_share else NONE_LEFT


def why_nobody(view: Membership) -> Text:
    """Why there are partitions without an owner."""
    if not view.seats:
        return WHY_EMPTY
    if view.group.state in ("Assigning", "Reconciling"):
        return WHY_RECONCILE
    return WHY_UNKNOWN if view.is_assigned else WHY_REBALANCE
