"""Which offsets are drawn, and where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kafkalab.scenes.log import Window, read_log, window

from .build import partition, record


def shown(part, slots: int = 10) -> Window:
    return window(read_log(part), part, slots)


def test_a_short_log_is_shown_from_offset_0_with_what_was_deleted() -> None:
    assert shown(partition(0, end=9, start=4)) == Window(0, older=False)


def test_a_long_log_shows_its_newest_offsets_and_keeps_slots_for_older_and_next() -> None:
    found = shown(partition(0, end=100))
    assert found == Window(92, older=True)
    assert found.slot(92) == 1
    assert found.slot(100) == 9, "the next offset has the last slot"
    assert found.slot(3) == 0, "older offsets share the first slot"


def test_few_deleted_offsets_are_shown_when_there_are_many() -> None:
    assert shown(partition(0, end=1_000_005, start=1_000_001)) == Window(1_000_000 - 2, older=True)


def test_without_a_log_start_only_offsets_of_known_records_are_shown() -> None:
    assert shown(partition(0, end=9, start=None)) == Window(9, older=True)
    assert shown(partition(0, end=9, start=None, records=(record(7), record(8)))) == Window(7, older=True)


@pytest.mark.parametrize(
    ("change", "leo", "end"),
    [
        ({"log_end_offsets": {101: 12}, "high_watermark": 10}, 12, 12),
        ({"log_end_offsets": {101: 9}, "high_watermark": 10}, 10, 10),  # read a moment before the high watermark was
        ({"log_end_offsets": {102: 12}, "high_watermark": 10}, None, 10),
        ({"log_end_offsets": {102: 12}, "high_watermark": 10, "last_seen": {101: (11, 5.0)}}, 11, 11),
        ({"log_end_offsets": {101: 12}, "high_watermark": 10, "leader": None}, None, 10),
        ({"log_end_offsets": {}, "high_watermark": None}, None, None),
    ],
)
def test_the_next_offset_is_the_leaders_own_as_last_seen_or_unknown(
    change: dict, leo: int | None, end: int | None
) -> None:
    log = read_log(replace(partition(0), **change))
    assert (log.leo, log.end) == (leo, end)
