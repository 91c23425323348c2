"""The campaign's judge finds each kind of broken promise, and its dice give the same faults for the same seed."""

from __future__ import annotations

import pytest

from benchmarks.campaign.judge import Sent, judge
from benchmarks.campaign.schedule import draw

A, B, C = (Sent(0, 1, number) for number in range(3))
LOG = {(0, 0): A, (0, 1): B, (0, 2): C}


def test_a_log_with_all_that_was_acknowledged_is_clean():
    assert judge([A, B, C], LOG, {(0, 1): B}).is_clean


def test_what_was_never_acknowledged_may_be_there_or_not():
    assert judge([A], LOG, {}).is_clean
    assert judge([], {}, {}).is_clean


def test_an_acknowledged_record_that_is_missing_is_lost():
    verdict = judge([A, B, C], {(0, 0): A, (0, 1): C}, {})
    assert verdict.lost == (B,)
    assert not verdict.is_clean


def test_a_record_that_is_there_twice_is_a_duplicate_even_if_nobody_acknowledged_it():
    assert judge([], {(0, 0): A, (0, 1): A}, {}).duplicates == (A,)


def test_a_record_behind_a_later_one_of_its_key_is_out_of_order():
    assert judge([], {(0, 0): A, (0, 1): C, (0, 2): B}, {}).out_of_order == (B,)


def test_other_keys_and_other_writers_have_orders_of_their_own():
    assert judge([], {(0, 0): Sent(0, 1, 5), (0, 1): Sent(0, 2, 4), (0, 2): Sent(1, 1, 3)}, {}).is_clean


def test_what_was_read_and_is_no_longer_there_has_vanished():
    assert judge([], {(0, 0): A}, {(0, 1): B}).vanished == ((0, 1),)
    assert judge([], LOG, {(0, 1): C}).vanished == ((0, 1),)


def test_a_value_says_who_wrote_it():
    assert Sent.decode(C.encode()) == C


def test_a_seed_always_draws_the_same_faults_and_another_seed_others():
    assert draw(7, 30, [101, 102, 103], [1]) == draw(7, 30, [101, 102, 103], [1])
    assert draw(7, 30, [101, 102, 103], [1]) != draw(8, 30, [101, 102, 103], [1])


@pytest.mark.parametrize("seed", range(5))
def test_every_kind_of_fault_comes_up_and_none_hurts_more_than_two_nodes(seed):
    faults = draw(seed, 100, [101, 102, 103], [1])
    assert len(faults) == 100
    assert len({fault.kind for fault in faults}) == 7
    assert all(len(set(fault.nodes)) == len(fault.nodes) <= 2 for fault in faults)
    assert all((fault.nodes[0] == 1) == (fault.kind == "kill controller") for fault in faults)
