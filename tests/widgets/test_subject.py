"""What a view is of: what is refused at once, what may come later, what has to be read, when a picture ages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scenes.build import T0, TOPIC, group, member, partition, snapshot, topic

from kafkalab.errors import UsageError
from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.kinds import KINDS
from kafkalab.widgets.subject import Subject

HERE = snapshot(topic(partition(0, end=8), partition(1, end=8)), groups=(group("g", member("a", 0, 1)),))
NOTHING = snapshot()
EVERY = {kind: Subject(kind, TOPIC, 0, "g") for kind in (*KINDS, *FIGURES)}


@pytest.mark.parametrize("kind", EVERY)
def test_every_kind_and_figure_is_drawn_from_the_first_moment_on(kind: str) -> None:
    """Before any answer, with everything there, and after all of it has gone."""
    for seen in (None, HERE, NOTHING):
        assert EVERY[kind].draw(seen, "es", T0 + 60).marks


def test_an_unknown_kind_is_refused_and_all_there_are_are_named() -> None:
    with pytest.raises(UsageError) as refused:
        Subject("topics")
    assert "topics" in str(refused.value)
    assert all(kind in str(refused.value) for kind in EVERY)


@pytest.mark.parametrize(
    "subject",
    [
        Subject("topic"),
        Subject("topic", "nope"),
        Subject("middleware"),
        Subject("replicas", TOPIC),
        Subject("replicas", TOPIC, 7),
        Subject(
            "offsets",
            TOPIC,
            0,
            "g",
        ),
    ],
    ids=str,
)
def test_what_it_needs_and_is_not_there_is_refused_at_once(subject: Subject) -> None:
    seen = HERE if subject.kind != "offsets" else NOTHING
    with pytest.raises(UsageError):
        subject.settled(seen)


def test_a_group_may_come_later() -> None:
    later = Subject("group", group="later")
    assert later.settled(HERE) == later
    assert "later" in later.draw(HERE, "en", T0).alt
    assert Subject("offsets", TOPIC, 0, "later").settled(HERE)


def test_the_only_partition_and_the_only_group_need_not_be_named() -> None:
    one = snapshot(topic(partition(0, end=8)), groups=(group("g"),))
    assert Subject("offsets", TOPIC).settled(one) == Subject("offsets", TOPIC, 0, "g")


def test_only_what_is_shown_has_to_be_read() -> None:
    """Of a group: the topics that it reads, which only the snapshot tells. Of brokers and quorums: no topic at all."""
    assert Subject("topic", TOPIC).topics(None) == {TOPIC}
    assert Subject("group", group="g").topics(None) == frozenset()
    assert Subject("group", group="g").topics(HERE) == {TOPIC}
    assert Subject("group", group="later").topics(HERE) == frozenset()
    assert Subject("cluster").topics(HERE) == Subject("kraft-quorum").topics(HERE) == frozenset()


def test_a_picture_ages_where_it_says_how_old_something_is() -> None:
    old = snapshot(topic(partition(0, end=8, as_of=T0), partition(1, end=8)), groups=(group("g", member("a", 0)),))
    told = {kind for kind, subject in EVERY.items() if subject.ages(old)}
    assert told == {"topic", "replicas", "offsets", "producers"}
    assert not Subject("replicas", TOPIC, 1).ages(old), "another partition answers"
    silent = replace(HERE, groups={"g": replace(HERE.groups["g"], as_of=T0)})
    assert {kind for kind, subject in EVERY.items() if subject.ages(silent)} == {"topic", "group", "offsets"}
    assert not Subject("group", group="other").ages(silent)


def test_a_replica_that_was_last_seen_ages_too() -> None:
    part = replace(partition(0, end=8), last_seen={103: (8, T0)})
    gone = snapshot(topic(part))
    assert Subject("replicas", TOPIC, 0).ages(gone)
    assert not Subject("cluster").ages(gone)


def test_what_ages_is_drawn_with_its_age() -> None:
    """Every kind that says that it ages looks different a minute later, and no other does."""
    part = replace(partition(0, end=8, as_of=T0), last_seen={101: (8, T0)})
    old = snapshot(topic(part), groups=(replace(group("g", member("a", 0)), as_of=T0),))
    for kind, subject in EVERY.items():
        now, later = (subject.draw(old, "en", T0 + 60 + seconds) for seconds in (0, 90))
        assert (now != later) == subject.ages(old), kind


def test_it_knows_whether_what_it_is_of_is_there() -> None:
    assert Subject("topic", TOPIC).shows(HERE)
    assert not Subject("topic", TOPIC).shows(NOTHING)
    assert not Subject("group", group="later").shows(HERE)
    assert Subject("cluster").shows(NOTHING)
