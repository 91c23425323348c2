"""What a reader sees in the diagram of the cluster."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kafkalab.observe.snapshot import BrokerState, Controller, Quorum, Snapshot
from kafkalab.scenes.cluster import cluster_scene
from kafkalab.scenes.health import health_line, health_of
from kafkalab.scenes.hosted import CHIPS, Counts, counts, shown
from kafkalab.scenes.marks import Scene

from . import reading
from .build import TOPIC, partition, snapshot, topic
from .places import outside, overlaps
from .states_cluster import ORDERS, STATES, part


def scene(state: Snapshot, **options) -> Scene:
    return cluster_scene(state, **{"lang": "en", **options})


def led_on(found: Scene, number: int, name: str = TOPIC) -> int:
    """The broker in whose card the mark of a leadership lies."""
    marks = reading.by_key(found)
    star = marks[f"lead/{number}/{name}"]
    assert star.parent == ""
    (broker,) = [
        id_ for id_ in (101, 102, 103, 104, 105)
        if (card := marks.get(f"b{id_}")) is not None
        and (chip := marks.get(f"b{id_}/p/{number}/{name}")) is not None
        and (card.x + chip.x, card.y + chip.y) == (star.x, star.y)
    ]  # fmt: skip
    return broker


def test_every_partition_is_led_where_the_snapshot_says() -> None:
    found = scene(STATES["healthy"]())
    assert [led_on(found, number) for number in (0, 1, 2)] == [102, 102, 101]
    assert [led_on(found, number, ORDERS) for number in (0, 1)] == [101, 102]
    assert "★ P2" in reading.words(found, f"lead/2/{TOPIC}")


def test_leadership_moves_as_one_mark_and_nothing_else_does() -> None:
    before = scene(snapshot(topic(part(0, 101, 102, 103))))
    after = scene(snapshot(topic(part(0, 101, 102, 103, leader=102))))
    assert (led_on(before, 0), led_on(after, 0)) == (101, 102)
    one, other = reading.by_key(before), reading.by_key(after)
    assert {key for key in one if (one[key].x, one[key].y) != (other[key].x, other[key].y)} == {f"lead/0/{TOPIC}"}


def test_a_partition_stands_at_the_same_place_in_every_card() -> None:
    found = reading.by_key(scene(STATES["healthy"]()))
    places = {(found[f"b{b}/p/2/{TOPIC}"].x, found[f"b{b}/p/2/{TOPIC}"].y) for b in (101, 102, 103)}
    assert len(places) == 1


def test_a_replica_out_of_the_isr_has_a_sign_and_dashes() -> None:
    found = reading.by_key(scene(STATES["follower_out"]()))
    chip = found[f"b103/p/0/{TOPIC}"]
    assert reading.texts(chip) == ["✕ P0"]
    assert chip.cls == "lagging"
    assert reading.texts(found[f"b101/p/0/{TOPIC}"]) == ["P0"]


def test_a_partition_without_a_leader_has_no_star_and_is_named() -> None:
    found = scene(STATES["failover"]())
    assert f"lead/2/{TOPIC}" not in reading.by_key(found)
    assert reading.texts(reading.by_key(found)[f"b101/p/2/{TOPIC}"]) == ["P2 !"]
    assert "1 partition without a leader (iabd-topic P2)" in reading.words(found, "health")


def test_a_leader_that_does_not_answer_has_an_empty_star() -> None:
    found = scene(STATES["failover"]())
    assert reading.words(found, f"lead/1/{TOPIC}") == "☆ P1"
    assert "☆ its leader does not answer" in reading.words(found, "legend")


def test_a_broker_that_is_not_up_is_dashed_and_says_why() -> None:
    found = reading.by_key(scene(STATES["failover"]()))
    assert (found["b101"].cls, found["b102"].cls) == ("away", "")
    assert {"broker 101", "localhost:9092", "stopped"} <= set(reading.texts(found["b101"]))
    assert "the metadata still has it alive" in reading.texts(found["b103"])


def test_the_office_of_the_controller_moves_as_one_mark() -> None:
    state = STATES["three_controllers"]()
    after = replace(state, controller=Controller(3, 8), quorum=Quorum(3, 8, (1, 2, 3), (101, 102, 103)))
    one, other = (reading.by_key(scene(each)) for each in (state, after))
    assert one["controller"].svg == other["controller"].svg
    assert one["controller"].parent == ""
    assert other["controller"].x - one["controller"].x == one["keeper/3"].x - one["keeper/2"].x > 0


def test_with_zookeeper_a_broker_is_the_controller() -> None:
    found = scene(STATES["zookeeper"]())
    marks = reading.by_key(found)
    assert marks["b102"].x < marks["controller"].x < marks["b103"].x
    assert marks["controller"].y < marks["keepers"].y
    assert "server 2 | ZooKeeper leader" in reading.words(found, "keeper/2")
    assert "registered brokers: 101, 102, 103" in reading.words(found, "keepers")


def test_without_a_known_controller_nobody_is_marked() -> None:
    found = scene(STATES["empty"]())
    assert "controller" not in reading.by_key(found)
    assert "No active controller is known" in reading.words(found, "health")
    assert "active controller: ?" in reading.words(found, "heading")


def test_the_active_controller_of_another_cluster_is_shown_though_nobody_lists_it() -> None:
    """Where DescribeQuorum is not allowed, the id is all that there is."""
    state = replace(snapshot(topic(part(0, 101))), controller=Controller(7, None))
    found = scene(state)
    assert reading.texts(reading.by_key(found)["keeper/7"]) == ["controller 7"]
    assert "controller" in reading.by_key(found)


def test_large_topics_are_counted_and_small_ones_drawn() -> None:
    state = STATES["many"]()
    found = scene(state)
    assert reading.words(found, "b101/topic/eventos") == "eventos | ★ leads 40 | follows 80"
    assert "b101/p/0/eventos" not in reading.by_key(found)
    assert "b101/p/0/pedidos" in reading.by_key(found)
    full = shown(state).full
    assert sum(len(each.partitions) for each in full) <= CHIPS
    assert reading.words(found, "b101/rest") == "and 4 more topics | ★ leads 4"


def test_internal_topics_are_summed_up() -> None:
    found = scene(STATES["healthy"]())
    assert reading.words(found, "b103/internal") == "1 internal topic | ★ leads 16 | follows 34"
    assert not any("__consumer_offsets" in mark.key for mark in found.marks)


def test_one_topic_alone_even_an_internal_one() -> None:
    found = scene(STATES["healthy"](), topic=ORDERS)
    assert {mark.key.split("/")[-1] for mark in found.marks if mark.key.startswith("lead/")} == {ORDERS}
    internal = scene(STATES["healthy"](), topic="__consumer_offsets")
    assert reading.words(internal, "b101/topic/__consumer_offsets") == "__consumer_offsets | ★ leads 17 | follows 33"


def test_counts_by_broker() -> None:
    topics = [topic(part(0, 101, 102), part(1, 102, 101, isr=(102,)), part(2, 103, leader=None))]
    assert counts(topics, 101) == Counts(leads=1, follows=0, out=1)
    assert counts(topics, 102) == Counts(leads=1, follows=1, out=0)
    assert counts(topics, 103) == Counts(leads=0, follows=1, out=0)


def test_health_counts_as_kafkas_metrics_do() -> None:
    """A partition without a leader is not under-replicated besides; a minimum that is not known is not missed."""
    parts = (part(0, 101, 102, 103, isr=(101,)), part(1, 102, 103, leader=None, isr=()), part(2, 103, 101))
    health = health_of(snapshot(topic(*parts, min_insync_replicas="2"), states={103: "paused"}))
    assert (health.leaderless, health.under_replicated, health.under_minimum) == (((TOPIC, 1),), 1, 1)
    assert health.silent_leader == 1
    assert health_of(snapshot(topic(*parts))).under_minimum == 0
    assert not health.good
    assert health_of(STATES["healthy"]()).good


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("healthy", "All in order: the 55 partitions have a leader and all of their replicas in sync."),
        ("follower_out", "4 partitions with replicas out of the ISR · 1 below min.insync.replicas"),
        ("silence", "No broker answers: this is what was last seen."),
        ("empty", "No active controller is known"),
    ],
)
def test_health_in_one_line(state: str, line: str) -> None:
    assert health_line(STATES[state](), "en")[1] == line


def test_a_new_cluster_has_no_partition_yet() -> None:
    assert health_line(snapshot(), "es")[1] == "Todavía no hay ninguna partición."


def test_more_brokers_than_cards() -> None:
    brokers = {id_: BrokerState(id_, "h", 9092, "up") for id_ in range(1, 31)}
    found = scene(replace(snapshot(topic(partition(0, leader=30, replicas=(30, 1)))), brokers=brokers))
    assert sum(mark.key.startswith("b") and "/" not in mark.key for mark in found.marks) == 12
    assert reading.words(found, "more") == "and 18 more brokers"
    assert f"lead/0/{TOPIC}" not in reading.by_key(found), "its leader has no card"


def test_before_any_answer_it_says_so() -> None:
    assert "Waiting for the brokers" in reading.words(scene(Snapshot(0, Controller(None, None), {}, {}, {})))


def test_narrow_pictures_have_fewer_columns() -> None:
    def columns(width: int) -> int:
        found = reading.by_key(scene(STATES["many"](), width=width))
        return len({found[f"b{id_}"].x for id_ in (101, 102, 103, 104, 105)})

    assert [columns(width) for width in (1120, 1000, 700, 480, 400)] == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("width", [480, 640, 760, 900, 1120])
@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("state", STATES)
def test_no_text_lies_on_another_or_leaves_the_frame(state: str, lang: str, width: int) -> None:
    found = scene(STATES[state](), lang=lang, width=width)
    assert overlaps(found) == []
    assert outside(found) == []


def test_the_whole_story_in_words() -> None:
    assert scene(STATES["failover"](), lang="es").alt == (
        "Clúster: 3 brokers, 1 en pausa, 1 parado, controlador activo: 1. "
        "1 partición sin líder (iabd-topic P2) · 1 con un líder que no responde · 1 con réplicas fuera del ISR. "
        "Broker 101 (parado): sigue iabd-topic P2; fuera del ISR en iabd-topic P0. "
        "Broker 102 (activo): lidera iabd-topic P0; sigue iabd-topic P1. "
        "Broker 103 (en pausa, los metadatos aún lo dan por vivo): lidera iabd-topic P1; sigue iabd-topic P0. "
        "Controladores (KRaft): controlador 1 (votante, activo), época 3, observan los brokers 101, 102, 103."
    )
