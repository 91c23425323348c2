"""A snapshot says what the brokers answered; what nobody answered is as last seen, with its time, or not known."""

from __future__ import annotations

from dataclasses import replace

from kafkalab.observe.assemble import Details, Memory, Overview, Round, assemble, freshest, remember
from kafkalab.observe.snapshot import Controller, Group, Member, Quorum, Record
from kafkalab.observe.wire.answers import (
    ClusterView,
    DescribedGroup,
    FetchedPartition,
    ListedGroup,
    ListedGroups,
    PartitionView,
    QuorumView,
    TopicView,
)

ADDRESSES = {101: ("localhost", 9092), 102: ("localhost", 9093), 103: ("localhost", 9094)}
PAIR = ("orders", 0)
RECORD = Record(6, 1, "ana", "hola")


def topic(name="orders", *, id_="id1", leader=101, epoch=0, isr=(101, 102, 103), internal=False) -> TopicView:
    return TopicView(name, id_, internal, (PartitionView(0, leader, epoch, (101, 102, 103), isr),))


ORDERS = topic()


def overview(*topics, groups=(), complete=True, controller=102) -> Overview:
    return Overview(ClusterView("c", controller, ADDRESSES), topics, ListedGroups(tuple(groups), complete))


def fetched(hw=7) -> FetchedPartition:
    return FetchedPartition(hw, hw - 1, 2, (RECORD,), hw)


def round_(taken_at=10.0, *, up=(101, 102, 103), topics=(ORDERS,), leader=101, hw=7, **more) -> Round:
    """A round in which `up` answered, the log ends at 8 everywhere, and `leader` answered for the partition."""
    details = {b: Details(log_ends={PAIR: 8}, fetched={PAIR: fetched(hw)} if b == leader else {}) for b in up}
    made = Round(
        taken_at=taken_at,
        addresses=ADDRESSES,
        overviews={b: overview(*topics) for b in up},
        details=details,
        silent={b: "unreachable" for b in ADDRESSES if b not in up},
        topics=tuple(topics) if up else (),
        wanted=frozenset(t.name for t in topics),
    )
    return replace(made, **more)


def after(*rounds: Round):
    """The snapshot of the last of several rounds."""
    memory = Memory()
    for each in rounds:
        snapshot = assemble(each, memory)
        memory = remember(memory, snapshot)
    return snapshot


def partition(snapshot, name="orders"):
    return snapshot.topics[name].partitions[0]


def test_all_is_well():
    snapshot = after(round_())
    part = partition(snapshot)
    assert (part.leader, part.replicas, part.isr, part.as_of) == (101, (101, 102, 103), (101, 102, 103), None)
    assert (part.log_start_offset, part.high_watermark, part.last_stable_offset) == (2, 7, 6)
    assert part.log_end_offsets == {101: 8, 102: 8, 103: 8}
    assert part.records == (RECORD,)
    assert {b.state for b in snapshot.brokers.values()} == {"up"}
    assert snapshot.taken_at == 10.0


def test_a_silent_follower_s_log_end_is_not_known():
    part = partition(after(round_(), round_(11.0, up=(101, 102))))
    assert part.log_end_offsets == {101: 8, 102: 8, 103: None}
    assert part.as_of is None


def test_a_silent_replica_s_last_log_end_and_its_time_are_remembered_until_it_answers():
    """However many rounds ago that was; and nobody's is made up."""
    down = [round_(time, up=(101, 102), hw=time) for time in (11, 12)]
    assert partition(after(round_(), *down)).last_seen == {103: (8, 10.0)}
    assert partition(after(round_(), *down, round_(13.0))).last_seen == {}
    assert partition(after(*down)).last_seen == {}
    nobody = partition(after(round_(), round_(11.0, up=())))
    assert nobody.last_seen == dict.fromkeys((101, 102, 103), (8, 10.0))


def test_a_silent_leader_s_offsets_are_as_last_seen():
    part = partition(after(round_(), round_(11.0), round_(12.0, up=(102, 103)), round_(13.0, up=(102, 103))))
    assert (part.high_watermark, part.last_stable_offset, part.log_start_offset, part.records) == (7, 6, 2, (RECORD,))
    assert part.as_of == 11.0
    assert part.log_end_offsets == {101: None, 102: 8, 103: 8}


