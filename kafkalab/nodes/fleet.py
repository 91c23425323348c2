"""Starting and ending the nodes of a cluster, and waiting until they serve. What the brokers hold is read elsewhere.

"Ready" means: each broker itself lists every broker, that is, all are registered and unfenced, and a topic with a
replica on each of them can be created at once. And each controller or ZooKeeper server listens.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from kafkalab.distribution import Distribution
from kafkalab.errors import NodeError
from kafkalab.i18n import Text
from kafkalab.nodes import environment, folders, launch, layouts, logs, power, process, state
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.process import Status
from kafkalab.nodes.state import State

Ask = Callable[[Node, str], frozenset[int] | None]
"""Asks one broker which brokers of the cluster of that id it lists; None where it does not answer (yet)."""

READY_TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 30.0
_IN_VAIN_S = 3.0

_ROLES = {
    "broker": Text(es="El broker", en="Broker"),
    "controller": Text(es="El controlador", en="Controller"),
    "combined": Text(es="El nodo combinado", en="Combined node"),
    "zookeeper": Text(es="El servidor ZooKeeper", en="ZooKeeper server"),
}
_DIED = Text(es="{role} {id} no ha arrancado: {reason}.", en="{role} {id} did not start: {reason}.")
_SLOW = Text(
    es="El clúster no está listo tras {seconds:.0f} s: falta {missing}.",
    en="The cluster is not ready after {seconds:.0f} s: still missing {missing}.",
)
_SLOW_NEXT = Text(
    es="Repite `up`; si vuelve a pasar, cierra otros programas o mira {log}.",
    en="Repeat `up`; if it happens again, close other programs or read {log}.",
)


def status(known: State, node: Node) -> Status:
    """What the operating system says of `node`'s process."""
    return process.status(known.pids.get(node.id), state.tag(known.plan, node))


def is_running(known: State, node: Node) -> bool:
    """Whether its process is there, paused or not."""
    return status(known, node) != "stopped"


def is_listening(known: State, node: Node) -> bool:
    """Whether its process, and not somebody else's, listens on its port."""
    return process.listens(known.pids.get(node.id), state.tag(known.plan, node), node.port)


def adopt(known: State) -> State:
    """Take back the nodes that run although no pid says so: whoever started them was killed before writing it down."""
    running = process.running_below(known.plan.folder)
    for node in known.plan.nodes:
        pid = running.pop(state.tag(known.plan, node), None)
        known = known if pid is None else known.with_pid(node, pid)
    return known


def strangers(folder: Path, plan: Plan | None = None) -> list[int]:
    """The pids of nodes below `folder` that are none of `plan`'s: of an earlier cluster, whose folder was removed."""
    ours = {state.tag(plan, node) for node in plan.nodes} if plan else set()
    return [pid for tag, pid in process.running_below(folder).items() if tag not in ours]


def start(known: State, nodes: Iterable[Node], distribution: Distribution) -> State:
    """Start those of `nodes` that do not run, write their pids down as each is started, and return the new state.

    One that is paused goes on; one that was told to end is waited for first.
    """
    wanted = list(nodes)
    if any(node in known.plan.brokers for node in wanted):
        idle = [node for node in known.plan.brokers if not is_running(known, node)]
        power.say_if_lost(known.plan, idle, known.boot)
    for node in wanted:
        resume(known, node)
        let_end(known, node)
        if not is_running(known, node):
            known = state.write(known.with_pid(node, _spawn(known, node, distribution)))
    return known


def wait_ready(known: State, ask: Ask, timeout_s: float = READY_TIMEOUT_S) -> None:
    """Wait until every broker lists every broker and the others listen. Raises NodeError: which, why, what to do."""
    waiting = list(known.plan.nodes)
    deadline = time.monotonic() + timeout_s
    while True:
        raise_if_dead(known, known.plan.nodes)
        waiting = [node for node in waiting if not _serves(known, node, ask)]
        if not waiting:
            return
        if time.monotonic() > deadline:
            raise _too_slow(known, waiting, timeout_s)
        time.sleep(0.03)


def _serves(known: State, node: Node, ask: Ask) -> bool:
    if node not in known.plan.brokers:
        return is_listening(known, node)
    return ask(node, known.plan.cluster_id) == frozenset(broker.id for broker in known.plan.brokers)


def kill(known: State, node: Node) -> bool:
    """SIGKILL: a crash. Returns once the process is gone; False if it was not running."""
    return process.end(known.pids.get(node.id), state.tag(known.plan, node))


def crash(known: State, node: Node) -> bool:
    """SIGKILL, without waiting for the process to be gone. False if it was not running."""
    return _tell_to_end(known, node, signal.SIGKILL) is not None


