"""Writes go to a broker that answers, come back when all brokers have seen them, and are refused in plain words."""

from __future__ import annotations

import time

import pytest
from kafka.protocol.admin import (
    CreateTopicsRequest,
    CreateTopicsResponse,
    DeleteGroupsResponse,
    DeleteTopicsRequest,
    DeleteTopicsResponse,
    ListGroupsResponse,
)
from kafka.protocol.producer import ProduceRequest, ProduceResponse

from kafkalab.errors import ClusterError, UnknownTopicError, UsageError, WaitTimeoutError
from kafkalab.i18n import using
from kafkalab.observe.admin import Admin
from kafkalab.observe.reader import Reader
from kafkalab.observe.refusals import refusal
from kafkalab.observe.wire import writes
from kafkalab.observe.wire.answers import Outcome
from kafkalab.observe.wire.records import newest
from observe.fake_broker import LIST_GROUPS, SILENT, TOPICS
from observe.fake_cluster import FakeCluster, Log
from observe.limits import IN_TIME_S

PRODUCE, CREATE, DELETE, DELETE_GROUPS = 0, 19, 20, 42


class Writable(FakeCluster):
    """A fake cluster that also writes. `refuse` maps an API to the error code that it answers with."""

    def __init__(self) -> None:
        super().__init__()
        self.refuse: dict[int, int] = {}
        self.created: list = []
        self.produced: list[tuple[int, str, int, int, bytes]] = []  # broker, topic, partition, acks, batch
        for node, broker in self.brokers.items():
            broker.answers |= {
                CREATE: self._create,
                DELETE: self._delete,
                DELETE_GROUPS: self._delete_groups,
                PRODUCE: lambda version, frame, node=node: self._produce(node, version, frame),
            }

    def coordinate(self, node: int, group: str) -> None:
        def listed(version: int, _frame: bytes) -> ListGroupsResponse:
            one = ListGroupsResponse.ListedGroup(
                version=version, group_id=group, protocol_type="consumer", group_state="Empty", group_type="classic"
            )
            return ListGroupsResponse(version=version, error_code=0, groups=[one])

        self.brokers[node].answers[LIST_GROUPS] = listed

    def _create(self, version: int, frame: bytes) -> CreateTopicsResponse:
        (topic,) = CreateTopicsRequest.decode(frame, version=version, header=True).topics
        self.created.append(topic)
        code = self.refuse.get(CREATE, 0)
        for number in range(0 if code else max(topic.num_partitions, len(topic.assignments))):
            self.logs[topic.name, number] = Log()
        result = CreateTopicsResponse.CreatableTopicResult(
            version=version, name=topic.name, topic_id=None, error_code=code, error_message="because",
            topic_config_error_code=0, num_partitions=1, replication_factor=1, configs=None,
        )  # fmt: skip
        return CreateTopicsResponse(version=version, topics=[result])

    def _delete(self, version: int, frame: bytes) -> DeleteTopicsResponse:
        (name,) = DeleteTopicsRequest.decode(frame, version=version, header=True).topic_names
        known = name in self._names()
        self.logs = {pair: log for pair, log in self.logs.items() if pair[0] != name}
        result = DeleteTopicsResponse.DeletableTopicResult(
            version=version, name=name, error_code=0 if known else 3, error_message=None
        )
        return DeleteTopicsResponse(version=version, responses=[result])

    def _delete_groups(self, version: int, _frame: bytes) -> DeleteGroupsResponse:
        code = self.refuse.get(DELETE_GROUPS, 0)
        result = DeleteGroupsResponse.DeletableGroupResult(version=version, group_id="g", error_code=code)
        return DeleteGroupsResponse(version=version, results=[result])

    def _produce(self, node: int, version: int, frame: bytes) -> ProduceResponse:
        asked = ProduceRequest.decode(frame, version=version, header=True)
        (topic,) = asked.topic_data
        (part,) = topic.partition_data
        log = self.logs[topic.name, part.index]
        code = self.refuse.get(PRODUCE, 0) or (0 if log.leader == node else 6)
        base = log.end
        if not code:
            self.produced.append((node, topic.name, part.index, asked.acks, bytes(part.records)))
            log.values += [b"?"] * newest(bytes(part.records), 0)[1]
        topic_result = ProduceResponse.TopicProduceResponse
        result = topic_result.PartitionProduceResponse(
            version=version, index=part.index, error_code=code, base_offset=base, log_append_time_ms=-1,
            log_start_offset=0, record_errors=[], error_message=None,
        )  # fmt: skip
        found = topic_result(version=version, name=topic.name, partition_responses=[result])
        return ProduceResponse(version=version, responses=[found])


