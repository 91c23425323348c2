"""What is read from real brokers is what was done to them."""

from __future__ import annotations

import queue
import subprocess
import sys
import time

import psutil
import pytest

from kafkalab.errors import ClusterError, UnknownTopicError, UsageError
from kafkalab.observe import observer as observer_module
from kafkalab.observe.admin import Admin
from kafkalab.observe.observer import Observer
from kafkalab.observe.reader import Reader

pytestmark = pytest.mark.cluster

CONSUMER = """
import sys, threading
from kafka import KafkaConsumer

def consume(group):
    consumer = KafkaConsumer(sys.argv[2], bootstrap_servers=sys.argv[1], group_id=group, auto_offset_reset="earliest",
                             bootstrap_timeout_ms=10000, auto_commit_interval_ms=200, heartbeat_interval_ms=300,
                             session_timeout_ms=3000)
    while True:
        consumer.poll(300)

for group in sys.argv[3:]:
    threading.Thread(target=consume, args=[group], daemon=True).start()
sys.stdin.read()
"""


@pytest.fixture
def reader(cluster):
    reader = Reader(**cluster._addresses())
    yield reader
    reader.close()


@pytest.fixture
def admin(reader):
    return Admin(reader)


@pytest.fixture
def topic(admin, unique):
    """A topic of three partitions, led by 101, 102 and 103."""
    name = unique("observed")
    admin.create_topic(name, assignment={0: [101, 102, 103], 1: [102, 103, 101], 2: [103, 101, 102]})
    yield name
    admin.delete_topic(name)


@pytest.fixture
def consuming(cluster, topic):
    """Starts real consumers of `topic` in a process of their own, one in each group that is named."""
    started = []

    def consume(*groups: str) -> subprocess.Popen:
        command = [sys.executable, "-c", CONSUMER, cluster.bootstrap_servers, topic, *groups]
        started.append(subprocess.Popen(command, stdin=subprocess.PIPE))
        return started[-1]

    yield consume
    for process in started:
        process.kill()
        process.wait()


def test_a_topic_its_records_and_its_replicas(cluster, admin, topic):
    admin.produce(topic, [("ana", "hola"), ("ana", None)], partition=0)
    snapshot = cluster.wait_until(lambda s: set(s.topics[topic].partitions[0].log_end_offsets.values()) == {2}, 10)
    part = snapshot.topics[topic].partitions[0]
    assert (part.leader, part.replicas, sorted(part.isr)) == (101, (101, 102, 103), [101, 102, 103])
    assert (part.log_start_offset, part.high_watermark, part.last_stable_offset) == (0, 2, 2)
    assert [(r.offset, r.key, r.value) for r in part.records] == [(0, "ana", "hola"), (1, "ana", None)]
    assert abs(part.records[0].timestamp / 1000 - time.time()) < 60
    assert len(snapshot.topics[topic].topic_id) == 22
    assert snapshot.topics[topic].configs["cleanup.policy"] == "delete"


def test_the_controller_is_a_controller_not_a_broker(cluster):
    snapshot = cluster.snapshot()
    assert snapshot.controller.id in snapshot.quorum.voters
    assert snapshot.controller.id not in snapshot.brokers
    assert snapshot.quorum.observers == tuple(sorted(snapshot.brokers))


def test_one_address_is_enough_for_a_cluster_that_is_not_ours(cluster, topic):
    first = cluster.bootstrap_servers.split(",")[0].rsplit(":", 1)
    reader = Reader([(first[0], int(first[1]))])
    snapshot = reader.snapshot()
    reader.close()
    assert {broker.state for broker in snapshot.brokers.values()} == {"up"}
    assert topic in snapshot.topics


def test_a_group_its_members_and_committed_offsets(cluster, admin, topic, consuming, unique):
    group = unique("readers")
    consuming(group)
    admin.produce(topic, ["a", "b", "c", "d"])
    snapshot = cluster.wait_until(lambda s: sum(s.groups[group].committed.values()) == 4, 30)
    found = snapshot.groups[group]
    assert (found.type, found.state, found.protocol) == ("classic", "Stable", "range")
    assert found.coordinator in snapshot.brokers
    (member,) = found.members
    assert member.assignment == ((topic, 0), (topic, 1), (topic, 2))
    assert [found.lag(part, topic) for part in snapshot.topics[topic].partitions.values()] == [0, 0, 0]
    with pytest.raises(ClusterError):
        admin.delete_group(group)


