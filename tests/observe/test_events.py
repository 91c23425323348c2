"""What changed between two snapshots, in words: the sentences, their order, and what is never said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenes import strategies
from scenes.build import BROKERS, T0, TOPIC, group, member, partition, snapshot, topic

from kafkalab.observe.event import KINDS, Event
from kafkalab.observe.events import changes
from kafkalab.observe.known import learned
from kafkalab.observe.snapshot import BrokerState, Controller, NodeState, Partition, Quorum, Snapshot

LATER = T0 + 1


def said(before: Snapshot, after: Snapshot, lang: str = "en") -> list[str]:
    return [event.text.in_(lang) for event in changes(before, replace(after, taken_at=LATER))]


def led(number: int = 0, leader: int | None = 101, epoch: int = 1, **more: object) -> Partition:
    return replace(partition(number, leader=leader, **more), leader_epoch=epoch)


def with_state(broker: int, state: str) -> Snapshot:
    return snapshot(states={broker: state})


# -- leaders, replicas -------------------------------------------------------------------------------------------------


def test_a_leader_that_changes_is_told_with_its_epoch():
    before, after = snapshot(topic(led(2, 101, 4))), snapshot(topic(led(2, 102, 5)))
    assert said(before, after) == ["the leader of iabd-topic-2 went from 101 to 102 (epoch 5)"]
    assert said(before, after, "es") == ["el líder de iabd-topic-2 pasa de 101 a 102 (epoch 5)"]
    (event,) = changes(before, replace(after, taken_at=LATER))
    assert (event.at, event.kind, event.topic, event.partition) == (LATER, "leader", TOPIC, 2)
    assert (event.before, event.after, event.epoch) == (101, 102, 5)


def test_a_partition_can_lose_its_leader_and_get_one_again():
    led_, leaderless = snapshot(topic(led(0, 101, 4))), snapshot(topic(led(0, None, 5)))
    assert said(led_, leaderless) == ["iabd-topic-0 has no leader: it was 101"]
    back = snapshot(topic(led(0, 103, 6)))
    assert said(leaderless, back) == ["iabd-topic-0 has a leader again: 103 (epoch 6)"]


def test_what_an_earlier_epoch_says_is_old_news():
    """A broker that was paused tells its old story when it goes on."""
    now, old = led(0, 102, 5, isr=(102, 103)), led(0, 101, 4)
    assert said(snapshot(topic(now)), snapshot(topic(old))) == []


def test_who_leaves_the_isr_and_who_is_back():
    whole, two, one = (snapshot(topic(led(isr=isr))) for isr in (BROKERS, (101, 102), (101,)))
    assert said(whole, two) == ["103 left the ISR of iabd-topic-0 (now 101, 102)"]
    assert said(two, whole) == ["103 is back in the ISR of iabd-topic-0 (now 101, 102, 103)"]
    assert said(whole, one) == ["102 and 103 left the ISR of iabd-topic-0 (now 101)"]
    assert said(whole, one, "es") == ["102 y 103 salen del ISR de iabd-topic-0 (ahora, 101)"]
    assert said(whole, snapshot(topic(led(isr=())))) == ["101, 102 and 103 left the ISR of iabd-topic-0 (now nobody)"]


def test_one_leaves_the_isr_while_another_comes_back():
    before, after = snapshot(topic(led(isr=(101, 102)))), snapshot(topic(led(isr=(101, 103))))
    assert said(before, after) == [
        "102 left the ISR of iabd-topic-0 (now 101, 103)",
        "103 is back in the ISR of iabd-topic-0 (now 101, 103)",
    ]


def test_a_new_replica_joins_the_isr():
    before = snapshot(topic(led(replicas=(101, 102), isr=(101, 102))))
    after = snapshot(topic(led(replicas=(101, 104), isr=(101, 104))))
    assert said(before, after) == [
        "the replicas of iabd-topic-0 are 101, 104 now (before: 101, 102)",
        "102 left the ISR of iabd-topic-0 (now 101, 104)",
        "104 joined the ISR of iabd-topic-0 (now 101, 104)",
    ]


def test_more_than_three_alike_become_one_that_keeps_them():
    before, after = (snapshot(topic(*(led(n, leader, e) for n in range(12)))) for leader, e in ((101, 1), (102, 2)))
    assert said(before, after) == ["leadership of 12 partitions of iabd-topic went from 101 to 102"]
    (event,) = changes(before, after)
    assert [part.partition for part in event.parts] == list(range(12))
    assert (event.topic, event.before, event.after) == (TOPIC, 101, 102)


def test_three_alike_are_told_one_by_one():
    before, after = (snapshot(topic(*(led(n, leader, e) for n in range(3)))) for leader, e in ((101, 1), (102, 2)))
    assert len(said(before, after)) == 3


def test_different_moves_are_not_mixed():
    before = snapshot(topic(*(led(n, 101) for n in range(8))))
    after = snapshot(topic(*(led(n, 102 + n % 2, 2) for n in range(8))))
    assert said(before, after) == [
        "leadership of 4 partitions of iabd-topic went from 101 to 102",
        "leadership of 4 partitions of iabd-topic went from 101 to 103",
    ]


def test_partitions_of_internal_topics_are_counted_apart():
    def state(leader: int, epoch: int) -> Snapshot:
        internal = replace(topic(*(led(n, leader, epoch) for n in range(50)), name="__consumer_offsets"), internal=True)
        return snapshot(internal, topic(led(0, leader, epoch)))

    assert said(state(101, 1), state(102, 2)) == [
        "leadership of 50 partitions of __consumer_offsets went from 101 to 102",
        "the leader of iabd-topic-0 went from 101 to 102 (epoch 2)",
    ]


def test_partitions_of_several_topics_are_counted_together():
    def state(leader: int, epoch: int) -> Snapshot:
        return snapshot(*(topic(led(0, leader, epoch), led(1, leader, epoch), name=name) for name in "ab"))

    assert said(state(101, 1), state(102, 2)) == ["leadership of 4 partitions of 2 topics went from 101 to 102"]
    (event,) = changes(state(101, 1), state(102, 2))
    assert event.topics == {"a", "b"}
    assert event.topic is None


# -- brokers and controllers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("up", "paused", "broker 102 is paused"),
        ("up", "stopped", "broker 102 is no longer running"),
        ("paused", "stopped", "broker 102 is no longer running"),
        ("stopped", "up", "broker 102 is running again"),
        ("paused", "up", "broker 102 goes on after its pause"),
        ("up", "unreachable", "broker 102 does not answer"),
        ("unreachable", "up", "broker 102 answers again"),
        ("unreachable", "stopped", "broker 102 is no longer running"),
        ("stopped", "unreachable", None),
        ("paused", "unreachable", None),
    ],
)
def test_what_a_broker_does(before, after, text):
    assert said(with_state(102, before), with_state(102, after)) == ([text] if text else [])


def listed(value: bool | None, state: str = "up") -> Snapshot:
    whole = snapshot()
    return replace(whole, brokers={**whole.brokers, 102: BrokerState(102, "localhost", 9093, state, value)})


def test_whether_the_cluster_counts_on_a_broker():
    """That its session ran out is certain of a paused one; one that stops says goodbye."""
    expired = "the session of broker 102 has expired: the cluster no longer counts on it"
    assert said(listed(True, "paused"), listed(False, "paused")) == [expired]
    assert said(listed(True, "stopped"), listed(False, "stopped")) == ["the cluster no longer counts on broker 102"]
    assert said(listed(True), listed(False)) == ["the cluster no longer counts on broker 102"]
    assert said(listed(False), listed(True)) == ["the cluster counts on broker 102 again"]
    for one, other in ((None, True), (True, None), (None, False)):
        assert said(listed(one), listed(other)) == []


def test_silence_is_never_called_death():
    """Whether a silent broker's process lives, nobody has said."""
    for lang in ("es", "en"):
        (sentence,) = said(with_state(102, "up"), with_state(102, "unreachable"), lang)
        assert not re.search("died|running|marcha|muert|caíd", sentence)


