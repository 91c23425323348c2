"""Live views of a real cluster in JupyterLab: what a student sees while records, consumers and time go by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from browser.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.cluster, pytest.mark.timeout(180)]

Unique = Callable[[str], str]
OFFSETS = "[...view.querySelectorAll('[data-offset]')].map((record) => Number(record.dataset.offset)).join()"


@pytest.fixture
def topic(cluster: Any, unique: Unique) -> str:
    """A topic of this test's own: two partitions."""
    name = unique("live")
    cluster.admin.create_topic(name, partitions=2)
    return name


def write(cluster: Any, topic: str, *values: str) -> None:
    """Records in partition 0, from outside of the notebook."""
    cluster.admin.produce(topic, [("key", value) for value in values], partition=0)


def test_a_consumer_that_starts_gets_its_tiles_and_a_line_of_the_story(desk: Desk, cluster: Any, topic: str) -> None:
    """The tile of a partition is the same element before and after: it slides."""
    group = f"{topic}-readers"
    desk.show(f"{topic!r}, kind='group', group={group!r}")
    first = cluster.consumer(topic, group=group, name="ana")
    desk.wait_for_text("ana")
    desk.wait("view.querySelectorAll('.tile').length === 2")
    desk.page.evaluate("() => { window.tiles = [...document.querySelectorAll('.kafkalab-live .tile')] }")
    second = cluster.consumer(topic, group=group, name="luis")
    try:
        desk.wait_for_story("luis")
        desk.wait_for_text("luis")
        assert desk.page.evaluate("() => window.tiles.every((tile) => tile.isConnected)")
        desk.snap("two-consumers")
        second.kill()
        desk.wait_for_story("luis")
    finally:
        first.close()
        second.close()


def test_the_slider_goes_back_and_the_button_returns_to_now(desk: Desk, cluster: Any, topic: str) -> None:
    """While the past is shown, the picture stays as it was, whatever arrives."""
    view = desk.show(f"{topic!r}")
    write(cluster, topic, "a")
    desk.wait(f"{OFFSETS} === '0'")
    desk.page.wait_for_timeout(300)
    write(cluster, topic, "b", "c")
    desk.wait(f"{OFFSETS} === '0,1,2'")
    slider = view.get_by_role("slider")
    slider.focus()
    desk.page.keyboard.press("Home")
    desk.wait(f"{OFFSETS} === '' && view.dataset.state === 'past'")
    write(cluster, topic, "d")
    desk.page.wait_for_timeout(700)
    desk.wait(f"{OFFSETS} === ''")
    desk.snap("past")
    view.get_by_role("button", name="back to live").click()
    desk.wait(f"{OFFSETS} === '0,1,2,3' && view.dataset.state === 'live'")


def test_two_views_share_one_observer(desk: Desk, cluster: Any, topic: str) -> None:
    """And both get what comes."""
    desk.show(f"{topic!r}")
    desk.run(f"other = cluster.show(kind='cluster', topic={topic!r}); third = cluster.show({topic!r})", cell=2)
    desk.page.wait_for_function("() => document.querySelectorAll('.kafkalab-live[data-state=live]').length === 3")
    write(cluster, topic, "a")
    with_a_record = ".kafkalab-live:has([data-offset])"
    desk.page.wait_for_function(f"() => document.querySelectorAll('{with_a_record}').length === 2")
    names = desk.ask("[thread.name for thread in threading.enumerate()]")
    assert names.count("kafkalab-observer") == 1


def test_two_hundred_partitions_fit_and_move(desk: Desk, cluster: Any, unique: Unique) -> None:
    name = unique("wide")
    cluster.admin.create_topic(name, partitions=200, replicas=1)
    desk.show(f"{name!r}")
    desk.wait_for_text("200 partitions")
    write(cluster, name, "a")
    desk.wait("[...view.querySelectorAll('.row')].some((row) => /P0.*1/.test(row.textContent))")
    box = desk.views.first.locator("svg.kafkalab").bounding_box()
    assert box is not None
    assert box["width"] <= 1280
    desk.snap("200-partitions")


def test_a_reopened_notebook_goes_on_being_live(desk: Desk, cluster: Any, topic: str) -> None:
    """Saved, closed and opened again while its kernel runs: the view follows the cluster, with the same story."""
    desk.show(f"{topic!r}")
    write(cluster, topic, "a")
    desk.wait(f"{OFFSETS} === '0'")
    desk.notebook.command("docmanager:save")
    desk.reopen()
    desk.page.wait_for_selector('.kafkalab-live[data-state="live"]', timeout=30_000)
    write(cluster, topic, "b")
    desk.wait(f"{OFFSETS} === '0,1'")
    slider = desk.views.first.get_by_role("slider")
    slider.focus()
    desk.page.keyboard.press("Home")
    desk.wait(f"{OFFSETS} === ''")