def test_a_group_that_is_empty_can_be_deleted(cluster, admin, topic, consuming, unique):
    group = unique("readers")
    process = consuming(group)
    cluster.wait_until(lambda s: s.groups[group].members, 30)
    process.kill()
    cluster.wait_until(lambda s: s.groups[group].state == "Empty", 30)
    admin.delete_group(group)
    assert group not in cluster.snapshot().groups


def test_a_transaction_holds_the_last_stable_offset_until_it_ends(cluster, topic):
    from kafka import KafkaProducer

    with KafkaProducer(
        bootstrap_servers=cluster.bootstrap_servers, transactional_id=topic, bootstrap_timeout_ms=10000
    ) as producer:
        producer.init_transactions()
        producer.begin_transaction()
        producer.send(topic, b"paid", partition=0).get(10)
        part = cluster.snapshot().topics[topic].partitions[0]
        assert (part.last_stable_offset, part.high_watermark) == (0, 1)
        producer.commit_transaction()
    part = cluster.wait_until(lambda s: s.topics[topic].partitions[0].last_stable_offset == 2, 10)
    assert [record.offset for record in part.topics[topic].partitions[0].records] == [0]  # 1 is the marker


def test_a_topic_made_anew_under_the_same_name(cluster, admin, topic):
    admin.produce(topic, ["old"] * 3, partition=0)
    before = cluster.snapshot().topics[topic].topic_id
    admin.delete_topic(topic)
    assert topic not in cluster.snapshot().topics
    admin.create_topic(topic, partitions=1, replicas=3)
    snapshot = cluster.snapshot()
    assert snapshot.topics[topic].topic_id != before
    assert snapshot.topics[topic].partitions[0].high_watermark == 0


def test_compressed_and_odd_records_are_shown_or_named(cluster, topic):
    from kafka import KafkaProducer

    with KafkaProducer(
        bootstrap_servers=cluster.bootstrap_servers, compression_type="gzip", bootstrap_timeout_ms=10000
    ) as producer:
        producer.send(topic, b"zip" * 50, key=b"\xff\x00", partition=0).get(10)
    (record,) = cluster.snapshot().topics[topic].partitions[0].records
    assert record.value.startswith("zipzip")
    assert len(record.value) == 80
    assert record.key == "\ufffd\x00"


def test_what_kafka_refuses_is_said_in_words(admin, topic):
    with pytest.raises(ClusterError, match="exists already"):
        admin.create_topic(topic)
    with pytest.raises(ClusterError, match="cannot have 9 replicas: 3 brokers answer now"):
        admin.create_topic(topic + "-2", replicas=9)
    with pytest.raises(UsageError, match="cannot be the name"):
        admin.create_topic("niño feliz")
    with pytest.raises(UsageError, match="Not a number"):
        admin.create_topic(topic + "-2", configs={"retention.ms": "soon"})
    with pytest.raises(UnknownTopicError):
        admin.delete_topic(topic + "-2")
    with pytest.raises(UnknownTopicError):
        admin.produce(topic + "-2", ["x"])


def test_new_records_reach_a_view_without_waiting_for_the_next_look(cluster, admin, topic, monkeypatch):
    """That would be in an hour. How soon they arrive is measured in benchmarks."""
    monkeypatch.setattr(observer_module, "IDLE_S", 3600.0)
    told: queue.Queue = queue.Queue()
    observer = Observer(lambda: Reader(**cluster._addresses()))
    observer.subscribe(lambda s: told.put((time.monotonic(), s)), topic=topic)
    told.get(timeout=5)
    for n in range(10):
        admin.produce(topic, [f"record {n}"], partition=n % 3)
        _seen(told, topic, f"record {n}")
    observer.close()


def test_watching_costs_little_while_nothing_happens(cluster, topic, consuming, unique):
    groups = [unique("one"), unique("two")]
    consuming(*groups)
    cluster.wait_until(lambda s: all(s.groups[group].state == "Stable" for group in groups), 30)
    observer = Observer(lambda: Reader(**cluster._addresses()))
    observer.subscribe(lambda _: None, topic=topic)
    time.sleep(2)
    this = psutil.Process()
    before, started = this.cpu_times(), time.monotonic()
    time.sleep(6)
    after, seconds = this.cpu_times(), time.monotonic() - started
    observer.close()
    share = (after.user + after.system - before.user - before.system) / seconds
    assert share < 0.3, f"{share:.1%} of a core: a loop that never rests"  # how little it is, benchmarks say


def _seen(told: queue.Queue, topic: str, value: str) -> float:
    """When a snapshot with that value was told."""
    while True:
        when, snapshot = told.get(timeout=5)
        if any(r.value == value for part in snapshot.topics[topic].partitions.values() for r in part.records):
            return when
