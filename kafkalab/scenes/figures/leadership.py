"""Who leads and who copies, as the figures show it: the boxes of the roles, and what is wrong with a leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes.figures.page import Note
from kafkalab.scenes.figures.servers import listed
from kafkalab.scenes.readers import ranges
from kafkalab.scenes.standing import candidates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.observe.snapshot import Partition, Snapshot

ROLE_BOXES = {"leader": "lead", "in_sync": "box e0", "eligible": "note", "out": "note"}

_NO_LEADER = Text(
    "Sin líder: {partitions}. Nadie puede escribir ni leer ahí hasta que haya uno; puede serlo: {who}.",
    "No leader: {partitions}. Nobody can write or read there until there is one; it may be: {who}.",
)
_LAST_LEADER = Text("el último líder", "the last leader")
_SILENT = Text(
    "{partitions}: el clúster aún cuenta con el broker {id} como líder, y no responde.",
    "{partitions}: the cluster still counts on broker {id} as the leader, and it does not answer.",
)


def silent_leaders(snapshot: Snapshot, partitions: Sequence[Partition]) -> list[int]:
    """Brokers that lead one of these and do not answer, while others do: where none does, nobody says who leads."""
    silent = {id_ for id_, broker in snapshot.brokers.items() if broker.state != "up"} if snapshot.is_heard else set()
    return sorted(silent & {partition.leader for partition in partitions})


def leadership(snapshot: Snapshot, partitions: Sequence[Partition]) -> list[Note]:
    """What is wrong with the leaders of these partitions: a silent one, or none, and who may become it (KIP-966)."""
    notes = []
    for broker in silent_leaders(snapshot, partitions):
        led = ranges(partition.id for partition in partitions if partition.leader == broker)
        notes.append(Note(_SILENT.format(partitions=led, id=broker), warns=True))
    waiting: dict[tuple[int, ...], list[int]] = {}
    for partition in partitions:
        if partition.leader is None:
            waiting.setdefault(candidates(partition), []).append(partition.id)
    return notes + [_leaderless(numbers, who) for who, numbers in waiting.items()]


def _leaderless(partitions: Sequence[int], who: Sequence[int]) -> Note:
    values = {"partitions": ranges(partitions), "who": listed(who) or _LAST_LEADER}
    return Note(_NO_LEADER.format(**values), warns=True)
