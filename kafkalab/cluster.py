"""The cluster as notebooks, tests and the command line see it. It starts nothing itself and reads nothing itself:
kafkalab.nodes runs the processes, kafkalab.observe reads the brokers, and this joins the two under one name.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from kafkalab import paths
from kafkalab.actors.stage import Stage
from kafkalab.errors import ClusterError, UnknownTopicError, UsageError
from kafkalab.handles import NodeHandle, NodeStatus, node_status
from kafkalab.i18n import Lang, Text, language
from kafkalab.lab_settings import LabSettings
from kafkalab.nodes import ensemble, fleet, lifecycle, state
from kafkalab.nodes.plan import HOST, Node
from kafkalab.nodes.process import Status
from kafkalab.nodes.state import State
from kafkalab.observe.snapshot import BrokerState, NodeState, Snapshot

if TYPE_CHECKING:
    from kafkalab.observe.admin import Admin
    from kafkalab.observe.journal import Journal
    from kafkalab.observe.listing import Events
    from kafkalab.observe.observer import Observer
    from kafkalab.observe.reader import Reader
    from kafkalab.observe.znode import Znode
    from kafkalab.scenes.picture import Picture
    from kafkalab.widgets.controls import Hands
    from kafkalab.widgets.live import LiveView
    from kafkalab.widgets.subject import Subject

PATIENCE_S = 2.0  # a live view shows at once who is slow; whoever asks for one snapshot wants it whole

_NO_ZOOKEEPER = Text(
    es="El clúster «{name}» no usa ZooKeeper: en KRaft los controladores guardan los metadatos.",
    en='The cluster "{name}" has no ZooKeeper: in KRaft the controllers keep the metadata.',
)
_NO_ZOOKEEPER_NEXT = Text(
    es='Arranca uno que lo use: Cluster.up("antes", layout="zookeeper").',
    en='Start one that has: Cluster.up("before", layout="zookeeper").',
)
_NO_CONTROLLER = Text(
    es="El clúster «{name}» no tiene nodos controladores: con ZooKeeper, uno de los brokers hace de controlador.",
    en='The cluster "{name}" has no controller nodes: with ZooKeeper, one of the brokers plays the controller.',
)
_NO_CONTROLLER_NEXT = Text(
    es="Cuál es lo dice cluster.snapshot().controller.id; usa entonces cluster.broker(…).",
    en="Which one, cluster.snapshot().controller.id says; then use cluster.broker(…).",
)
_NO_NODE = Text(
    es="El clúster «{name}» no tiene {role} {id}; tiene: {known}.",
    en='The cluster "{name}" has no {role} {id}; it has: {known}.',
)
_ROLE = {
    "broker": Text(es="broker", en="broker"),
    "controller": Text(es="controlador", en="controller"),
    "zookeeper": Text(es="servidor ZooKeeper", en="ZooKeeper server"),
}
_SILENT = Text(es="Ningún broker del clúster «{name}» responde.", en='No broker of the cluster "{name}" answers.')
_NO_TOPIC = Text(
    es="No existe el topic «{topic}»; existen: {known}.",
    en='There is no topic "{topic}"; there are: {known}.',
)
_NO_TOPICS = Text(es="ninguno", en="none")
_NO_TOPIC_NEXT = Text(
    es="Créalo con `kafka-topics.sh --create --topic {topic} --bootstrap-server $BOOTSTRAP`.",
    en="Create it with `kafka-topics.sh --create --topic {topic} --bootstrap-server $BOOTSTRAP`.",
)


@dataclass(frozen=True)
class ClusterStatus:
    """The processes of a cluster. What the brokers hold is in a Snapshot."""

    name: str
    layout: str
    version: str
    bootstrap_servers: str
    nodes: tuple[NodeStatus, ...]
    ready_s: float | None

    def to_dict(self) -> dict[str, Any]:
        """What `kafkalab status --json` prints."""
        return {**vars(self), "nodes": [vars(node) for node in self.nodes]}

    def __repr__(self) -> str:
        lines = [f"{self.name}: Apache Kafka {self.version} ({self.layout}), {self.bootstrap_servers}"]
        lines += [f"  {n.role:<10} {n.id:>3}  {n.state:<7}  {HOST}:{n.port}  pid {n.pid or '-'}" for n in self.nodes]
        return "\n".join(lines)


class Cluster(Stage):
    """A cluster of real brokers. `Cluster.up()` starts it or attaches to it; several objects may stand for one.

    `is_ours`: whether its processes can be stopped and broken from here.
    """

    is_ours: ClassVar[bool] = True

    def __init__(self, name: str) -> None:
        self.name = lifecycle.check_name(name)
        self._lock = threading.Lock()
        self._reader: Reader | None = None
        self._observer: Observer | None = None
        self._journal: Journal | None = None

    @classmethod
    def up(
        cls,
        name: str = lifecycle.DEFAULT_NAME,
        *,
        brokers: int | None = None,
        controllers: int | None = None,
        combined: bool | None = None,
        layout: str | None = None,
        zookeepers: int | None = None,
    ) -> Cluster:
        """Start brokers 101, 102, 103 and a controller, or attach to them; what is missing of them is started.

        Another size: 1 to 5 `brokers`; 1 or 3 `controllers`, which `combined` puts inside the first brokers. As it used
        to be: `layout="zookeeper"` with 1 or 3 `zookeepers` in their place. A cluster that exists is taken as it is.
        Sets BOOTSTRAP in this process's environment, so that Apache's tools can be called with it from a cell.
        Raises UsageError, ClusterError, DistributionError or NodeError.
        """
        cluster = cls(name)
        lifecycle.up(name, brokers, controllers, combined=combined, layout=layout, zookeepers=zookeepers)
        os.environ["BOOTSTRAP"] = cluster.bootstrap_servers
        return cluster

    @classmethod
    def attach(cls, name: str = lifecycle.DEFAULT_NAME) -> Cluster:
        """The cluster of that name as it is, running or not. Raises ClusterError where there is none."""
        cluster = cls(name)
        _ = cluster._state
        return cluster

    @staticmethod
    def connect(bootstrap_servers: str) -> Cluster:
        """Somebody else's cluster at `host:port,…`: all but its processes is as with one of ours.

        Snapshots, pictures, conditions, events, actors and writes work; whatever would break a node raises
        NotOursError. Sets BOOTSTRAP as `up` does. Raises UsageError for what is no address, ClusterError where no
        broker answers within 5 s.
        """
        from kafkalab.foreign import connect

        return connect(bootstrap_servers)

    @property
    def _state(self) -> State:
        known = state.read(self.name)
        if known is None:
            raise lifecycle.no_cluster(self.name)
        return known

    @property
    def bootstrap_servers(self) -> str:
        """`localhost:9092,…`: what a client is given."""
        return self._state.plan.bootstrap_servers

    def status(self) -> ClusterStatus:
        """What the operating system says of each node's process."""
        known = self._state
        plan = known.plan
        nodes = tuple(node_status(known, node) for node in plan.nodes)
        return ClusterStatus(plan.name, plan.layout, plan.version, plan.bootstrap_servers, nodes, known.ready_s)

    def settings(self) -> LabSettings:
        """In which settings this cluster differs from production, what production has, and why: a table."""
        return LabSettings(self._state.plan.layout)

    def broker(self, broker_id: int) -> NodeHandle:
        """The broker of that id, to stop, kill or start it. Raises UsageError where there is none."""
        return self._handle("broker", self._state.plan.brokers, broker_id)

    def controller(self, controller_id: int) -> NodeHandle:
        """The KRaft controller of that id. Raises UsageError where there is none."""
        plan = self._state.plan
        if plan.zookeepers:
            raise UsageError(_NO_CONTROLLER.format(name=self.name), _NO_CONTROLLER_NEXT)
        return self._handle("controller", plan.controllers, controller_id)

    def zookeeper(self, server_id: int) -> NodeHandle:
        """The ZooKeeper server of that id. Raises UsageError where there is none."""
        return self._handle("zookeeper", self._zookeepers(), server_id)

    def znode(self, path: str) -> Znode:
        """What ZooKeeper has at `path`, such as "/brokers/ids" or "/controller": its data and the names below it.

        Raises UsageError where there is no such path or no ZooKeeper, ClusterError where no server answers.
        """
        from kafkalab.observe import znode

        self._zookeepers()
        return znode.look(ensemble.addresses(self._state.plan).values(), path)

    def _zookeepers(self) -> tuple[Node, ...]:
        servers = self._state.plan.zookeepers
        if not servers:
            raise UsageError(_NO_ZOOKEEPER.format(name=self.name), _NO_ZOOKEEPER_NEXT)
        return servers

    def _handle(self, role: str, nodes: Sequence[Node], node_id: int) -> NodeHandle:
        if node_id not in [node.id for node in nodes]:
            known = ", ".join(str(node.id) for node in nodes)
            raise UsageError(_NO_NODE.format(name=self.name, role=_ROLE[role], id=node_id, known=known))
        return NodeHandle(self, node_id)

    def node(self, node_id: int) -> NodeHandle:
        """The node of that id, whatever its role. Raises UsageError where there is none."""
        plan = self._state.plan
        return self._handle("broker", plan.nodes if plan.node(node_id) else plan.brokers, node_id)

    def snapshot(self) -> Snapshot:
        """What the brokers say now. A broker that runs but keeps silent is asked again, for two seconds at most."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            snapshot = self._reading().snapshot()
            silent = any(broker.state == "unreachable" for broker in snapshot.brokers.values())
            if not silent or time.monotonic() > deadline:
                return self._noted(snapshot)
            time.sleep(0.05)

    @property
    def admin(self) -> Admin:
        """The few writes that lessons and checks need: topics, groups, records. Students use Apache's tools."""
        from kafkalab.observe.admin import Admin

        return Admin(self._reading())

    def wait_until(
        self, condition: Callable[[Snapshot], object], timeout_s: float = 20.0, what: Text | None = None
    ) -> Snapshot:
        """The first snapshot for which `condition` holds. Raises WaitTimeoutError, which says what was last seen."""
        from kafkalab.observe.waiting import wait_until

        return wait_until(lambda: self._noted(self._reading().snapshot()), condition, timeout_s, what)

    def events(self) -> Events:
        """What happened, oldest first, as far as this program watched: `cluster.events().of("leader", topic="…")`.

        It watches from its first fault (`cluster.broker(101).kill()`) or its first call of `events()` on, and it notes
        the snapshots that are taken before that. What a terminal did meanwhile shows as its result.
        """
        return self.journal.events()

    @property
    def journal(self) -> Journal:
        """The log that `events()` reads."""
        from kafkalab.observe.journal import Journal

        with self._lock:
            if self._journal is None:
                self._journal = Journal(lambda: self.observer, self._processes)
            return self._journal

    def show(
        self,
        topic: str | None = None,
        *,
        kind: str = "topic",
        partition: int | None = None,
        group: str | None = None,
        controls: bool = False,
        story: bool = True,
        history_s: float = 300,
        lang: Lang | None = None,
    ) -> LiveView:
        """A live diagram or figure, displayed at once: of the same kinds as `picture` and `figure`.

        `story` tells below it what happens; `history_s` is how far back its slider goes (s; 0: no slider); `controls`
        are buttons that act on the cluster. A `group` that is named may come later. Raises UnknownTopicError,
        UsageError for another kind and for what it needs, ClusterError where no broker answers.
        """
        from kafkalab.widgets.live import show_live
        from kafkalab.widgets.subject import Subject

        subject, spoken = Subject(kind, topic, partition, group), lang or language()
        subject = subject.settled(self._heard() if topic is None else self.require_topic(topic))
        return show_live(
            self.observer, **vars(subject), lang=spoken, story=story, history_s=history_s,
            hands=self._hands(subject, spoken) if controls else None, last_look=self.snapshot, events=self.journal.tell,
            about=self.status,
        )  # fmt: skip

    def _hands(self, subject: Subject, lang: Lang) -> Hands:
        from kafkalab.widgets.controls import Hands

        return Hands(self, subject, lang)

    def picture(
        self,
        topic: str | None = None,
        *,
        kind: str = "topic",
        partition: int | None = None,
        group: str | None = None,
        lang: Lang | None = None,
    ) -> Picture:
        """A diagram of the cluster as it is now, to be saved or shown: `kind` is "topic", "replicas", "cluster", ….

        Raises UsageError, which names what there is, for another kind, and for a topic, partition or group that the
        kind needs and that is missing; UnknownTopicError.
        """
        from kafkalab.scenes import kinds
        from kafkalab.scenes.picture import Picture

        kinds.kind_of(kind)
        snapshot = self.snapshot() if topic is None else self.require_topic(topic)
        kinds.refuse_absent(kind, snapshot, topic=topic, partition=partition, group=group)
        spoken = lang or language()
        return Picture.of(kinds.draw(kind, snapshot, topic=topic, partition=partition, group=group, lang=spoken))

    def figure(self, kind: str, topic: str | None = None, *, lang: Lang | None = None) -> Picture:
        """A drawing of who talks to whom, from the cluster as it is now, such as "middleware" or "kraft-quorum".

        Raises UsageError, which names the figures there are, for another kind, and where one needs a topic and has
        none; UnknownTopicError where there is no such topic.
        """
        from kafkalab.scenes.figures.catalogue import kind_of
        from kafkalab.scenes.picture import Picture

        drawn = kind_of(kind, topic)
        snapshot = self.snapshot() if topic is None else self.require_topic(topic)
        return Picture.of(drawn.draw(snapshot, topic, lang or language()))

    def require_topic(self, topic: str) -> Snapshot:
        """A snapshot that has `topic` in it. Raises UnknownTopicError, which names those there are, or ClusterError."""
        snapshot = self._heard()
        if topic not in snapshot.topics:
            known = ", ".join(name for name, found in sorted(snapshot.topics.items()) if not found.internal)
            shown = Text(known, known) if known else _NO_TOPICS
            raise UnknownTopicError(_NO_TOPIC.format(topic=topic, known=shown), _NO_TOPIC_NEXT.format(topic=topic))
        return snapshot

    def _heard(self) -> Snapshot:
        """A snapshot. Raises ClusterError where no broker answers."""
        snapshot = self.snapshot()
        if not snapshot.is_heard:
            raise ClusterError(_SILENT.format(name=self.name), self._how_to_start())
        return snapshot

    def heal(self) -> None:
        """Bring everything back: what was killed or stopped is started, what is paused goes on, no throttle is left.

        Returns when every broker lists every broker and every partition has all of its replicas in sync again. Says
        nothing where nothing was wrong. Raises NodeError if a node does not start; WaitTimeoutError if a replica is
        not in sync after 60 s, which names it.
        """
        from kafkalab.faults.healing import heal

        heal(self)

    def down(self) -> None:
        """Stop every node cleanly. The data stays, and so do the ports."""
        self._let_go()
        lifecycle.down(self.name)

    def delete(self) -> None:
        """Stop every node and remove all that the cluster holds."""
        self.journal.off()
        self._let_go()
        lifecycle.delete(self.name)

    def __repr__(self) -> str:
        known = state.read(self.name)
        return f"<Cluster {self.name!r}: {known.plan.bootstrap_servers if known else '-'}>"

    def _reading(self) -> Reader:
        from kafkalab.observe.reader import Reader

        with self._lock:
            if self._reader is None:
                self._reader = Reader(**self._addresses())
            return self._reader

    @property
    def observer(self) -> Observer:
        """The one observer of this cluster, however many views there are."""
        from kafkalab.observe.observer import Observer
        from kafkalab.observe.reader import Reader

        journal = self.journal
        with self._lock:
            if self._observer is None:
                self._observer = Observer(lambda: Reader(**self._addresses()), journal.saw)
            return self._observer

    def _how_to_start(self) -> Text:
        return lifecycle.start_it(self.name)

    def _noted(self, snapshot: Snapshot) -> Snapshot:
        """`snapshot`, which the journal has heard of: by the observer's own ones while that is watching."""
        if self._observer is None or not self._observer.is_watching:
            self.journal.saw(snapshot)
        return snapshot

    def _addresses(self) -> dict[str, Any]:
        """For a Reader. Brokers as a function: a cluster whose ports were taken comes up on others."""

        def brokers() -> dict[int, tuple[str, int]]:
            return {node.id: (HOST, node.port) for node in self._state.plan.brokers}

        return {
            "bootstrap": list(brokers().values()),
            "known_brokers": brokers,
            "process_state": self._process_state,
            "actors": self.actors.as_seen,
            "nodes": self._nodes,
            "zookeepers": (lambda: ensemble.addresses(self._state.plan)) if self._state.plan.zookeepers else None,
        }

    def _processes(self) -> dict[int, BrokerState]:
        """The brokers as the operating system sees them."""
        known = self._state
        states = {node: fleet.status(known, node) for node in known.plan.brokers}
        return {node.id: BrokerState(node.id, HOST, node.port, now) for node, now in states.items()}

    def _nodes(self) -> dict[int, NodeState]:
        """The same of the nodes that are no brokers; none once the cluster is deleted."""
        known = state.read(self.name)
        if known is None:
            return {}
        others = [node for node in known.plan.nodes if node not in known.plan.brokers]
        return {node.id: NodeState(node.id, node.role, fleet.status(known, node)) for node in others}

    def _process_state(self, broker_id: int) -> Status | None:
        known = state.read(self.name)
        node = known.plan.node(broker_id) if known else None
        return fleet.status(known, node) if known and node else None

    @property
    def actors_folder(self) -> Path:
        """Where the programs of its actors are, and what they report."""
        return paths.cluster_dir(self.name) / "actors"

    def _let_go(self) -> None:
        with self._lock:
            reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()
