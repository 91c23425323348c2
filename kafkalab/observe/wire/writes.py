"""The few requests that change something: topics, groups, records. The answer to each is an Outcome.

Creating and deleting topics is the controller's work; any broker passes it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kafka.errors import for_code
from kafka.partitioner.default import murmur2
from kafka.protocol.admin import (
    CreateTopicsRequest,
    CreateTopicsResponse,
    DeleteGroupsRequest,
    DeleteGroupsResponse,
    DeleteTopicsRequest,
    DeleteTopicsResponse,
    IncrementalAlterConfigsRequest,
    IncrementalAlterConfigsResponse,
)
from kafka.protocol.producer import ProduceRequest, ProduceResponse
from kafka.record.memory_records import MemoryRecordsBuilder

from kafkalab.observe.wire.answers import Outcome, Pair
from kafkalab.observe.wire.connection import Question

BROKERS_DEFAULT = -1


def create_topic(
    name: str,
    partitions: int,
    replicas: int,
    assignment: Mapping[int, Sequence[int]],
    configs: Mapping[str, str],
    wait_ms: int,
) -> Question:
    """CreateTopics. With an `assignment` (partition -> replicas, the leader first) the two numbers must be -1."""

    def build(version: int) -> Any:
        topic = CreateTopicsRequest.CreatableTopic
        made = topic(
            version=version,
            name=name,
            num_partitions=partitions,
            replication_factor=replicas,
            assignments=[
                topic.CreatableReplicaAssignment(version=version, partition_index=number, broker_ids=list(brokers))
                for number, brokers in assignment.items()
            ],
            configs=[
                topic.CreatableTopicConfig(version=version, name=key, value=value) for key, value in configs.items()
            ],
        )
        return CreateTopicsRequest(version=version, topics=[made], timeout_ms=wait_ms)

    return Question("create topic", CreateTopicsRequest, CreateTopicsResponse, 7, build, lambda r: _outcome(r.topics))


def delete_topic(name: str, wait_ms: int) -> Question:
    """DeleteTopics."""

    def build(version: int) -> Any:
        return DeleteTopicsRequest(version=version, topic_names=[name], timeout_ms=wait_ms)

    # 5 is the last version that names topics in a plain list.
    return Question(
        "delete topic", DeleteTopicsRequest, DeleteTopicsResponse, 5, build, lambda r: _outcome(r.responses)
    )


def delete_group(name: str) -> Question:
    """DeleteGroups, to the group's coordinator."""

    def build(version: int) -> Any:
        return DeleteGroupsRequest(version=version, groups_names=[name])

    return Question("delete group", DeleteGroupsRequest, DeleteGroupsResponse, 2, build, lambda r: _outcome(r.results))


def alter_configs(
    topics: Mapping[str, Mapping[str, str | None]], every_broker: Mapping[str, str | None] | None = None
) -> Question:
    """IncrementalAlterConfigs (KIP-339): per topic, and for the default of all brokers; None takes a config away.

    Not for one broker: that would have to be sent to itself, and it may be the one that is paused.
    """
    resources = [(_TOPIC, name, values) for name, values in topics.items()]
    resources += [(_BROKER, _EVERY, every_broker)] if every_broker else []

    def build(version: int) -> Any:
        resource = IncrementalAlterConfigsRequest.AlterConfigsResource
        asked = [
            resource(
                version=version,
                resource_type=kind,
                resource_name=name,
                configs=[
                    resource.AlterableConfig(
                        version=version, name=key, config_operation=_DELETE if value is None else _SET, value=value
                    )
                    for key, value in values.items()
                ],
            )
            for kind, name, values in resources
        ]
        return IncrementalAlterConfigsRequest(version=version, resources=asked, validate_only=False)

    def read(response: Any) -> Outcome:
        failed = [result for result in response.responses if result.error_code]
        return _outcome(failed[:1]) if failed else Outcome(0)

    return Question("alter configs", IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse, 1, build, read)


def produce(
    pair: Pair, records: Sequence[tuple[bytes | None, bytes | None]], acks: int, timestamp: int, wait_ms: int
) -> Question:
    """Produce to the leader: one batch of (key, value). `acks` is 1, -1 (all) or 0: then no broker answers."""
    name, number = pair
    builder = MemoryRecordsBuilder(magic=2, compression_type=0, batch_size=_ANY_SIZE)
    for key, value in records:
        builder.append(timestamp, key, value)
    builder.close()

    def build(version: int) -> Any:
        topic = ProduceRequest.TopicProduceData
        part = topic.PartitionProduceData(version=version, index=number, records=bytes(builder.buffer()))
        data = [topic(version=version, name=name, partition_data=[part])]
        return ProduceRequest(version=version, transactional_id=None, acks=acks, timeout_ms=wait_ms, topic_data=data)

    def read(response: Any) -> Outcome:
        part = response.responses[0].partition_responses[0]
        message = part.error_message or (error_name(part.error_code) if part.error_code else "")
        return Outcome(part.error_code, message, part.base_offset)

    # 12 is the last version that names topics; from 13 on it is ids.
    return Question("produce", ProduceRequest, ProduceResponse, 12, build, read, answered=acks != 0)


def partition_of(key: bytes, count: int) -> int:
    """Where Java's producer and kafka-python put a key: murmur2, without the sign, modulo the number of partitions."""
    return (murmur2(key) & 0x7FFFFFFF) % count


def error_name(code: int) -> str:
    """The name of an error code, as students meet it in kafka-python."""
    return for_code(code).__name__


_ANY_SIZE = 2**31 - 1
_TOPIC, _BROKER = 2, 4  # types of resource
_EVERY = ""  # the name of all brokers' default
_SET, _DELETE = 0, 1


def _outcome(results: Iterable[Any]) -> Outcome:
    (result,) = results
    return Outcome(result.error_code, getattr(result, "error_message", None) or "")