def test_a_broker_that_joins_and_one_that_leaves():
    three = snapshot()
    four = replace(three, brokers={**three.brokers, 104: BrokerState(104, "localhost", 9095, "up")})
    assert said(three, four) == ["there is a new broker: 104"]
    assert said(four, three) == ["broker 104 is no longer part of the cluster"]


def test_a_broker_that_was_only_announced_is_no_news_yet():
    three = snapshot()
    four = replace(three, brokers={**three.brokers, 104: BrokerState(104, "", 0, "unreachable")})
    assert said(three, four) == []


def quorum(leader: int | None, epoch: int | None) -> Snapshot:
    known = Quorum(leader, epoch, (1, 2, 3)) if leader else None
    return replace(snapshot(), controller=Controller(leader, epoch), quorum=known)


def test_who_leads_the_quorum():
    assert said(quorum(1, 6), quorum(2, 7)) == ["controller 2 leads the quorum now (epoch 7)"]
    assert said(quorum(1, 6), quorum(1, 7)) == ["controller 1 leads the quorum again (epoch 7)"]
    assert said(quorum(1, 6), quorum(None, None)) == []
    assert said(quorum(None, None), quorum(1, 7)) == []
    assert said(quorum(2, 7), quorum(1, 6)) == [], "old news"


def test_the_controller_of_a_cluster_with_zookeeper_is_a_broker():
    before, after = (replace(snapshot(), controller=Controller(broker, None)) for broker in (101, 102))
    assert said(before, after) == ["broker 102 is the cluster's controller now (before: 101)"]


