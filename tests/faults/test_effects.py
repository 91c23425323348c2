"""What counts as gone, back or whole: the judgement alone, on answers that are made up."""

from __future__ import annotations

from kafkalab.faults.effects import not_back, not_caught_up, not_whole, still_leads, still_there
from kafkalab.observe.wire.answers import ClusterView, PartitionView, QuorumView, TopicView


def view(*brokers: int, leader: int | None = 101, isr: tuple[int, ...] = (101,)) -> ClusterView:
    """What a broker says that lists `brokers`, and of one topic with three replicas."""
    part = PartitionView(0, leader, 3, (101, 102, 103), isr)
    return ClusterView("id", 1, {b: ("localhost", b) for b in brokers}, (TopicView("t", "x", False, (part,)),))


def test_a_broker_is_gone_when_no_other_lists_it_or_names_it_as_leader():
    assert still_there(102, {101: view(101, 103), 103: view(101, 103)}) is None
    assert "broker 103 still lists broker 102" in still_there(102, {101: view(101), 103: view(101, 102)}).what.en
    assert "still leads t-0" in still_there(102, {101: view(101, leader=102)}).what.en


def test_a_partition_that_lost_its_only_replica_has_no_leader_and_that_counts_as_seen():
    assert still_there(102, {101: view(101, leader=None)}) is None


def test_silence_is_no_sign_that_a_broker_is_gone_or_back():
    assert still_there(102, {101: None}).node == 101
    assert not_back(102, {101: view(101, 102), 102: None}).node == 102


def test_a_broker_is_back_when_every_running_one_lists_it():
    assert not_back(102, {101: view(101, 102), 102: view(101, 102)}) is None
    missing = not_back(102, {101: view(101), 102: view(101, 102)})
    assert missing.what.en == "broker 101 does not list broker 102 yet"
    assert missing.node == 102, "it is its own log that may say why"


def test_a_controller_is_gone_when_another_leads():
    assert still_leads(1, QuorumView(2, 5, {}, {})) is None
    assert still_leads(1, QuorumView(1, 5, {}, {})) is not None
    assert still_leads(1, QuorumView(None, 5, {}, {})) is not None
    assert still_leads(1, None) is not None


def test_a_controller_is_back_when_it_has_read_what_the_leader_has():
    assert not_caught_up(2, QuorumView(1, 5, {1: 40, 2: 40, 3: 7}, {})) is None
    assert "controller 3 still lacks" in not_caught_up(3, QuorumView(1, 5, {1: 40, 2: 40, 3: 7}, {})).what.en
    assert not_caught_up(3, QuorumView(None, 5, {1: 40, 3: 40}, {})) is not None
    assert not_caught_up(3, None) is not None


def test_a_cluster_is_whole_when_every_replica_of_its_own_brokers_is_in_sync():
    assert not_whole([101, 102, 103], view(101, 102, 103, isr=(103, 101, 102))) is None
    missing = not_whole([101, 102, 103], view(101, 102, isr=(101, 102)))
    assert missing.what.en == "t-0 has only [101, 102] of [101, 102, 103] in sync"
    assert missing.node == 103
    assert not_whole([101, 102], view(101, 102, isr=(101, 102))) is None, "103 is none of this cluster's"
    assert not_whole([101], None) is not None
