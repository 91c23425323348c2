"""One thread reads for all views, tells them what changed, outlives what fails, and is gone with the last of them."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from kafkalab.errors import ClusterError
from kafkalab.i18n import Text
from kafkalab.observe import observer as module
from kafkalab.observe.observer import Observer
from kafkalab.observe.reader import Reader
from kafkalab.observe.snapshot import Controller, Partition, Snapshot, Topic
from observe.fake_cluster import FakeCluster, Log

SOON = 20.0  # a limit, not a measure
EMPTY = Snapshot(0.0, Controller(1, 1), {}, {}, {})


class FakeReader:
    """Says what `now` says; `asked` collects the topics that offsets were asked for."""

    def __init__(self) -> None:
        self.now = EMPTY
        self.asked: list[frozenset[str] | None] = []
        self.closed = 0
        self.made = 0

    def snapshot(self, topics=None) -> Snapshot:
        self.asked.append(topics)
        return replace(self.now, taken_at=time.time())

    def close(self) -> None:
        self.closed += 1

    def make(self) -> FakeReader:
        self.made += 1
        return self


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader()


@pytest.fixture
def observer(reader):
    observer = Observer(reader.make)
    yield observer
    observer.close()


def with_topic(name: str, hw: int = 0) -> Snapshot:
    return replace(EMPTY, topics={name: Topic(name, name, {}, {0: Partition(0, None, 0, (), (), high_watermark=hw)})})


@pytest.fixture
def rare_looks(monkeypatch):
    """Regular looks an hour apart: whatever is told was not told by one of them."""
    monkeypatch.setattr(module, "IDLE_S", 3600.0)


@pytest.fixture
def threads():
    """Names the threads of kafkalab that were not there when the test began: other tests' clusters have their own."""
    before = set(threading.enumerate())

    def new() -> list[str]:
        return [t.name for t in threading.enumerate() if t not in before and t.name.startswith("kafkalab-")]

    return new


