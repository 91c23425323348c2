"""What moves in the page when the cluster changes, and what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from scenes.build import TOPIC, group, member, partition, record, snapshot, topic
from scenes.states_producers import producer

from kafkalab.widgets.subject import Subject

from .bare import Bare

pytestmark = pytest.mark.browser

Open = Callable[..., Bare]
PRODUCERS = Subject("producers", TOPIC)


@pytest.fixture
def open_page(browser: Callable[[str], Any], chromium: str) -> Iterator[Open]:
    pages: list[Bare] = []

    def opened(subject: Subject, first: Any, **context: Any) -> Bare:
        pages.append(Bare(browser(chromium), subject, first, **context))
        return pages[-1]

    yield opened
    for bare in pages:
        assert bare.errors == []
        bare.page.context.close()


def written(ends: tuple[int, ...], acked: dict[int, int], at: float = 1.0) -> Any:
    """Partitions with so many records each; a producer had these offsets acknowledged last."""
    parts = [
        partition(n, end=end, records=tuple(record(o, key="ana", second=o) for o in range(max(0, end - 8), end)))
        for n, end in enumerate(ends)
    ]
    found = snapshot(topic(*parts))
    return replace(found, taken_at=found.taken_at + at, actors={"caja": producer("all", acked)})


def test_a_record_flies_from_its_producer_and_its_acknowledgement_comes_back(open_page: Open) -> None:
    bare = open_page(PRODUCERS, written((3, 3), {0: 2}))
    assert bare.moving() == {}, "a picture that opens stands still"
    moving = bare.show(written((4, 3), {0: 3}, at=2))
    assert moving["p0/3"] == ["translate opacity"]
    assert moving["ack/caja/0"] == ["strokeDashoffset"]


def test_a_record_of_which_the_producer_tells_later_flies_then(open_page: Open) -> None:
    bare = open_page(PRODUCERS, written((3, 3), {0: 2}))
    assert "ack/caja/0" not in bare.show(written((4, 3), {0: 2}, at=2))
    assert "ack/caja/0" in bare.show(written((4, 3), {0: 3}, at=3))


def test_in_a_flood_nothing_flies(open_page: Open) -> None:
    """40 new records in one state: they are there at once, and no animation piles up."""
    bare = open_page(PRODUCERS, written((8,) * 8, {0: 2}))
    moving = bare.show(written((13,) * 8, {0: 12}, at=2))
    assert not any("opacity" in what for told in moving.values() for what in told)
    assert bare.page.locator('[data-key="p0/12"]').count() == 1


def test_states_in_quick_succession_are_motion_enough(open_page: Open) -> None:
    """30 states as fast as they go: records jump, and no animation piles up."""
    bare = open_page(Subject("topic", TOPIC), written((8, 8), {}))
    states = [bare.state(written((end, 8), {}, at=end)) for end in range(9, 39)]
    bare.page.evaluate("states => states.forEach((scene) => put('scene', scene))", states)
    assert bare.moving() == {}
    assert bare.page.locator("svg.fast").count() == 1
    assert bare.page.locator('[data-key="p0/37"]').count() == 1


def test_a_partition_slides_to_its_new_owner_as_the_same_node(open_page: Open) -> None:
    parts = [partition(n, end=8) for n in range(2)]
    one = snapshot(topic(*parts), groups=(group("g", member("a", 0, 1), committed={0: 8, 1: 8}),))
    both = group("g", member("a", 0), member("b", 1), committed={0: 8, 1: 8})
    two = snapshot(topic(*parts), groups=(both,))
    bare = open_page(Subject("group", group="g"), one)
    bare.page.evaluate("() => { window.tiles = [...document.querySelectorAll('.tile')]; }")
    moving = bare.show(two)
    slid = [key for key, what in moving.items() if "scale" in what]
    assert len(slid) == 1
    assert "transform" in moving[slid[0]]
    assert bare.page.evaluate("() => tiles.every((tile) => tile.isConnected)")


def test_leadership_slides_to_the_new_leader(open_page: Open) -> None:
    one, two = (snapshot(topic(partition(0, end=8, leader=leader))) for leader in (101, 102))
    for subject, key in ((Subject("cluster"), f"lead/0/{TOPIC}"), (Subject("replicas", TOPIC, 0), "leader")):
        bare = open_page(subject, one)
        assert set(bare.show(two)[key]) == {"transform", "scale"}


def test_lag_fills_and_drains(open_page: Open) -> None:
    def at(committed: int) -> Any:
        mine = group("g", member("a", 0), committed={0: committed})
        return snapshot(topic(partition(0, end=8)), groups=(mine,))

    for subject in (Subject("group", group="g"), Subject("topic", TOPIC)):
        bare = open_page(subject, at(8))
        for committed in (3, 8):
            bare.page.wait_for_timeout(400)  # states that come faster do not animate
            assert any("width" in what for what in bare.show(at(committed)).values()), (subject.kind, committed)


def test_for_readers_who_prefer_it_nothing_moves(open_page: Open) -> None:
    bare = open_page(PRODUCERS, written((3, 3), {0: 2}), reduced_motion="reduce")
    assert bare.show(written((9, 3), {0: 8}, at=2)) == {}
    assert bare.page.locator('[data-key="p0/8"]').count() == 1


def test_what_has_not_changed_is_not_touched(open_page: Open) -> None:
    """A record more in one partition changes nothing in the rows of the others, nor the picture's frame."""
    bare = open_page(Subject("topic", TOPIC), written((5, 5), {}))
    bare.page.evaluate(
        """() => {
            window.touched = new Set();
            const note = ({ target }) => touched.add(target.closest?.(".mark")?.dataset.key ?? target.nodeName);
            const all = { subtree: true, childList: true, attributes: true, characterData: true };
            new MutationObserver((found) => found.forEach(note)).observe(document.querySelector(".stage svg"), all);
        }"""
    )
    bare.show(written((6, 5), {}, at=2))
    touched = set(bare.page.evaluate("() => [...touched]"))
    assert any(key.startswith("p0") for key in touched)
    allowed = ("p0", "p1/4")  # p1/4 was the newest record
    assert not [key for key in touched if key.startswith("p") and not key.startswith(allowed)]
    assert not touched & {"page", "frame", "heading"}
