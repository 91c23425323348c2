"""What a reader sees in the diagram of a topic's producers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kafkalab.observe.snapshot import Actor
from kafkalab.scenes.producers import producers_scene
from kafkalab.scenes.writers import writers

from . import reading
from .build import T0, TOPIC, partition, record, snapshot, topic
from .series import SERIES
from .states_producers import producer


def scene(*partitions, states=None, width: int = 1120, configs=None, **actors):
    found = snapshot(topic(*partitions, **(configs or {})), states=states)
    return producers_scene(replace(found, actors=actors), TOPIC, lang="en", width=width)


def keys(found, start: str) -> set[str]:
    return {mark.key for mark in found.marks if mark.key.startswith(start)}


def test_arrows_go_to_the_partitions_in_which_records_were_acknowledged_and_acks_come_back() -> None:
    found = scene(partition(0, end=5), partition(1, end=5), partition(2, end=5), p=producer("1", {0: 4, 2: 4}))
    assert keys(found, "send/") == {"send/p/0", "send/p/2"}
    assert keys(found, "ack/") == {"ack/p/0", "ack/p/2"}


def test_with_acks_0_nothing_comes_back_and_no_offset_is_known() -> None:
    found = scene(partition(0, end=5), p=producer("0", {0: -1}, acked=3))
    assert keys(found, "send/") == {"send/p/0"}
    assert not keys(found, "ack/")
    card = reading.texts(reading.by_key(found)["writer/p"])
    assert "→ 3 sent, no answer" in card
    assert not any("last ack" in text for text in card)


def test_with_acks_all_the_followers_in_sync_answer_the_leader() -> None:
    every = scene(partition(0, end=5, isr=(101, 102)), p=producer("all", {0: 4}))
    assert {key for key in keys(every, "p0/replica/") if key.endswith("/ack")} == {"p0/replica/102/ack"}
    one = scene(partition(0, end=5), p=producer("1", {0: 4}))
    assert not any(key.endswith("/ack") for key in keys(one, "p0/replica/"))


def test_a_producer_that_has_ended_sends_nothing_any_more() -> None:
    found = scene(partition(0, end=5), p=producer("all", {0: 4}, state="killed"))
    marks = reading.by_key(found)
    assert marks["send/p/0"].cls == "quiet"
    assert not keys(found, "ack/")
    assert marks["writer/p"].cls == "writer away"
    assert "✕ killed" in reading.texts(marks["writer/p"])


@pytest.mark.parametrize("as_of", [None, T0])
def test_a_leader_that_does_not_answer_acknowledges_nothing(as_of) -> None:
    found = scene(partition(0, end=5, as_of=as_of), states={101: "paused"}, p=producer("1", {0: 4}))
    assert reading.by_key(found)["send/p/0"].cls == "quiet"
    assert not keys(found, "ack/")
    assert "★ leader 101 · paused" in reading.words(found, "p0")


def test_nobody_writes_to_a_partition_without_leader() -> None:
    found = scene(partition(0, end=5, leader=None, isr=(103,)), p=producer("1", {0: 4}))
    assert not keys(found, "send/")
    assert "no leader: nobody can write" in reading.words(found, "p0")


def test_below_the_minimum_isr_acks_all_is_said_to_be_refused() -> None:
    low = scene(partition(0, end=5, isr=(101,)), configs={"min_insync_replicas": "2"}, p=producer("all", {0: 4}))
    assert "ISR 1 < min.insync 2: refuses acks=all" in reading.words(low, "p0")
    assert "ack/p/0" not in reading.by_key(low)
    enough = scene(partition(0, end=5, isr=(101, 102)), configs={"min_insync_replicas": "2"})
    assert "refuses" not in reading.words(enough)
    assert "refuses" not in reading.words(scene(partition(0, end=5, isr=(101,)), configs={"min_insync_replicas": "x"}))


def test_counts_acks_and_what_they_mean() -> None:
    found = scene(partition(0, end=12), p=producer("all", {0: 11}, acked=12, failed=1))
    assert reading.texts(reading.by_key(found)["writer/p"]) == [
        "p", "acks=all", "● running", "✓ 12 acknowledged", "✕ 1 failed", "last ack: P0 11"
    ]  # fmt: skip
    assert "acks=all: the leader answers once every replica of the ISR has the message" in reading.words(found)
    assert "acks=0" not in reading.words(found)


def test_acks_that_were_not_told_are_not_guessed() -> None:
    found = scene(partition(0, end=12), p=producer(None, {0: 11}))
    assert "acks=?" in reading.texts(reading.by_key(found)["writer/p"])


def test_without_a_producer_of_ours_the_newest_records_are_there_and_a_sentence() -> None:
    found = scene(partition(0, end=2, records=(record(0, key="ana"), record(1, key="luis", second=9))))
    assert "No producer of the lab" in reading.words(found, "nobody")
    assert reading.by_key(found)["p0/1"].cls == "new"
    assert "ana" in found.marks[[m.key for m in found.marks].index("p0/0")].svg


def test_records_have_places_of_their_own_on_the_page() -> None:
    """They fly from their producer: below the page, not below the card of their partition."""
    found = scene(partition(0, end=2, records=(record(0), record(1))))
    marks = reading.by_key(found)
    assert marks["p0/1"].parent == ""
    assert marks["p0/1"].x > marks["p0"].x


def test_producers_of_other_topics_and_consumers_are_not_shown() -> None:
    found = snapshot(topic(partition(0)))
    actors = {
        "other": Actor("producer", "running", {("other", 0): 3}, topics=("other",), acks="1"),
        "reader": Actor("consumer", "running", {(TOPIC, 0): 3}, topics=(TOPIC,)),
        "new": producer("1"),
    }
    assert [writer.name for writer in writers(replace(found, actors=actors), TOPIC)] == ["new"]


def test_producers_stand_in_the_order_of_their_names() -> None:
    actors = {name: producer("1") for name in ("p-10", "p-2", "a")}
    assert [w.name for w in writers(replace(snapshot(), actors=actors), TOPIC)] == ["a", "p-2", "p-10"]


def test_where_it_is_narrow_followers_stand_inside_their_leaders_card() -> None:
    wide, narrow = (reading.by_key(scene(partition(0, end=5), width=width)) for width in (1120, 480))
    assert wide["p0/replica/102"].x > wide["p0"].x + 400
    assert narrow["p0/replica/102"].y > narrow["p0"].y + 40


def test_many_partitions_and_producers_are_lines_and_counts() -> None:
    found = SERIES["producers"].scene("many", "en")
    assert "and 160 more partitions" in reading.words(found)
    assert "and 3 more producers" in reading.words(found)
    assert len(found.alt) < 2500


def test_the_story_in_words() -> None:
    assert SERIES["producers"].scene("follower_out", "es").alt == (
        "Topic iabd-topic: 2 particiones. pedidos (en marcha, acks=all): 12 confirmados, 37 fallidos. "
        "Último ack: P0 11. P0: líder 101, LEO 12; 102 fuera del ISR · en pausa; 103 fuera del ISR · parado; "
        "ISR 1 < min.insync 2: rechaza acks=all. "
        "P1: líder 101, LEO 12; 102 fuera del ISR · en pausa; 103 fuera del ISR · parado; "
        "ISR 1 < min.insync 2: rechaza acks=all."
    )


def test_a_topic_that_is_not_there_is_said_not_to_be() -> None:
    assert "There is no topic “nope”." in reading.words(producers_scene(snapshot(), "nope", lang="en"))


def test_a_record_is_marked_with_the_producer_that_had_it_acknowledged_last() -> None:
    """The live view lets it fly from there. Who wrote the others can't be known, so nothing is said of them."""
    records = tuple(record(offset) for offset in range(5))
    parts = [partition(number, end=5, records=records) for number in range(2)]
    found = reading.by_key(scene(*parts, a=producer("all", {0: 4}), b=producer("1", {0: 2, 1: 9})))
    assert {key: mark.svg.split('"')[1] for key, mark in found.items() if "data-from" in mark.svg} == {
        "p0/4": "writer/a",
        "p0/2": "writer/b",
    }