def test_controllers_and_zookeeper_servers_are_processes_too():
    def state(role: str, status: str) -> Snapshot:
        return replace(snapshot(), nodes={1: NodeState(1, role, status)})

    assert said(state("controller", "up"), state("controller", "stopped")) == ["controller 1 is no longer running"]
    assert said(state("zookeeper", "up"), state("zookeeper", "paused")) == ["ZooKeeper server 1 is paused"]
    assert said(snapshot(), state("controller", "stopped")) == []


# -- topics and logs ---------------------------------------------------------------------------------------------------


def test_topics_come_and_go():
    none, one = snapshot(), snapshot(topic(led(0), led(1), led(2)))
    assert said(none, one) == ["topic iabd-topic was created (3 partitions)"]
    assert said(one, none) == ["topic iabd-topic was deleted"]


def test_a_topic_made_anew_is_not_the_old_one():
    """Neither its leaders nor its offsets are compared."""
    old = snapshot(topic(led(0, 101, 5, end=9)))
    fresh = snapshot(replace(topic(led(0, 102, 0, end=0)), topic_id="another"))
    assert said(old, fresh) == ["topic iabd-topic was deleted and created again (1 partition)"]


def test_many_new_topics_are_counted():
    assert said(snapshot(), snapshot(*(topic(led(0), name=n) for n in "abcde"))) == ["5 topics were created"]


def test_more_partitions_and_other_settings():
    before = snapshot(topic(led(0), retention_ms="1000", min_insync_replicas="1"))
    after = snapshot(topic(led(0), led(1), retention_ms="5000", cleanup_policy="compact"))
    assert said(before, after) == [
        "iabd-topic has 2 partitions now (before: 1)",
        "cleanup.policy of iabd-topic is compact now",
        "min.insync.replicas is no longer set on iabd-topic (it was 1)",
        "retention.ms of iabd-topic is 5000 now (before: 1000)",
    ]


def test_settings_that_were_not_read_have_not_changed():
    read, unread = snapshot(topic(led(0), retention_ms="1000")), snapshot(topic(led(0)))
    assert said(read, unread) == said(unread, read) == []


def test_a_replica_that_cuts_back_its_log():
    before = snapshot(topic(led(end=3, leos={101: 8, 102: 3})))
    after = snapshot(topic(led(end=3, leos={101: 3, 102: 3})))
    assert said(before, after) == ["the replica of iabd-topic-0 on 101 truncated its log from offset 8 to 3"]


