"""A poller wakes when a high watermark moved, and never turns into a busy loop."""

from __future__ import annotations

import threading
import time

import pytest

from kafkalab.observe.polling import Pollers, aims
from kafkalab.observe.reader import Reader
from kafkalab.observe.snapshot import BrokerState, Controller, Partition, Snapshot, Topic
from observe.fake_broker import FETCH, SILENT
from observe.fake_cluster import FakeCluster, Log


def snapshot(*partitions: Partition, state="up") -> Snapshot:
    brokers = {101: BrokerState(101, "h", 1, state), 102: BrokerState(102, "h", 2, "up")}
    return Snapshot(0.0, Controller(1, 1), brokers, {"t": Topic("t", "id", {}, {p.id: p for p in partitions})}, {})


def part(number: int, leader: int | None = 101, hw: int | None = 7, as_of: float | None = None) -> Partition:
    return Partition(number, leader, 0, (101, 102), (101,), high_watermark=hw, as_of=as_of)


def test_each_leader_is_polled_for_what_it_leads_at_the_high_watermark():
    assert aims(snapshot(part(0), part(1, leader=102, hw=0), part(2, hw=3)), {"t"}) == {
        ("h", 1): {("t", 0): 7, ("t", 2): 3},
        ("h", 2): {("t", 1): 0},
    }


def test_nothing_is_polled_where_nobody_could_answer():
    assert aims(snapshot(part(0, leader=None), part(1, hw=None), part(2, as_of=1.0)), {"t"}) == {}
    assert aims(snapshot(part(0), state="paused"), {"t"}) == {}
    assert aims(snapshot(part(0)), {"another"}) == {}


def test_without_names_all_topics_that_have_offsets_are_polled():
    assert aims(snapshot(part(0)), None) == {("h", 1): {("t", 0): 7}}


@pytest.fixture
def cluster():
    with FakeCluster() as cluster:
        cluster.logs["t", 0] = Log(values=[b"x"] * 7)
        yield cluster


@pytest.fixture
def woken():
    return threading.Semaphore(0)


@pytest.fixture
def pollers(woken):
    pollers = Pollers(woken.release)
    yield pollers
    pollers.close()


def polls(cluster, node=101) -> int:
    return sum(key == FETCH for key, _ in cluster.brokers[node].asked)


def test_a_moved_high_watermark_wakes_once_and_then_the_poller_rests(cluster, pollers, woken):
    pollers.aim({cluster.addresses[101]: {("t", 0): 6}})
    assert woken.acquire(timeout=2)
    assert not woken.acquire(timeout=0.4), "it woke again without a new aim"
    assert polls(cluster) == 1
    pollers.aim({cluster.addresses[101]: {("t", 0): 5}})
    assert woken.acquire(timeout=2)


def test_an_unmoved_high_watermark_wakes_nobody(cluster, pollers, woken):
    cluster.brokers[101].answers[FETCH] = _slowly(cluster, 0.2)
    pollers.aim({cluster.addresses[101]: {("t", 0): 7}})
    assert not woken.acquire(timeout=0.7)
    assert polls(cluster) >= 2


def test_a_refusal_that_comes_at_once_does_not_become_a_busy_loop(cluster, pollers, woken):
    pollers.aim({cluster.addresses[102]: {("t", 0): 7}})  # which 101 leads
    time.sleep(1.0)
    assert 1 <= polls(cluster, 102) <= 6
    assert not woken.acquire(blocking=False)


def test_a_silent_or_dead_broker_does_not_end_the_poller(cluster, pollers, woken):
    cluster.brokers[101].answers[FETCH] = SILENT
    pollers.aim({cluster.addresses[101]: {("t", 0): 6}})
    time.sleep(0.2)
    for connection in cluster.brokers[101]._open:
        connection.close()
    cluster.brokers[101].answers[FETCH] = lambda version, frame: cluster._fetch(101, version, frame)
    assert woken.acquire(timeout=4)


def test_closing_ends_the_threads_even_in_the_middle_of_a_poll(cluster, pollers):
    cluster.brokers[101].answers[FETCH] = SILENT
    pollers.aim({cluster.addresses[101]: {("t", 0): 6}})
    while not polls(cluster):
        time.sleep(0.01)
    threads = list(pollers._pollers.values())
    pollers.close()
    for thread in threads:
        thread.join(1)
    assert not any(thread.is_alive() for thread in threads)


def test_the_reader_s_snapshot_is_what_pollers_are_aimed_with(cluster):
    reader = Reader(cluster.bootstrap)
    assert aims(reader.snapshot(), {"t"}) == {cluster.addresses[101]: {("t", 0): 7}}
    reader.close()


def _slowly(cluster, seconds):
    def answer(version, frame):
        time.sleep(seconds)
        return cluster._fetch(101, version, frame)

    return answer
