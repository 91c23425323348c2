"""The diagrams by name, and what is said where an option is missing or names nothing."""

from __future__ import annotations

import pytest

from kafkalab.errors import UsageError
from kafkalab.observe.snapshot import Snapshot
from kafkalab.scenes.kinds import KINDS, draw, kind_of, refuse_absent

from . import reading
from .build import TOPIC, group, partition, snapshot, topic
from .states import STATES

THREE = STATES["empty"]()


def sentence(error: pytest.ExceptionInfo[UsageError], lang: str = "en") -> str:
    found = error.value
    return " ".join(text.in_(lang) for text in (found.what, found.next_step) if text is not None)


def everything(state: Snapshot = THREE) -> dict:
    return {"topic": TOPIC, "partition": 1, "group": next(iter(state.groups), "g")}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_draws_with_all_options_given(kind: str) -> None:
    state = STATES["two_groups"]()
    for lang in ("es", "en"):
        scene = draw(kind, state, **everything(state), lang=lang, now=None, width=900)
        assert scene.width == 900
        assert scene.alt


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "cluster"])
def test_where_no_broker_answers_nothing_is_said_not_to_exist(kind: str) -> None:
    """After `down`, topics and groups are still on the disks."""
    silent = snapshot(states=dict.fromkeys((101, 102, 103), "stopped"))
    scene = draw(kind, silent, topic="t", partition=0, group="g", lang="en")
    assert "There is no" not in reading.words(scene) + scene.alt
    assert "No broker answers: nothing is known of" in reading.words(scene)
    assert "No broker answers: nothing is known of" in scene.alt


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_is_not_there_instead_of_failing(kind: str) -> None:
    nothing = snapshot()
    assert draw(kind, nothing, topic="nope", partition=7, group="nobody", lang="en").alt


def test_the_partition_that_is_asked_for_is_the_one_that_is_drawn() -> None:
    state = snapshot(topic(partition(0, end=5), partition(1, end=9)))
    assert "LEO 9" in draw("replicas", state, topic=TOPIC, partition=1, lang="en").alt
    assert "LEO 5" in draw("replicas", state, topic=TOPIC, partition=0, lang="en").alt


def test_an_unknown_kind_names_those_there_are() -> None:
    with pytest.raises(UsageError) as error:
        kind_of("pie")
    assert 'There is no kind="pie"' in sentence(error)
    assert all(kind in sentence(error) for kind in KINDS)
    assert 'No hay ningún dibujo kind="pie"' in sentence(error, "es")


def test_a_missing_partition_names_the_topics_partitions() -> None:
    with pytest.raises(UsageError) as error:
        draw("replicas", THREE, topic=TOPIC, lang="en")
    assert sentence(error).endswith("needs a partition. Choose it with partition=N (--partition N); it has: 0, 1, 2.")
    assert "necesita una partición. Elígela con partition=N" in sentence(error, "es")


def test_a_missing_topic_names_the_topics_and_internal_ones_last() -> None:
    internal = topic(name="__consumer_offsets")
    state = snapshot(topic(name="b"), topic(name="a"))
    topics = {**state.topics, "__consumer_offsets": type(internal)("__consumer_offsets", "x", {}, {}, internal=True)}
    state = type(state)(state.taken_at, state.controller, state.brokers, topics, {})
    with pytest.raises(UsageError) as error:
        draw("topic", state, lang="en")
    assert sentence(error).endswith("which topic. Name it; there are: a, b, __consumer_offsets.")


def test_the_only_partition_need_not_be_named() -> None:
    state = snapshot(topic(partition(0, end=5)))
    assert "LEO 5" in draw("replicas", state, topic=TOPIC, lang="en").alt


def test_a_partition_that_is_not_there_is_refused_by_who_asks_for_that() -> None:
    with pytest.raises(UsageError) as error:
        refuse_absent("replicas", THREE, topic=TOPIC, partition=9)
    assert "has no partition 9" in sentence(error)
    assert "it has: 0, 1, 2." in sentence(error)
    refuse_absent("replicas", THREE, topic=TOPIC, partition=2)


def test_a_long_list_is_cut() -> None:
    state = snapshot(topic(*(partition(n) for n in range(200))))
    with pytest.raises(UsageError) as error:
        draw("replicas", state, topic=TOPIC, lang="en")
    assert sentence(error).endswith("10, 11, ….")


def test_names_of_strangers_do_not_reach_the_terminal_raw() -> None:
    state = snapshot(topic(partition(0), name="a\x1b[31m"), groups=(group("g\x07"), group("h\x07")))
    with pytest.raises(UsageError) as error:
        draw("topic", state, lang="en")
    assert sentence(error).isprintable()
