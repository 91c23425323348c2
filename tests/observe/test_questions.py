"""Each question, encoded and decoded through kafka-python's schemas, says and reads what it should."""

from __future__ import annotations

from uuid import UUID

import pytest
from kafka.protocol.admin import (
    DescribeConfigsResponse,
    DescribeQuorumResponse,
    DescribeTopicPartitionsRequest,
    DescribeTopicPartitionsResponse,
)
from kafka.protocol.consumer import FetchRequest, FetchResponse, ListOffsetsRequest, ListOffsetsResponse
from kafka.protocol.metadata import MetadataRequest, MetadataResponse

from kafkalab.observe.wire import NoAnswer, questions
from kafkalab.observe.wire.answers import PartitionView, TopicView
from kafkalab.observe.wire.connection import Question

ID = UUID("b91958f1-b371-4ab9-865d-4c8b0b8efd71")
ID_TEXT = "uRlY8bNxSrmGXUyLC479cQ"


def sent(question: Question, request, version: int | None = None):
    """The request after a trip through its encoding."""
    version = question.newest if version is None else version
    return request.decode(bytes(question.build(version).encode()), version=version)


def read(question: Question, response):
    """What is read from the response after a trip through its encoding."""
    return question.read(type(response).decode(bytes(response.encode()), version=response.version))


def test_every_question_can_be_built_in_all_versions_that_it_may_be_asked_in():
    pairs = [("t", 1), ("t", 0), ("u", 0)]
    for question in (
        questions.cluster(topics=True),
        questions.cluster(topics=False),
        questions.topics(),
        questions.topics(("t", 3)),
        questions.quorum(),
        questions.log_ends(pairs),
        questions.log_starts(pairs),
        questions.fetch(dict.fromkeys(pairs, 5), newest=16),
        questions.fetch({}, newest=0, wait_ms=500),
        questions.configs(["t"]),
    ):
        for version in range(4 if question.request is FetchRequest else 1, question.newest + 1):
            if version <= question.request.max_version:
                assert question.build(version).encode()


def test_metadata_never_creates_a_topic():
    for topics in (True, False):
        asked = sent(questions.cluster(topics=topics), MetadataRequest)
        assert asked.allow_auto_topic_creation is False
    assert sent(questions.cluster(topics=True), MetadataRequest).topics is None
    assert sent(questions.cluster(topics=False), MetadataRequest).topics == []


def test_metadata_names_brokers_and_topics():
    part = MetadataResponse.MetadataResponseTopic.MetadataResponsePartition(
        version=12, error_code=5, partition_index=0, leader_id=-1, leader_epoch=4, replica_nodes=[101, 102],
        isr_nodes=[102], offline_replicas=[101],
    )  # fmt: skip
    topic = MetadataResponse.MetadataResponseTopic(
        version=12, error_code=0, name="t", topic_id=ID, is_internal=False, partitions=[part]
    )
    broker = MetadataResponse.MetadataResponseBroker(version=12, node_id=101, host="h", port=9092, rack=None)
    view = read(
        questions.cluster(topics=True),
        MetadataResponse(version=12, brokers=[broker], cluster_id="c", controller_id=-1, topics=[topic]),
    )
    assert view.brokers == {101: ("h", 9092)}
    assert view.controller_id is None
    assert view.topics == (TopicView("t", ID_TEXT, False, (PartitionView(0, None, 4, (101, 102), (102,)),)),)


def page(error: int = 0, cursor=None) -> DescribeTopicPartitionsResponse:
    topic = DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic
    part = topic.DescribeTopicPartitionsResponsePartition(
        version=0, error_code=0, partition_index=0, leader_id=103, leader_epoch=2, replica_nodes=[101, 102, 103],
        isr_nodes=[103], eligible_leader_replicas=[102], last_known_elr=[], offline_replicas=[],
    )  # fmt: skip
    found = topic(version=0, error_code=error, name="t", topic_id=ID, is_internal=True, partitions=[part])
    return DescribeTopicPartitionsResponse(version=0, throttle_time_ms=0, topics=[found], next_cursor=cursor)


