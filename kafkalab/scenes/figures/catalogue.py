"""Which figures there are, by name, and which of them are about one topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.errors import UsageError
from kafkalab.i18n import Text
from kafkalab.scenes.figures.broker_discovery import broker_discovery
from kafkalab.scenes.figures.consumer_groups import consumer_groups
from kafkalab.scenes.figures.consumers import consumers
from kafkalab.scenes.figures.kraft_quorum import kraft_quorum
from kafkalab.scenes.figures.middleware import middleware
from kafkalab.scenes.figures.producer_topic_consumer import producer_topic_consumer
from kafkalab.scenes.figures.replication_factor import replication_factor
from kafkalab.scenes.figures.three_brokers import three_brokers
from kafkalab.scenes.figures.zookeeper_ensemble import zookeeper_ensemble

if TYPE_CHECKING:
    from collections.abc import Callable

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot
    from kafkalab.scenes.marks import Scene

_UNKNOWN = Text(
    es="No hay ninguna figura «{kind}»; hay: {known}.", en='There is no figure "{kind}"; there are: {known}.'
)
_NEEDS_TOPIC = Text(
    es="La figura «{kind}» es de un topic, y no has dicho de cuál.",
    en='The figure "{kind}" is of one topic, and you have not said of which.',
)
_GIVE_TOPIC = Text(
    es='Dilo detrás: cluster.figure("{kind}", "mi-topic").', en='Name it: cluster.figure("{kind}", "my-topic").'
)


@dataclass(frozen=True)
class Kind:
    """How a figure is drawn. One that `needs_topic` is of one topic, the others may be given one or not."""

    draw: Callable[[Snapshot, str | None, Lang], Scene]
    needs_topic: bool = False


def _of_topic(draw: Callable[[Snapshot, str, Lang], Scene]) -> Kind:
    def drawn(snapshot: Snapshot, topic: str | None, lang: Lang) -> Scene:
        assert topic is not None, "kind_of saw to it"
        return draw(snapshot, topic, lang)

    return Kind(drawn, needs_topic=True)


FIGURES: dict[str, Kind] = {
    "middleware": _of_topic(middleware),
    "producer-topic-consumer": _of_topic(producer_topic_consumer),
    "three-brokers": _of_topic(three_brokers),
    "replication-factor": _of_topic(replication_factor),
    "broker-discovery": Kind(broker_discovery),
    "consumers": _of_topic(consumers),
    "consumer-groups": _of_topic(consumer_groups),
    "kraft-quorum": Kind(kraft_quorum),
    "zookeeper-ensemble": Kind(zookeeper_ensemble),
}


def kind_of(kind: str, topic: str | None) -> Kind:
    """The figure of that name. Raises UsageError where there is none, and where it needs a topic and has none."""
    if kind not in FIGURES:
        raise UsageError(_UNKNOWN.format(kind=kind, known=", ".join(FIGURES)))
    found = FIGURES[kind]
    if found.needs_topic and topic is None:
        raise UsageError(_NEEDS_TOPIC.format(kind=kind), _GIVE_TOPIC.format(kind=kind))
    return found
