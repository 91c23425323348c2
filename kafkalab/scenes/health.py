"""What is out of order in a cluster, counted over all partitions; as numbers and as one line of words. No drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import words
from kafkalab.scenes.ink import clean

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Snapshot, Topic

NAMED = 3  # so many partitions at most are named

_SILENCE = Text(
    "Ningún broker responde: esto es lo último que se vio.", "No broker answers: this is what was last seen."
)
_NOTHING = Text("Todavía no hay ninguna partición.", "There is no partition yet.")
_ALL_WELL = {
    True: Text(
        "Todo en orden: la partición tiene líder y todas sus réplicas al día.",
        "All in order: the partition has a leader and all of its replicas in sync.",
    ),
    False: Text(
        "Todo en orden: las {n} particiones tienen líder y todas sus réplicas al día.",
        "All in order: the {n} partitions have a leader and all of their replicas in sync.",
    ),
}
_LEADERLESS = Text("sin líder", "without a leader")
_SILENT_LEADER = Text("con un líder que no responde", "with a leader that does not answer")
_UNDER_REPLICATED = Text("con réplicas fuera del ISR", "with replicas out of the ISR")
_UNDER_MINIMUM = Text("por debajo de min.insync.replicas", "below min.insync.replicas")
_NO_CONTROLLER = Text("no se conoce un controlador activo", "no active controller is known")
_SILENT_CONTROLLER = Text("el controlador activo, {id}, no responde", "the active controller, {id}, does not answer")


@dataclass(frozen=True)
class Health:
    """How many partitions there are, and of how many something is wrong; `leaderless` by (topic, partition).

    As Kafka's metrics count: a partition without a leader is not under-replicated besides. A minimum that the snapshot
    lacks is not checked.
    """

    partitions: int
    leaderless: tuple[tuple[str, int], ...]
    silent_leader: int
    under_replicated: int
    under_minimum: int

    @property
    def good(self) -> bool:
        """True where nothing is wrong with any partition."""
        return not (self.leaderless or self.silent_leader or self.under_replicated or self.under_minimum)


def health_of(snapshot: Snapshot) -> Health:
    """The health of all partitions, those of internal topics too."""
    pairs = [(topic, part) for _, topic in sorted(snapshot.topics.items()) for part in topic.partitions.values()]
    led = [(topic, part) for topic, part in pairs if part.leader is not None]
    return Health(
        len(pairs),
        tuple((topic.name, part.id) for topic, part in pairs if part.leader is None),
        sum(not _leader_answers(snapshot, part) for _, part in led),
        sum(len(part.isr) < len(part.replicas) for _, part in led),
        sum(_is_under_minimum(topic, part) for topic, part in led),
    )


def _leader_answers(snapshot: Snapshot, partition: Partition) -> bool:
    broker = snapshot.brokers.get(-1 if partition.leader is None else partition.leader)
    return broker is not None and broker.state == "up"


def _is_under_minimum(topic: Topic, partition: Partition) -> bool:
    minimum = topic.configs.get("min.insync.replicas", "")
    return minimum.isdecimal() and len(partition.isr) < int(minimum)


def health_line(snapshot: Snapshot, lang: Lang) -> tuple[str, str, str]:
    """A sign, a line, and the class of both: what an operator would look at first."""
    if snapshot.brokers and not snapshot.is_heard:
        return "✕", _SILENCE.in_(lang), "warn"
    health = health_of(snapshot)
    wrong = [*_wrong(health, lang), *(text.in_(lang) for text in _about_the_controller(snapshot))]
    if wrong:
        line = " · ".join(wrong)
        return "✕", line[0].upper() + line[1:], "warn"
    if not health.partitions:
        return "", _NOTHING.in_(lang), "muted"
    return "✓", words.count(_ALL_WELL, health.partitions, lang), "good"


def _wrong(health: Health, lang: Lang) -> list[str]:
    """What is wrong with how many partitions; only the first number says of what."""
    counted = [
        (_LEADERLESS, len(health.leaderless)),
        (_SILENT_LEADER, health.silent_leader),
        (_UNDER_REPLICATED, health.under_replicated),
        (_UNDER_MINIMUM, health.under_minimum),
    ]
    there = [(text.in_(lang) + (_names(health) if text is _LEADERLESS else ""), n) for text, n in counted if n]
    return [f"{n if index else words.count(words.PARTITIONS, n, lang)} {said}" for index, (said, n) in enumerate(there)]


def _names(health: Health) -> str:
    """Those without a leader, in brackets."""
    names = [f"{clean(topic)} P{number}" for topic, number in health.leaderless[:NAMED]]
    more = ["…"] if len(health.leaderless) > NAMED else []
    return f" ({', '.join(names + more)})"


def _about_the_controller(snapshot: Snapshot) -> list[Text]:
    active = snapshot.controller.id
    if active is None:
        return [_NO_CONTROLLER]
    node, broker = snapshot.nodes.get(active), snapshot.brokers.get(active)
    state = node.state if node is not None else broker.state if broker is not None else "up"
    return [] if state == "up" else [_SILENT_CONTROLLER.format(id=active)]
