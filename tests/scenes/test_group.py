"""What a reader sees in the diagram of a consumer group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kafkalab.observe.snapshot import Actor
from kafkalab.scenes.group import group_scene
from kafkalab.scenes.membership import Membership

from . import reading
from .build import T0, TOPIC, group, member, partition, snapshot, topic
from .states_group import GROUPS


def scene(*members, ends=(10, 10, 10), committed=None, actors=None, **options):
    found = replace(group("g", *members, committed=committed or {0: 5}), **options)
    state = snapshot(topic(*(partition(n, end=end) for n, end in enumerate(ends))), groups=(found,))
    return group_scene(replace(state, actors=actors or {}), "g", lang="en")


def is_inside(found, tile: str, card: str) -> bool:
    marks = reading.by_key(found)
    box = reading.parsed(marks[card]).find("rect")
    assert box is not None
    dx, dy = marks[tile].x - marks[card].x, marks[tile].y - marks[card].y
    return 0 < dx < float(box.attrib["width"]) and 0 < dy < float(box.attrib["height"])


def test_a_partition_stands_on_the_card_of_its_owner() -> None:
    found = scene(member("a", 0, 2), member("b", 1))
    owners = {0: "a", 1: "b", 2: "a"}
    for number, owner in owners.items():
        for card in ("a", "b"):
            assert is_inside(found, f"tile/{TOPIC}/{number}", f"member/{card}-0a1b2c3d") == (card == owner)


def test_a_partition_keeps_its_mark_when_it_moves() -> None:
    """Same key, below no card, drawn alike: only its place differs, so that it slides."""
    before, after = (reading.by_key(scene(*owners)) for owners in (
        (member("a", 0, 1), member("b", 2)), (member("a", 0), member("b", 1, 2)))
    )  # fmt: skip
    old, new = before[f"tile/{TOPIC}/1"], after[f"tile/{TOPIC}/1"]
    assert (old.parent, new.parent, old.svg) == ("", "", new.svg)
    assert old.y < new.y


def test_tiles_are_drawn_above_all_cards_in_an_order_that_stays() -> None:
    keys = [mark.key for mark in scene(member("b", 0), member("a", 1, 2)).marks]
    tiles = [key for key in keys if key.startswith("tile/")]
    assert tiles == sorted(tiles)
    assert keys.index("nobody") < keys.index(tiles[0])


def test_members_stand_in_the_order_of_their_names_whatever_kafka_lists_first() -> None:
    members = [member("c-10"), member("c-2", 0), member("c-1", 1)]
    one, other = scene(*members), scene(*reversed(members))
    assert one == other
    marks = reading.by_key(one)
    ys = [marks[f"member/{name}-0a1b2c3d"].y for name in ("c-1", "c-2", "c-10")]
    assert ys == sorted(ys)


def test_a_static_member_that_comes_back_keeps_its_card() -> None:
    first, second = (scene(member("a", 0, id_=id_, instance="till-1")) for id_ in ("x-1", "x-2"))
    assert "static/till-1" in reading.by_key(first).keys() & reading.by_key(second).keys()


def test_two_members_of_one_client_id_are_told_apart() -> None:
    said = reading.words(scene(member("app", 0, id_="m-aaaa"), member("app", 1, id_="m-bbbb")))
    assert "#aaaa app" in said
    assert "#bbbb app" in said


def test_an_idle_member_is_said_to_be_idle_and_why() -> None:
    marks = reading.by_key(scene(member("a", 0), member("b"), ends=(10,)))
    idle = reading.texts(marks["member/b-0a1b2c3d"])
    assert idle == ["○", "b", "no partition: there are more members than partitions"]
    fewer = reading.by_key(scene(member("a", 0, 1, 2), member("b")))
    assert "no partition" in reading.texts(fewer["member/b-0a1b2c3d"])


def test_partitions_of_nobody_have_a_place_of_their_own() -> None:
    found = scene(member("a", 0), ends=(10, 10), type="consumer", state="Reconciling")
    assert is_inside(found, f"tile/{TOPIC}/1", "nobody")
    assert "they change hands" in reading.words(found, "nobody")


def test_while_a_classic_group_rebalances_nobody_is_said_to_own_anything() -> None:
    found = scene(member("a"), member("b"), state="PreparingRebalance")
    assert all(is_inside(found, f"tile/{TOPIC}/{n}", "nobody") for n in range(3))
    said = reading.words(found)
    assert "↻ about to rebalance" in said
    assert "its share is not known yet" in said
    assert "no partition" not in said


def test_the_place_of_nobody_is_there_before_it_is_needed() -> None:
    """Or the picture would jump each time that a partition changes hands."""
    still, moving = scene(member("a", 0, 1, 2)), scene(member("a", 0, 2))
    assert still.height == moving.height
    assert "none: every partition has its owner" in reading.words(still, "nobody")


def test_lag_is_a_number_and_a_bar_whose_scale_is_said() -> None:
    found = scene(member("a", 0), ends=(30,), committed={0: 5})
    tile = reading.by_key(found)[f"tile/{TOPIC}/0"]
    assert "lag 25" in reading.texts(tile)
    track, bar = (
        float(next(r for r in reading.parsed(tile).iter("rect") if r.get("class") == cls).attrib["width"])
        for cls in ("track", "lag")
    )
    assert bar == pytest.approx(track / 2, abs=0.1)
    assert "full = 50 messages" in reading.words(found, "legend")
    assert "total lag 25" in reading.words(found, "state")


@pytest.mark.parametrize(
    ("lag", "scale"), [(0, 10), (10, 10), (11, 20), (21, 50), (51, 100), (999, 1000), (1001, 2000)]
)
def test_the_scale_of_the_bars_rarely_changes(lag: int, scale: int) -> None:
    state = snapshot(topic(partition(0, end=lag)), groups=(group("g", committed={0: 0}),))
    assert Membership(state, state.groups["g"]).scale == scale


def test_what_is_not_known_is_not_drawn_as_a_number() -> None:
    found = scene(member("a", 0, 1), ends=(None, 10), committed={0: 5})
    marks = reading.by_key(found)
    assert "lag ?" in reading.texts(marks[f"tile/{TOPIC}/0"])
    assert "no commit" in reading.texts(marks[f"tile/{TOPIC}/1"])
    assert "total lag ?" in reading.words(found, "state")


def test_a_crashed_consumer_that_the_group_still_counts_is_drawn_so() -> None:
    found = scene(member("a", 0), member("b", 1), actors={"b": Actor("consumer", "killed")})
    marks = reading.by_key(found)
    assert marks["member/b-0a1b2c3d"].cls == "seat away"
    assert "✕ killed: the group still counts it" in reading.texts(marks["member/b-0a1b2c3d"])
    assert marks["member/a-0a1b2c3d"].cls == "seat"


def test_a_process_is_not_taken_for_a_member_that_may_be_another() -> None:
    """Two members of one client id: which of them is our actor can't be told. A producer is none."""
    both = scene(member("b", 0, id_="x-1"), member("b", 1, id_="x-2"), actors={"b": Actor("consumer", "killed")})
    assert "killed" not in reading.words(both)
    assert "killed" not in reading.words(scene(member("b", 0), actors={"b": Actor("producer", "killed")}))


