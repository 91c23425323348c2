"""Groups of every type are read as their coordinator describes them: answers recorded from a broker of Kafka 4.3.1."""

from __future__ import annotations

from kafka.protocol.admin import DescribeGroupsResponse, ListGroupsResponse
from kafka.protocol.consumer import OffsetFetchRequest, OffsetFetchResponse

from kafkalab.observe.snapshot import Member
from kafkalab.observe.wire import groups
from kafkalab.observe.wire.answers import DescribedGroup, ListedGroup, ListedGroups
from kafkalab.observe.wire.schemas import (
    ConsumerGroupDescribeRequest,
    ConsumerGroupDescribeResponse,
    ShareGroupDescribeRequest,
    ShareGroupDescribeResponse,
)

BOTH = (("t", 0), ("t", 1))


def recorded(question, response, version: int, frame: str):
    return question.read(response.decode(bytes.fromhex(frame), version=version, header=True))


def test_a_classic_group_with_a_static_member_and_an_empty_one():
    found = recorded(
        groups.classic([]),
        DescribeGroupsResponse,
        5,
        "000004a0000000000003000003673206456d70747909636f6e73756d657201018000000000000002630753746162"
        "6c6509636f6e73756d65720672616e6765022869312d32333263383661312d643836332d346563332d623763632d"
        "36393937313561346166633003693111636f6e736f6c652d636f6e73756d65720b2f3132372e302e302e31180003"
        "00000001000174ffffffff00000000ffffffffffff1a000300000001000174000000020000000000000001ffffff"
        "ff00800000000000",
    )
    member = Member("i1-232c86a1-d863-4ec3-b7cc-699715a4afc0", "console-consumer", "127.0.0.1", "i1", BOTH)
    assert found == {"g2": DescribedGroup("Empty", "", ()), "c": DescribedGroup("Stable", "range", (member,))}


def test_a_group_of_the_new_protocol():
    found = recorded(
        groups.consumer([]),
        ConsumerGroupDescribeResponse,
        1,
        "000004a2000000000002000000026707537461626c65000000020000000208756e69666f726d0217324b596c5067"
        "594a51636d31626b2d444b507979334100000000000211636f6e736f6c652d636f6e73756d65720b2f3132372e30"
        "2e302e3102027401024a1fdd223a0b47d8bd78da89debb599202740300000000000000010000024a1fdd223a0b47"
        "d8bd78da89debb5992027403000000000000000100000100800000000000",
    )
    member = Member("2KYlPgYJQcm1bk-DKPyy3A", "console-consumer", "127.0.0.1", None, BOTH)
    assert found == {"g": DescribedGroup("Stable", "uniform", (member,))}


def test_share_groups():
    found = recorded(
        groups.share([]),
        ShareGroupDescribeResponse,
        1,
        "000004a1000000000003000000027307537461626c6500000003000000030773696d706c65021769696b6a415f6e"
        "5a515f4743323239354344536d7651000000000317636f6e736f6c652d73686172652d636f6e73756d65720b2f31"
        "32372e302e302e31020274024a1fdd223a0b47d8bd78da89debb5992027403000000000000000100000080000000"
        "000000000767736861726506456d70747900000004000000030773696d706c6501800000000000",
    )
    member = Member("iikjA_nZQ_GC2295CDSmvQ", "console-share-consumer", "127.0.0.1", None, BOTH)
    assert found == {
        "s": DescribedGroup("Stable", "simple", (member,)),
        "gshare": DescribedGroup("Empty", "simple", ()),
    }


def test_committed_offsets_of_two_groups():
    found = recorded(
        groups.committed([]),
        OffsetFetchResponse,
        9,
        "0000049f000000000003026302027403000000000000000000000002000000000100000000000001000000000000"
        "00010000000001000000000000000267020274030000000000000000000000020000000001000000000000010000"
        "00000000000100000000010000000000000000",
    )
    assert found == {"c": {("t", 0): 2, ("t", 1): 1}, "g": {("t", 0): 2, ("t", 1): 1}}


def test_all_offsets_of_all_groups_are_asked_for_in_one_request():
    for version in (8, 9):
        encoded = bytes(groups.committed(["b", "a"]).build(version).encode())
        asked = OffsetFetchRequest.decode(encoded, version=version)
        assert [(group.group_id, group.topics) for group in asked.groups] == [("a", None), ("b", None)]


def test_a_broker_that_takes_only_one_group_at_a_time_is_not_asked():
    assert groups.committed(["a"]).oldest == 8


def test_our_own_requests_name_the_groups():
    for question, request in (
        (groups.consumer(["b", "a"]), ConsumerGroupDescribeRequest),
        (groups.share(["b", "a"]), ShareGroupDescribeRequest),
    ):
        asked = request.decode(bytes(question.build(1).encode()), version=1)
        assert asked.group_ids == ["a", "b"]


def test_an_older_broker_s_consumer_groups_have_no_member_type():
    answer = ConsumerGroupDescribeResponse(version=0, throttle_time_ms=0, groups=[])
    encoded = bytes(answer.encode())
    assert groups.consumer([]).read(ConsumerGroupDescribeResponse.decode(encoded, version=0)) == {}


def listed(version: int, error: int = 0) -> ListedGroups:
    group = ListGroupsResponse.ListedGroup(
        version=version, group_id="g", protocol_type="consumer", group_state="Stable", group_type="Consumer"
    )
    response = ListGroupsResponse(version=version, error_code=error, groups=[group])
    decoded = ListGroupsResponse.decode(bytes(response.encode()), version=version)
    return groups.listed().read(decoded)


def test_groups_are_listed_with_type_and_state():
    assert listed(5) == ListedGroups((ListedGroup("g", "consumer", "Stable"),), complete=True)


def test_before_there_were_types_a_group_is_classic():
    assert listed(4).groups == (ListedGroup("g", "classic", "Stable"),)
    assert listed(2).groups == (ListedGroup("g", "classic", ""),)


def test_a_coordinator_that_still_loads_says_so():
    assert listed(5, error=14).complete is False


def described(assignment: bytes) -> DescribedGroup:
    group = DescribeGroupsResponse.DescribedGroup
    member = group.DescribedGroupMember(
        version=5, member_id="m", group_instance_id=None, client_id="c", client_host="/h",
        member_metadata=b"", member_assignment=assignment,
    )  # fmt: skip
    found = group(
        version=5, error_code=0, group_id="g", group_state="Stable", protocol_type="connect",
        protocol_data="sessioned", members=[member], authorized_operations=set(),
    )  # fmt: skip
    response = DescribeGroupsResponse(version=5, groups=[found])
    decoded = DescribeGroupsResponse.decode(bytes(response.encode()), version=5)
    return groups.classic([]).read(decoded)["g"]


def test_an_assignment_that_is_no_consumer_s_is_left_empty():
    for other in (b"", b"\x00", b"\xff" * 40, b"\x00\x01\x00\x05", "ñandú".encode() * 9):
        assert described(other).members[0].assignment == ()
