"""What is asked about brokers, topics, offsets and the quorum: each question beside the reading of its answer.

A question says nothing about whom to ask. Arrays are always passed: kafka-python's defaults are shared lists.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from kafka.protocol.admin import (
    DescribeConfigsRequest,
    DescribeConfigsResponse,
    DescribeQuorumRequest,
    DescribeQuorumResponse,
    DescribeTopicPartitionsRequest,
    DescribeTopicPartitionsResponse,
)
from kafka.protocol.consumer import FetchRequest, FetchResponse, ListOffsetsRequest, ListOffsetsResponse
from kafka.protocol.metadata import MetadataRequest, MetadataResponse

from kafkalab.observe.wire import records
from kafkalab.observe.wire.answers import (
    ClusterView,
    FetchedPartition,
    Pair,
    PartitionView,
    QuorumView,
    TopicsPage,
    TopicView,
)
from kafkalab.observe.wire.connection import NoAnswer, Question

LATEST, EARLIEST = -1, -2
_ANY_REPLICA = -2  # ListOffsets: every replica answers for its own log, leader or not
_TOPIC, _SET_ON_TOPIC = 2, 1  # DescribeConfigs: a resource type, a source of a value
_METADATA_LOG = "__cluster_metadata"
PARTITION_BYTES = 64 * 1024
_ANSWER_BYTES = 8 * 1024 * 1024
_UNREADABLE = {17, 29}  # invalid topic, not allowed to see it


def cluster(*, topics: bool) -> Question:
    """Metadata: the brokers, and all topics if `topics`. Answer: ClusterView."""

    def build(version: int) -> Any:
        return MetadataRequest(version=version, topics=None if topics else [], allow_auto_topic_creation=False)

    return Question("cluster", MetadataRequest, MetadataResponse, 12, build, _cluster_view)


def topics(after: Pair | None = None) -> Question:
    """DescribeTopicPartitions (KIP-966): all topics, with eligible leaders, from `after` on. Answer: TopicsPage."""

    def build(version: int) -> Any:
        cursor = None
        if after is not None:
            cursor = DescribeTopicPartitionsRequest.Cursor(
                version=version, topic_name=after[0], partition_index=after[1]
            )
        return DescribeTopicPartitionsRequest(version=version, topics=[], response_partition_limit=2000, cursor=cursor)

    return Question(f"topics {after}", DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse, 0, build, _page)


def quorum() -> Question:
    """DescribeQuorum (KIP-595), which a broker passes on to the controller. Answer: QuorumView."""

    def build(version: int) -> Any:
        topic = DescribeQuorumRequest.TopicData
        partition = topic.PartitionData(version=version, partition_index=0)
        asked = topic(version=version, topic_name=_METADATA_LOG, partitions=[partition])
        return DescribeQuorumRequest(version=version, topics=[asked])

    return Question("quorum", DescribeQuorumRequest, DescribeQuorumResponse, 2, build, _quorum_view)


def log_ends(pairs: Iterable[Pair]) -> Question:
    """ListOffsets to any replica: its own log end offset, leader or not. Answer: {pair: offset}."""
    return _offsets("log ends", pairs, LATEST, _ANY_REPLICA)


def log_starts(pairs: Iterable[Pair]) -> Question:
    """ListOffsets to the leader: the log start offset. Answer: {pair: offset}."""
    return _offsets("log starts", pairs, EARLIEST, -1)


def fetch(positions: Mapping[Pair, int], *, newest: int, wait_ms: int = 0) -> Question:
    """Fetch from the leader, from each position on, the `newest` few records. Answer: {pair: FetchedPartition}.

    With `wait_ms` the broker answers once a record at or after a position is below the high watermark, or then.
    Partitions that the broker refuses (it no longer leads them, the position is gone) are left out.
    """
    size = PARTITION_BYTES if newest else 1

    def build(version: int) -> Any:
        topic, partition = FetchRequest.FetchTopic, FetchRequest.FetchTopic.FetchPartition
        asked = [
            topic(
                version=version,
                topic=name,
                partitions=[
                    partition(version=version, partition=number, fetch_offset=positions[name, number],
                              partition_max_bytes=size)
                    for number in numbers
                ],
            )
            for name, numbers in _by_topic(positions)
        ]  # fmt: skip
        return FetchRequest(version=version, max_wait_ms=wait_ms, min_bytes=1, max_bytes=_ANSWER_BYTES,
                            topics=asked, forgotten_topics_data=[])  # fmt: skip

    def read(response: Any) -> dict[Pair, FetchedPartition]:
        return {
            (topic.topic, part.partition_index): _fetched(part, newest)
            for topic in response.responses
            for part in topic.partitions
            if not part.error_code
        }

    # 12 is the last version that names topics; from 13 on it is ids.
    return Question("fetch", FetchRequest, FetchResponse, 12, build, read)


def configs(names: Iterable[str]) -> Question:
    """DescribeConfigs of topics. Answer: {topic: {name: value}} of what is set on the topic, and of `ALWAYS`."""
    asked_names = sorted(names)

    def build(version: int) -> Any:
        resource = DescribeConfigsRequest.DescribeConfigsResource
        asked = [
            resource(version=version, resource_type=_TOPIC, resource_name=name, configuration_keys=None)
            for name in asked_names
        ]
        return DescribeConfigsRequest(version=version, resources=asked)

    return Question("configs", DescribeConfigsRequest, DescribeConfigsResponse, 4, build, _topic_configs)


ALWAYS = frozenset({"min.insync.replicas", "retention.ms", "cleanup.policy"})


def topic_id(uuid: UUID | None) -> str:
    """A topic's id as Apache's tools print it; empty where a broker gives none."""
    return "" if uuid is None else base64.urlsafe_b64encode(uuid.bytes).decode().rstrip("=")


def _offsets(name: str, pairs: Iterable[Pair], timestamp: int, replica: int) -> Question:
    asked_pairs = list(pairs)

    def build(version: int) -> Any:
        topic = ListOffsetsRequest.ListOffsetsTopic
        asked = [
            topic(
                version=version,
                name=topic_name,
                partitions=[
                    topic.ListOffsetsPartition(version=version, partition_index=number, timestamp=timestamp)
                    for number in numbers
                ],
            )
            for topic_name, numbers in _by_topic(asked_pairs)
        ]
        return ListOffsetsRequest(version=version, replica_id=replica, topics=asked)

    def read(response: Any) -> dict[Pair, int]:
        return {
            (topic.name, part.partition_index): part.offset
            for topic in response.topics
            for part in topic.partitions
            if not part.error_code and part.offset >= 0
        }

    return Question(name, ListOffsetsRequest, ListOffsetsResponse, 9, build, read)


def _by_topic(pairs: Iterable[Pair]) -> list[tuple[str, list[int]]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for name, number in sorted(pairs):
        grouped[name].append(number)
    return list(grouped.items())


def _cluster_view(response: Any) -> ClusterView:
    return ClusterView(
        response.cluster_id,
        _node(response.controller_id),
        {broker.node_id: (broker.host, broker.port) for broker in response.brokers},
        _topics(response.topics),
    )


def _page(response: Any) -> TopicsPage:
    cursor = response.next_cursor
    return TopicsPage(_topics(response.topics), (cursor.topic_name, cursor.partition_index) if cursor else None)


def _topics(answered: Iterable[Any]) -> tuple[TopicView, ...]:
    return tuple(
        TopicView(topic.name, topic_id(topic.topic_id), topic.is_internal, tuple(map(_partition, topic.partitions)))
        for topic in answered
        if topic.name and topic.error_code not in _UNREADABLE
    )


def _partition(part: Any) -> PartitionView:
    eligible = getattr(part, "eligible_leader_replicas", None)  # only in DescribeTopicPartitions
    return PartitionView(
        part.partition_index,
        _node(part.leader_id),
        part.leader_epoch,
        tuple(part.replica_nodes),
        tuple(part.isr_nodes),
        tuple(eligible or ()),
    )


def _quorum_view(response: Any) -> QuorumView:
    parts = [part for topic in response.topics for part in topic.partitions if not part.error_code]
    if response.error_code or not parts:
        raise NoAnswer(f"DescribeQuorum error {response.error_code}")
    part = parts[0]
    return QuorumView(
        _node(part.leader_id),
        part.leader_epoch,
        {voter.replica_id: voter.log_end_offset for voter in part.current_voters},
        {observer.replica_id: observer.log_end_offset for observer in part.observers},
    )


def _fetched(part: Any, wanted: int) -> FetchedPartition:
    found, next_offset = records.newest(bytes(part.records or b""), wanted)
    return FetchedPartition(
        part.high_watermark, _offset(part.last_stable_offset), _offset(part.log_start_offset), found, next_offset
    )


def _topic_configs(response: Any) -> dict[str, dict[str, str]]:
    return {
        result.resource_name: {
            config.name: config.value
            for config in result.configs
            if config.value is not None and (config.name in ALWAYS or config.config_source == _SET_ON_TOPIC)
        }
        for result in response.results
        if not result.error_code
    }


def _node(node: int) -> int | None:
    return node if node >= 0 else None


def _offset(offset: int) -> int | None:
    return offset if offset >= 0 else None
