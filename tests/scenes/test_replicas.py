"""What a reader sees in the diagram of a partition's replicas."""

from __future__ import annotations

from dataclasses import replace

from kafkalab.observe.snapshot import Controller, Partition
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.replicas import replicas_scene
from kafkalab.scenes.standing import candidates, replicas_of

from . import reading
from .build import T0, TOPIC, partition, record, snapshot, topic
from .states_replicas import STATES


def scene(
    part: Partition, *, lang: str = "en", now: float | None = None, configs: dict | None = None, **states
) -> Scene:
    named = {int(key[1:]): state for key, state in states.items()}
    return replicas_scene(snapshot(topic(part, **(configs or {})), states=named), TOPIC, 0, lang=lang, now=now)


def row(found: Scene, broker: int) -> list[str]:
    return reading.texts(reading.by_key(found)[f"r{broker}"])


def test_rows_stand_in_the_order_of_the_assignment() -> None:
    found = scene(partition(0, replicas=(103, 101, 102), leader=101))
    rows = [mark.key for mark in found.marks if mark.key in ("r101", "r102", "r103")]
    assert rows == ["r103", "r101", "r102"]
    assert "preferred replica" in row(found, 103)
    assert "leader" in row(found, 101)


def test_who_is_out_of_the_isr_has_a_sign_a_word_and_dashes() -> None:
    found = scene(partition(0, end=5, isr=(101, 102), leos={101: 5, 102: 5, 103: 1}))
    assert {"✕", "out of the ISR", "LEO 1", "4 behind"} <= set(row(found, 103))
    assert "rep-out" in reading.by_key(found)["r103"].cls
    assert {"✓", "in the ISR", "LEO 5", "up to date"} <= set(row(found, 102))


def test_one_record_behind_is_singular_in_spanish() -> None:
    found = scene(partition(0, end=5, isr=(101,), leos={101: 5, 102: 4, 103: 3}), lang="es")
    assert "le falta 1" in row(found, 102)
    assert "le faltan 2" in row(found, 103)


def test_an_eligible_leader_is_named_so() -> None:
    part = replace(partition(0, isr=(101,)), eligible_leaders=(102,))
    assert "eligible leader (ELR)" in row(scene(part), 102)
    assert candidates(part) == (101,)
    assert candidates(replace(part, isr=())) == (102,)


def test_leadership_moves_as_one_mark() -> None:
    """The star is the same mark before and after, in another place, and stands in no row."""
    before, after = (scene(partition(0, leader=leader)) for leader in (101, 103))
    one, other = reading.by_key(before)["leader"], reading.by_key(after)["leader"]
    assert (one.parent, other.parent) == ("", "")
    assert (one.x, one.svg) == (other.x, other.svg)
    assert other.y - one.y == reading.by_key(before)["r103"].y - reading.by_key(before)["r101"].y


def test_catching_up_adds_boxes_and_moves_only_the_end() -> None:
    def at(end: int) -> dict:
        part = partition(0, end=9, isr=(101, 102), leos={101: 9, 102: 9, 103: end})
        return {mark.key: mark for mark in reading.under(scene(part), "r103")}

    before, after = at(4), at(6)
    assert set(after) - set(before) == {"r103/4", "r103/5"}
    assert all(before[key].x == after[key].x for key in before if key not in ("r103", "r103/next"))
    assert after["r103/next"].x - before["r103/next"].x == after["r103/5"].x - after["r103/3"].x


def test_a_silent_broker_shows_what_was_last_seen_of_it_and_when() -> None:
    part = partition(0, end=9, isr=(101, 102), leos={101: 9, 102: 9, 103: None})
    found = scene(replace(part, last_seen={103: (6, T0)}), now=T0 + 180, b103="paused")
    assert {"LEO 6", "3 behind", "seen 3 min ago", "paused"} <= set(row(found, 103))
    assert "stale" in reading.by_key(found)["r103"].cls
    assert "r103/5" in reading.by_key(found)


def test_an_end_that_nobody_ever_told_is_a_question_mark() -> None:
    found = scene(partition(0, end=9, leos={101: 9, 102: 9, 103: None}), b103="stopped")
    assert "LEO ?" in row(found, 103)
    assert not any("behind" in text for text in row(found, 103))
    assert reading.texts(reading.by_key(found)["r103/next"]) == ["?"]


def test_the_box_of_older_offsets_ends_where_the_replica_ends() -> None:
    found = reading.by_key(replicas_scene(STATES["long_log"](), TOPIC, 0, lang="en"))
    assert reading.titles(found["r103/older"]) == ["offsets 900000 to 997999: older ones"]
    assert reading.titles(found["r101/older"])[0].startswith("offsets 900000 to 10000")