def test_a_leader_that_never_answered_leaves_offsets_unknown_not_invented():
    part = partition(after(round_(up=(102, 103))))
    assert (part.high_watermark, part.records, part.as_of) == (None, (), None)


def test_a_partition_without_a_leader_is_as_last_seen():
    part = partition(after(round_(), round_(11.0, topics=[topic(leader=None, epoch=1, isr=())], leader=None)))
    assert (part.leader, part.leader_epoch, part.high_watermark, part.as_of) == (None, 1, 7, 10.0)


def test_the_new_leader_s_answer_ends_the_memory():
    silent, led = round_(11.0, up=(102, 103)), topic(leader=102, epoch=1, isr=(102, 103))
    part = partition(after(round_(), silent, round_(12.0, up=(102, 103), topics=[led], leader=102, hw=4)))
    assert (part.high_watermark, part.as_of) == (4, None)


def test_a_topic_made_anew_under_an_old_name_remembers_nothing():
    part = partition(after(round_(), round_(11.0, up=(102, 103), topics=[topic(id_="id2")])))
    assert (part.high_watermark, part.as_of) == (None, None)


def test_a_deleted_topic_is_gone_and_forgotten():
    gone = round_(11.0, topics=[])
    assert after(round_(), gone).topics == {}
    assert partition(after(round_(), gone, round_(12.0, up=(102, 103)))).high_watermark is None


def test_a_topic_not_asked_for_has_metadata_and_no_offsets():
    part = partition(after(round_(wanted=frozenset())))
    assert (part.leader, part.high_watermark, part.log_end_offsets, part.records) == (101, None, {}, ())


def test_a_topic_not_asked_for_meanwhile_is_still_remembered():
    part = partition(after(round_(), round_(11.0, wanted=frozenset()), round_(12.0, up=(102,))))
    assert (part.high_watermark, part.as_of) == (7, 10.0)


def test_with_nobody_there_all_is_as_last_seen():
    before = round_(configs={"id1": {"retention.ms": "5"}})
    nobody = round_(11.0, up=(), silent={101: "stopped", 102: "stopped", 103: "paused"})
    snapshot = after(before, nobody, nobody)
    part = partition(snapshot)
    assert (part.high_watermark, part.as_of, part.records) == (7, 10.0, (RECORD,))
    assert part.log_end_offsets == {101: None, 102: None, 103: None}
    assert snapshot.topics["orders"].configs == {"retention.ms": "5"}
    assert [b.state for b in snapshot.brokers.values()] == ["stopped", "stopped", "paused"]
    assert snapshot.controller == Controller(None, None)
    assert snapshot.quorum is None


def test_an_empty_cluster():
    snapshot = after(round_(topics=[]))
    assert (dict(snapshot.topics), dict(snapshot.groups)) == ({}, {})
    assert sorted(snapshot.brokers) == [101, 102, 103]


def test_a_broker_that_only_a_replica_list_names_is_unreachable():
    part = PartitionView(0, 101, 0, (101, 104), (101,))
    snapshot = after(round_(topics=[TopicView("orders", "id1", False, (part,))]))
    assert snapshot.brokers[104].state == "unreachable"


def test_the_controller_is_the_quorum_s_leader():
    snapshot = after(round_(quorum=QuorumView(3, 9, {1: 5, 2: 5, 3: 5}, {101: 5, 102: 4})))
    assert snapshot.controller == Controller(3, 9)
    assert snapshot.quorum == Quorum(3, 9, (1, 2, 3), (101, 102))


def test_metadata_s_controller_counts_only_where_there_is_no_quorum():
    assert after(round_(kraft=True)).controller == Controller(None, None)
    assert after(round_(kraft=False)).controller == Controller(102, None)


# Which broker's metadata is believed


def test_the_view_of_the_broker_that_has_read_furthest():
    old, new = overview(topic("old")), overview(topic("new"))
    views = {101: old, 102: new, 103: old}
    assert freshest(views, QuorumView(1, 1, {1: 50}, {101: 48, 102: 50, 103: 48}))[0].name == "new"
    assert freshest(views, QuorumView(1, 1, {1: 50}, {101: 50, 102: 40, 103: 40}))[0].name == "old"


