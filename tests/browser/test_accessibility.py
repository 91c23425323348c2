"""For who cannot see the picture or use a mouse: axe-core finds nothing, and every part has its role and its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from scenes import gallery
from widgets.lab import Lab

from browser.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.cluster, pytest.mark.timeout(180)]

# The arguments of cluster.show() for each kind.
KINDS = {
    "topic": "'{topic}', controls=True",
    "replicas": "'{topic}', kind='replicas', partition=0, controls=True",
    "cluster": "kind='cluster', controls=True",
    "group": "'{topic}', kind='group', group='{topic}-readers', controls=True",
    "offsets": "'{topic}', kind='offsets', partition=0, group='{topic}-readers'",
    "producers": "'{topic}', kind='producers'",
    "consumers": "'{topic}', kind='consumers'",
    "kraft-quorum": "kind='kraft-quorum'",
}

NAME = "node => node.ariaLabel || node.textContent.trim() || [...(node.labels ?? [])].map((l) => l.textContent).join()"
TABBABLE = """() => [...document.querySelectorAll(".kafkalab-live :is(button, input, select, [tabindex='0'])")]
    .filter((node) => node.tabIndex === 0 && !node.disabled && node.checkVisibility()).length"""
SHOWS_FOCUS = """() => {
    const node = document.activeElement;
    if (!node.closest(".kafkalab-live")) return false;
    if (node.matches("[data-offset]")) return true; // its box has a thick border
    return getComputedStyle(node).outlineStyle !== "none";
}"""


@pytest.fixture(scope="module")
def topic(cluster: Any) -> Iterator[str]:
    """A topic with records and a consumer."""
    name = "accessible"
    cluster.admin.create_topic(name, partitions=2)
    cluster.admin.produce(name, [("ana", "a"), ("luis", "b"), ("ana", "c")])
    consumer = cluster.consumer(name, group=f"{name}-readers")
    yield name
    consumer.close()


def violations(page: Any, context: str | None = None) -> list[str]:
    """What axe-core has to say, a line each."""
    found = Axe().run(page, context=context).response["violations"]
    return [f"{each['id']} ({each['impact']}): {node['html'][:200]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_in_a_live_view(desk: Desk, topic: str, kind: str) -> None:
    """With its controls, its slider and its story; in light and dark."""
    desk.show(KINDS[kind].format(topic=topic))
    desk.page.wait_for_timeout(800)  # what moves has arrived, what fades in is there
    assert violations(desk.page, ".kafkalab-live") == []
    if kind == "topic":
        desk.theme("JupyterLab Dark")
        try:
            assert violations(desk.page, ".kafkalab-live") == []
            desk.snap("dark-with-controls")
        finally:
            desk.theme("JupyterLab Light")


def test_every_part_has_its_role_and_its_name(desk: Desk, cluster: Any, topic: str) -> None:
    """As a screen reader meets them: the picture tells its state, the slider its moment, each button what it does."""
    view = desk.show(f"{topic!r}, controls=True")
    consumer = cluster.consumer(topic, group=f"{topic}-more", name="rosa")
    desk.wait_for_story("rosa")
    consumer.close()
    tree = view.aria_snapshot()
    picture = view.get_by_role("group", name=f"Topic {topic}: 2 partitions")
    assert picture.count() == 1, tree
    slider = view.get_by_role("slider", name="Moment shown")
    assert slider.count() == 1, tree
    assert "ago" in str(slider.get_attribute("aria-valuetext"))
    story = view.get_by_role("list", name="What happened")
    assert story.get_by_role("listitem").count() >= 1, tree
    for each in view.locator("button:visible, input:visible, select:visible").all():
        assert each.evaluate(NAME), each.evaluate("node => node.outerHTML")
    assert view.locator("[aria-live=polite]").count() == 1
    slider.evaluate("node => { node.ariaLabel = null; node.title = '' }")
    assert violations(desk.page, ".kafkalab-live"), "axe-core sees what is missing"


def test_the_keyboard_reaches_every_control(desk: Desk, topic: str) -> None:
    """Tab goes through all of them in the order in which they are seen, and each shows that it has the focus."""
    view = desk.show(f"{topic!r}, controls=True")
    view.locator("button:visible, input:visible, select:visible").first.focus()
    wanted = desk.page.evaluate(TABBABLE)
    reached = 1
    for _ in range(wanted - 1):
        desk.page.keyboard.press("Tab")
        reached += desk.page.evaluate(SHOWS_FOCUS)
    assert reached == wanted


def test_axe_finds_nothing_in_a_replay_page(jupyter: Lab, desk: Desk, cluster: Any, topic: str, tmp_path: Path) -> None:
    """The page that `view.save("x.html")` writes, opened from a file."""
    path = tmp_path / "replay.html"
    desk.show(f"{topic!r}")
    cluster.admin.produce(topic, [("ana", "d")], partition=0)
    desk.page.wait_for_timeout(500)
    desk.run(f"view.save({str(path)!r})", cell=2)
    page = desk.page.context.browser.new_page()
    try:
        page.goto(path.as_uri())
        page.wait_for_selector(".kafkalab-live svg")
        assert violations(page) == []
        page.screenshot(path=Path(__file__).with_name("out") / "replay.png")
    finally:
        page.close()


def test_axe_finds_nothing_in_the_gallery(
    jupyter: Lab, chromium: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one diagram and one figure: the whole of it, some 500 pictures, takes axe-core a minute."""
    monkeypatch.setattr(gallery, "SERIES", {kind: gallery.SERIES[kind] for kind in ("offsets", "middleware")})
    path = tmp_path / "index.html"
    path.write_text(gallery.page(), encoding="utf-8")
    page = jupyter.browser(chromium).new_page()
    try:
        page.goto(path.as_uri())
        assert violations(page) == []
    finally:
        page.close()
