"""A reader asks all brokers at once: a silent one costs one deadline and takes nothing from the others' answers."""

from __future__ import annotations

import threading
import time

import pytest

from kafkalab.observe.reader import Reader
from kafkalab.observe.snapshot import Controller
from observe.fake_broker import HANG_UP, LIST_OFFSETS, METADATA, SILENT, TOPICS
from observe.fake_cluster import FakeCluster, Log
from observe.limits import IN_TIME_S


@pytest.fixture
def cluster():
    with FakeCluster() as cluster:
        cluster.logs["orders", 0] = Log(values=[b"a", b"b", b"c"])
        cluster.logs["orders", 1] = Log(leader=102, values=[b"d"])
        yield cluster


@pytest.fixture
def reading():
    """Makes readers, and closes them after the test."""
    made: list[Reader] = []

    def make(*args, **kwargs) -> Reader:
        made.append(Reader(*args, deadline_s=0.2, **kwargs))
        return made[-1]

    yield make
    for reader in made:
        reader.close()


def silence(broker) -> None:
    for key in broker.answers:
        broker.answers[key] = SILENT


def states(snapshot) -> dict[int, str]:
    return {broker.id: broker.state for broker in snapshot.brokers.values()}


def values(snapshot, topic="orders", partition=0) -> list[str | None]:
    return [record.value for record in snapshot.topics[topic].partitions[partition].records]


def timed(reader: Reader):
    started = time.monotonic()
    snapshot = reader.snapshot()
    return snapshot, time.monotonic() - started


def test_one_address_is_enough_to_find_all_brokers(cluster, reading):
    snapshot = reading(cluster.bootstrap[:1]).snapshot()
    assert states(snapshot) == {101: "up", 102: "up"}
    assert snapshot.controller == Controller(1, 3)
    part = snapshot.topics["orders"].partitions[0]
    assert (part.high_watermark, part.log_start_offset, part.log_end_offsets) == (3, 0, {101: 3, 102: 3})
    assert values(snapshot) == ["a", "b", "c"]
    assert values(snapshot, partition=1) == ["d"]


def test_a_bootstrap_address_that_is_dead_does_not_matter(cluster, reading):
    assert reading([("127.0.0.1", 1), cluster.bootstrap[1]]).snapshot().topics


def test_a_silent_broker_costs_one_deadline_and_is_unreachable(cluster, reading):
    reader = reading(cluster.bootstrap, known_brokers=cluster.addresses)
    reader.snapshot()
    silence(cluster.brokers[102])
    snapshot, seconds = timed(reader)
    assert 0.15 < seconds < IN_TIME_S
    assert states(snapshot) == {101: "up", 102: "unreachable"}
    assert snapshot.topics["orders"].partitions[0].log_end_offsets == {101: 3, 102: None}
    assert snapshot.topics["orders"].partitions[1].as_of is not None
    assert values(snapshot, partition=1) == ["d"]


def test_the_next_look_does_not_wait_for_it_again(cluster, reading):
    reader = reading(cluster.bootstrap, known_brokers=cluster.addresses)
    silence(cluster.brokers[102])
    reader.snapshot()
    asked = cluster.brokers[102].connections
    reader.snapshot()
    assert cluster.brokers[102].connections == asked


def test_a_broker_that_falls_silent_in_the_middle_costs_one_deadline_too(cluster, reading):
    reader = reading(cluster.bootstrap, known_brokers=cluster.addresses)
    reader.snapshot()
    cluster.brokers[102].answers[LIST_OFFSETS] = SILENT
    snapshot, seconds = timed(reader)
    assert seconds < IN_TIME_S
    assert states(snapshot) == {101: "up", 102: "unreachable"}


def test_a_paused_process_is_not_asked_and_not_waited_for(cluster, reading):
    doing = {101: "up", 102: "paused"}
    reader = reading(cluster.bootstrap, known_brokers=cluster.addresses, process_state=doing.get)
    snapshot = reader.snapshot()
    assert states(snapshot) == {101: "up", 102: "paused"}
    assert cluster.brokers[102].connections == 0
    doing[102] = "up"
    assert states(reader.snapshot()) == {101: "up", 102: "up"}


def test_a_process_paused_while_it_was_asked_is_called_paused(cluster, reading):
    silence(cluster.brokers[102])
    told = iter(["up", "paused"])
    reader = reading(
        cluster.bootstrap,
        known_brokers=cluster.addresses,
        process_state=lambda broker: "up" if broker == 101 else next(told),
    )
    assert states(reader.snapshot())[102] == "paused"