def test_a_dead_former_leader_may_have_records_that_will_be_dropped() -> None:
    found = replicas_scene(STATES["leader_moved"](), TOPIC, 0, lang="en")
    assert "2 too many" in row(found, 101)
    box = reading.by_key(found)["r101/11"]
    assert box.cls == "unread"
    assert "it will drop it" in reading.titles(box)[0]


def test_a_live_follower_is_never_ahead_of_its_leader() -> None:
    """The two were read at different moments."""
    part = partition(0, end=5, leos={101: 5, 102: 7, 103: 5})
    (_, ahead, _) = replicas_of(snapshot(topic(part)), part)
    assert ahead.behind == 0


def test_records_above_the_high_watermark_are_marked_in_every_row() -> None:
    found = scene(partition(0, end=5, hw=3, leos={101: 5, 102: 5, 103: 3}))
    marks = reading.by_key(found)
    for broker in (101, 102):
        assert [marks[f"r{broker}/{offset}"].cls for offset in (2, 3, 4)] == ["", "unread", "unread"]
    boxes = marks["r101"].x + marks["r101/2"].x, marks["r101"].x + marks["r101/3"].x
    assert boxes[0] < marks["hw"].x < boxes[1]
    assert reading.texts(marks["hw/words"]) == ["high watermark (HW) 3: consumers read up to here"]


def test_the_same_record_looks_the_same_on_every_broker() -> None:
    found = reading.by_key(scene(partition(0, end=2, records=(record(0, key="ana"), record(1, key="luis")))))
    assert found["r101/1"].svg == found["r102/1"].svg
    assert 'data-key="luis"' in found["r103/1"].svg


def test_no_leader_says_what_is_missing_and_who_may_lead() -> None:
    part = partition(0, end=5, leader=None, isr=(103,))
    assert "It will be broker 103 once that is back" in reading.words(scene(part, b103="stopped"), "notes")
    assert "It may be broker 103: the election is under way." in reading.words(scene(part), "notes")
    nobody = reading.words(scene(partition(0, leader=None, isr=())), "notes")
    assert "only an unclean election" in nobody
    assert "leader" not in {mark.key for mark in scene(part).marks}


def test_without_a_controller_nobody_is_elected() -> None:
    state = replace(snapshot(topic(partition(0, leader=None, isr=(101,)))), controller=Controller(None, None))
    assert "No active controller is known" in replicas_scene(state, TOPIC, 0, lang="en").alt


def test_below_the_minimum_writes_are_refused() -> None:
    part = partition(0, end=5, isr=(101,))
    assert "writes with acks=all are refused" in scene(part, configs={"min_insync_replicas": "2"}).alt
    assert "refused" not in scene(part, configs={"min_insync_replicas": "1"}).alt
    assert "refused" not in scene(part, configs={"min_insync_replicas": "two"}).alt


def test_a_partition_or_topic_that_is_not_there() -> None:
    state = snapshot(topic(partition(0), partition(2)))
    assert "“iabd-topic” has no partition 1. | It has: P0 P2." in reading.words(
        replicas_scene(state, TOPIC, 1, lang="en")
    )
    assert "There is no topic “x”." in reading.words(replicas_scene(state, "x", 0, lang="en"))


def test_the_title_keeps_the_partitions_number_where_the_name_is_cut() -> None:
    name = "un-topic-con-un-nombre-muy-largo"
    found = replicas_scene(snapshot(topic(partition(0), name=name)), name, 0, lang="es", width=480)
    assert reading.texts(reading.by_key(found)["heading"])[0].endswith("… · P0")


def test_the_whole_story_in_words() -> None:
    assert replicas_scene(STATES["follower_out"](), TOPIC, 0, lang="es").alt == (
        "Réplicas de iabd-topic · P0: época del líder 4. "
        "Broker 101: líder, réplica preferida, LEO 15. "
        "Broker 102: en el ISR, LEO 15, al día. "
        "Broker 103: fuera del ISR, en pausa, LEO 11, le faltan 4, visto hace 8 s. "
        "Los consumidores leen hasta la marca de agua (HW) 15."
    )


def test_offsets_of_nineteen_digits_fit() -> None:
    end = 2**63 - 1
    found = scene(partition(0, end=end, start=end - 3))
    assert f"LEO {end}" in row(found, 102)
    marks = reading.by_key(found)
    assert marks["r101/next"].x < 700
