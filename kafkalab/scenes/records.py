"""One record as text and as data: what a reader gets who points at its box, or hears it; and which is the newest."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import TYPE_CHECKING

from kafkalab.scenes import ink, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Partition, Record

TONES = 8
LONGEST_TEXT = 300


def key_tone(key: str) -> int:
    """A colour for a key: always the same one. Not the hash by which a producer chooses a partition."""
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % TONES


def record_title(partition: int, record: Record, lang: Lang) -> str:
    """A record in one line: partition, offset, key, value, time (UTC)."""
    parts = [
        words.RECORD.format(partition=partition, offset=record.offset).in_(lang),
        words.NO_KEY.in_(lang) if record.key is None else _filled(words.KEY, "key", record.key, lang),
        words.NULL_VALUE.in_(lang) if record.value is None else _filled(words.VALUE, "value", record.value, lang),
        timestamp(record.timestamp),
    ]
    return " · ".join(part for part in parts if part)


def _filled(form: words.Text, name: str, value: str, lang: Lang) -> str:
    return form.format(**{name: value[:LONGEST_TEXT]}).in_(lang)


def timestamp(milliseconds: int) -> str:
    """`2026-03-01 10:32:05.120 UTC`; nothing for a record without a time or with an absurd one."""
    if milliseconds < 0:
        return ""
    try:
        moment = dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC)
    except (OverflowError, ValueError, OSError):
        return ""
    return f"{moment:%Y-%m-%d %H:%M:%S}.{milliseconds % 1000:03d} UTC"


def record_data(partition: int, record: Record) -> str:
    """The same as data attributes, for the live view's panel. A null key or value has no attribute."""
    key = None if record.key is None else ink.escaped(record.key[:LONGEST_TEXT])
    value = None if record.value is None else ink.escaped(record.value[:LONGEST_TEXT])
    time = str(record.timestamp) if record.timestamp >= 0 else None
    return ink.attributes(
        data_partition=str(partition), data_offset=str(record.offset), data_key=key, data_value=value, data_time=time
    )


def newest_of(partitions: Iterable[Partition]) -> tuple[int, int] | None:
    """(partition, offset) of the newest record of all, by its own time. Records without a time don't count."""
    dated = [(r.timestamp, r.offset, p.id) for p in partitions for r in p.records if r.timestamp >= 0]
    if not dated:
        return None
    _, offset, partition = max(dated)
    return partition, offset
