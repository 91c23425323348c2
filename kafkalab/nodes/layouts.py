"""The two layouts, KRaft and ZooKeeper, as one table: which Kafka, which nodes, which programs, which settings.

Everybody else asks this table in place of the layout's name. Pure; what a size may be is in size.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kafkalab.distribution.lock import KAFKA, KAFKA_WITH_ZOOKEEPER
from kafkalab.errors import ClusterError, UsageError
from kafkalab.i18n import Text
from kafkalab.nodes import settings, settings_zookeeper
from kafkalab.nodes.launch import KAFKA_3, KAFKA_4, ZOOKEEPER, Program
from kafkalab.nodes.plan import FIRST_BROKER, FIRST_CONTROLLER, FIRST_ZOOKEEPER, Node, Plan
from kafkalab.nodes.size import Whole

_FIRST_PORT = 9092
_FIRST_CONTROLLER_PORT = 19092
_FIRST_ZOOKEEPER_PORT, _FIRST_FOLLOWER_PORT, _FIRST_ELECTION_PORT = 2181, 2888, 3888

_UNKNOWN = Text(es="No hay ningún layout «{name}».", en='There is no layout "{name}".')
_KNOWN = Text(es='Usa layout="kraft" o layout="zookeeper".', en='Use layout="kraft" or layout="zookeeper".')
_OTHER_KAFKA = Text(
    es="El clúster «{name}» tiene datos de Apache Kafka {version} ({layout}), que este kafkalab no conoce.",
    en='The data of the cluster "{name}" was written by Apache Kafka {version} ({layout}), unknown to this kafkalab.',
)
_OTHER_KAFKA_NEXT = Text(
    es="Usa el kafkalab que lo creó, dale otro nombre al nuevo, o bórralo con `kafkalab delete --name {name}`.",
    en="Use the kafkalab that made it, give the new one another name, or delete it with "
    "`kafkalab delete --name {name}`.",
)


@dataclass(frozen=True)
class Layout:
    """What differs between the layouts. `programs` by role; `draft` makes nodes with the ports that they want."""

    name: str
    version: str
    programs: Mapping[str, Program]
    settings: Callable[[Plan, Node], dict[str, str]]
    draft: Callable[[Whole], tuple[Node, ...]]

    @property
    def purposes(self) -> tuple[str, ...]:
        """The AOT caches that its nodes start from."""
        return tuple(dict.fromkeys(program.purpose for program in self.programs.values()))


def _kraft(size: Whole) -> tuple[Node, ...]:
    both = range(size.controllers if size.combined else 0)
    combined = [Node(FIRST_BROKER + i, "combined", _FIRST_PORT + i, (_FIRST_CONTROLLER_PORT + i,)) for i in both]
    brokers = [Node(FIRST_BROKER + i, "broker", _FIRST_PORT + i) for i in range(len(combined), size.brokers)]
    alone = range(0 if size.combined else size.controllers)
    controllers = [Node(FIRST_CONTROLLER + i, "controller", _FIRST_CONTROLLER_PORT + i) for i in alone]
    return (*combined, *brokers, *controllers)


def _zookeeper(size: Whole) -> tuple[Node, ...]:
    brokers = [Node(FIRST_BROKER + i, "broker", _FIRST_PORT + i) for i in range(size.brokers)]
    together = size.zookeepers > 1
    servers = [
        Node(
            FIRST_ZOOKEEPER + i, "zookeeper", _FIRST_ZOOKEEPER_PORT + i,
            (_FIRST_FOLLOWER_PORT + i, _FIRST_ELECTION_PORT + i) if together else (),
        )
        for i in range(size.zookeepers)
    ]  # fmt: skip
    return (*brokers, *servers)


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout(
            "kraft", KAFKA, dict.fromkeys(("broker", "controller", "combined"), KAFKA_4),
            settings.settings, _kraft,
        ),
        Layout(
            "zookeeper", KAFKA_WITH_ZOOKEEPER, {"broker": KAFKA_3, "zookeeper": ZOOKEEPER},
            settings_zookeeper.settings, _zookeeper,
        ),
    )
}  # fmt: skip


def named(name: object) -> Layout:
    """The layout of that name. Raises UsageError where there is none."""
    if not isinstance(name, str) or name not in LAYOUTS:
        raise UsageError(_UNKNOWN.format(name=str(name)[:60]), _KNOWN)
    return LAYOUTS[name]


def of(plan: Plan) -> Layout:
    """The layout of `plan`. Raises ClusterError where its data is of a Kafka or a layout that we do not know."""
    layout = LAYOUTS.get(plan.layout)
    if layout is None or layout.version != plan.version:
        values = {"name": plan.name, "version": plan.version, "layout": plan.layout}
        raise ClusterError(_OTHER_KAFKA.format(**values), _OTHER_KAFKA_NEXT.format(**values))
    return layout


def of_version(version: str) -> Layout:
    """The layout that runs Kafka `version`; KRaft's for any other."""
    return next((layout for layout in LAYOUTS.values() if layout.version == version), LAYOUTS["kraft"])
