"""Which events stand beside a picture, and how they read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from scenes.build import group, member, partition, snapshot, topic

from kafkalab.i18n import Text
from kafkalab.observe.event import Event
from kafkalab.observe.events import changes
from kafkalab.observe.snapshot import Actor, Snapshot
from kafkalab.widgets.story import Story, belonging, lines
from kafkalab.widgets.subject import Subject

ORDERS, BILLS = "orders", "bills"


def event(at: float, kind: str, said: str = "", **about: object) -> Event:
    return Event(at, kind, Text(f"es: {said}", f"en: {said}"), **about)  # type: ignore[arg-type]


def told(subject: Subject, *events: Event, seen: Snapshot | None = None) -> list[str]:
    """The kinds of those that belong."""
    return [each.kind for one in events for each in belonging(one, subject, seen)]


NODES = [event(1, "broker", broker=101), event(1, "session", broker=101), event(1, "controller")]
OF_ORDERS = event(1, "leader", topic=ORDERS, partition=0)
OF_BILLS = event(1, "isr", topic=BILLS, partition=0)
INTERNAL = event(1, "leader", topic="__consumer_offsets", partition=3, internal=True)
REBALANCE = event(1, "group", group="app1")


@pytest.mark.parametrize("kind", ["topic", "replicas", "cluster", "group", "offsets", "producers", "kraft-quorum"])
def test_a_broker_that_dies_belongs_to_every_picture(kind: str) -> None:
    assert told(Subject(kind, ORDERS, 0, "app1"), *NODES) == ["broker", "session", "controller"]


def test_a_topics_view_tells_of_that_topic() -> None:
    assert told(Subject("topic", ORDERS), OF_ORDERS, OF_BILLS, INTERNAL) == ["leader"]


def test_a_partitions_view_tells_of_that_partition() -> None:
    other = event(1, "leader", topic=ORDERS, partition=1)
    whole = event(1, "config", topic=ORDERS)
    assert told(Subject("replicas", ORDERS, 0), OF_ORDERS, other, whole, REBALANCE) == ["leader", "config"]


def test_a_clusters_view_tells_of_all_but_kafkas_own_topics() -> None:
    assert told(Subject("cluster"), OF_ORDERS, OF_BILLS, INTERNAL, REBALANCE) == ["leader", "isr", "group"]


def test_groups_that_read_another_topic_are_left_out() -> None:
    """A group of which nothing is known yet may be about to read this one."""
    seen = snapshot(
        topic(partition(0), name=ORDERS),
        topic(partition(0), name=BILLS),
        groups=(
            replace(group("app1", member("a")), committed={(ORDERS, 0): 3}),
            replace(group("app2", member("b")), committed={(BILLS, 0): 3}),
        ),
    )
    events = [event(1, "member", group=name) for name in ("app1", "app2", "new")]
    view = Subject("topic", ORDERS)
    assert [each.group for one in events for each in belonging(one, view, seen)] == ["app1", "new"]
    assert told(Subject("topic", ORDERS, group="app1"), *events, seen=seen) == ["member"]


def test_a_groups_view_tells_of_the_topics_it_reads() -> None:
    seen = snapshot(groups=(replace(group("app1"), committed={(ORDERS, 0): 3}),))
    assert told(Subject("group", group="app1"), OF_ORDERS, OF_BILLS, REBALANCE, seen=seen) == ["leader", "group"]


def test_an_actor_belongs_where_it_reads_or_writes() -> None:
    seen = replace(snapshot(), actors={"p1": Actor("producer", "running", topics=(BILLS,))})
    ended = event(1, "actor", actor="p1")
    assert told(Subject("topic", ORDERS), ended, seen=seen) == []
    assert told(Subject("topic", BILLS), ended, seen=seen) == ["actor"]


def test_of_a_sum_only_what_belongs_is_told() -> None:
    """ "12 partitions of 4 topics" says little to who looks at one of them."""
    parts = tuple(
        event(1, "leader", f"{name}-{n}", topic=name, partition=n) for name in (ORDERS, BILLS) for n in range(3)
    )
    summed = event(1, "leader", "6 partitions of 2 topics", parts=parts)
    assert [each.text.en for each in belonging(summed, Subject("topic", ORDERS))] == [
        "en: orders-0", "en: orders-1", "en: orders-2"]  # fmt: skip
    assert told(Subject("topic", "else"), summed) == []
    assert [each.text.en for each in belonging(summed, Subject("cluster"))] == ["en: 6 partitions of 2 topics"]


def test_the_newest_comes_first_and_causes_before_effects() -> None:
    """What one snapshot showed keeps its order: the broker's end, then what that meant for its partitions."""
    events = [event(1, "topic", "made"), event(2.5, "broker", "died"), event(2.5, "leader", "moved")]
    assert lines(events, "en") == [
        [2500, "broker", "en: died"], [2500, "leader then", "en: moved"], [1000, "topic", "en: made"]]  # fmt: skip


def test_a_real_failover_reads_well_in_both_languages() -> None:
    """The sentences are those of `cluster.events()`."""
    before = snapshot(topic(*(partition(n, leader=101 + n) for n in range(3)), name=ORDERS))
    moved = [replace(partition(n, leader=102 + n % 2, isr=(102, 103)), leader_epoch=1) for n in range(3)]
    after = replace(snapshot(topic(*moved, name=ORDERS), states={101: "stopped"}), taken_at=before.taken_at + 3)
    for lang, first, said in (
        ("es", "el broker 101 ya no está", "el líder de orders-0"),
        ("en", "broker 101 is no longer", "the leader of orders-0"),
    ):
        story = Story(Subject("topic", ORDERS), lang)  # type: ignore[arg-type]
        for each in changes(before, after):
            story.tell(each, after)
        sentences = [text for _, _, text in json.loads(story.to_json())]
        assert sentences[0].startswith(first)
        assert any(text.startswith(said) for text in sentences)


def test_the_page_gets_the_newest_fifty() -> None:
    story = Story(Subject("cluster"), "es")
    for at in range(70):
        assert story.tell(event(at, "broker", str(at)))
    found = json.loads(story.to_json())
    assert [found[0][0], found[-1][0], len(found)] == [69_000, 20_000, 50]
    assert len(story.events) == 70