def test_a_combined_controller_and_broker_counts_as_a_reader_too():
    views = {101: overview(topic("old")), 102: overview(topic("new"))}
    assert freshest(views, QuorumView(102, 1, {102: 50}, {101: 48}))[0].name == "new"


def test_a_later_leader_epoch_is_believed_whoever_tells_it():
    stale, now = overview(topic(leader=101, epoch=3)), overview(topic(leader=102, epoch=4, isr=(102, 103)))
    for views in ({101: stale, 102: now}, {101: now, 102: stale}, {101: stale, 102: stale, 103: now}):
        part = freshest(views, None)[0].partitions[0]
        assert (part.leader, part.leader_epoch, part.isr) == (102, 4, (102, 103))


def test_an_epoch_of_another_topic_of_that_name_does_not_count():
    views = {101: overview(topic(id_="new", epoch=0)), 102: overview(topic(id_="old", epoch=9, leader=103))}
    read = QuorumView(1, 1, {1: 9}, {101: 9, 102: 5})
    assert freshest(views, read)[0].partitions[0].leader == 101


def test_nobody_s_view_is_empty():
    assert freshest({}, None) == ()


# Groups

MEMBER = Member("m1", "c", "127.0.0.1", None, (PAIR,))
LISTED = ListedGroup("g", "classic", "Stable")
DESCRIBED = DescribedGroup("Stable", "range", (MEMBER,))


def with_group(taken_at=10.0, *, coordinator=102, listed=LISTED, described=DESCRIBED, complete=True, **more) -> Round:
    made = round_(taken_at, **more)
    if coordinator not in made.overviews:
        return made
    found = overview(topic(), groups=[listed] if listed else [], complete=complete)
    details = replace(
        made.details[coordinator], described={"g": described} if described else {}, committed={"g": {PAIR: 5}}
    )
    return replace(
        made,
        overviews={**made.overviews, coordinator: found},
        details={**made.details, coordinator: details},
    )


def test_a_group_its_coordinator_and_its_lag():
    snapshot = after(with_group())
    group = snapshot.groups["g"]
    assert group == Group("g", "classic", "Stable", "range", 102, (MEMBER,), {PAIR: 5})
    assert group.lag(partition(snapshot), "orders") == 2


def test_a_group_of_a_type_that_cannot_be_described_is_listed():
    group = after(with_group(listed=ListedGroup("g", "streams", "Stable"), described=None)).groups["g"]
    assert (group.type, group.state, group.members) == ("streams", "Stable", ())


def test_a_group_that_died_while_we_asked_is_left_out():
    assert after(with_group(described=DescribedGroup("Dead", "", ()))).groups == {}


def test_a_group_whose_coordinator_is_silent_is_as_last_seen():
    silent = with_group(11.0, up=(101, 103))
    group = after(with_group(), silent, with_group(12.0, up=(101, 103))).groups["g"]
    assert (group.members, group.committed, group.as_of) == ((MEMBER,), {PAIR: 5}, 10.0)


def test_a_group_whose_new_coordinator_still_loads_is_as_last_seen():
    loading = with_group(11.0, coordinator=103, listed=None, complete=False)
    assert after(with_group(), loading).groups["g"].as_of == 10.0


def test_a_deleted_group_is_gone():
    assert after(with_group(), with_group(11.0, listed=None)).groups == {}


def test_a_group_that_moved_has_its_new_coordinator():
    group = after(with_group(), with_group(11.0, coordinator=103, up=(101, 103))).groups["g"]
    assert (group.coordinator, group.as_of) == (103, None)


def test_with_nobody_there_groups_are_as_last_seen():
    assert after(with_group(), round_(11.0, up=())).groups["g"].as_of == 10.0


def test_a_snapshot_is_ready_for_json():
    import json

    plain = json.loads(json.dumps(after(with_group()).to_dict()))
    assert plain["groups"]["g"]["committed"] == {"orders-0": 5}