def test_a_high_watermark_that_reads_lower_for_a_moment_is_not_a_loss():
    """Right after a failover the new leader has not yet heard from its followers."""
    before = snapshot(topic(led(0, 101, 1, end=8)))
    after = snapshot(topic(led(0, 102, 2, end=8, hw=5)))
    assert said(before, after) == ["the leader of iabd-topic-0 went from 101 to 102 (epoch 2)"]


def test_records_that_could_be_read_and_are_not_in_the_leaders_log_are_lost():
    before = snapshot(topic(led(0, 101, 1, end=8)))
    after = snapshot(topic(led(0, 102, 2, end=3, leos={101: None, 102: 3})))
    lost = "records of iabd-topic-0 that could be read are lost (offsets 3–7): "
    assert lost + "the log of the leader, 102, goes on at offset 3 now" in said(before, after)
    assert [event.kind for event in changes(before, after)] == ["leader", "lost", "truncated"]


def test_a_loss_is_told_once():
    """The high watermark may stay as last seen for a while."""
    after = snapshot(topic(led(0, 102, 2, hw=8, leos={102: 3}, as_of=T0)))
    assert said(after, after) == []


def test_the_beginning_of_a_log_that_was_deleted():
    before, after = (snapshot(topic(led(start=start, end=4000))) for start in (0, 2048))
    assert said(before, after) == ["the records of iabd-topic-0 before offset 2048 were deleted"]
    assert said(after, before) == [], "a new leader may be behind with it"


def test_new_records_are_no_event():
    assert said(snapshot(topic(led(end=3))), snapshot(topic(led(end=4000)))) == []


# -- groups ------------------------------------------------------------------------------------------------------------

APP = "iabd-app1"
ONE, TWO = member("consumer-1", 0, 1), member("consumer-2", 2)


def test_a_group_appears_with_its_members():
    assert said(snapshot(), snapshot(groups=(group(APP, ONE, TWO),))) == [
        "there is a new group: iabd-app1",
        "consumer-1 joined iabd-app1",
        "consumer-2 joined iabd-app1",
        "partitions of iabd-topic assigned in iabd-app1: consumer-1 has 0, 1; consumer-2 has 2",
    ]


def test_a_member_joins_and_partitions_move():
    before = snapshot(groups=(group(APP, member("consumer-1", 0, 1, 2)),))
    after = snapshot(groups=(group(APP, ONE, TWO),))
    assert said(before, after) == [
        "consumer-2 joined iabd-app1",
        "partitions of iabd-topic moved in iabd-app1: consumer-1 has 0, 1; consumer-2 has 2",
    ]
    assert said(before, after, "es") == [
        "consumer-2 entra en iabd-app1",
        "nuevo reparto en iabd-app1 de las particiones de iabd-topic: consumer-1 tiene 0, 1; consumer-2 tiene 2",
    ]


def test_a_classic_group_that_rebalances_does_not_say_who_has_what():
    stable = snapshot(groups=(group(APP, ONE, TWO),))
    bare = [replace(each, assignment=()) for each in (ONE, TWO)]
    rebalancing = snapshot(groups=(group(APP, *bare, state="PreparingRebalance"),))
    assert said(stable, rebalancing) == ["group iabd-app1 is rebalancing"]
    completing = snapshot(groups=(group(APP, *bare, state="CompletingRebalance"),))
    assert said(rebalancing, completing) == []
    assert said(learned(learned(stable, rebalancing), completing), stable) == ["group iabd-app1 is stable"]


def test_the_last_member_leaves():
    assert said(snapshot(groups=(group(APP, ONE),)), snapshot(groups=(group(APP),))) == [
        "consumer-1 is no longer in iabd-app1",
        "group iabd-app1 is empty: it has no members",
    ]


def test_a_group_that_cannot_be_described_yet_has_not_lost_its_members():
    whole = snapshot(groups=(group(APP, ONE, TWO),))
    assert said(whole, snapshot(groups=(group(APP, state="Stable"),))) == []