def test_a_dead_process_is_stopped_and_a_live_one_that_does_not_answer_unreachable(cluster, reading):
    for broker in cluster.brokers.values():
        broker.close()
    doing = {101: "stopped", 102: "up"}
    reader = reading(cluster.bootstrap, known_brokers=cluster.addresses, process_state=doing.get)
    assert states(reader.snapshot()) == {101: "stopped", 102: "unreachable"}


def test_with_nobody_there_topics_are_as_last_seen(cluster, reading):
    reader = reading(cluster.bootstrap, known_brokers=cluster.addresses)
    before = reader.snapshot()
    for broker in cluster.brokers.values():
        broker.close()
    snapshot = reader.snapshot()
    assert states(snapshot) == {101: "unreachable", 102: "unreachable"}
    assert snapshot.topics["orders"].partitions[0].as_of == before.taken_at
    assert values(snapshot) == ["a", "b", "c"]


def test_a_cluster_that_was_never_there_is_an_empty_snapshot(reading):
    snapshot = reading([("127.0.0.1", 1)]).snapshot()
    assert (dict(snapshot.brokers), dict(snapshot.topics)) == ({}, {})


def test_a_topic_made_anew_starts_from_nothing(cluster, reading):
    reader = reading(cluster.bootstrap)
    old = reader.snapshot().topics["orders"].topic_id
    cluster.ids["orders"] = 99
    cluster.logs["orders", 0].values = [b"z"]
    snapshot = reader.snapshot()
    assert snapshot.topics["orders"].topic_id != old
    assert values(snapshot) == ["z"]


def test_a_log_that_was_cut_back_and_written_again_shows_what_is_there_now(cluster, reading):
    reader = reading(cluster.bootstrap)
    reader.snapshot()
    cluster.logs["orders", 0].values = [b"a", b"B"]
    snapshot = reader.snapshot()
    assert values(snapshot) == ["a", "B"]
    assert snapshot.topics["orders"].partitions[0].high_watermark == 2


def test_a_partition_added_is_seen(cluster, reading):
    reader = reading(cluster.bootstrap)
    reader.snapshot()
    cluster.logs["orders", 2] = Log(values=[b"new"])
    assert values(reader.snapshot(), partition=2) == ["new"]


def test_a_leader_change_between_two_looks(cluster, reading):
    reader = reading(cluster.bootstrap)
    reader.snapshot()
    cluster.logs["orders", 0].leader = 102
    cluster.logs["orders", 0].epoch = 1
    part = reader.snapshot().topics["orders"].partitions[0]
    assert (part.leader, part.high_watermark, part.as_of) == (102, 3, None)


def test_a_broker_that_tells_an_old_story_is_not_believed(cluster, reading):
    stale = FakeCluster(0)
    stale.logs["orders", 0] = Log(leader=102, values=[])
    stale.logs["orders", 1] = Log(leader=102)
    cluster.logs["orders", 0].epoch = 5
    cluster.brokers[102].answers[TOPICS] = stale._topics
    part = reading(cluster.bootstrap, known_brokers=cluster.addresses).snapshot().topics["orders"].partitions[0]
    assert (part.leader, part.leader_epoch) == (101, 5)


def test_internal_topics_have_metadata_and_offsets_only_if_named(cluster, reading):
    cluster.logs["__consumer_offsets", 0] = Log(values=[b"x"])
    reader = reading(cluster.bootstrap)
    hidden = reader.snapshot().topics["__consumer_offsets"]
    assert hidden.internal
    assert hidden.partitions[0].high_watermark is None
    named = reader.snapshot(["__consumer_offsets"])
    assert named.topics["__consumer_offsets"].partitions[0].high_watermark == 1
    assert named.topics["orders"].partitions[0].high_watermark is None


def test_only_the_newest_records_are_shown(cluster, reading):
    cluster.logs["orders", 0].values = [b"%d" % n for n in range(500)]
    reader = reading(cluster.bootstrap)
    assert values(reader.snapshot(records=3)) == ["497", "498", "499"]
    assert values(reader.snapshot(records=0)) == []


def test_a_high_watermark_far_below_the_log_end(cluster, reading):
    cluster.logs["orders", 0].values = [b"%d" % n for n in range(500)]
    cluster.logs["orders", 0].high_watermark = 4
    snapshot = reading(cluster.bootstrap).snapshot()
    part = snapshot.topics["orders"].partitions[0]
    assert (part.high_watermark, part.log_end_offsets[101]) == (4, 500)
    assert values(snapshot) == ["0", "1", "2", "3"]


