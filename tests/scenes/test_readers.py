"""Which groups are drawn, under which letter, and what their members are called."""

from __future__ import annotations

import pytest

from kafkalab.observe.naming import member_names
from kafkalab.scenes.readers import ranges, readers

from .build import group, member, partition, snapshot, topic


def letters(*groups, only: str | None = None) -> dict[str, str]:
    state = snapshot(topic(partition(0, end=10)), groups=groups)
    return {r.group.id: r.letter for r in readers(state, state.topics["iabd-topic"], only).shown}


def test_groups_get_letters_in_the_order_of_their_names() -> None:
    assert letters(group("b", committed={0: 1}), group("a", committed={0: 1})) == {"a": "A", "b": "B"}


def test_members_stand_in_the_order_of_their_names() -> None:
    """Brokers list them by their random ids: in the picture they would change places with every rebalance."""
    members = (member("c-10", 2, id_="a"), member("c-2", 1, id_="b"), member("c-1", 0, id_="c"))
    state = snapshot(topic(*(partition(n, end=3) for n in range(3))), groups=(group("g", *members),))
    [reader] = readers(state, state.topics["iabd-topic"]).shown
    assert [found.client_id for found in reader.group.members] == ["c-1", "c-2", "c-10"]


def test_a_group_of_another_topic_is_not_shown() -> None:
    assert letters(group("a", committed={0: 1}, name="other"), group("b", member("m", 0))) == {"b": "A"}


def test_one_group_alone_also_before_it_reads_the_topic() -> None:
    assert letters(group("a", committed={0: 1}), group("b", member("m")), only="b") == {"b": "A"}
    assert letters(group("a", committed={0: 1}), only="nobody") == {}


def test_groups_with_members_come_before_leftovers() -> None:
    leftovers = [group(f"console-consumer-{n}", committed={0: 1}) for n in range(9)]
    shown = letters(*leftovers, group("zeta", member("m", 0)))
    assert len(shown) == 6
    assert shown["zeta"] == "F"


@pytest.mark.parametrize(
    ("committed", "high", "total"),
    [({0: 3, 1: 4}, 10, "13"), ({0: 12}, 10, "0"), ({}, 10, "?"), ({0: 3}, None, "?")],
)
def test_total_lag(committed: dict[int, int], high: int | None, total: str) -> None:
    """A commit that was read after the high watermark is no negative lag; what is unknown is not 0."""
    state = snapshot(
        topic(partition(0, end=10, hw=high), partition(1, end=10, hw=high)),
        groups=(group("a", member("m", 0), committed=committed),),
    )
    (reader,) = readers(state, state.topics["iabd-topic"]).shown
    assert reader.total_lag() == total


def test_total_lag_says_when_it_is_only_a_part() -> None:
    parts = topic(partition(0, end=10), partition(1, end=None))
    state = snapshot(parts, groups=(group("a", committed={0: 3, 1: 4}),))
    (reader,) = readers(state, parts).shown
    assert reader.total_lag() == "≥ 7"


def test_members_of_one_name_are_told_apart() -> None:
    same = (
        member("kafka-python", id_="x-aaaa"),
        member("kafka-python", id_="x-bbbb"),
        member("other", instance="static"),
    )
    assert list(member_names(same).values()) == ["#aaaa kafka-python", "#bbbb kafka-python", "static"]


@pytest.mark.parametrize(
    ("numbers", "written"),
    [([], ""), ([2], "P2"), ([2, 0, 1], "P0 P1 P2"), ([0, 1, 2, 3], "P0–P3"), ([0, 2, 3, 4, 5, 9], "P0 P2–P5 P9")],
)
def test_partition_numbers_are_written_as_people_do(numbers: list[int], written: str) -> None:
    assert ranges(numbers) == written
