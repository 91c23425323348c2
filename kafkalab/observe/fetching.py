"""How to read the end of a partition's log: where to fetch from, and where again if the answer missed the end. Pure.

The end is read anew in every round and no position is kept: so truncation, compaction and recreated topics need no
care, and an answer that is the same as the last one is not decoded again.
"""

from __future__ import annotations

from kafkalab.observe.wire.answers import FetchedPartition

ATTEMPTS = 3


def first_position(log_start: int, log_end: int, wanted: int) -> int:
    """Where the newest `wanted` records should begin: twice as far back, as markers and compaction leave gaps."""
    return max(log_start, log_end - 2 * wanted)


def next_position(position: int, answer: FetchedPartition, wanted: int, attempt: int) -> int | None:
    """Where to fetch again after `answer` to `position`, or None if it reached the high watermark.

    The log can end far above the high watermark (too few replicas in sync), and records can be so large that the answer
    was full before its end: then ever fewer of the newest are asked for, at last the newest alone.
    """
    if wanted == 0 or attempt >= ATTEMPTS:
        return None
    end, start = answer.high_watermark, answer.log_start_offset or 0
    if position > end:
        return max(start, end - 2 * wanted)
    reached = position if answer.next_offset is None else answer.next_offset
    if reached >= end:
        return None
    return max(reached, end - max(1, wanted // 4 if attempt == 1 else 1))


def merged(earlier: FetchedPartition | None, later: FetchedPartition, wanted: int) -> FetchedPartition:
    """Both answers as one: the later one's offsets, and the newest records of the two."""
    if earlier is None:
        return later
    records = {record.offset: record for record in (*earlier.records, *later.records)}
    newest = tuple(records[offset] for offset in sorted(records))[-wanted:]
    return FetchedPartition(
        later.high_watermark, later.last_stable_offset, later.log_start_offset, newest, later.next_offset
    )
