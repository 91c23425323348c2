"""The few requests that change something: topics made and deleted, groups deleted. Answer of each: Outcome.

Creating and deleting topics is the controller's work; any broker passes it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kafka.protocol.admin import (
    CreateTopicsRequest,
    CreateTopicsResponse,
    DeleteGroupsRequest,
    DeleteGroupsResponse,
    DeleteTopicsRequest,
    DeleteTopicsResponse,
)

from kafkalab.observe.wire.answers import Outcome
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


def _outcome(results: Iterable[Any]) -> Outcome:
    (result,) = results
    return Outcome(result.error_code, getattr(result, "error_message", None) or "")
