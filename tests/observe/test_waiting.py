"""Waiting returns the first snapshot that fits, and on failure says in one sentence what was seen last."""

from __future__ import annotations

import time

import pytest

from kafkalab.errors import WaitTimeoutError
from kafkalab.i18n import Text, using
from kafkalab.observe.snapshot import BrokerState, Controller, Group, Partition, Snapshot, Topic
from kafkalab.observe.waiting import describe, wait_until
from observe.limits import IN_TIME_S


def snapshot(hw: int | None = 5, *, partitions: int = 1, groups: int = 1) -> Snapshot:
    parts = {n: Partition(n, 101, 0, (101, 102), (101,), high_watermark=hw) for n in range(partitions)}
    return Snapshot(
        taken_at=0.0,
        controller=Controller(1, 1),
        brokers={101: BrokerState(101, "h", 1, "up"), 102: BrokerState(102, "h", 2, "paused")},
        topics={
            "orders": Topic("orders", "id", {}, parts),
            "__consumer_offsets": Topic("__consumer_offsets", "id2", {}, dict(parts), internal=True),
        },
        groups={f"g{n}": Group(f"g{n}", "classic", "Stable", "range", 101, (), {}) for n in range(groups)},
    )


def source(*values):
    left = list(values)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def at_least(hw):
    return lambda s: s.topics["orders"].partitions[0].high_watermark >= hw


def test_the_first_snapshot_that_fits_is_returned():
    found = wait_until(source(snapshot(1), snapshot(2), snapshot(3)), at_least(2), 2)
    assert found.topics["orders"].partitions[0].high_watermark == 2


def test_a_condition_that_holds_at_once_needs_no_time():
    started = time.monotonic()
    wait_until(source(snapshot(9)), at_least(2), 0)
    assert time.monotonic() - started < IN_TIME_S


def test_a_topic_that_is_not_there_yet_and_an_offset_not_known_yet_mean_not_yet():
    empty = Snapshot(0.0, Controller(None, None), {}, {}, {})
    found = wait_until(source(empty, snapshot(None), snapshot(7)), at_least(7), 2)
    assert found.topics


def test_the_deadline_is_kept_and_the_last_snapshot_described():
    started = time.monotonic()
    with pytest.raises(WaitTimeoutError) as error, using("en"):
        wait_until(source(snapshot(3)), at_least(4), 0.2, Text(es="El registro 4", en="Record 4"))
    assert 0.2 <= time.monotonic() - started < IN_TIME_S
    assert error.value.what.en.startswith("Record 4 was not met within 0.2 s. What was seen last: controller 1; ")
    assert "brokers 101 up, 102 paused; orders-0 leader 101 ISR 101 HW 3; group g0 Stable" in error.value.what.en
    assert error.value.what.es.startswith("El registro 4 no se cumplió en 0.2 s. Lo último que se vio: ")


def test_an_error_that_persists_is_named():
    with pytest.raises(WaitTimeoutError, match="KeyError\\('order'\\)"):
        wait_until(source(snapshot()), lambda s: s.topics["order"], 0.1)


def test_an_error_that_passed_is_not_named():
    with pytest.raises(WaitTimeoutError) as error:
        wait_until(source(Snapshot(0.0, Controller(None, None), {}, {}, {}), snapshot(1)), at_least(2), 0.2)
    assert "KeyError" not in str(error.value)


def test_another_kind_of_error_is_the_caller_s_and_passes_through():
    with pytest.raises(ZeroDivisionError):
        wait_until(source(snapshot()), lambda _: 1 / 0, 1)


def test_a_description_stays_short():
    text = describe(snapshot(partitions=50, groups=50))
    assert text.count("orders-") == 6
    assert "… (+44)" in text
    assert "__consumer_offsets" not in text


def test_what_is_not_known_is_a_dash():
    nobody = Snapshot(0.0, Controller(None, None), {}, {}, {})
    assert describe(nobody) == "controller -; brokers -"
    assert "HW -" in describe(snapshot(None))