def test_members_of_one_name_are_told_apart():
    twins = [member("kafka-python", n, id_=f"kafka-python-{end}") for n, end in enumerate(("aaaa", "bbbb"))]
    before, after = (snapshot(groups=(group(APP, *members),)) for members in (twins[:1], twins))
    assert said(before, after)[0] == "#bbbb kafka-python joined iabd-app1"


def test_a_static_member_that_comes_back_under_a_new_id_is_the_same():
    before = snapshot(groups=(group(APP, member("c", 0, id_="c-1", instance="shelf")),))
    after = snapshot(groups=(group(APP, member("c", 0, id_="c-2", instance="shelf")),))
    assert said(before, after) == []


def test_a_group_is_gone_only_if_its_coordinator_says_so():
    there = snapshot(groups=(group(APP, coordinator=102),))
    assert said(there, snapshot()) == ["group iabd-app1 is gone"]
    assert said(there, snapshot(states={102: "stopped"})) == ["broker 102 is no longer running"]


def test_a_group_as_last_seen_is_no_news():
    before = snapshot(groups=(group(APP, ONE),))
    assert said(before, snapshot(groups=(replace(group(APP, TWO), as_of=T0),))) == []


def test_a_coordinator_moves():
    before, after = (snapshot(groups=(group(APP, ONE, coordinator=broker),)) for broker in (101, 102))
    assert said(before, after) == ["the coordinator of iabd-app1 is broker 102 now (before: 101)"]


def test_committed_offsets_are_told_when_they_go_back_only():
    low, high = (snapshot(groups=(group(APP, ONE, committed={0: offset}),)) for offset in (0, 9))
    assert said(low, high) == []
    assert said(high, low) == ["the committed offset of iabd-app1 in iabd-topic-0 went back from 9 to 0"]


def test_a_member_with_partitions_of_several_topics():
    mixed = replace(ONE, assignment=(("a", 0), ("a", 1), ("b", 0)))
    assert said(snapshot(), snapshot(groups=(group(APP, mixed),)))[-1] == (
        "partitions assigned in iabd-app1: consumer-1 has a 0, 1 + b 0"
    )


# -- order, ignorance, safety ------------------------------------------------------------------------------------------


def test_causes_come_before_effects():
    def state(status: str, leader: int, epoch: int, isr: tuple[int, ...], *members) -> Snapshot:
        return snapshot(topic(led(0, leader, epoch, isr=isr)), groups=(group(APP, *members),), states={101: status})

    before = state("up", 101, 1, BROKERS, ONE, TWO)
    after = state("stopped", 102, 2, (102, 103), member("consumer-1", 0, 1, 2))
    kinds = [event.kind for event in changes(before, after)]
    assert kinds == ["broker", "leader", "isr", "member", "assignment"]


def test_where_no_broker_answers_topics_and_groups_are_not_gone():
    whole = snapshot(topic(led(0)), groups=(group(APP, ONE),))
    dark = replace(snapshot(states=dict.fromkeys(BROKERS, "stopped")), topics={}, groups={})
    assert [event.kind for event in changes(whole, dark)] == ["broker"] * 3
    assert [event.kind for event in changes(dark, whole)] == ["broker"] * 3


def test_names_written_by_strangers_do_not_steer_a_terminal():
    bad = "\x1b[31m\u202e{count}"
    found = changes(snapshot(), snapshot(topic(led(0), name=bad), groups=(group(bad, member(bad, 0, name=bad)),)))
    for event in found:
        for lang in ("es", "en"):
            assert not {"\x1b", "\u202e"} & set(event.text.in_(lang))


def test_an_event_as_plain_values_is_json():
    before, after = (snapshot(topic(*(led(n, leader, e) for n in range(4)))) for leader, e in ((101, 1), (102, 2)))
    table = json.loads(json.dumps([event.to_dict() for event in changes(before, after)]))
    assert table[0]["text"]["es"] == "el liderazgo de 4 particiones de iabd-topic pasa de 101 a 102"
    assert [part["partition"] for part in table[0]["parts"]] == [0, 1, 2, 3]


# -- for any two snapshots ---------------------------------------------------------------------------------------------