def test_a_silent_coordinator_makes_everything_old() -> None:
    found = scene(member("a", 0), as_of=T0 + 50)
    assert "the coordinator does not answer: last known 10 s ago" in reading.words(found, "state")
    assert reading.by_key(found)[f"tile/{TOPIC}/0"].cls == "tile stale"


def test_several_topics_are_named_and_one_can_be_asked_for() -> None:
    state, name = GROUPS["several_topics"]()
    every, one = group_scene(state, name, lang="en"), group_scene(state, name, topic="pedidos", lang="en")
    assert "pagos" in reading.words(every, "tile/pagos/0")
    assert {mark.key for mark in one.marks if mark.key.startswith("tile/")} == {"tile/pedidos/0", "tile/pedidos/1"}


def test_a_share_group_has_a_tile_for_each_reader_and_no_lag() -> None:
    state, name = GROUPS["share"]()
    found = group_scene(state, name, lang="en")
    keys = [mark.key for mark in found.marks if mark.key.startswith(f"tile/{TOPIC}/0")]
    assert len(keys) == 2
    assert "lag" not in reading.words(found)


def test_small_tiles_round_a_lag_down_that_has_no_room() -> None:
    parts = [partition(n, end=1_234_567 if n == 3 else 0) for n in range(13)]
    state = snapshot(topic(*parts), groups=(group("g", committed={3: 0}),))
    tile = reading.by_key(group_scene(state, "g", lang="en"))[f"tile/{TOPIC}/3"]
    assert reading.texts(tile) == ["P3", "1M"]
    assert "lag 1234567" in reading.titles(tile)[0]


def test_a_group_that_is_not_there_is_said_not_to_be() -> None:
    found = group_scene(snapshot(), "nope", lang="es")
    assert "No hay ningún grupo «nope»." in reading.words(found)
    assert found.alt == "No hay ningún grupo «nope»."


def test_the_story_in_words() -> None:
    state, name = GROUPS["crashed"]()
    assert group_scene(state, name, lang="es").alt == (
        "Grupo iabd-app1, estable: grupo de consumidores · protocolo clásico, asignador range, 2 miembros, "
        "coordinador: broker 102. Lag total 38. consumer-1 lee P0 (lag 9), P1 (lag 0). "
        "consumer-2 (matado: el grupo aún lo cuenta) lee P2 (lag 29)."
    )