def test_topics_come_with_their_eligible_leaders():
    expected = TopicView("t", ID_TEXT, True, (PartitionView(0, 103, 2, (101, 102, 103), (103,), (102,)),))
    assert read(questions.topics(), page()).topics == (expected,)


def test_a_topic_that_may_not_be_seen_is_left_out():
    assert read(questions.topics(), page(error=29)).topics == ()


def test_a_further_page_of_topics_is_asked_from_the_cursor_on():
    cursor = DescribeTopicPartitionsResponse.Cursor(version=0, topic_name="t", partition_index=7)
    assert read(questions.topics(), page(cursor=cursor)).cursor == ("t", 7)
    asked = sent(questions.topics(("t", 7)), DescribeTopicPartitionsRequest)
    assert (asked.cursor.topic_name, asked.cursor.partition_index) == ("t", 7)
    assert sent(questions.topics(), DescribeTopicPartitionsRequest).cursor is None


def test_the_quorum_recorded_from_a_broker():
    frame = bytes.fromhex(
        "000000890000000102135f5f636c75737465725f6d65746164617461020000000000000100000001000000020000000000000ebc02000000"
        "01000000000000000000000000000000000000000000000ebc000001a206d7ba49000001a206d7ba490004000000677e4454ef77"
        "624afaab660a05d1cc7cc40000000000000ebc000001a206d7b87d000001a206d7b87d00000000663f8f6edd07c749859e8e3f5b"
        "de0d86870000000000000ebc000001a206d7b87e000001a206d7b87e0000000065aad759a38f7c47f79504657fdc1bdd45000000"
        "0000000ebc000001a206d7b87f000001a206d7b87f0000000200000001020b434f4e54524f4c4c45520a6c6f63616c686f737452"
        "65000000"
    )
    view = questions.quorum().read(DescribeQuorumResponse.decode(frame, version=2, header=True))
    assert (view.leader, view.epoch) == (1, 2)
    assert view.voters == {1: 3772}
    assert sorted(view.observers) == [101, 102, 103]


def test_a_quorum_that_answers_with_an_error_gave_no_answer():
    with pytest.raises(NoAnswer):
        read(questions.quorum(), DescribeQuorumResponse(version=2, error_code=6, topics=[], nodes=[]))


def test_log_ends_are_asked_as_any_replica_and_log_starts_as_a_consumer():
    ends = sent(questions.log_ends([("t", 0), ("u", 1), ("t", 2)]), ListOffsetsRequest)
    assert ends.replica_id == -2
    assert [(t.name, [p.partition_index for p in t.partitions]) for t in ends.topics] == [("t", [0, 2]), ("u", [1])]
    assert {p.timestamp for t in ends.topics for p in t.partitions} == {-1}
    starts = sent(questions.log_starts([("t", 0)]), ListOffsetsRequest)
    assert starts.replica_id == -1
    assert starts.topics[0].partitions[0].timestamp == -2


def test_offsets_that_came_with_an_error_are_not_known():
    part = ListOffsetsResponse.ListOffsetsTopicResponse.ListOffsetsPartitionResponse
    parts = [
        part(version=9, partition_index=0, error_code=0, timestamp=-1, offset=7, leader_epoch=0),
        part(version=9, partition_index=1, error_code=78, timestamp=-1, offset=-1, leader_epoch=0),
        part(version=9, partition_index=2, error_code=0, timestamp=-1, offset=-1, leader_epoch=0),
    ]
    topic = ListOffsetsResponse.ListOffsetsTopicResponse(version=9, name="t", partitions=parts)
    assert read(questions.log_ends([]), ListOffsetsResponse(version=9, topics=[topic])) == {("t", 0): 7}


