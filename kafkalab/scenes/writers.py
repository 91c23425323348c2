"""Who writes to a topic: the producers that kafkalab started, and what each has told of itself. No drawing.

Kafka keeps no list of producers: those of others can't be known, and nothing is said of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.scenes.membership import natural

if TYPE_CHECKING:
    from kafkalab.observe.snapshot import Actor, Partition, Snapshot, Topic

MIN_ISR = "min.insync.replicas"


@dataclass(frozen=True)
class Writer:
    """A producer of ours. `last` maps the partitions in which it had records acknowledged to the last one's offset.

    The offset is None where the acknowledgement had none: with acks=0 nobody answers.
    """

    name: str
    actor: Actor
    last: dict[int, int | None]

    @property
    def key(self) -> str:
        """The key of its card."""
        return f"writer/{self.name}"

    @property
    def is_running(self) -> bool:
        """Whether its process goes on."""
        return self.actor.state in ("starting", "running")

    @property
    def hears(self) -> bool:
        """Whether a leader answers it: not with acks=0."""
        return self.actor.acks != "0"


def writers(snapshot: Snapshot, topic: str) -> tuple[Writer, ...]:
    """The producers of `topic`, by name as people sort names."""
    found = [
        Writer(name, actor, {number: offset - 1 if offset > 0 else None for number, offset in sorted(mine.items())})
        for name, actor in snapshot.actors.items()
        if actor.kind == "producer"
        for mine in [{number: offset for (of, number), offset in actor.positions.items() if of == topic}]
        if topic in actor.topics or mine
    ]
    return tuple(sorted(found, key=lambda writer: natural(writer.name)))


def min_isr(topic: Topic) -> int | None:
    """How many replicas must be in sync for acks=all. None where that is not known."""
    value = topic.configs.get(MIN_ISR, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else None


def refuses_all(topic: Topic, partition: Partition) -> bool:
    """Whether a record with acks=all is refused: fewer replicas in sync than the topic asks for."""
    least = min_isr(topic)
    return partition.leader is not None and least is not None and len(partition.isr) < least