@pytest.fixture
def cluster():
    with Writable() as cluster:
        cluster.logs["orders", 0] = Log()
        cluster.logs["orders", 1] = Log(leader=102)
        yield cluster


@pytest.fixture
def admin(cluster):
    reader = Reader(cluster.bootstrap, known_brokers=cluster.addresses, deadline_s=0.2)
    yield Admin(reader, timeout_s=1.0)
    reader.close()


def test_a_topic_is_made_as_asked(cluster, admin):
    admin.create_topic("new", partitions=3, replicas=2, configs={"retention.ms": 5, "preallocate": True})
    (made,) = cluster.created
    assert (made.name, made.num_partitions, made.replication_factor) == ("new", 3, 2)
    assert {config.name: config.value for config in made.configs} == {"retention.ms": "5", "preallocate": "true"}


def test_an_assignment_takes_the_place_of_numbers(cluster, admin):
    admin.create_topic("new", assignment={0: [102, 101], 1: (101,)})
    (made,) = cluster.created
    assert (made.num_partitions, made.replication_factor) == (-1, -1)
    assert [(a.partition_index, a.broker_ids) for a in made.assignments] == [(0, [102, 101]), (1, [101])]


def test_making_a_topic_waits_until_every_broker_that_answers_knows_it(cluster, admin):
    cluster.brokers[102].answers[TOPICS] = FakeCluster(0)._topics
    with pytest.raises(WaitTimeoutError, match="did not reach all brokers"):
        admin.create_topic("new")


def test_a_broker_that_is_silent_is_neither_asked_nor_waited_for(cluster, admin):
    cluster.brokers[101].pause()
    started = time.monotonic()
    admin.create_topic("new")
    assert time.monotonic() - started < IN_TIME_S


def test_without_a_controller_a_write_says_so_in_time(cluster, admin):
    for broker in cluster.brokers.values():
        broker.answers[CREATE] = SILENT
    started = time.monotonic()
    with pytest.raises(ClusterError, match="controller did not answer within 1 s"):
        admin.create_topic("new")
    assert time.monotonic() - started < 2 * IN_TIME_S


def test_with_nobody_there_a_write_says_so(cluster, admin):
    for broker in cluster.brokers.values():
        broker.close()
    with pytest.raises(ClusterError, match="No broker"):
        admin.create_topic("new")


def test_deleting_a_topic(cluster, admin):
    admin.delete_topic("orders")
    assert "orders" not in cluster._names()
    with pytest.raises(UnknownTopicError):
        admin.delete_topic("orders")
    admin.delete_topic("orders", missing_ok=True)


def test_deleting_a_group_asks_its_coordinator(cluster, admin):
    cluster.coordinate(102, "g")
    admin.delete_group("g")
    asked = [node for node, broker in cluster.brokers.items() if DELETE_GROUPS in dict(broker.asked)]
    assert asked == [102]


def test_a_group_that_does_not_exist_or_is_in_use(cluster, admin):
    with pytest.raises(ClusterError, match="does not exist"):
        admin.delete_group("g")
    admin.delete_group("g", missing_ok=True)
    cluster.coordinate(101, "g")
    cluster.refuse[DELETE_GROUPS] = 68
    with pytest.raises(ClusterError, match="active consumers"):
        admin.delete_group("g", missing_ok=True)


