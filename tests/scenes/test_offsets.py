"""What a reader sees in the diagram of a group's offsets in one partition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kafkalab.observe.snapshot import Actor
from kafkalab.scenes.offsets import offsets_scene
from kafkalab.scenes.stretch import BREAK, GAP, stretch

from . import reading
from .build import TOPIC, group, member, partition, snapshot, topic
from .states_offsets import OFFSETS


def scene(state: str, lang: str = "en", **options):
    return offsets_scene(*OFFSETS[state](), lang=lang, **options)


def classes(found) -> dict[str, str]:
    return {mark.key: mark.cls for mark in found.marks if mark.key.startswith("o/")}


def middle(found, key: str) -> float:
    """Where the middle of a box is (px), from the left of the row."""
    mark = reading.by_key(found)[key]
    box = reading.parsed(mark).find("rect")
    assert box is not None
    return mark.x + float(box.attrib["width"]) / 2


def test_the_story_of_4262_and_4263() -> None:
    """Committed is the next one to be read; what was read and not committed would be read again."""
    found = scene("healthy")
    kinds = classes(found)
    assert [kinds[f"o/{n}"] for n in range(4262, 4267)] == ["done", "again", "again", "again", ""]
    marks = reading.by_key(found)
    assert marks["committed"].x == middle(found, "o/4263")
    assert marks["position"].x == middle(found, "o/4266")
    assert marks["last-read"].x == middle(found, "o/4265")
    said = reading.words(found)
    assert "Committed: 4263 | the next one to be read by whoever takes over here; committed up to 4262" in said
    assert "If consumer-1 crashes now | 3 messages would be read again, 4263 to 4265" in said
    assert "Lag: 7 | HW 4270 − committed 4263" in said


def test_after_the_crash_the_dead_reader_is_still_the_one_who_read() -> None:
    said = reading.words(scene("crashed"))
    assert "nobody reads it now" in said
    assert "the next one that consumer-1 (killed) would ask for" in said
    assert "Once somebody takes over | 3 messages would be read again, 4263 to 4265" in said


def test_the_bars_are_as_long_as_the_boxes_that_they_count() -> None:
    found = scene("follower_out")
    marks = reading.by_key(found)
    for key, first, last in (("again", 7, 10), ("lag", 7, 10)):
        bar = reading.parsed(marks[key]).find("rect")
        assert bar is not None
        assert marks[key].x == marks[f"o/{first}"].x
        box = reading.parsed(marks[f"o/{last}"]).find("rect")
        assert box is not None
        assert marks[key].x + float(bar.attrib["width"]) == marks[f"o/{last}"].x + float(box.attrib["width"])


def test_signs_on_one_box_stand_side_by_side() -> None:
    marks = reading.by_key(scene("caught_up"))
    assert marks["committed"].x + 14 == marks["position"].x


def test_the_position_of_a_stranger_is_not_known_and_why() -> None:
    found = scene("stranger")
    assert "position" not in reading.by_key(found)
    assert "Position: not known | only the consumer itself knows it, and app is not one of this lab's" in reading.words(
        found
    )


def test_a_consumer_that_has_read_nothing_here_has_no_position_yet() -> None:
    assert "Position: not known | consumer-1 has read nothing here yet" in reading.words(scene("empty"))
    assert "No committed offset | where reading begins is up to auto.offset.reset" in reading.words(scene("empty"))


def test_the_owners_position_counts_not_that_of_who_read_before() -> None:
    """After a takeover, the dead reader's position is history."""
    state = snapshot(topic(partition(0, end=20)), groups=(group("g", member("new", 0), committed={0: 5}),))
    old = Actor("consumer", "killed", {(TOPIC, 0): 9}, group="g")
    new = Actor("consumer", "running", {(TOPIC, 0): 6}, group="g")
    found = offsets_scene(replace(state, actors={"old": old, "new": new}), TOPIC, 0, "g", lang="en")
    assert "Position: 6 | the next one that new will ask for" in reading.words(found)


def test_an_actor_of_another_group_tells_nothing() -> None:
    state = snapshot(topic(partition(0, end=20)), groups=(group("g", committed={0: 5}),))
    other = Actor("consumer", "killed", {(TOPIC, 0): 9}, group="other")
    found = offsets_scene(replace(state, actors={"c": other}), TOPIC, 0, "g", lang="en")
    assert "Position: not known | there is nobody to read" in reading.words(found)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("deleted", "Committed: 300 | outside the log, which begins at 850 by now"),
        ("beyond", "Committed: 99 | outside the log, which ends before it"),
        ("rewound", "Position: 12 | it is behind what is committed: it is reading again"),
        ("unknown", "High watermark (HW): ? | not known now"),
        ("nothing_known", "its offsets are not known now"),
        ("failover", "the leader does not answer: last known 8 s ago"),
        ("failover", "the coordinator does not answer: last known 30 s ago"),
        ("rebalance", "it is not known yet who will read it"),
        ("missing", "“iabd-topic” has no partition 7."),
    ],
)  # fmt: skip
def test_what_is_odd_is_said(state: str, said: str) -> None:
    assert said in reading.words(scene(state))


def test_what_is_not_there_is_said_not_to_be() -> None:
    state = snapshot(topic(partition(0)))
    assert "There is no topic “x”." in reading.words(offsets_scene(state, "x", 0, "g", lang="en"))
    assert "There is no group “g”." in reading.words(offsets_scene(state, TOPIC, 0, "g", lang="en"))


def test_the_text_tells_the_same_story() -> None:
    assert scene("healthy", "es").alt.startswith(
        "iabd-topic, partición 0, grupo iabd-app1: la lee consumer-1, líder: broker 101. "
        "Confirmado: 4263, el siguiente que se leerá si alguien retoma aquí; está confirmado hasta el 4262."
    )


def test_a_narrow_picture_writes_the_last_digits_of_offsets_that_do_not_fit() -> None:
    found = scene("largest", width=480)
    assert "…00000" in reading.words(found)
    assert "Committed: 2000000000000000000" in reading.words(found)


def test_long_stretches_are_breaks_and_what_matters_is_shown() -> None:
    found = stretch({0, 1000, 5000}, 0, 5000, 30, 400)
    assert {0, 1000, 5000} <= set(found.places)
    assert len(found.breaks) == 2
    assert found.width <= 400
    shown = sorted(found.places)
    hidden = sum(last - first + 1 for first, last in found.breaks.values())
    assert len(shown) + hidden == 5001


def test_one_missing_offset_is_no_break() -> None:
    assert set(stretch({3, 5}, 3, 5, 30, 400).places) == {3, 4, 5}


def test_boxes_are_narrower_where_not_even_the_anchors_fit() -> None:
    found = stretch({0, 10, 20, 30}, 0, 30, 200, 400)
    assert found.box < 200
    assert found.width == pytest.approx(400 - GAP - (0 if found.breaks else BREAK), abs=GAP)
