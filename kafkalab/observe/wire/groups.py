"""What is asked about groups: who coordinates which, their members, their committed offsets.

Each question stands beside the reading of its answer. Group types: classic, consumer (KIP-848), share (KIP-932).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kafka.protocol.admin import DescribeGroupsRequest, DescribeGroupsResponse, ListGroupsRequest, ListGroupsResponse
from kafka.protocol.consumer import OffsetFetchRequest, OffsetFetchResponse
from kafka.protocol.consumer.metadata import ConsumerProtocolAssignment

from kafkalab.observe.snapshot import Member
from kafkalab.observe.wire.answers import DescribedGroup, ListedGroup, ListedGroups, Pair
from kafkalab.observe.wire.connection import Question
from kafkalab.observe.wire.schemas import (
    ConsumerGroupDescribeRequest,
    ConsumerGroupDescribeResponse,
    ShareGroupDescribeRequest,
    ShareGroupDescribeResponse,
)


def listed() -> Question:
    """ListGroups: the groups that this broker coordinates. Answer: ListedGroups."""

    def build(version: int) -> Any:
        return ListGroupsRequest(version=version, states_filter=[], types_filter=[])

    def read(response: Any) -> ListedGroups:
        groups = (
            ListedGroup(group.group_id, (group.group_type or "classic").lower(), group.group_state or "")
            for group in response.groups
        )
        return ListedGroups(tuple(groups), complete=not response.error_code)

    return Question("groups", ListGroupsRequest, ListGroupsResponse, 5, build, read)


def classic(ids: Iterable[str]) -> Question:
    """DescribeGroups, to their coordinator. Answer: {id: DescribedGroup}."""
    names = sorted(ids)

    def build(version: int) -> Any:
        return DescribeGroupsRequest(version=version, groups=names)

    def read(response: Any) -> dict[str, DescribedGroup]:
        return {
            group.group_id: DescribedGroup(
                group.group_state, group.protocol_data, tuple(map(_classic_member, group.members))
            )
            for group in response.groups
            if not group.error_code
        }

    return Question("classic groups", DescribeGroupsRequest, DescribeGroupsResponse, 5, build, read)


def consumer(ids: Iterable[str]) -> Question:
    """ConsumerGroupDescribe (KIP-848), to their coordinator. Answer: {id: DescribedGroup}."""
    return _modern("consumer groups", ids, ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse, 1)


def share(ids: Iterable[str]) -> Question:
    """ShareGroupDescribe (KIP-932), to their coordinator. Answer: {id: DescribedGroup}."""
    return _modern("share groups", ids, ShareGroupDescribeRequest, ShareGroupDescribeResponse, 1)


DESCRIBE: dict[str, Callable[[Iterable[str]], Question]] = {"classic": classic, "consumer": consumer, "share": share}


def committed(ids: Iterable[str]) -> Question:
    """OffsetFetch of all partitions, to their coordinator (KIP-709). Answer: {id: {pair: offset}}."""
    names = sorted(ids)

    def build(version: int) -> Any:
        group = OffsetFetchRequest.OffsetFetchRequestGroup
        return OffsetFetchRequest(
            version=version, groups=[group(version=version, group_id=name, topics=None) for name in names]
        )

    def read(response: Any) -> dict[str, dict[Pair, int]]:
        return {group.group_id: _committed(group.topics) for group in response.groups if not group.error_code}

    # 8 is the first version that takes several groups, 9 the last that names topics; from 10 on it is ids.
    return Question("committed", OffsetFetchRequest, OffsetFetchResponse, 9, build, read, oldest=8)


def _modern(name: str, ids: Iterable[str], request: Any, response: Any, newest: int) -> Question:
    names = sorted(ids)

    def build(version: int) -> Any:
        return request(version=version, group_ids=names, include_authorized_operations=False)

    def read(answer: Any) -> dict[str, DescribedGroup]:
        return {
            group.group_id: DescribedGroup(
                group.group_state, group.assignor_name, tuple(map(_modern_member, group.members))
            )
            for group in answer.groups
            if not group.error_code
        }

    return Question(name, request, response, newest, build, read)


def _classic_member(member: Any) -> Member:
    return Member(
        member.member_id,
        member.client_id,
        member.client_host.lstrip("/"),
        member.group_instance_id,
        _assignment(bytes(member.member_assignment or b"")),
    )


def _modern_member(member: Any) -> Member:
    pairs = ((part.topic_name, number) for part in member.assignment.topic_partitions for number in part.partitions)
    return Member(
        member.member_id,
        member.client_id,
        member.client_host.lstrip("/"),
        getattr(member, "instance_id", None),  # members of a share group have none
        tuple(sorted(pairs)),
    )


def _assignment(data: bytes) -> tuple[Pair, ...]:
    """The pairs in an assignment of the "consumer" protocol; none where a member's bytes are something else."""
    if not data:
        return ()
    try:
        decoded = ConsumerProtocolAssignment.decode(data)
        return tuple(sorted((part.topic, number) for part in decoded.assigned_partitions for number in part.partitions))
    except Exception:  # a group of another kind (Kafka Connect's, say) puts what it likes here
        return ()


def _committed(topics: Iterable[Any]) -> dict[Pair, int]:
    return {
        (topic.name, part.partition_index): part.committed_offset
        for topic in topics
        for part in topic.partitions
        if not part.error_code and part.committed_offset >= 0
    }