def test_records_larger_than_an_answer_still_show_the_newest(cluster, reading):
    cluster.logs["orders", 0].values = [b"%03d" % n + b"x" * 60_000 for n in range(100)]
    assert values(reading(cluster.bootstrap).snapshot())[-1].startswith("099")


def test_topics_that_come_in_pages(cluster, reading):
    cluster.paged = True
    for n in range(3):
        cluster.logs[f"t{n}", 0] = Log(values=[b"x"])
    assert sorted(reading(cluster.bootstrap).snapshot().topics) == ["orders", "t0", "t1", "t2"]


def test_brokers_that_know_neither_the_topics_api_nor_a_quorum(cluster, reading):
    cluster.without_topics_api()
    snapshot = reading(cluster.bootstrap).snapshot()
    assert values(snapshot) == ["a", "b", "c"]
    assert snapshot.controller == Controller(102, None)
    assert snapshot.quorum is None


def test_a_broker_that_hangs_up_is_asked_again_at_once(cluster, reading):
    reader = reading(cluster.bootstrap, known_brokers=cluster.addresses)
    cluster.brokers[102].answers[METADATA] = HANG_UP
    assert states(reader.snapshot())[102] == "unreachable"
    cluster.brokers[102].answers[METADATA] = cluster._metadata
    assert states(reader.snapshot())[102] == "up"


def test_a_cluster_that_moved_is_found_at_its_new_addresses(cluster, reading):
    where = dict(cluster.addresses)
    reader = reading(cluster.bootstrap, known_brokers=lambda: where)
    reader.snapshot()
    with FakeCluster() as moved:
        moved.logs["orders", 0] = Log(values=[b"after"])
        for broker in cluster.brokers.values():
            broker.close()
        where |= moved.addresses
        reader.snapshot()  # finds out
        assert values(reader.snapshot()) == ["after"]


def test_a_stranger_s_cluster_behind_our_old_ports_is_not_taken_for_ours(cluster, reading):
    where = dict(cluster.addresses)
    reader = reading(cluster.bootstrap, known_brokers=lambda: where)
    reader.snapshot()
    with FakeCluster() as moved:
        moved.logs["orders", 0] = Log(values=[b"ours"])
        where |= moved.addresses
        cluster.cluster_id = "stranger"
        cluster.logs = {("theirs", 0): Log()}
        assert "theirs" not in reader.snapshot().topics
        assert values(reader.snapshot()) == ["ours"]


def test_one_stranger_among_our_brokers_is_as_good_as_silent(cluster, reading):
    reader = reading(cluster.bootstrap, known_brokers=cluster.addresses)
    reader.snapshot()
    stranger = FakeCluster(0)
    stranger.cluster_id = "stranger"
    cluster.brokers[102].answers |= {METADATA: stranger._metadata, TOPICS: stranger._topics}
    snapshot = reader.snapshot()
    assert states(snapshot) == {101: "up", 102: "unreachable"}
    assert values(snapshot) == ["a", "b", "c"]


def test_a_cluster_made_anew_at_the_same_addresses_is_taken_for_ours(cluster, reading):
    reader = reading(cluster.bootstrap, known_brokers=cluster.addresses)
    reader.snapshot()
    cluster.cluster_id = "made anew"
    cluster.ids["orders"] = 77
    cluster.logs["orders", 0].values = [b"z"]
    assert values(reader.snapshot()) == ["z"]


def test_several_threads_may_read_at_once(cluster, reading):
    reader = reading(cluster.bootstrap)
    found = []
    threads = [threading.Thread(target=lambda: found.append(reader.snapshot())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert [values(snapshot) for snapshot in found] == [["a", "b", "c"]] * 8


def test_views_are_each_broker_s_own(cluster, reading):
    cluster.brokers[102].answers[TOPICS] = FakeCluster(0)._topics
    views = reading(cluster.bootstrap, known_brokers=cluster.addresses).views()
    assert [topic.name for topic in views[cluster.brokers[101].address].topics] == ["orders"]
    assert views[cluster.brokers[102].address].topics == ()


def test_views_of_a_cluster_that_has_just_moved_are_not_empty(cluster, reading):
    """Who writes to a cluster right after its brokers found their ports taken must find them."""
    where = dict(cluster.addresses)
    reader = reading(cluster.bootstrap, known_brokers=lambda: where)
    reader.snapshot()
    with FakeCluster() as moved:
        for broker in cluster.brokers.values():
            broker.close()
        where |= moved.addresses
        assert set(reader.views()) == set(moved.addresses.values())
