"""What each replica of a partition is and how far it has come: role, own log end offset, what it lacks. No drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kafkalab.scenes.log import end_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kafkalab.observe.snapshot import BrokerStatus, Partition, Snapshot

Role = Literal["leader", "in_sync", "eligible", "out"]


@dataclass(frozen=True)
class Replica:
    """One replica. `leo` is its own log end offset; `seen` the time (s) of it where it is not of now.

    `role`: leader, in the ISR, an eligible leader (KIP-966), or none of them. `preferred`: first in the assignment.
    `behind`: how many offsets it lacks of the leader's; below 0 if it has more. None where one of the two is not known.
    """

    broker: int
    role: Role
    preferred: bool
    state: BrokerStatus | None
    leo: int | None
    seen: float | None = None
    behind: int | None = None

    @property
    def silent(self) -> bool:
        """Whether what is shown of it is at best what was last seen."""
        return self.state != "up"


def replicas_of(snapshot: Snapshot, partition: Partition) -> tuple[Replica, ...]:
    """The replicas in the order of their assignment; a leader that is not among them comes last."""
    brokers = list(partition.replicas)
    if partition.leader is not None and partition.leader not in brokers:
        brokers.append(partition.leader)
    return tuple(_replica(snapshot, partition, broker) for broker in brokers)


def _replica(snapshot: Snapshot, partition: Partition, broker: int) -> Replica:
    known = snapshot.brokers.get(broker)
    state = None if known is None else known.state
    leo, seen = end_of(partition, broker)
    behind = _behind(partition, leo, silent=state != "up")
    preferred = bool(partition.replicas) and broker == partition.replicas[0]
    return Replica(broker, _role(partition, broker), preferred, state, leo, seen, behind)


def _role(partition: Partition, broker: int) -> Role:
    if broker == partition.leader:
        return "leader"
    if broker in partition.isr:
        return "in_sync"
    return "eligible" if broker in partition.eligible_leaders else "out"


def _behind(partition: Partition, leo: int | None, *, silent: bool) -> int | None:
    """Two replicas that answer are read at two moments, so that one may look ahead of its leader: it is not."""
    if partition.leader is None or leo is None:
        return None
    leader, _ = end_of(partition, partition.leader)
    if leader is None:
        return None
    return leader - leo if silent else max(0, leader - leo)


def furthest(replicas: Iterable[Replica], partition: Partition) -> int | None:
    """The highest offset that any replica, the high watermark or a known record reaches; None if nothing is known."""
    ends = [replica.leo for replica in replicas] + [partition.high_watermark]
    ends += [partition.records[-1].offset + 1] if partition.records else []
    return max((end for end in ends if end is not None), default=None)


def candidates(partition: Partition) -> tuple[int, ...]:
    """Who may become leader without losing an acknowledged record: the ISR, and after it the eligible leaders."""
    return partition.isr or partition.eligible_leaders
