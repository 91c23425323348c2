"""Consumers on a real cluster: they join, read, hang, crash and leave, and the group shows it under their names."""

from __future__ import annotations

import pytest

from kafkalab.actors.registry import Actors
from kafkalab.errors import ActorError, UnknownTopicError, UsageError

pytestmark = pytest.mark.cluster

ALL = {0, 1, 2}
CLIENTS = {
    "kafka-python": {"client": "kafka-python"},
    "cooperative": {"client": "kafka-python", "assignor": "cooperative-sticky"},
    "confluent": {"client": "confluent"},
    "KIP-848": {"client": "confluent", "protocol": "consumer"},
}


def partitions(*consumers) -> list[set[int]]:
    return [{number for _, number in consumer.assignment} for consumer in consumers]


@pytest.mark.parametrize("client", CLIENTS)
def test_consumers_share_the_partitions_and_a_killed_ones_go_to_the_others(cluster, topic, group, until, client):
    first = cluster.consumer(topic, group=group, **CLIENTS[client])
    until(lambda: partitions(first) == [ALL], "the only member has all partitions")
    second = cluster.consumer(topic, group=group, **CLIENTS[client])
    until(lambda: set.union(*partitions(first, second)) == ALL and all(partitions(first, second)), "both have some")
    assert partitions(first)[0].isdisjoint(partitions(second)[0])

    seen = cluster.wait_until(lambda s: s.groups[group].state == "Stable").groups[group]
    owned = {member.client_id: {number for _, number in member.assignment} for member in seen.members}
    assert owned == {first.name: partitions(first)[0], second.name: partitions(second)[0]}
    assert seen.type.lower() == ("consumer" if client == "KIP-848" else "classic")

    second.kill()
    assert (second.state, second.exit_code, second.assignment) == ("killed", -9, ())
    until(lambda: partitions(first) == [ALL], "the other one has all partitions again")
    first.close()
    assert (first.state, first.exit_code) == ("closed", 0)


def test_what_is_written_arrives_in_the_notebook_and_in_snapshots(cluster, topic, group, until):
    with cluster.consumer(topic, group=group) as reader:
        ((partition, offset),) = cluster.admin.produce(topic, [("ana", "hola, ñandú")])
        seen = cluster.wait_until(lambda s: s.actors[reader.name].positions.get((topic, partition)) == offset + 1)
        (record,) = reader.records
        assert (record.partition, record.offset, record.key, record.value) == (partition, offset, "ana", "hola, ñandú")
        assert reader.positions[topic, partition] == offset + 1
        actor = seen.actors[reader.name]
        assert (actor.kind, actor.state) == ("consumer", "running")
        assert "hola, ñandú" in repr(reader)
        assert "<table" in reader._repr_html_()
    assert cluster.snapshot().actors[reader.name].state == "closed"


def test_one_that_closes_leaves_at_once(cluster, topic, group):
    """By its farewell, not by its session's end: that would take half a minute here."""
    names = [cluster.consumer(topic, group=group, session_timeout_ms=30_000) for _ in range(2)]
    cluster.wait_until(lambda s: len(s.groups[group].members) == 2)
    names[0].close()
    cluster.wait_until(
        lambda s: [member.client_id for member in s.groups[group].members] == [names[1].name], timeout_s=15
    )


def test_one_that_hangs_is_thrown_out_and_comes_back(cluster, topic, group, until):
    hanging = cluster.consumer(topic, group=group, session_timeout_ms=1500)
    hanging.pause()
    assert hanging.state == "paused"
    cluster.wait_until(lambda s: not s.groups[group].members, timeout_s=30)
    hanging.resume()
    cluster.wait_until(lambda s: [m.client_id for m in s.groups[group].members] == [hanging.name], timeout_s=30)
    until(lambda: partitions(hanging) == [ALL], "it has its partitions back")
    hanging.pause()
    hanging.close()
    assert hanging.state == "closed", "a paused one can still leave in order"


@pytest.mark.parametrize(
    ("commit", "again"), [("after", {0, 1, 2, 3, 4}), ("before", set()), ("never", {0, 1, 2, 3, 4})]
)
def test_when_it_commits_decides_what_a_crash_repeats_or_loses(cluster, topic, group, until, commit, again):
    """Ten records in batches of five; the crash comes within the first batch."""
    cluster.admin.produce(topic, [str(n) for n in range(10)], partition=0)
    slow = cluster.consumer(topic, group=group, commit=commit, max_poll_records=5, work_ms=500)
    until(lambda: slow.read_count >= 1, "the first record is read")
    slow.kill()
    crashed_at = slow.read_count
    assert crashed_at < 5
    next_one = cluster.consumer(topic, group=group, commit=commit)
    until(lambda: next_one.records and next_one.records[-1].offset == 9, "all the rest is read")
    assert {record.offset for record in next_one.records} == again | set(range(5, 10))