def ask_to_end(known: State, node: Node) -> psutil.Process | None:
    """SIGTERM, without waiting; a paused one goes on, or it would never get to it. Who got it, if anybody."""
    found = _tell_to_end(known, node, signal.SIGTERM)
    if found is not None:
        resume(known, node)
    return found


def pause(known: State, node: Node) -> bool:
    """SIGSTOP: it keeps its connections and its memory, and does nothing. False if it was not running."""
    return process.send(known.pids.get(node.id), state.tag(known.plan, node), signal.SIGSTOP) is not None


def resume(known: State, node: Node) -> bool:
    """SIGCONT: a paused one goes on where it was. False if it was not running."""
    return process.send(known.pids.get(node.id), state.tag(known.plan, node), signal.SIGCONT) is not None


def stop(known: State, node: Node) -> bool:
    """SIGTERM, the clean way; SIGKILL if that does not end it. False if it was not running."""
    return bool(_stop(known, [node]))


def kill_all(known: State) -> None:
    """SIGKILL to every node."""
    for node in known.plan.nodes:
        kill(known, node)


def kill_below(folder: Path) -> bool:
    """SIGKILL to every node whose folder is below `folder`, whatever any state file says. False if there was none."""
    found = process.running_below(folder)
    for tag, pid in found.items():
        process.end(pid, tag)
    return bool(found)


def stop_all(known: State) -> None:
    """Stop every node cleanly: first who only needs the metadata, since each must still find it, then who keeps it."""
    quorum = known.plan.quorum
    _stop(known, [node for node in known.plan.nodes if node not in quorum])
    _stop(known, quorum)


def _stop(known: State, nodes: Sequence[Node]) -> list[psutil.Process]:
    """SIGTERM to all of `nodes` at once, SIGKILL to those that do not end. Returns those that ran."""
    deadline = time.monotonic() + _patience(known)
    asked = [found for node in nodes if (found := ask_to_end(known, node))]
    for each in asked:
        if not process.wait_gone(each, max(deadline - time.monotonic(), 0)):
            process.kill(each)
    return asked


def _patience(known: State) -> float:
    """Without a majority of the quorum no broker can hand over its leaderships, and would try until it is killed."""
    quorum = known.plan.quorum
    running = sum(status(known, node) == "up" for node in quorum)
    return STOP_TIMEOUT_S if 2 * running > len(quorum) else _IN_VAIN_S


def _tell_to_end(known: State, node: Node, number: signal.Signals) -> psutil.Process | None:
    """Send that signal, and write down to whom: until it is gone, it still looks like a node that runs."""
    pid = known.pids.get(node.id)
    if pid is None:
        return None
    with suppress(OSError):  # a full disk, a folder that is gone: no reason not to send it
        _ending(known, node).write_text(str(pid), encoding="utf-8")
    return process.send(pid, state.tag(known.plan, node), number)


def let_end(known: State, node: Node) -> None:
    """If its process was told to end, wait until it has: till then it looks as if it ran, and holds its port."""
    pid = known.pids.get(node.id)
    try:
        told = _ending(known, node).read_text(encoding="utf-8") == str(pid)
    except (OSError, ValueError):
        return
    found = process.find_ending(pid, state.tag(known.plan, node)) if told else None
    if found is not None and not process.wait_gone(found, STOP_TIMEOUT_S):
        process.kill(found)


def _ending(known: State, node: Node) -> Path:
    return known.plan.node_folder(node) / "ending"


def _spawn(known: State, node: Node, distribution: Distribution) -> int:
    settings = folders.prepare(known.plan, node)
    _ending(known, node).unlink(missing_ok=True)
    mark = process.mark(state.tag(known.plan, node))
    program = layouts.of(known.plan).programs[node.role]
    aot = distribution.aot_flags(program.purpose)
    command = launch.node_command(distribution.java, distribution.jars, settings, aot, mark, program)
    return process.spawn(command, known.plan.node_folder(node), environment.for_java())


def raise_if_dead(known: State, nodes: Iterable[Node]) -> None:
    """Raises NodeError if one of `nodes` does not run: which node, why, and what to do."""
    for node in nodes:
        if not is_running(known, node):
            reason, step = logs.explain(known.plan, node)
            raise NodeError(_DIED.format(role=_ROLES[node.role], id=node.id, reason=reason), step)


def _too_slow(known: State, waiting: list[Node], seconds: float) -> NodeError:
    missing = ", ".join(str(node.id) for node in waiting)
    log = known.plan.node_folder(waiting[0]) / "logs" / "server.log"
    return NodeError(_SLOW.format(seconds=seconds, missing=missing), _SLOW_NEXT.format(log=log))
