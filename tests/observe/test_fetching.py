"""Reading the end of a log converges on the newest records, whatever lies between log start and log end."""

from __future__ import annotations

import pytest

from kafkalab.observe.fetching import ATTEMPTS, first_position, merged, next_position
from kafkalab.observe.snapshot import Record
from kafkalab.observe.wire.answers import FetchedPartition


def answer(hw, *, after=None, start=0, records=()) -> FetchedPartition:
    return FetchedPartition(hw, hw, start, tuple(Record(o, 0, None, None) for o in records), after)


def test_reading_begins_twice_as_far_back_as_records_are_wanted():
    assert first_position(0, 100, 16) == 68


def test_reading_never_begins_before_the_log_start():
    assert first_position(90, 100, 16) == 90
    assert first_position(0, 5, 16) == 0


def test_an_answer_up_to_the_high_watermark_is_enough():
    assert next_position(68, answer(100, after=100), 16, 1) is None


def test_an_empty_log_is_enough():
    assert next_position(0, answer(0), 16, 1) is None


def test_a_high_watermark_far_below_the_log_end_is_read_again_before_it():
    assert next_position(968, answer(3), 16, 1) == 0
    assert next_position(968, answer(500), 16, 1) == 468
    assert next_position(968, answer(500, start=490), 16, 1) == 490


def test_records_too_large_for_one_answer_are_read_ever_nearer_the_end():
    assert next_position(68, answer(100, after=70), 16, 1) == 96
    assert next_position(96, answer(100, after=98), 16, 2) == 99


def test_an_answer_almost_at_the_end_goes_on_where_it_stopped():
    assert next_position(68, answer(100, after=98), 16, 1) == 98


def test_it_ends_after_a_few_attempts_and_when_no_records_are_wanted():
    assert next_position(68, answer(100, after=70), 16, ATTEMPTS) is None
    assert next_position(100, answer(50), 0, 1) is None


@pytest.mark.parametrize("wanted", [1, 3, 16])
def test_every_next_position_lies_before_the_high_watermark(wanted):
    for attempt in range(1, ATTEMPTS):
        again = next_position(10, answer(100, after=20), wanted, attempt)
        assert again is not None
        assert 10 < again < 100


def test_merged_answers_keep_the_newest_without_doubles():
    both = merged(answer(9, after=6, records=[3, 4, 5]), answer(10, after=10, records=[5, 8, 9]), 4)
    assert [record.offset for record in both.records] == [4, 5, 8, 9]
    assert both.high_watermark == 10
    assert merged(None, answer(3), 4) == answer(3)
