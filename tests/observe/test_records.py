"""Previews of the newest records come out of any batch that a producer may have written, and nothing raises."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kafka.record.memory_records import MemoryRecordsBuilder

from kafkalab.observe.snapshot import Record
from kafkalab.observe.wire.records import newest, preview

CONTROL, LOG_APPEND_TIME = 0x20, 0x08
ATTRIBUTES = struct.calcsize(">qiibI")


def batch(values, *, base=0, codec=0, attributes=0, offsets=None) -> bytes:
    """A record batch v2 as a broker holds it: (key, value) pairs from offset `base` on, one ms apart from 1000 on."""
    builder = MemoryRecordsBuilder(magic=2, compression_type=codec, batch_size=10**6)
    for index, (key, value) in enumerate(values):
        if offsets:
            builder.skip(offsets[index] - builder.next_offset())
        builder.append(1000 + index, key, value, [("trace", b"1")])
    builder.close()
    data = bytearray(builder.buffer())
    struct.pack_into(">q", data, 0, base)
    data[ATTRIBUTES + 1] |= attributes
    return bytes(data)


def offsets(records) -> list[int]:
    return [record.offset for record in records]


def test_keys_values_offsets_and_timestamps():
    found, after = newest(batch([(b"ana", b"hola"), (None, b"adios"), (b"luis", None)], base=40), 16)
    assert found == (
        Record(40, 1000, "ana", "hola"),
        Record(41, 1001, None, "adios"),
        Record(42, 1002, "luis", None),
    )
    assert after == 43


def test_only_the_newest_few_across_batches_oldest_first():
    data = batch([(None, b"x")] * 5) + batch([(None, b"y")] * 3, base=5)
    found, after = newest(data, 4)
    assert offsets(found) == [4, 5, 6, 7]
    assert after == 8


def test_no_records_wanted_still_tells_where_the_batches_end():
    assert newest(batch([(None, b"x")] * 5), 0) == ((), 5)


def test_nothing_in_nothing_out():
    assert newest(b"", 16) == ((), None)


def test_a_gzip_batch():
    found, _ = newest(batch([(None, b"zip")] * 3, codec=1), 2)
    assert found == (Record(1, 1001, None, "zip"), Record(2, 1002, None, "zip"))


@pytest.mark.parametrize(("codec", "name"), [(2, "snappy"), (3, "lz4"), (4, "zstd"), (6, "?")])
def test_a_codec_that_this_python_lacks_is_named_in_place_of_the_value(codec, name):
    found, after = newest(batch([(None, b"x")] * 5, attributes=codec), 2)
    assert [(record.offset, record.value) for record in found] == [(3, f"[{name}]"), (4, f"[{name}]")]
    assert after == 5


def test_a_transaction_marker_is_passed_over():
    data = batch([(None, b"paid")]) + batch([(b"\0\0\0\1", b"\0" * 6)], base=1, attributes=CONTROL)
    found, after = newest(data, 16)
    assert offsets(found) == [0]
    assert after == 2


def test_log_append_time_is_the_batch_s_own():
    found, _ = newest(batch([(None, b"a"), (None, b"b")], attributes=LOG_APPEND_TIME), 16)
    assert [record.timestamp for record in found] == [1001, 1001]


def test_compaction_leaves_gaps_in_a_batch():
    found, after = newest(batch([(b"k", b"1"), (b"k", b"2")], base=27, offsets=[0, 3]), 16)
    assert offsets(found) == [27, 30]
    assert after == 31


def test_a_batch_that_was_cut_off_is_left_out():
    whole, cut = batch([(None, b"x")]), batch([(None, b"y")], base=1)
    assert newest(whole + cut[:-1], 16) == newest(whole, 16)


def test_a_damaged_batch_gives_records_without_content():
    data = bytearray(batch([(None, b"x" * 50)] * 2))
    data[61] = 0x01  # the first record's length: -1
    found, after = newest(bytes(data), 16)
    assert [(record.offset, record.value) for record in found] == [(0, "[?]"), (1, "[?]")]
    assert after == 2


def test_an_old_message_format_is_passed_over():
    builder = MemoryRecordsBuilder(magic=1, compression_type=0, batch_size=1000)
    builder.append(1, None, b"x" * 50)
    builder.close()
    assert newest(bytes(builder.buffer()), 16)[0] == ()


@given(st.binary(max_size=300))
def test_random_bytes_never_raise(data):
    newest(data, 16)


@given(st.binary(min_size=1, max_size=200), st.integers(0, 200))
def test_a_batch_overwritten_with_random_bytes_never_raises(noise, at):
    data = bytearray(batch([(b"k", b"v" * 20)] * 5, codec=1))
    data[12 + at : 12 + at + len(noise)] = noise
    newest(bytes(data), 16)


def test_a_preview_is_cut_to_80_characters_not_bytes():
    assert preview("ñ".encode() * 80) == "ñ" * 80
    assert preview("ñ".encode() * 81) == "ñ" * 79 + "…"
    assert preview("🎈".encode() * 5000) == "🎈" * 79 + "…"


def test_a_preview_of_what_is_not_text_has_replacement_characters():
    assert preview(b"\xff\xfeok") == "��ok"


def test_null_is_not_the_empty_text():
    assert preview(None) is None
    assert preview(b"") == ""
