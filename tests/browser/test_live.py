"""Live views of a real cluster in JupyterLab: what a student sees while records, consumers and time go by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from browser.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.cluster, pytest.mark.timeout(180)]

Unique = Callable[[str], str]
OFFSETS = "[...view.querySelectorAll('[data-offset]')].map((record) => Number(record.dataset.offset)).join()"

# What of the view is beyond its right edge, by class.
STICKS_OUT = """() => {
    const view = document.querySelector(".kafkalab-live");
    const edge = view.getBoundingClientRect().right + 1;
    const inside = [...view.querySelectorAll("text, rect:not(.page), button, input, li")];
    return inside.filter((each) => each.getBoundingClientRect().right > edge).map((each) => each.outerHTML);
}"""
SMALLEST_LETTER = """() => {
    const svg = document.querySelector(".kafkalab-live svg.kafkalab");
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const sizes = [...svg.querySelectorAll("text")].map((each) => parseFloat(getComputedStyle(each).fontSize));
    return scale * Math.min(...sizes);
}"""
# From now on window.moving is the most parts of the view that were ever seen moving at once.
WATCH_MOTION = """() => {
    window.moving = 0;
    window.frame && cancelAnimationFrame(window.frame);
    const view = document.querySelector(".kafkalab-live");
    const look = () => {
        window.moving = Math.max(window.moving, view.getAnimations({ subtree: true }).length);
        window.frame = requestAnimationFrame(look);
    };
    look();
}"""
COLOURS = """() => [".offset", ".status", ".timeline button", ".story ol"].map((each) => {
    const { fill, color } = getComputedStyle(document.querySelector(`.kafkalab-live ${each}`));
    return `${fill} ${color}`;
})"""


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


def test_a_restarted_kernel_leaves_the_view_disconnected_until_its_cell_runs_again(
    desk: Desk, cluster: Any, topic: str
) -> None:
    desk.show(f"{topic!r}")
    desk.restart_kernel()
    desk.wait("view.dataset.state !== 'live'")
    desk.run_setup()
    desk.show(f"{topic!r}")
    write(cluster, topic, "a")
    desk.wait(f"{OFFSETS} === '0'")


def test_an_untrusted_copy_of_the_notebook_shows_the_picture(desk: Desk, cluster: Any, topic: str) -> None:
    """Saved while it was live, and opened by somebody who has never run it: the PNG, whose words are in the file."""
    write(cluster, topic, "a")
    desk.show(f"{topic!r}")
    desk.notebook.command("docmanager:save")
    copy = desk.copy_from_elsewhere()
    try:
        picture = copy.locator(".jp-OutputArea img")
        picture.wait_for()
        assert copy.locator(".kafkalab-live").count() == 0
        assert copy.evaluate("() => document.querySelector('.jp-OutputArea img').naturalWidth") > 1000
        assert desk.saved_picture()["alt"].startswith(f"Topic {topic}: 2 partitions")
    finally:
        copy.close()


@pytest.mark.parametrize("width", [480, 1900])
def test_narrow_and_wide_it_fits_and_can_be_read(desk: Desk, cluster: Any, topic: str, width: int) -> None:
    """Nothing sticks out of the view, and no letter is smaller than 7 px."""
    write(cluster, topic, "a", "b")
    desk.page.set_viewport_size({"width": width, "height": 1000})
    desk.show(f"{topic!r}")
    desk.wait(f"{OFFSETS} === '0,1'")
    desk.wait(f"({SMALLEST_LETTER})() >= 7")
    desk.wait(f"({STICKS_OUT})().length === 0")  # once what moves has arrived
    desk.snap(f"{width}-px")


def test_who_wants_no_motion_gets_none(desk: Desk, cluster: Any, topic: str) -> None:
    """Nothing is ever in transition; with the browser's usual setting the same change is."""
    desk.show(f"{topic!r}")
    write(cluster, topic, *"abc")
    desk.wait(f"{OFFSETS} === '0,1,2'")
    desk.page.evaluate(WATCH_MOTION)
    write(cluster, topic, *"d" * 20)
    desk.wait("view.querySelector('.new').textContent.includes('22')")
    assert desk.page.evaluate("() => window.moving") > 0
    desk.page.emulate_media(reduced_motion="reduce")
    try:
        desk.page.wait_for_timeout(1000)
        desk.page.evaluate(WATCH_MOTION)
        write(cluster, topic, *"e" * 20)
        desk.wait("view.querySelector('.new').textContent.includes('42')")
        assert desk.page.evaluate("() => window.moving") == 0
    finally:
        desk.page.emulate_media(reduced_motion="no-preference")


def test_it_follows_the_theme_of_jupyterlab(desk: Desk, cluster: Any, topic: str) -> None:
    """What surrounds the picture changes its colours with it."""
    write(cluster, topic, "a", "b")
    desk.show(f"{topic!r}")
    light = desk.page.evaluate(COLOURS)
    desk.theme("JupyterLab Dark")
    try:
        dark = desk.page.evaluate(COLOURS)
        desk.snap("dark")
    finally:
        desk.theme("JupyterLab Light")
    assert all(one != other for one, other in zip(light, dark, strict=True)), (light, dark)
    assert desk.page.evaluate(COLOURS) == light
