"""A cluster of fake brokers that tell one consistent story, which a test can change while they run."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kafka.protocol.admin import (
    DescribeConfigsResponse,
    DescribeQuorumResponse,
    DescribeTopicPartitionsRequest,
    DescribeTopicPartitionsResponse,
    ListGroupsResponse,
)
from kafka.protocol.consumer import FetchRequest, FetchResponse, ListOffsetsRequest, ListOffsetsResponse
from kafka.protocol.metadata import MetadataResponse
from kafka.record.memory_records import MemoryRecordsBuilder

from observe.fake_broker import CONFIGS, FETCH, LIST_GROUPS, LIST_OFFSETS, METADATA, QUORUM, TOPICS, FakeBroker

EARLIEST, NOT_LEADER = -2, 6


@dataclass
class Log:
    """A partition: who leads it, who has a replica, and the values that were written."""

    leader: int = 101
    replicas: tuple[int, ...] = (101, 102)
    values: list[bytes] = field(default_factory=list)
    high_watermark: int | None = None  # None: the log's end
    epoch: int = 0

    @property
    def end(self) -> int:
        return len(self.values)

    @property
    def readable(self) -> int:
        return self.end if self.high_watermark is None else self.high_watermark


class FakeCluster:
    """Brokers 101, 102, …; `logs[topic, partition]` is the story. `ids[topic]` tells a topic made anew from the old."""

    def __init__(self, count: int = 2) -> None:
        self.logs: dict[tuple[str, int], Log] = {}
        self.ids: dict[str, int] = {}
        self.cluster_id = "c"
        self.paged = False  # one topic per answer
        self.hold_polls = False  # a Fetch that finds nothing waits, as Kafka's does
        self.brokers = {101 + n: self._broker(101 + n) for n in range(count)}

    def __enter__(self) -> FakeCluster:
        return self

    def __exit__(self, *_: object) -> None:
        for broker in self.brokers.values():
            broker.close()

    @property
    def addresses(self) -> dict[int, tuple[str, int]]:
        return {node: broker.address for node, broker in self.brokers.items()}

    @property
    def bootstrap(self) -> list[tuple[str, int]]:
        return list(self.addresses.values())

    def without_topics_api(self) -> None:
        """Be brokers that know neither DescribeTopicPartitions nor a quorum."""
        for broker in self.brokers.values():
            del broker.answers[TOPICS], broker.answers[QUORUM]

    def _broker(self, node: int) -> FakeBroker:
        return FakeBroker(
            {
                METADATA: self._metadata,
                TOPICS: self._topics,
                LIST_GROUPS: lambda version, _: ListGroupsResponse(version=version, error_code=0, groups=[]),
                QUORUM: _quorum,
                CONFIGS: lambda version, _: DescribeConfigsResponse(version=version, results=[]),
                LIST_OFFSETS: lambda version, frame: self._offsets(node, version, frame),
                FETCH: lambda version, frame: self._fetch(node, version, frame),
            }
        )

    def _hold(self, asked: FetchRequest) -> None:
        wanted = [
            (topic.topic, part.partition, part.fetch_offset) for topic in asked.topics for part in topic.partitions
        ]
        deadline = time.monotonic() + asked.max_wait_ms / 1000
        while time.monotonic() < deadline:
            if any(self.logs[name, number].readable > offset for name, number, offset in wanted):
                return
            time.sleep(0.005)

    def _names(self) -> list[str]:
        return sorted({name for name, _ in self.logs})

    def _id(self, name: str) -> UUID:
        return UUID(int=self.ids.get(name, 1 + self._names().index(name)))

    def _of(self, name: str) -> list[tuple[int, Log]]:
        return sorted((number, log) for (topic, number), log in self.logs.items() if topic == name)

    def _metadata(self, version: int, _frame: bytes) -> MetadataResponse:
        broker, topic = MetadataResponse.MetadataResponseBroker, MetadataResponse.MetadataResponseTopic
        brokers = [
            broker(version=version, node_id=node, host=host, port=port, rack=None)
            for node, (host, port) in self.addresses.items()
        ]
        topics = [
            topic(
                version=version, error_code=0, name=name, topic_id=self._id(name), is_internal=name.startswith("__"),
                partitions=[
                    topic.MetadataResponsePartition(
                        version=version, error_code=0, partition_index=n, leader_id=log.leader,
                        leader_epoch=log.epoch, replica_nodes=list(log.replicas), isr_nodes=list(log.replicas),
                        offline_replicas=[],
                    )
                    for n, log in self._of(name)
                ],
            )
            for name in self._names()
        ]  # fmt: skip
        return MetadataResponse(
            version=version, brokers=brokers, cluster_id=self.cluster_id, controller_id=102, topics=topics
        )

    def _topics(self, version: int, frame: bytes) -> DescribeTopicPartitionsResponse:
        asked = DescribeTopicPartitionsRequest.decode(frame, version=version, header=True)
        names = [name for name in self._names() if asked.cursor is None or name >= asked.cursor.topic_name]
        answered = names[:1] if self.paged else names
        topic = DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic
        topics = [
            topic(
                version=version, error_code=0, name=name, topic_id=self._id(name), is_internal=name.startswith("__"),
                partitions=[
                    topic.DescribeTopicPartitionsResponsePartition(
                        version=version, error_code=0, partition_index=n, leader_id=log.leader,
                        leader_epoch=log.epoch, replica_nodes=list(log.replicas), isr_nodes=list(log.replicas),
                        eligible_leader_replicas=[], last_known_elr=[], offline_replicas=[],
                    )
                    for n, log in self._of(name)
                ],
            )
            for name in answered
        ]  # fmt: skip
        rest = names[len(answered) :]
        cursor = None
        if rest:
            cursor = DescribeTopicPartitionsResponse.Cursor(version=version, topic_name=rest[0], partition_index=0)
        return DescribeTopicPartitionsResponse(version=version, throttle_time_ms=0, topics=topics, next_cursor=cursor)

    def _offsets(self, node: int, version: int, frame: bytes) -> ListOffsetsResponse:
        topic = ListOffsetsResponse.ListOffsetsTopicResponse
        asked = ListOffsetsRequest.decode(frame, version=version, header=True)

        def answer(name: str, part: Any):
            log = self.logs.get((name, part.partition_index))
            here = log is not None and node in log.replicas
            offset = -1 if not here else 0 if part.timestamp == EARLIEST else log.end
            return topic.ListOffsetsPartitionResponse(
                version=version, partition_index=part.partition_index, error_code=0 if here else NOT_LEADER,
                timestamp=-1, offset=offset, leader_epoch=0,
            )  # fmt: skip

        topics = [
            topic(version=version, name=each.name, partitions=[answer(each.name, part) for part in each.partitions])
            for each in asked.topics
        ]
        return ListOffsetsResponse(version=version, throttle_time_ms=0, topics=topics)

    def _fetch(self, node: int, version: int, frame: bytes) -> FetchResponse:
        topic = FetchResponse.FetchableTopicResponse
        asked = FetchRequest.decode(frame, version=version, header=True)
        if self.hold_polls:
            self._hold(asked)

        def answer(name: str, part: Any):
            log = self.logs.get((name, part.partition))
            leads = log is not None and log.leader == node
            return topic.PartitionData(
                version=version, partition_index=part.partition, error_code=0 if leads else NOT_LEADER,
                high_watermark=log.readable if leads else -1, last_stable_offset=log.readable if leads else -1,
                log_start_offset=0 if leads else -1, aborted_transactions=None, preferred_read_replica=-1,
                records=_batch(log, part.fetch_offset, part.partition_max_bytes) if leads else None,
            )  # fmt: skip

        topics = [
            topic(version=version, topic=each.topic, partitions=[answer(each.topic, part) for part in each.partitions])
            for each in asked.topics
        ]
        return FetchResponse(version=version, throttle_time_ms=0, error_code=0, session_id=0, responses=topics)


def _batch(log: Log, position: int, max_bytes: int) -> bytes | None:
    """Batches of one record each from `position` on: at least one, then as many as fit."""
    data = b""
    for offset in range(position, log.readable):
        builder = MemoryRecordsBuilder(magic=2, compression_type=0, batch_size=10**6)
        builder.append(1000, None, log.values[offset])
        builder.close()
        batch = bytearray(builder.buffer())
        batch[:8] = offset.to_bytes(8, "big")
        if data and len(data) + len(batch) > max_bytes:
            break
        data += batch
    return data or None


def _quorum(version: int, _frame: bytes) -> DescribeQuorumResponse:
    topic = DescribeQuorumResponse.TopicData
    part = topic.PartitionData(
        version=version, partition_index=0, error_code=0, error_message=None, leader_id=1, leader_epoch=3,
        high_watermark=9, current_voters=[], observers=[],
    )  # fmt: skip
    topics = [topic(version=version, topic_name="__cluster_metadata", partitions=[part])]
    return DescribeQuorumResponse(version=version, error_code=0, error_message=None, topics=topics, nodes=[])
