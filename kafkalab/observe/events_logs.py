"""What happened to a partition's records: lost, cut off a replica's log, deleted at the beginning. Pure.

A high watermark that falls says little: a new leader's can read lower for a moment. What is said here rests on a log's
own end: what lies beyond the end of the leader's log is gone. New records are no event.
"""

from __future__ import annotations

from collections.abc import Iterator

from kafkalab.i18n import Text
from kafkalab.observe.alike import Seen
from kafkalab.observe.event import Place
from kafkalab.observe.snapshot import Partition

_LOST = Text(
    es="se han perdido mensajes de {where} que ya se podían leer (offsets {offsets}): el log del líder, {leader}, "
    "sigue ahora por el offset {after}",
    en="records of {where} that could be read are lost (offsets {offsets}): the log of the leader, {leader}, goes on "
    "at offset {after} now",
)
_LOST_MANY = Text(
    es="se han perdido mensajes de {count} que ya se podían leer", en="records of {count} that could be read are lost"
)
_CUT = Text(
    es="la réplica de {where} en {broker} ha recortado su log: acababa en el offset {before}, ahora en el {after}",
    en="the replica of {where} on {broker} truncated its log from offset {before} to {after}",
)
_CUT_MANY = Text(es="{broker} ha recortado su log de {{count}}", en="{broker} truncated its logs of {{count}}")
_DELETED = Text(
    es="se han borrado los mensajes de {where} anteriores al offset {after}",
    en="the records of {where} before offset {after} were deleted",
)
_DELETED_MANY = Text(
    es="se han borrado los mensajes más antiguos de {count}", en="the oldest records of {count} were deleted"
)


def log_events(place: Place, was: Partition, now: Partition) -> Iterator[Seen]:
    """What happened to the log of one partition and its replicas, as far as both moments are known."""
    yield from _lost(place, was, now)
    for broker, end in sorted(now.log_end_offsets.items()):
        before = was.log_end_offsets.get(broker)
        if before is not None and end is not None and end < before:
            event = place.event("truncated", _CUT, broker=broker, before=before, after=end)
            yield Seen(event, broker, _CUT_MANY.format(broker=broker))
    first, start = was.log_start_offset, now.log_start_offset
    if now.as_of is None and first is not None and start is not None and first < start:
        event = place.event("deleted", _DELETED, before=first, after=start)
        yield Seen(event, None, _DELETED_MANY)


def _lost(place: Place, was: Partition, now: Partition) -> Iterator[Seen]:
    """Records below the high watermark that the leader's own log does not have, unless that was so before."""
    readable, end = was.high_watermark, _leaders_end(now)
    if readable is None or end is None or end >= readable or now.leader_epoch < was.leader_epoch:
        return
    before = _leaders_end(was)
    if before is not None and before < readable:
        return
    offsets = f"{end}–{readable - 1}" if readable - end > 1 else str(end)
    text = _LOST.format(where=place, offsets=offsets, leader=now.leader, after=end)
    yield Seen(place.event("lost", text, broker=now.leader, before=readable, after=end), None, _LOST_MANY)


def _leaders_end(partition: Partition) -> int | None:
    return None if partition.leader is None else partition.log_end_offsets.get(partition.leader)
