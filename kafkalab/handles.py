"""One node of a cluster, in the hands of somebody who wants to break it: crash, stop, pause it, and bring it back.

Signals and processes are kafkalab.nodes'; waiting until the effect can be seen is kafkalab.faults.noticing's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.errors import ClusterError, KafkalabError, UsageError
from kafkalab.faults import noticing
from kafkalab.i18n import Text
from kafkalab.nodes import fleet, lifecycle
from kafkalab.nodes.plan import Node
from kafkalab.nodes.state import State
from kafkalab.observe.snapshot import BrokerStatus
from kafkalab.talk import say

if TYPE_CHECKING:
    from kafkalab.cluster import Cluster

_NOT_RUNNING = Text(
    es="El nodo {id} no está en marcha: no hay nada que pausar ni que reanudar.",
    en="Node {id} does not run: there is nothing to pause or to resume.",
)
_START_IT = Text(
    es="Arráncalo con `kafkalab start {id} --name {name}`.", en="Start it with `kafkalab start {id} --name {name}`."
)
_ODD_THROTTLE = Text(
    es="Se frena la réplica de un broker, a un número entero de bytes por segundo: `throttle(100_000)`.",
    en="What is throttled is a broker's replication, to a whole number of bytes per second: `throttle(100_000)`.",
)
_NOT_HEALED = Text(es="Además, el nodo {id} no ha vuelto: {why}", en="Besides, node {id} did not come back: {why}")


@dataclass(frozen=True)
class NodeStatus:
    """One node: its id, its role, what the operating system says of its process, its pid and its port.

    A broker of somebody else's is "up" if it answers, else "unreachable".
    """

    id: int
    role: str
    state: BrokerStatus
    pid: int | None
    port: int


class NodeHandle:
    """One node of a cluster, to be broken and brought back.

    Each verb returns, with `wait` (the default), when its effect can be seen. It waits 30 s for that; then it raises
    WaitTimeoutError, which says what is still missing, with the last lines of a log. Seen means, for a broker that
    goes: no other running broker lists it or names it as a leader (3 s after a crash or a pause: its session). For one
    that comes: every running broker lists it, itself included; it may still be catching up (`cluster.heal()` waits for
    the ISR). One that comes back within its session was never gone: that is seen at once. For a controller: another
    one leads the quorum; or, coming back, it has read what the leader has. With `wait=False` each returns once the
    signal is delivered (or, for `start`, the process is there). A verb that finds nothing to do does nothing.
    """

    def __init__(self, cluster: Cluster, node_id: int) -> None:
        self._cluster = cluster
        self._journal = cluster.journal  # made now: a fault has no time for that
        self.id = node_id

    @property
    def status(self) -> NodeStatus:
        """What the operating system says of it."""
        return node_status(*self._now())

    def kill(self, wait: bool = True) -> None:
        """SIGKILL: a crash. It says goodbye to nobody; the others notice when its session is over."""
        with self._watched(wait):
            fleet.crash(*self._now())
        if wait:
            fleet.let_end(*self._now())  # with all of its threads: one of them may still hold its port
            noticing.await_gone(self._now, "stopped")

    def stop(self, wait: bool = True) -> None:
        """SIGTERM: it hands its leaderships over and ends. One that does not end within 30 s is killed (if `wait`)."""
        with self._watched(wait):
            fleet.stop(*self._now()) if wait else fleet.ask_to_end(*self._now())
        if wait:
            noticing.await_gone(self._now, "stopped")

    def pause(self, wait: bool = True) -> None:
        """SIGSTOP: it keeps its memory and its connections, and answers nobody. Raises ClusterError if it is stopped.

        A pause shorter than the session (3 s) leaves no trace in the metadata: for that, `wait=False`.
        """
        with self._watched(wait):
            if not fleet.pause(*self._now()):
                raise self._not_running()
        if wait:
            noticing.await_gone(self._now, "paused")

    def resume(self, wait: bool = True) -> None:
        """SIGCONT: it goes on where it was, as if no time had passed. Raises ClusterError if it is stopped."""
        with self._watched(wait):
            if not fleet.resume(*self._now()):
                raise self._not_running()
        if wait:
            noticing.await_back(self._now)

    def start(self, wait: bool = True) -> None:
        """Start it; one that is paused goes on. Raises NodeError if it dies, with the reason from its log."""
        with self._watched(wait):
            lifecycle.start_node(self._cluster.name, self.id)
        if wait:
            noticing.await_back(self._now)

    def killed(self, wait: bool = True) -> AbstractContextManager[NodeHandle]:
        """`with broker.killed():` crashed inside the block; started on the way out, after an exception as well."""
        return self._broken(self.kill, wait)

    def stopped(self, wait: bool = True) -> AbstractContextManager[NodeHandle]:
        """`with broker.stopped():` stopped inside the block, started again on the way out."""
        return self._broken(self.stop, wait)

    def paused(self, wait: bool = True) -> AbstractContextManager[NodeHandle]:
        """`with broker.paused():` paused inside the block; on the way out it goes on (or starts, if it was killed).

        Raises ClusterError if it is stopped.
        """
        if self.status.state == "stopped":
            raise self._not_running()
        return self._broken(self.pause, wait)

    def throttle(self, bytes_per_s: int) -> None:
        """Slow down this broker's catch-up to about `bytes_per_s`, with Kafka's own replication throttle (KIP-73).

        It concerns the topics that exist now, and only replicas that are not in sync: Kafka never throttles one that
        is. So: pause, write, throttle, resume, watch it lag, unthrottle. Kafka counts over about ten seconds and sends
        up to 1 MB of a partition at once: a slow rate shows as steps. One rate for all throttled brokers, the last one.
        Raises UsageError, or ClusterError where no broker or no controller answers.
        """
        if self._now()[1] not in self._now()[0].plan.brokers or type(bytes_per_s) is not int or bytes_per_s < 1:
            raise UsageError(_ODD_THROTTLE)
        self._cluster.admin.throttle(self.id, bytes_per_s)

    def unthrottle(self) -> None:
        """Let it catch up as fast as it can. Raises ClusterError where no broker or no controller answers."""
        self._cluster.admin.unthrottle(self.id)

    @contextmanager
    def throttled(self, bytes_per_s: int) -> Iterator[NodeHandle]:
        """`with broker.throttled(50_000):` its catch-up is slow inside the block."""
        self.throttle(bytes_per_s)
        with self._mended(self.unthrottle):
            yield self

    def __repr__(self) -> str:
        now = self.status
        return f"<{now.role} {now.id}: {now.state}>"

    @contextmanager
    def _watched(self, wait: bool) -> Iterator[None]:
        """`cluster.events()` will tell what happens here. Who does not wait is not made to wait for that either."""
        if wait:
            self._journal.begin(wait=True)
        begin = self._journal.begin_after()
        yield
        begin()

    @contextmanager
    def _broken(self, fault: Callable[[bool], None], wait: bool) -> Iterator[NodeHandle]:
        with self._mended(lambda: self.start(wait)):
            fault(wait)
            yield self

    @contextmanager
    def _mended(self, heal: Callable[[], None]) -> Iterator[None]:
        """`heal` at the end. After an exception that exception goes on, whatever comes of the healing."""
        try:
            yield
        except BaseException as error:
            try:
                heal()
            except KafkalabError as trouble:
                said = _NOT_HEALED.format(id=self.id, why=trouble.what)
                error.add_note(str(said))
                say(said)
            raise
        heal()

    def _now(self) -> tuple[State, Node]:
        known = self._cluster._state
        node = known.plan.node(self.id)
        assert node is not None, "a plan never loses a node"
        return known, node

    def _not_running(self) -> ClusterError:
        step = _START_IT.format(id=self.id, name=self._cluster.name)
        return ClusterError(_NOT_RUNNING.format(id=self.id), step)


def node_status(known: State, node: Node) -> NodeStatus:
    """What the operating system says of `node`."""
    now = fleet.status(known, node)
    return NodeStatus(node.id, node.role, now, known.pids.get(node.id) if now != "stopped" else None, node.port)
