"""How large a cluster is to be, as asked for and as it is: numbers of nodes, layout. Pure; it says what cannot be.

None stands for what was not said: then an existing cluster is taken as it is, and a new one gets the usual.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from kafkalab.errors import ClusterError, UsageError
from kafkalab.i18n import Text
from kafkalab.nodes.plan import Plan

MOST_BROKERS = 5

_ODD_SIZE = Text(
    es="Un clúster tiene de 1 a {most} brokers y 1 o 3 controladores (o, con ZooKeeper, 1 o 3 servidores ZooKeeper).",
    en="A cluster has 1 to {most} brokers and 1 or 3 controllers (or, with ZooKeeper, 1 or 3 ZooKeeper servers).",
)
_NO_CONTROLLERS = Text(
    es="Con ZooKeeper no hay nodos controladores: uno de los brokers hace de controlador.",
    en="With ZooKeeper there are no controller nodes: one of the brokers plays the controller.",
)
_NO_CONTROLLERS_NEXT = Text(
    es="Quita controllers y combined; cuántos ZooKeeper hay se dice con zookeepers=1 o zookeepers=3.",
    en="Leave out controllers and combined; zookeepers=1 or zookeepers=3 says how many ZooKeeper servers there are.",
)
_NO_ZOOKEEPERS = Text(
    es="En KRaft no hay ZooKeeper: los controladores guardan los metadatos.",
    en="There is no ZooKeeper in KRaft: the controllers keep the metadata.",
)
_NO_ZOOKEEPERS_NEXT = Text(
    es='Quita zookeepers, o añade layout="zookeeper".', en='Leave out zookeepers, or add layout="zookeeper".'
)
_TOO_FEW = Text(
    es="Tres controladores combinados necesitan al menos tres brokers en los que vivir.",
    en="Three combined controllers need at least three brokers to live in.",
)
_TOO_FEW_NEXT = Text(es="Usa brokers=3 o controllers=1.", en="Use brokers=3 or controllers=1.")
_OTHER_SIZE = Text(
    es="El clúster «{name}» ya existe, con {has}.", en='The cluster "{name}" exists already, with {has}.'
)
_OTHER_SIZE_NEXT = Text(
    es="Pide solo el nombre para usarlo como está, dale otro nombre al nuevo, o bórralo con "
    "`kafkalab delete --name {name}`.",
    en="Ask for its name alone to use it as it is, give the new one another name, or delete it with "
    "`kafkalab delete --name {name}`.",
)
_HAS = {
    "brokers": Text(es="{n} brokers", en="{n} brokers"),
    "controllers": Text(es="{n} controladores", en="{n} controllers"),
    "combined": Text(es="{n} controladores combinados", en="{n} combined controllers"),
    "zookeepers": Text(es="{n} servidores ZooKeeper", en="{n} ZooKeeper servers"),
}
_HAS_ONE = {
    "brokers": Text(es="1 broker", en="1 broker"),
    "controllers": Text(es="1 controlador", en="1 controller"),
    "combined": Text(es="1 controlador combinado", en="1 combined controller"),
    "zookeepers": Text(es="1 servidor ZooKeeper", en="1 ZooKeeper server"),
}
_ALL = Text(es="{brokers} y {keepers} (Apache Kafka {version})", en="{brokers} and {keepers} (Apache Kafka {version})")


@dataclass(frozen=True)
class Size:
    """Numbers of brokers, of controllers (`combined`: inside brokers) and of ZooKeeper servers, and the layout."""

    brokers: int | None = None
    controllers: int | None = None
    combined: bool | None = None
    layout: str | None = None
    zookeepers: int | None = None


@dataclass(frozen=True)
class Whole:
    """The same with nothing left open; 0 where a layout has no such nodes."""

    layout: str
    brokers: int
    controllers: int = 0
    zookeepers: int = 0
    combined: bool = False


def of(plan: Plan) -> Size:
    """How large `plan` is."""
    combined = any(node.role == "combined" for node in plan.nodes)
    counts = [len(nodes) or None for nodes in (plan.brokers, plan.controllers, plan.zookeepers)]
    return Size(counts[0], counts[1], combined, plan.layout, counts[2])


def check(asked: Size) -> None:
    """Raises UsageError where a number cannot be."""
    numbers = (asked.brokers, asked.controllers, asked.zookeepers)
    odd = any(number is not None and type(number) is not int for number in numbers)
    small = asked.controllers in (None, 1, 3) and asked.zookeepers in (None, 1, 3)
    if odd or not small or asked.brokers not in (None, *range(1, MOST_BROKERS + 1)):
        raise UsageError(_ODD_SIZE.format(most=MOST_BROKERS))


def completed(asked: Size, layout: str, *, little_memory: bool = False) -> Whole:
    """The size of a new cluster on `layout`: what was not said is as usual.

    With `little_memory` the controllers live inside brokers, if nobody said otherwise and they fit. Raises UsageError
    where the parts do not go together.
    """
    _check_mixture(asked, layout)
    brokers, controllers = asked.brokers or 3, asked.controllers or 1
    if layout == "zookeeper":
        return Whole(layout, brokers, zookeepers=asked.zookeepers or 1)
    if asked.combined and controllers > brokers:
        raise UsageError(_TOO_FEW, _TOO_FEW_NEXT)
    combined = little_memory and controllers <= brokers if asked.combined is None else asked.combined
    return Whole(layout, brokers, controllers, combined=combined)


def check_same(asked: Size, plan: Plan) -> None:
    """Raises where `plan` is not what was `asked`: UsageError for what cannot be at all, else ClusterError."""
    has = of(plan)
    _check_mixture(asked, asked.layout or plan.layout)
    wanted = {field.name: getattr(asked, field.name) for field in fields(Size)}
    if any(value is not None and value != getattr(has, name) for name, value in wanted.items()):
        raise ClusterError(
            _OTHER_SIZE.format(name=plan.name, has=described(plan)), _OTHER_SIZE_NEXT.format(name=plan.name)
        )


def described(plan: Plan) -> Text:
    """What a cluster consists of: "3 brokers and 1 controller (Apache Kafka 4.3.1)"."""
    has = of(plan)
    kind = "zookeepers" if plan.zookeepers else "combined" if has.combined else "controllers"
    return _ALL.format(
        brokers=_counted("brokers", len(plan.brokers)), keepers=_counted(kind, len(plan.quorum)), version=plan.version
    )


def _counted(kind: str, number: int) -> Text:
    return _HAS_ONE[kind] if number == 1 else _HAS[kind].format(n=number)


def _check_mixture(asked: Size, layout: str | None) -> None:
    if layout == "zookeeper" and (asked.controllers is not None or asked.combined):
        raise UsageError(_NO_CONTROLLERS, _NO_CONTROLLERS_NEXT)
    if layout != "zookeeper" and asked.zookeepers is not None:
        raise UsageError(_NO_ZOOKEEPERS, _NO_ZOOKEEPERS_NEXT)
