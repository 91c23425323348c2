"""What changed with the processes of a cluster: brokers, controllers, who leads them, ZooKeeper, our own actors. Pure.

A broker that keeps silent is said to keep silent. That it died is said only where its process is known to be gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kafkalab.i18n import Text
from kafkalab.observe.alike import Seen
from kafkalab.observe.event import Event
from kafkalab.observe.naming import clean
from kafkalab.observe.snapshot import BrokerState, NodeState, Snapshot

_PAUSED = Text(es="{who} está en pausa", en="{who} is paused")
_ENDED = Text(es="{who} ya no está en marcha", en="{who} is no longer running")
_RUNS = Text(es="{who} vuelve a estar en marcha", en="{who} is running again")
_GOES_ON = Text(es="{who} sigue después de la pausa", en="{who} goes on after its pause")
_SILENT = Text(es="{who} no responde", en="{who} does not answer")
_ANSWERS = Text(es="{who} vuelve a responder", en="{who} answers again")
# By (before, after). What is not here is no news: a broker that has just been started or resumed is silent for a while.
_STATES = {
    ("up", "paused"): _PAUSED, ("unreachable", "paused"): _PAUSED, ("stopped", "paused"): _PAUSED,
    ("up", "stopped"): _ENDED, ("unreachable", "stopped"): _ENDED, ("paused", "stopped"): _ENDED,
    ("stopped", "up"): _RUNS, ("paused", "up"): _GOES_ON,
    ("up", "unreachable"): _SILENT, ("unreachable", "up"): _ANSWERS,
}  # fmt: skip

_BROKER = Text(es="el broker {id}", en="broker {id}")
_NODES = {
    "controller": Text(es="el controlador {id}", en="controller {id}"),
    "zookeeper": Text(es="el servidor {id} de ZooKeeper", en="ZooKeeper server {id}"),
}
_NEW = Text(es="hay un broker nuevo: el {id}", en="there is a new broker: {id}")
_GONE = Text(es="el broker {id} ya no forma parte del clúster", en="broker {id} is no longer part of the cluster")

_EXPIRED = Text(
    es="la sesión del broker {id} ha caducado: el clúster ya no cuenta con él",
    en="the session of broker {id} has expired: the cluster no longer counts on it",
)
_UNLISTED = Text(es="el clúster ya no cuenta con el broker {id}", en="the cluster no longer counts on broker {id}")
_LISTED = Text(es="el clúster vuelve a contar con el broker {id}", en="the cluster counts on broker {id} again")

_LEADS = Text(
    es="el controlador {id} dirige ahora el quórum (epoch {epoch})",
    en="controller {id} leads the quorum now (epoch {epoch})",
)
_LEADS_AGAIN = Text(
    es="el controlador {id} vuelve a dirigir el quórum (epoch {epoch})",
    en="controller {id} leads the quorum again (epoch {epoch})",
)
_CONTROLLER = Text(
    es="el broker {id} es ahora el controlador del clúster (antes, el {before})",
    en="broker {id} is the cluster's controller now (before: {before})",
)


_ENSEMBLE = Text(es="el servidor {id} dirige ahora ZooKeeper", en="server {id} leads ZooKeeper now")
_REGISTERED = Text(
    es="el broker {id} se ha registrado en ZooKeeper (/brokers/ids)",
    en="broker {id} has registered in ZooKeeper (/brokers/ids)",
)
_UNREGISTERED = Text(
    es="ZooKeeper ya no tiene registrado al broker {id} (/brokers/ids)",
    en="broker {id} is no longer registered in ZooKeeper (/brokers/ids)",
)

_ACTORS = {
    "consumer": Text(es="el consumidor {name}", en="consumer {name}"),
    "producer": Text(es="el productor {name}", en="producer {name}"),
}
_ACTOR_STARTED = Text(es="{who} ha arrancado", en="{who} has started")
_ACTOR_STATES = {
    "running": _GOES_ON,
    "paused": _PAUSED,
    "closed": Text(es="{who} ha terminado en orden", en="{who} has ended in order"),
    "killed": Text(es="{who} ha muerto: SIGKILL", en="{who} was killed: SIGKILL"),
    "crashed": Text(es="{who} ha terminado de golpe", en="{who} has crashed"),
}
_ACTOR_ENDED = Text(es="{who} ha terminado", en="{who} has ended")
_ALIVE = ("starting", "running", "paused")


def node_events(before: Snapshot, after: Snapshot) -> Iterator[Seen]:
    """What changed with brokers, controllers, ZooKeeper and actors."""
    yield from _brokers(before, after)
    yield from _nodes(before, after)
    yield from _controller(before, after)
    yield from _zookeeper(before, after)
    yield from _actors(before, after)


def _brokers(before: Snapshot, after: Snapshot) -> Iterator[Seen]:
    heard = after.is_heard
    for broker in sorted({*before.brokers, *after.brokers}):
        old, new = before.brokers.get(broker), after.brokers.get(broker)
        was, now = old.state if old else None, new.state if new else None
        if was and now:
            text = _STATES.get((was, now))
            text = text.format(who=_BROKER.format(id=broker)) if text else None
        else:
            told = heard and (now == "up" or now is None)
            text = (_NEW if now else _GONE).format(id=broker) if told else None
        if text is not None:
            yield Seen(Event(after.taken_at, "broker", text, broker=broker, before=was, after=now))
        if old is not None and new is not None:
            yield from _session(after.taken_at, old, new)


def _session(at: float, old: BrokerState, new: BrokerState) -> Iterator[Seen]:
    """Of a broker that is paused it is certain that its session ran out; one that stops may also say goodbye."""
    if old.listed is None or new.listed is None or old.listed == new.listed:
        return
    text = _LISTED if new.listed else _EXPIRED if new.state == "paused" else _UNLISTED
    yield Seen(Event(at, "session", text.format(id=new.id), broker=new.id, before=old.listed, after=new.listed))


def _nodes(before: Snapshot, after: Snapshot) -> Iterator[Seen]:
    for node, now in sorted(after.nodes.items()):
        was = before.nodes.get(node)
        text = _STATES.get((was.state, now.state)) if was else None
        if was and text:
            event = Event(
                after.taken_at, "node", text.format(who=_label(now)), key=now.role, before=was.state, after=now.state
            )
            yield Seen(event)


def _label(node: NodeState) -> Text:
    return _NODES[node.role].format(id=node.id)


def _controller(before: Snapshot, after: Snapshot) -> Iterator[Seen]:
    was, now = before.controller, after.controller
    if was.id is None or now.id is None or (now.epoch or 0) < (was.epoch or 0):
        return
    if after.quorum is None:
        text = _CONTROLLER.format(id=now.id, before=was.id) if was.id != now.id else None
    elif was.id != now.id:
        text = _LEADS.format(id=now.id, epoch=now.epoch)
    else:
        text = _LEADS_AGAIN.format(id=now.id, epoch=now.epoch) if was.epoch != now.epoch else None
    if text is not None:
        yield Seen(Event(after.taken_at, "controller", text, epoch=now.epoch, before=was.id, after=now.id))


def _zookeeper(before: Snapshot, after: Snapshot) -> Iterator[Seen]:
    was, now = before.zookeeper or {}, after.zookeeper or {}
    old, new = _ensembles_leader(was), _ensembles_leader(now)
    if old is not None and new is not None and old != new:
        yield Seen(Event(after.taken_at, "zookeeper", _ENSEMBLE.format(id=new), before=old, after=new))
    had, has = was.get("brokers"), now.get("brokers")
    if had is None or has is None:
        return
    for brokers, others, form in ((had, has, _UNREGISTERED), (has, had, _REGISTERED)):
        for broker in sorted(set(brokers) - set(others)):
            text = form.format(id=broker)
            yield Seen(Event(after.taken_at, "zookeeper", text, broker=broker, before=tuple(had), after=tuple(has)))


def _ensembles_leader(zookeeper: Mapping[str, Any]) -> int | None:
    servers = zookeeper.get("servers") or {}
    return next((server for server, mode in servers.items() if mode == "leader"), None)


def _actors(before: Snapshot, after: Snapshot) -> Iterator[Seen]:
    for name in sorted({*before.actors, *after.actors}):
        old, new = before.actors.get(name), after.actors.get(name)
        was, now = old.state if old else None, new.state if new else None
        text = _what_an_actor_did(was, now)
        actor = new or old
        if text is not None and actor is not None:
            who = _ACTORS[actor.kind].format(name=clean(name))
            yield Seen(Event(after.taken_at, "actor", text.format(who=who), actor=name, before=was, after=now))


def _what_an_actor_did(was: str | None, now: str | None) -> Text | None:
    """Those that had ended before anybody looked are no news, nor are those that are forgotten after their end."""
    if was is None:
        return _ACTOR_STARTED if now in _ALIVE else None
    if now is None:
        return _ACTOR_ENDED if was in _ALIVE else None
    return None if was == now or (was, now) == ("starting", "running") else _ACTOR_STATES.get(now)
