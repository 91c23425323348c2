"""The newest records of the batches in a Fetch answer, as previews. Only what a preview needs is decoded.

Record batches v2 (KIP-98); the formats before it are passed over. A codec that this Python lacks gives records whose
value names the codec: nothing in here raises on what a producer may have written.
"""

from __future__ import annotations

import struct
import zlib
from collections import deque
from collections.abc import Callable, Iterator

from kafka import codec
from kafka.record.util import decode_varint

from kafkalab.observe.snapshot import Record

PREVIEW = 80  # characters
_HEADER = struct.Struct(">qiibIhiqqqhii")
_LARGEST = 16 * 1024 * 1024  # of a gzip batch unpacked
_LOG_APPEND_TIME, _CONTROL, _CODEC = 0x08, 0x20, 0x07


def newest(data: bytes, wanted: int) -> tuple[tuple[Record, ...], int | None]:
    """At most `wanted` records, oldest first, and the offset after the last whole batch (None without one)."""
    kept: deque[Record] = deque(maxlen=wanted)
    next_offset = None
    for batch in _batches(memoryview(data)):
        next_offset = batch.last_offset + 1
        kept.extend(batch.newest(wanted))
    return tuple(kept), next_offset


def preview(data: bytes | None) -> str | None:
    """UTF-8 with replacement characters, cut to 80 characters (the last is then "…"); None stays None."""
    if data is None:
        return None
    text = data[: 4 * (PREVIEW + 1)].decode("utf-8", "replace")
    return text if len(text) <= PREVIEW else text[: PREVIEW - 1] + "…"


class _Batch:
    def __init__(self, view: memoryview) -> None:
        (self.base_offset, _, _, self.magic, _, self.attributes, last_delta, self.first_timestamp,
         self.max_timestamp, _, _, _, self.count) = _HEADER.unpack_from(view)  # fmt: skip
        self.last_offset = self.base_offset + last_delta
        self._body = view[_HEADER.size :]

    def newest(self, wanted: int) -> list[Record]:
        """Its last `wanted` records; none if it is a transaction's marker."""
        if self.magic != 2 or self.attributes & _CONTROL or wanted <= 0:
            return []
        name, unpack = _CODECS.get(self.attributes & _CODEC, ("?", None))
        try:
            return self._decode(unpack(self._body), wanted) if unpack else self._noted(name, wanted)
        except Exception:  # three libraries' decompressors, and bytes that any program may have written
            return self._noted(name, wanted)

    def _decode(self, body: bytes | memoryview, wanted: int) -> list[Record]:
        records = []
        position = 0
        for index in range(self.count):
            length, start = decode_varint(body, position)
            if length < 0:
                raise ValueError("a record of negative length")
            position = start + length
            if index >= self.count - wanted:
                records.append(self._record(body, start))
        return records

    def _record(self, body: bytes | memoryview, position: int) -> Record:
        time_delta, position = decode_varint(body, position + 1)  # after the attributes, of which none is in use
        offset_delta, position = decode_varint(body, position)
        key, position = _bytes(body, position)
        value, _ = _bytes(body, position)
        own_time = self.first_timestamp + time_delta
        timestamp = self.max_timestamp if self.attributes & _LOG_APPEND_TIME else own_time
        return Record(self.base_offset + offset_delta, timestamp, preview(key), preview(value))

    def _noted(self, codec_name: str, wanted: int) -> list[Record]:
        first = max(self.base_offset, self.last_offset - wanted + 1)
        return [
            Record(offset, self.max_timestamp, None, f"[{codec_name}]") for offset in range(first, self.last_offset + 1)
        ]


def _batches(view: memoryview) -> Iterator[_Batch]:
    """The whole batches; the last one in an answer may be cut off."""
    position = 0
    while position + _HEADER.size <= len(view):
        end = position + 12 + struct.unpack_from(">i", view, position + 8)[0]
        if not position + _HEADER.size <= end <= len(view):
            return
        yield _Batch(view[position:end])
        position = end


def _bytes(body: bytes | memoryview, position: int) -> tuple[bytes | None, int]:
    length, position = decode_varint(body, position)
    if length < 0:
        return None, position
    return bytes(body[position : min(position + length, position + 4 * (PREVIEW + 1))]), position + length


def _gunzip(body: memoryview) -> bytes:
    return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, _LARGEST)


def _codecs() -> dict[int, tuple[str, Callable[[memoryview], bytes | memoryview] | None]]:
    return {
        0: ("?", lambda body: body),
        1: ("gzip", _gunzip),
        2: ("snappy", (lambda body: codec.snappy_decode(bytes(body))) if codec.has_snappy() else None),
        3: ("lz4", (lambda body: codec.lz4_decode(bytes(body))) if codec.has_lz4() else None),
        4: ("zstd", (lambda body: codec.zstd_decode(bytes(body))) if codec.has_zstd() else None),
    }


_CODECS = _codecs()
