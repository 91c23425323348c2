"""Hands on the picture, as a student has them: JupyterLab, a real cluster, a mouse and a keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from browser.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.faults, pytest.mark.timeout(240)]

TOPIC = "fallible"


@pytest.fixture
def desk(faulty: Desk) -> Desk:
    """A notebook on a cluster to be broken."""
    return faulty


def wait_told(desk: Desk, text: str, timeout_s: float = 40) -> None:
    """Until the view says `text` of a click."""
    desk.views.first.locator(f".controls .ok:has-text({text!r})").wait_for(timeout=timeout_s * 1000)


def test_a_record_is_typed_and_sent_and_seen(desk: Desk) -> None:
    """Letters that are JupyterLab's shortcuts (a, b, dd, x) are letters; Enter sends."""
    view = desk.show(f"{TOPIC!r}, controls=True, lang='en'")
    cells = desk.page.locator(".jp-CodeCell").count()
    view.get_by_label("key (optional)").click()
    desk.page.keyboard.type("ab ddx")
    view.get_by_label("value").fill('it\'s "me"')
    desk.page.keyboard.press("Enter")
    wait_told(desk, "Written to P0")
    desk.wait("[...view.querySelectorAll('[data-offset]')].some((r) => r.dataset.key === 'ab ddx')")
    assert desk.page.locator(".jp-CodeCell").count() == cells
    lines = view.locator(".controls code").all_text_contents()
    assert lines[0] == f"""cluster.admin.produce("{TOPIC}", [("ab ddx", 'it\\'s "me"')], acks="all")"""
    desk.run(lines[0], cell=2)
    desk.wait("[...view.querySelectorAll('[data-offset]')].filter((r) => r.dataset.key === 'ab ddx').length === 2")


def test_the_leader_is_killed_seen_dead_and_healed(desk: Desk) -> None:
    """What can be done follows what was done; the picture and the story tell it."""
    view = desk.show(f"{TOPIC!r}, kind='replicas', partition=0, controls=True, lang='en'")
    node = view.get_by_role("combobox", name="Node")
    node.select_option("102")
    kill = view.get_by_role("button", name="Kill")
    kill.click()
    desk.wait("view.querySelector('[value=kill]').ariaBusy === 'true'", timeout_s=3)
    view.get_by_role("button", name="Start", exact=True).wait_for()
    wait_told(desk, "Broker 102 has crashed, and the others know.")
    assert not kill.is_visible()
    assert "102: stopped" in str(node.locator("option:checked").text_content())
    desk.wait_for_story("102")
    desk.snap("killed-by-hand")
    view.get_by_role("button", name="Heal all").click()
    wait_told(desk, "Every node is up, and every replica is in sync.", timeout_s=90)
    desk.wait("view.querySelector('[name=of]').selectedOptions[0].textContent === 'broker 102: up'")
    kill.wait_for()


def test_a_consumer_comes_and_crashes(desk: Desk, breakable: Any) -> None:
    view = desk.show(f"{TOPIC!r}, controls=True, lang='es'")
    view.get_by_role("textbox", name="grupo").fill("a-mano")
    view.get_by_role("group", name="Nuevo consumidor").get_by_role("button", name="Arrancar").click()
    wait_told(desk, "en el grupo «a-mano»")
    desk.wait_for_text("a-mano")
    running = view.get_by_role("combobox", name="En marcha")
    name = running.input_value()
    assert breakable.actors[name].group == "a-mano"
    desk.snap("consumer-by-hand")
    view.get_by_role("group", name="En marcha").get_by_role("button", name="Matar").click()
    wait_told(desk, f"{name} ha caído sin despedirse")
    desk.wait(f"![...view.querySelectorAll('option')].some((one) => one.value === {name!r})")


def test_once_stopped_the_controls_are_gone(desk: Desk) -> None:
    desk.show(f"{TOPIC!r}, controls=True")
    desk.run("view.stop()", cell=2)
    desk.page.wait_for_selector(".kafkalab-live", state="detached")
    assert desk.page.locator(".controls").count() == 0