def test_a_fourth_member_of_three_partitions_waits_without_one(cluster, topic, group):
    members = [cluster.consumer(topic, group=group) for _ in range(4)]
    seen = cluster.wait_until(lambda s: len(s.groups[group].members) == 4 and s.groups[group].state == "Stable")
    assert sorted(len(member.assignment) for member in seen.groups[group].members) == [0, 1, 1, 1]
    assert [member.name for member in members] == sorted({member.name for member in members})


def test_a_static_member_that_is_back_in_time_moves_nobody(cluster, topic, group, until):
    other = cluster.consumer(topic, group=group, group_instance_id="one", session_timeout_ms=20_000)
    gone = cluster.consumer(topic, group=group, group_instance_id="two", session_timeout_ms=20_000)
    until(lambda: all(partitions(other, gone)), "both have some")
    had, moves = gone.assignment, len(other.rebalances)
    gone.kill()
    back = cluster.consumer(topic, group=group, group_instance_id="two", session_timeout_ms=20_000)
    until(lambda: back.assignment == had, "it has what it had")
    assert len(other.rebalances) == moves


def test_a_topic_that_nobody_created_is_an_error_and_stays_missing(cluster, unique, group):
    name = unique("nowhere")
    with pytest.raises(UnknownTopicError):
        cluster.consumer(name, group=group)
    assert name not in cluster.snapshot().topics


def test_a_consumer_may_be_there_before_its_topic(cluster, unique, group, until):
    """With librdkafka, which does not create what it is to read."""
    name = unique("later")
    early = cluster.consumer(
        name, group=group, client="confluent", wait_for_topic=True, wait=False,
        settings={"topic.metadata.refresh.interval.ms": 500},
    )  # fmt: skip
    until(lambda: early.state == "running", "it waits")
    cluster.admin.create_topic(name)
    until(lambda: early.assignment == ((name, 0),), "it has found the topic")
    early.close()


def test_a_name_in_use_and_an_odd_name_are_said(cluster, topic, group, unique):
    name = unique("ana")
    with cluster.consumer(topic, group=group, name=name):
        with pytest.raises(UsageError) as error:
            cluster.producer(topic, name=name)
        assert f'cluster.actors["{name}"].close()' in str(error.value)
    for odd in ("", "../x", "a b", "ñ", ".x", "x" * 41, 3):
        with pytest.raises(UsageError):
            cluster.consumer(topic, group=group, name=odd)


def test_what_the_client_refuses_is_said_in_one_sentence(cluster, topic, group):
    """With the client's own words, the program's place, and no traceback of ours."""
    with pytest.raises(ActorError) as error:
        cluster.consumer(topic, group=group, settings={"no_such_setting": 1})
    assert "no_such_setting" in str(error.value)
    assert "program.py" in str(error.value)
    with pytest.raises(ActorError) as error:
        cluster.consumer(topic, group=group, session_timeout_ms=500)
    assert "InvalidSessionTimeout" in str(error.value)


def test_without_confluent_kafka_it_says_how_to_install_it(cluster, topic, group, monkeypatch):
    monkeypatch.setattr("kafkalab.actors.registry.find_spec", lambda _name: None)
    with pytest.raises(ActorError, match="pip install confluent-kafka"):
        cluster.consumer(topic, group=group, client="confluent")


def test_an_actor_that_has_ended_cannot_be_paused_but_closed_twice(cluster, topic, group):
    ended = cluster.consumer(topic, group=group)
    ended.close()
    ended.close()
    ended.kill()
    assert ended.state == "closed"
    with pytest.raises(ActorError):
        ended.pause()


def test_the_source_that_is_shown_is_the_program_that_runs(cluster, topic, group):
    with cluster.consumer(topic, group=group) as shown:
        assert (shown.folder / "program.py").read_text() == shown.source()
        assert repr(topic).strip("'") in shown.source()
        (running,) = [p for p in Actors(cluster.actors_folder).values() if p.name == shown.name]
        assert running.pid == shown.pid