def test_records_go_to_their_leaders_keys_by_hash_and_the_others_in_turn(cluster, admin):
    places = admin.produce("orders", ["a", "b", ("student-1", "c"), b"d", ("student-1", None)])
    by_key = writes.partition_of(b"student-1", 2)
    assert [partition for partition, _ in places] == [0, 1, by_key, 1, by_key]
    assert sorted(places) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)] or sorted(places) == [
        (0, 0), (1, 0), (1, 1), (1, 2), (1, 3),
    ]  # fmt: skip
    assert {(node, partition) for node, _, partition, _, _ in cluster.produced} == {(101, 0), (102, 1)}


def test_a_chosen_partition_and_the_records_as_they_are_written(cluster, admin):
    assert admin.produce("orders", [("k", "v"), (None, b"\xff"), ""], partition=1, acks=1) == [(1, 0), (1, 1), (1, 2)]
    ((node, _, partition, acks, batch),) = cluster.produced
    assert (node, partition, acks) == (102, 1, 1)
    assert [(r.key, r.value) for r in newest(batch, 9)[0]] == [("k", "v"), (None, "�"), (None, "")]


def test_nothing_to_write_writes_nothing(cluster, admin):
    assert admin.produce("orders", []) == []
    assert cluster.produced == []


def test_a_topic_that_does_not_exist_is_not_created_by_writing(admin):
    with pytest.raises(UnknownTopicError, match="nothing-here"):
        admin.produce("nothing-here", ["a"])


def test_a_partition_that_does_not_exist(admin):
    with pytest.raises(ClusterError, match="LeaderNotAvailable"):
        admin.produce("orders", ["a"], partition=7)


def test_too_few_replicas_in_sync(cluster, admin):
    cluster.refuse[PRODUCE] = 19
    with pytest.raises(ClusterError, match=r"min\.insync\.replicas"):
        admin.produce("orders", ["a"])


def test_a_leader_that_does_not_acknowledge(cluster, admin):
    for broker in cluster.brokers.values():
        broker.answers[PRODUCE] = SILENT
    with pytest.raises(ClusterError, match="did not acknowledge"):
        admin.produce("orders", ["a"])


def test_a_leader_that_changed_is_looked_up_again(cluster, admin):
    answers = cluster.brokers[101].answers
    first_answer = answers[PRODUCE]

    def moved(version: int, frame: bytes) -> ProduceResponse:
        cluster.logs["orders", 0].leader = 102
        return first_answer(version, frame)

    answers[PRODUCE] = moved
    assert admin.produce("orders", ["a"], partition=0) == [(0, 0)]
    assert cluster.produced[0][0] == 102


@pytest.mark.parametrize(
    ("code", "kind", "es", "en"),
    [
        (3, UnknownTopicError, "no existe", "does not exist"),
        (17, UsageError, "no vale como nombre", "cannot be the name"),
        (36, ClusterError, "ya existe", "exists already"),
        (38, ClusterError, "no puede tener 3 réplicas: ahora responden 2 brokers", "2 brokers answer now"),
        (40, UsageError, "because", "because"),
        (41, ClusterError, "error 41", "error 41"),
    ],
)
def test_each_refusal_says_what_happened_and_what_to_do(code, kind, es, en):
    error = refusal(Outcome(code, "because"), "orders", brokers=2, replicas=3)
    assert type(error) is kind
    with using("es"):
        assert es in str(error)
    with using("en"):
        assert en in str(error)


def test_keys_go_where_java_s_producer_puts_them():
    """Seen on Apache's console producer: 60 keys over 3 partitions are split 18, 15, 27."""
    places = [writes.partition_of(f"student-{n}".encode(), 3) for n in range(60)]
    assert [places.count(n) for n in range(3)] == [18, 15, 27]