def until(condition, seconds=20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def test_a_new_listener_is_told_soon_and_then_only_of_changes(reader, observer):
    told = queue.Queue()
    observer.subscribe(told.put, topic="t")
    assert told.get(timeout=SOON).topics == {}
    with pytest.raises(queue.Empty):
        told.get(timeout=0.8)
    reader.now = with_topic("t")
    assert "t" in told.get(timeout=SOON).topics


def test_a_second_listener_is_told_though_nothing_changed_and_by_the_same_thread(reader, observer, rare_looks):
    """At once: the next regular look would be in an hour."""
    first, second = queue.Queue(), queue.Queue()
    observer.subscribe(first.put, topic="t")
    first.get(timeout=SOON)
    observer.subscribe(second.put, topic="u")
    second.get(timeout=SOON)
    assert first.empty()
    assert reader.made == 1
    assert reader.asked[-1] == {"t", "u"}


def test_one_who_watches_everything_sees_new_topics_and_named_internal_ones_beside_them(reader, observer):
    reader.now = with_topic("t")
    observer.subscribe(lambda _: None)
    until(lambda: len(reader.asked) > 1)
    assert reader.asked[0] is None
    assert reader.asked[-1] == {"t"}
    observer.subscribe(lambda _: None, topic="__consumer_offsets")
    until(lambda: reader.asked[-1] == {"t", "__consumer_offsets"})


def test_a_listener_that_fails_does_not_keep_others_from_being_told(reader, observer, caplog):
    told = queue.Queue()

    def fails(_snapshot) -> None:
        raise ValueError("a mistake in a listener")

    observer.subscribe(fails, topic="t")
    observer.subscribe(told.put, topic="t")
    told.get(timeout=SOON)
    reader.now = with_topic("t")
    told.get(timeout=SOON)
    assert "a mistake in a listener" in caplog.text


def test_a_reader_that_cannot_be_made_at_first_is_made_later(reader, monkeypatch):
    monkeypatch.setattr(module, "_AFTER_FAILURE_S", 0.05)
    told, failures = queue.Queue(), iter([ValueError("no cluster"), ValueError("no cluster")])

    def make() -> FakeReader:
        for error in failures:
            raise error
        return reader

    observer = Observer(make)
    observer.subscribe(told.put, topic="t")
    told.get(timeout=SOON)
    observer.close()


def test_a_cluster_that_was_deleted_is_waited_for_without_a_traceback(monkeypatch, caplog):
    """Deleted from a terminal, say, while a notebook watches: there may soon be one of that name again."""
    monkeypatch.setattr(module, "_AFTER_FAILURE_S", 0.01)
    tried: queue.Queue[int] = queue.Queue()

    def make() -> Reader:
        tried.put(1)
        raise ClusterError(Text("no está", "it is gone"))

    observer = Observer(make)
    observer.subscribe(lambda _: None)
    for _ in range(3):
        tried.get(timeout=SOON)
    observer.close()
    assert caplog.text == ""


def test_the_thread_ends_with_the_last_listener_and_starts_again_with_the_next(threads, reader, observer):
    told = queue.Queue()
    one, other = observer.subscribe(told.put, topic="t"), observer.subscribe(told.put, topic="t")
    told.get(timeout=SOON)
    one()
    one()  # twice does no harm
    assert threads()
    other()
    until(lambda: not threads())
    assert reader.closed == reader.made == 1
    told = queue.Queue()
    observer.subscribe(told.put, topic="t")
    told.get(timeout=SOON)
    assert reader.made == 2


def test_one_who_left_is_not_told_any_more(reader, observer):
    left, stays = queue.Queue(), queue.Queue()
    leave = observer.subscribe(left.put, topic="t")
    observer.subscribe(stays.put, topic="t")
    left.get(timeout=SOON)
    stays.get(timeout=SOON)
    leave()
    reader.now = with_topic("t")
    stays.get(timeout=SOON)
    assert left.empty()


def test_a_listener_may_leave_while_it_is_told(threads, reader, observer):
    done = threading.Event()

    def once(_snapshot) -> None:
        leave()
        done.set()

    leave = observer.subscribe(once, topic="t")
    assert done.wait(SOON)
    until(lambda: not threads())


def test_close_ends_everything(threads, reader, observer):
    observer.subscribe(lambda _: None, topic="t")
    observer.close()
    assert not threads()
    observer.close()


def test_after_a_change_it_looks_more_often_than_at_rest(reader, observer, rare_looks):
    observer.subscribe(lambda _: None, topic="t")
    until(lambda: reader.asked)
    reader.now = with_topic("t")
    observer.subscribe(lambda _: None, topic="u")  # makes it look, and see the change
    before = len(reader.asked)
    until(lambda: len(reader.asked) > before + 3)


def test_a_new_record_is_told_at_once_not_at_the_next_regular_look(rare_looks):
    """With real connections to brokers that hold a poll until there is something, as Kafka does."""
    with FakeCluster() as cluster:
        log = cluster.logs["t", 0] = Log(values=[b"old"])
        cluster.hold_polls = True
        told = queue.Queue()
        observer = Observer(lambda: Reader(cluster.bootstrap))
        observer.subscribe(told.put, topic="t")
        told.get(timeout=SOON)
        for n in range(5):
            log.values.append(b"new %d" % n)
            wanted = f"new {n}"
            _next(told, lambda s, wanted=wanted: s.topics["t"].partitions[0].records[-1].value == wanted)
        observer.close()


def test_it_survives_a_cluster_that_goes_and_comes_back():
    cluster = FakeCluster()
    cluster.logs["t", 0] = Log(values=[b"x"])
    told = queue.Queue()
    observer = Observer(lambda: Reader(cluster.bootstrap, known_brokers=cluster.addresses, deadline_s=0.2))
    observer.subscribe(told.put, topic="t")
    assert told.get(timeout=SOON).topics["t"].partitions[0].as_of is None
    for broker in cluster.brokers.values():
        broker.pause()
    gone = _next(told, lambda s: all(b.state == "unreachable" for b in s.brokers.values()))
    assert gone.topics["t"].partitions[0].as_of is not None
    for broker in cluster.brokers.values():
        broker.resume()
    back = _next(told, lambda s: all(b.state == "up" for b in s.brokers.values()))
    assert back.topics["t"].partitions[0].as_of is None
    observer.close()
    cluster.__exit__()


def test_a_program_that_ends_while_it_watches_says_nothing():
    program = """
import time
from kafkalab.observe import observer
from kafkalab.observe.observer import Observer
observer.IDLE_S = observer.BUSY_S = observer._SHORTEST_PAUSE_S = observer._LONGEST_PAUSE_S = 0
from kafkalab.observe.reader import Reader
dead = {101: ("127.0.0.1", 1)}
Observer(lambda: Reader([], known_brokers=dead)).subscribe(lambda snapshot: None, topic="t")
time.sleep(0.4)
"""
    for _ in range(3):
        ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False)
        assert (ended.returncode, ended.stderr, ended.stdout) == (0, "", "")


def _next(told: queue.Queue, condition) -> Snapshot:
    deadline = time.monotonic() + SOON
    while True:
        snapshot = told.get(timeout=max(deadline - time.monotonic(), 0.01))
        if condition(snapshot):
            return snapshot


def test_who_finds_out_from_a_snapshot_what_to_read_has_it_in_the_first_one(observer, reader):
    """A view of a group learns from the group which topics it reads: no snapshot without their offsets is told."""
    reader.now = with_topic("orders", 5)
    told: queue.Queue[frozenset[str]] = queue.Queue()
    observer.subscribe(lambda _: told.put(reader.asked[-1]), topics=lambda last: frozenset(last.topics if last else ()))
    assert told.get(timeout=SOON) == {"orders"}
    assert reader.asked[:2] == [frozenset(), {"orders"}]


def test_a_topic_that_is_wanted_and_not_there_is_not_asked_for_again_and_again(observer, reader):
    """One reading a round, however long it takes until the topic is there."""
    told: queue.Queue[object] = queue.Queue()
    observer.subscribe(told.put, topics=lambda last: frozenset({"later"} if last else ()))
    told.get(timeout=SOON)
    assert reader.asked == [frozenset()]
    reader.now = with_topic("later")
    told.get(timeout=SOON)
    assert reader.asked[-1] == {"later"}
