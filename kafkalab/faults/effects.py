"""What a fault must have done to the metadata before it counts as seen. Pure: from nodes' answers to what is missing.

Asking them and waiting is in kafkalab.faults.noticing; the signals themselves are kafkalab.nodes'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kafkalab.i18n import Text
from kafkalab.observe.wire.answers import ClusterView, QuorumView

_SHOWN = 3

_SILENT = Text(es="el broker {at} no responde", en="broker {at} does not answer")
_LISTED = Text(es="el broker {at} todavía ve al broker {id}", en="broker {at} still lists broker {id}")
_UNLISTED = Text(es="el broker {at} todavía no ve al broker {id}", en="broker {at} does not list broker {id} yet")
_LEADS = Text(
    es="según el broker {at}, el broker {id} aún lidera {partitions}",
    en="for broker {at}, broker {id} still leads {partitions}",
)
_NO_LEADER = Text(
    es="el quórum de controladores aún no tiene líder nuevo", en="the controllers' quorum has no new leader yet"
)
_BEHIND = Text(
    es="al controlador {id} aún le falta parte del registro de metadatos",
    en="controller {id} still lacks a part of the metadata log",
)
_OUT_OF_SYNC = Text(
    es="{partition} solo tiene sincronizadas {isr} de {replicas}", en="{partition} has only {isr} of {replicas} in sync"
)
_NOBODY = Text(es="ningún broker responde", en="no broker answers")


@dataclass(frozen=True)
class Missing:
    """What is still waited for, and the node whose log may say why."""

    what: Text
    node: int


def still_there(broker: int, views: Mapping[int, ClusterView | None]) -> Missing | None:
    """Why `broker` does not count as gone: another one lists it, or names it as a leader. None once it is gone.

    `views`: what each other running broker says. A partition left without a leader is no reason.
    """
    for at, view in views.items():
        if view is None:
            return Missing(_SILENT.format(at=at), at)
        if broker in view.brokers:
            return Missing(_LISTED.format(at=at, id=broker), at)
        if led := _led_by(broker, view):
            return Missing(_LEADS.format(at=at, id=broker, partitions=_some(led)), at)
    return None


def not_back(broker: int, views: Mapping[int, ClusterView | None]) -> Missing | None:
    """Why `broker` does not count as back: a running broker (itself included) does not list it. None once all do."""
    for at, view in views.items():
        if view is None:
            return Missing(_SILENT.format(at=at), at)
        if broker not in view.brokers:
            return Missing(_UNLISTED.format(at=at, id=broker), broker)
    return None


def still_leads(controller: int, quorum: QuorumView | None) -> Missing | None:
    """Why `controller` does not count as gone: no other one leads the quorum."""
    if quorum is None or quorum.leader in (None, controller):
        return Missing(_NO_LEADER, controller)
    return None


def not_caught_up(controller: int, quorum: QuorumView | None) -> Missing | None:
    """Why `controller` does not count as back: there is no leader, or it has not read what the leader has."""
    if quorum is None or quorum.leader is None:
        return Missing(_NO_LEADER, controller)
    if quorum.voters.get(controller, -1) < quorum.voters.get(quorum.leader, 0):
        return Missing(_BEHIND.format(id=controller), controller)
    return None


def not_whole(brokers: Sequence[int], view: ClusterView | None) -> Missing | None:
    """The first partitions whose in-sync replicas are not all those that live on `brokers`. None once all are whole."""
    if view is None:
        return Missing(_NOBODY, brokers[0])
    short = [
        (f"{topic.name}-{part.id}", part, set(part.replicas) & set(brokers) - set(part.isr))
        for topic in view.topics
        for part in topic.partitions
    ]
    lacking = [found for found in short if found[2]]
    if not lacking:
        return None
    name, part, absent = lacking[0]
    more = f" (+{len(lacking) - 1})" if len(lacking) > 1 else ""
    what = _OUT_OF_SYNC.format(partition=name + more, isr=list(part.isr), replicas=list(part.replicas))
    return Missing(what, min(absent))


def _led_by(broker: int, view: ClusterView) -> list[str]:
    return [f"{topic.name}-{part.id}" for topic in view.topics for part in topic.partitions if part.leader == broker]


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} (+{len(names) - _SHOWN})"
