"""Tasks about the shape of a topic: partitions, replicas, and what a wrong shape is told (q5, e1).

An `examine_…` judges a snapshot; `create` does what a student does with `kafka-topics.sh`.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from kafkalab.checks import Finding, Text, failed, passed, todo

if TYPE_CHECKING:
    from kafkalab.observe.snapshot import Snapshot, Topic

_NO_TOPIC = Text(es="todavía no existe el topic `{name}`.", en="there is no topic `{name}` yet.")
_OTHER_NAME = Text(
    es="no existe el topic `{name}`, pero sí `{found}`: compara los dos nombres, letra a letra.",
    en="there is no topic `{name}`, but there is `{found}`: compare the two names, letter by letter.",
)
ENVIOS_BY_DEFAULT = Text(
    es="`envios` tiene 1 partición y 1 réplica, los valores por defecto. ¿Le dijiste cuántas querías? (También pasa "
    "si se le escribe antes de crearlo.)",
    en="`envios` has 1 partition and 1 replica, the defaults. Did you say how many you wanted? (It also happens when "
    "somebody writes to it before it is created.)",
)
ENVIOS_SWAPPED = Text(
    es="`envios` tiene 3 particiones y 2 réplicas. Los números están, pero mira cuál es cada uno en el enunciado.",
    en="`envios` has 3 partitions and 2 replicas. The numbers are there, but look at which is which in the task.",
)
ENVIOS_REPLICAS = Text(
    es="las particiones de `envios` están bien, pero mira `ReplicationFactor` en `--describe`.",
    en="the partitions of `envios` are right, but look at `ReplicationFactor` in `--describe`.",
)
ENVIOS_PARTITIONS = Text(
    es="las réplicas de `envios` están bien, pero mira `PartitionCount` en `--describe`.",
    en="the replicas of `envios` are right, but look at `PartitionCount` in `--describe`.",
)
_ENVIOS_BOTH = Text(
    es="`envios` existe, pero mira `PartitionCount` y `ReplicationFactor` en `--describe`.",
    en="`envios` is there, but look at `PartitionCount` and `ReplicationFactor` in `--describe`.",
)
_ENVIOS_RIGHT = Text(
    es="los brokers tienen `envios` con la forma pedida.",
    en="the brokers hold `envios` in the shape that was asked for.",
)


def create(cluster: Any, name: str, *, partitions: int, replicas: int) -> None:
    """What `kafka-topics.sh --create` does."""
    cluster.admin.create_topic(name, partitions=partitions, replicas=replicas)


def examine_envios(_cluster: Any, snapshot: Snapshot) -> Finding:
    """q5: 2 partitions of 3 replicas."""
    topic = snapshot.topics.get("envios")
    if topic is None:
        return missing("envios", snapshot)
    said = {
        (2, 3): _ENVIOS_RIGHT,
        (1, 1): ENVIOS_BY_DEFAULT,
        (3, 2): ENVIOS_SWAPPED,
    }.get(_shape(topic))
    if said is None:
        partitions, replicas = _shape(topic)
        said = ENVIOS_REPLICAS if partitions == 2 else ENVIOS_PARTITIONS if replicas == 3 else _ENVIOS_BOTH
    return passed(said) if said is _ENVIOS_RIGHT else failed(said)


def _shape(topic: Topic) -> tuple[int, int]:
    """How many partitions, and the fewest replicas that one of them has."""
    return len(topic.partitions), min(len(partition.replicas) for partition in topic.partitions.values())


def missing(name: str, snapshot: Snapshot) -> Finding:
    """Not there: nothing done yet, or done under a name that is nearly the same."""
    others = {other.casefold(): other for other in snapshot.topics if not snapshot.topics[other].internal}
    close = difflib.get_close_matches(name, others, n=1, cutoff=0.8)
    if not close:
        return todo(_NO_TOPIC.format(name=name))
    return failed(_OTHER_NAME.format(name=name, found=others[close[0]]))


PEDIDOS_REPLICAS = Text(
    es="`pedidos` existe, pero si se cae un broker pierdes datos: mira cuántos brokers salen en `Replicas`.",
    en="`pedidos` is there, but if a broker goes down you lose data: look at how many brokers `Replicas` lists.",
)
PEDIDOS_PARTITIONS = Text(
    es="`pedidos` existe, pero cuenta las líneas `Partition:` de su `--describe`.",
    en="`pedidos` is there, but count the `Partition:` lines of its `--describe`.",
)
PEDIDOS_BY_DEFAULT = Text(
    es="`pedidos` tiene 1 partición y 1 réplica: los valores por defecto. Bórralo y créalo diciendo los dos números.",
    en="`pedidos` has 1 partition and 1 replica: the defaults. Delete it and create it saying both numbers.",
)
_PEDIDOS_RIGHT = Text(
    es="`pedidos` tiene 3 particiones, y cada una está en los 3 brokers.",
    en="`pedidos` has 3 partitions, and each of them is on all 3 brokers.",
)


def examine_pedidos(_cluster: Any, snapshot: Snapshot) -> Finding:
    """e1: 3 partitions of 3 replicas."""
    topic = snapshot.topics.get("pedidos")
    if topic is None:
        return missing("pedidos", snapshot)
    partitions, replicas = _shape(topic)
    if (partitions, replicas) == (1, 1):
        return failed(PEDIDOS_BY_DEFAULT)
    if partitions != 3:
        return failed(PEDIDOS_PARTITIONS)
    return passed(_PEDIDOS_RIGHT) if replicas == 3 else failed(PEDIDOS_REPLICAS)


def create_pedidos(cluster: Any) -> None:
    """The solution of e1, on which e2 and e5 build."""
    create(cluster, "pedidos", partitions=3, replicas=3)