def leaves(events: tuple[Event, ...]) -> Iterator[Event]:
    for event in events:
        yield from event.parts or (event,)


SNAPSHOTS = strategies.snapshots(most=5)
PAIRS = st.tuples(SNAPSHOTS, SNAPSHOTS)
some = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
heard = PAIRS.filter(lambda pair: all(each.is_heard for each in pair))


@some
@given(SNAPSHOTS)
def test_nothing_happens_between_a_snapshot_and_itself(one):
    assert changes(one, one) == ()


@some
@given(PAIRS)
def test_what_was_learned_is_not_told_again(pair):
    one, other = pair
    assert changes(learned(one, other), other) == ()


@some
@given(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS)
def test_learning_forgets_no_leader(one, two, three):
    """Whatever was out of sight in between, the last leader that was told is what the next one is compared with."""
    known = learned(learned(one, two), three)
    for number, part in known.topics[strategies.TOPIC].partitions.items():
        told = [each.topics[strategies.TOPIC].partitions.get(number) for each in (one, two, three)]
        epochs = [each.leader_epoch for each in told if each is not None]
        assert (part.leader, part.leader_epoch) in [(p.leader, p.leader_epoch) for p in told if p is not None]
        assert len(epochs) < 3 or not (two.is_heard and three.is_heard) or part.leader_epoch == max(epochs)


def news(one: Snapshot, other: Snapshot) -> Iterator[tuple[int, Partition, Partition]]:
    was, now = (each.topics[strategies.TOPIC].partitions for each in (one, other))
    for number in was.keys() & now.keys():
        if was[number].leader_epoch <= now[number].leader_epoch:
            yield number, was[number], now[number]


@some
@given(heard)
def test_each_new_leader_is_told_once(pair):
    told = [(e.partition, e.before, e.after) for e in leaves(changes(*pair)) if e.kind == "leader"]
    assert sorted(told, key=repr) == sorted(
        ((n, was.leader, now.leader) for n, was, now in news(*pair) if was.leader != now.leader), key=repr
    )


@some
@given(heard)
def test_each_replica_that_leaves_or_joins_an_isr_is_told_once(pair):
    told = [(event.partition, event.key) for event in leaves(changes(*pair)) if event.kind == "isr"]
    expected = {
        (n, "left" if broker in was.isr else "back" if broker in was.replicas else "new")
        for n, was, now in news(*pair)
        for broker in set(was.isr) ^ set(now.isr)
    }
    assert sorted(told) == sorted(expected)


@some
@given(heard)
def test_no_event_has_a_value_that_neither_snapshot_has(pair):
    def offsets(part: Partition) -> set:
        return {part.high_watermark, part.log_start_offset, *part.log_end_offsets.values()}

    for event in leaves(changes(*pair)):
        if event.kind in ("lost", "truncated", "deleted"):
            was, now = (each.topics[event.topic].partitions[event.partition] for each in pair)
            assert event.before in offsets(was)
            assert event.after in offsets(now)
        if event.kind == "committed":
            was, now = (each.groups[event.group].committed for each in pair)
            key = event.topic, event.partition
            assert (event.before, event.after) == (was[key], now[key])
        if event.kind == "member":
            assert event.key in {m.id for each in pair for g in each.groups.values() for m in g.members}


@some
@given(PAIRS)
def test_causes_are_told_before_effects_whatever_happens(pair):
    ranks = [min(KINDS.index(event.kind), KINDS.index("group")) for event in changes(*pair)]
    assert ranks == sorted(ranks)


@some
@given(PAIRS)
def test_both_languages_tell_the_same_numbers(pair):
    for event in changes(*pair):
        es, en = (sorted(re.findall(r"\d+", event.text.in_(lang))) for lang in ("es", "en"))
        assert es == en


@some
@given(PAIRS)
def test_nobody_hears_of_a_broker_that_only_kept_silent_that_it_ended(pair):
    for event in changes(*pair):
        if event.kind == "broker" and event.after == "stopped":
            assert pair[1].brokers[event.broker].state == "stopped"