def test_a_fetch_asks_for_bounded_bytes_and_a_poll_for_next_to_none():
    asked = sent(questions.fetch({("t", 0): 4, ("t", 1): 9}, newest=16), FetchRequest)
    assert [(p.partition, p.fetch_offset, p.partition_max_bytes) for p in asked.topics[0].partitions] == [
        (0, 4, 65536),
        (1, 9, 65536),
    ]
    assert (asked.max_wait_ms, asked.min_bytes, asked.max_bytes) == (0, 1, 8 * 1024 * 1024)
    poll = sent(questions.fetch({("t", 0): 4}, newest=0, wait_ms=500), FetchRequest)
    assert poll.topics[0].partitions[0].partition_max_bytes == 1
    assert poll.max_wait_ms == 500


def test_fetched_recorded_from_a_broker_with_offsets_and_records():
    frame = bytes.fromhex(
        "0000034a00000000000000000000000202740300000000000000000000000000020000000000000002000000000000000000ffffffff4f00"
        "00000000000000000000420000000002aeab4bf1000000000001000001a206d78caa000001a206d78caaffffffffffffffffffff"
        "ffffffff000000020e0000000102780010000002026b027a000000000001000000000000000000010000000000000001000000000"
        "000000000ffffffff46000000000000000000000039000000000271c1e310000000000000000001a206d78cfa000001a206d78cf"
        "affffffffffffffffffffffffffff000000010e00000001027900000000"
    )
    found = questions.fetch({}, newest=1).read(FetchResponse.decode(frame, version=12, header=True))
    first = found["t", 0]
    assert (first.high_watermark, first.last_stable_offset, first.log_start_offset, first.next_offset) == (2, 2, 0, 2)
    assert [(r.offset, r.key, r.value) for r in first.records] == [(1, "k", "z")]
    assert found["t", 1].high_watermark == 1


def test_a_partition_that_the_broker_refuses_is_left_out():
    topic = FetchResponse.FetchableTopicResponse
    parts = [
        topic.PartitionData(
            version=12, partition_index=n, error_code=error, high_watermark=-1, last_stable_offset=-1,
            log_start_offset=-1, aborted_transactions=None, preferred_read_replica=-1, records=None,
        )
        for n, error in ((0, 6), (1, 0))
    ]  # fmt: skip
    response = FetchResponse(
        version=12, error_code=0, session_id=0, responses=[topic(version=12, topic="t", partitions=parts)]
    )
    found = read(questions.fetch({}, newest=1), response)
    assert list(found) == [("t", 1)]
    assert found["t", 1].last_stable_offset is None


def test_of_a_topic_s_configs_those_set_on_it_and_three_that_readers_ask_for():
    def config(name: str, value: str | None, source: int):
        return DescribeConfigsResponse.DescribeConfigsResult.DescribeConfigsResourceResult(
            version=4, name=name, value=value, read_only=False, config_source=source, is_sensitive=False,
            synonyms=[], config_type=0, documentation=None,
        )  # fmt: skip

    on_topic, on_broker, default = 1, 4, 5
    configs = [
        config("segment.ms", "1000", on_topic),
        config("file.delete.delay.ms", "1000", on_broker),
        config("flush.ms", "9", default),
        config("min.insync.replicas", "1", default),
        config("retention.ms", "604800000", default),
        config("cleanup.policy", "delete", default),
        config("secret", None, on_topic),
    ]
    result = DescribeConfigsResponse.DescribeConfigsResult
    results = [
        result(version=4, error_code=0, error_message=None, resource_type=2, resource_name="t", configs=configs),
        result(version=4, error_code=3, error_message=None, resource_type=2, resource_name="gone", configs=[]),
    ]
    assert read(questions.configs(["t", "gone"]), DescribeConfigsResponse(version=4, results=results)) == {
        "t": {
            "segment.ms": "1000",
            "min.insync.replicas": "1",
            "retention.ms": "604800000",
            "cleanup.policy": "delete",
        }
    }


def test_topic_ids_are_written_as_apache_writes_them():
    assert questions.topic_id(ID) == ID_TEXT
    assert questions.topic_id(None) == ""
