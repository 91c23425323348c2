"""Waiting until a fault, or its end, can be seen: in the process, then in what the running nodes say of each other.

What counts as seen is judged in effects.py. Here: whom to ask, for how long, and what to say when time is up.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from kafkalab.errors import WaitTimeoutError
from kafkalab.faults.effects import Missing, not_back, not_caught_up, still_leads, still_there
from kafkalab.i18n import Text
from kafkalab.nodes import fleet, logs
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.probe import Probe
from kafkalab.nodes.process import Status
from kafkalab.nodes.state import State
from kafkalab.observe.wire.answers import ClusterView
from kafkalab.talk import say

TIMEOUT_S = 30.0
_PAUSE_S = 0.05

Look = Callable[[Probe], Missing | None]
Now = Callable[[], tuple[State, Node]]

_PROCESS = {
    "up": Text(es="el proceso del nodo {id} aún no funciona", en="the process of node {id} does not run yet"),
    "paused": Text(es="el proceso del nodo {id} aún no está en pausa", en="the process of node {id} is not paused yet"),
    "stopped": Text(es="el proceso del nodo {id} aún no ha acabado", en="the process of node {id} has not ended yet"),
}
_DEAF = Text(es="el nodo {id} aún no escucha en el puerto {port}", en="node {id} does not listen on port {port} yet")
_LATE = Text(es="Tras {seconds:g} s, {missing}.", en="After {seconds:g} s {missing}.")
_LATE_LOG = Text(es=" Lo último que dice el nodo {id}: {lines}", en=" The last that node {id} says: {lines}")
_LATE_NEXT = Text(
    es="Mira qué nodos funcionan con `kafkalab status --name {name}`; `kafkalab heal --name {name}` los repone todos.",
    en="See which nodes run with `kafkalab status --name {name}`; `kafkalab heal --name {name}` brings all back.",
)
_WHOLE_NEXT = Text(
    es="Si va poniéndose al día, repite `kafkalab heal --name {name}`; si no, lee su registro.",
    en="If it is catching up, repeat `kafkalab heal --name {name}`; if not, read its log.",
)
_NO_MAJORITY = Text(
    es="Ahora no hay mayoría de {who} en marcha: hasta que vuelva, los metadatos no pueden cambiar "
    "(ni nuevos líderes, ni topics).",
    en="No majority of the {who} runs now: until it is back, the metadata cannot change (no new leader, no new topic).",
)
_CONTROLLERS = Text(es="controladores", en="controllers")
_ZOOKEEPERS = Text(es="servidores ZooKeeper", en="ZooKeeper servers")
_NOBODY_LEFT = Text(
    es="No queda ningún otro broker en marcha que pueda notarlo.", en="No other broker runs that could notice."
)


def await_gone(now: Now, process: Status, timeout_s: float = TIMEOUT_S) -> None:
    """Until the node's process is as `process` says, and those who run do without it.

    Where nobody can notice (no other broker runs, or no majority of controllers, so that no metadata can change), that
    is said and not waited for. Raises WaitTimeoutError.
    """
    with Probe() as probe:
        _until(lambda _: _process_is(now, process), probe, timeout_s, lambda: now()[0].plan)
        known, node = now()
        said = _nobody_notices(known, node)
        if said is not None:
            say(said)
            return
        _until(lambda probe: _is_missed(*now(), probe), probe, timeout_s, lambda: now()[0].plan)


def await_back(now: Now, timeout_s: float = TIMEOUT_S) -> None:
    """Until the node's process runs and serves, and those who run count on it.

    Without a majority of controllers that cannot be: it is said and not waited for. Raises NodeError if the process
    dies, WaitTimeoutError.
    """
    with Probe() as probe:
        _until(lambda probe: _is_back_or_cannot_be(now, probe), probe, timeout_s, lambda: now()[0].plan)
        known, node = now()
        if not _majority(known) and _has_not_returned(known, node, probe):
            say(_no_majority(known.plan))


def await_all(now: Callable[[], State], look: Callable[[State, Probe], Missing | None], timeout_s: float) -> None:
    """Until `look` finds nothing missing in the whole cluster. Raises WaitTimeoutError."""
    with Probe() as probe:
        _until(lambda probe: look(now(), probe), probe, timeout_s, lambda: now().plan, _WHOLE_NEXT)


def ask_brokers(known: State, probe: Probe, nodes: Sequence[Node]) -> dict[int, ClusterView | None]:
    """What each of `nodes` that runs says of the cluster; None where it does not answer."""
    up = [node for node in nodes if fleet.status(known, node) == "up"]
    return {node.id: probe.metadata(node, known.plan.cluster_id) for node in up}


def _until(look: Look, probe: Probe, timeout_s: float, plan: Callable[[], Plan], step: Text = _LATE_NEXT) -> None:
    deadline = time.monotonic() + timeout_s
    while (missing := look(probe)) is not None:
        if time.monotonic() > deadline:
            raise _too_late(plan(), missing, timeout_s, step)
        time.sleep(_PAUSE_S)


def _too_late(plan: Plan, missing: Missing, seconds: float, step: Text) -> WaitTimeoutError:
    what = _LATE.format(seconds=seconds, missing=missing.what)
    node = plan.node(missing.node)
    lines = logs.last_words(plan.node_folder(node)) if node else []
    if lines:
        shown = _LATE_LOG.format(id=missing.node, lines=" / ".join(lines))
        what = Text(what.es + shown.es, what.en + shown.en)
    return WaitTimeoutError(what, step.format(name=plan.name))


def _process_is(now: Now, wanted: Status) -> Missing | None:
    known, node = now()
    return None if fleet.status(known, node) == wanted else Missing(_PROCESS[wanted].format(id=node.id), node.id)


def _nobody_notices(known: State, node: Node) -> Text | None:
    """Why no running node can notice that `node` is gone, if so. It looks at processes only."""
    if not _majority(known):
        return _no_majority(known.plan)
    others = [other for other in known.plan.brokers if other != node and fleet.status(known, other) == "up"]
    return _NOBODY_LEFT if node in known.plan.brokers and not others else None


def _is_missed(known: State, node: Node, probe: Probe) -> Missing | None:
    plan = known.plan
    if not _majority(known):  # somebody else broke it meanwhile
        return None
    if node in plan.controllers:
        missing = still_leads(node.id, probe.quorum(_running_controllers(known)))
        if missing is not None:
            return missing
    if node not in plan.brokers:
        return None
    others = [broker for broker in plan.brokers if broker != node]
    return still_there(node.id, ask_brokers(known, probe, others))


def _is_back_or_cannot_be(now: Now, probe: Probe) -> Missing | None:
    known, node = now()
    missing = _has_not_returned(known, node, probe)
    cannot_be = missing is not None and not _majority(known)
    fleet.raise_if_dead(known, [node])  # last: a controller that has just died may be what the majority lacks
    return None if cannot_be else missing


def _has_not_returned(known: State, node: Node, probe: Probe) -> Missing | None:
    plan = known.plan
    if fleet.status(known, node) != "up":
        return Missing(_PROCESS["up"].format(id=node.id), node.id)
    if node not in plan.brokers and not fleet.is_listening(known, node):  # a broker is asked, which says more
        return Missing(_DEAF.format(id=node.id, port=node.port), node.id)
    if node in plan.controllers:
        missing = not_caught_up(node.id, probe.quorum(_running_controllers(known)))
        if missing is not None:
            return missing
    return not_back(node.id, ask_brokers(known, probe, plan.brokers)) if node in plan.brokers else None


def _running_controllers(known: State) -> list[Node]:
    return [node for node in known.plan.controllers if fleet.status(known, node) == "up"]


def _majority(known: State) -> bool:
    quorum = known.plan.quorum
    return 2 * sum(fleet.status(known, node) == "up" for node in quorum) > len(quorum)


def _no_majority(plan: Plan) -> Text:
    return _NO_MAJORITY.format(who=_CONTROLLERS if plan.controllers else _ZOOKEEPERS)
