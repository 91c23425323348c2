"""The controls in a real browser, on a page without Jupyter or a kernel: what they ask for, keep, show and copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from scenes.build import TOPIC
from scenes.states import two_groups

from kafkalab.observe.snapshot import Actor, Snapshot
from kafkalab.widgets import markup
from kafkalab.widgets.choices import rows
from kafkalab.widgets.page import css, script
from kafkalab.widgets.subject import Subject
from kafkalab.widgets.words import WORDS

pytestmark = pytest.mark.browser

START = """([html, words]) => {
    window.asked = [];
    window.hands = controls(words, html, (name, fields) => asked.push([name, fields]));
    document.querySelector(".kafkalab-live").append(hands.el);
}"""


def toolbar(seen: Snapshot) -> str:
    return markup.toolbar(rows(Subject("topic", TOPIC), seen), "en")


def with_states(**states: str) -> Snapshot:
    seen = two_groups()
    brokers = {id_: replace(broker, state=states.get(f"b{id_}", "up")) for id_, broker in seen.brokers.items()}
    return replace(seen, brokers=brokers)


def with_actors(*names: str) -> Snapshot:
    return replace(
        two_groups(), actors={name: Actor("consumer", "running", topics=(TOPIC,), group="g") for name in names}
    )


@pytest.fixture
def page(browser: Callable[[str], Browser], chromium: str) -> Iterator[Page]:
    """A page with the controls of a topic, `hands`, and `asked`: what they asked for."""
    context = browser(chromium).new_context(permissions=["clipboard-read", "clipboard-write"])
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.route(
        "http://127.0.0.1/",
        lambda route: route.fulfill(body=f"<style>{css()}</style>", content_type="text/html; charset=utf-8"),
    )
    made.goto("http://127.0.0.1/")  # only a page with an address may use the clipboard
    made.evaluate("document.body.innerHTML = '<div class=kafkalab-live data-state=live></div>'")
    made.add_script_tag(content=script("dom", "panel", "motion", "scene", "controls"))
    made.evaluate(START, [toolbar(two_groups()), {name: text.en for name, text in WORDS.items()}])
    yield made
    context.close()
    assert wrong == []


def asked(page: Page) -> list[Any]:
    return page.evaluate("asked")


def done(page: Page, **answer: object) -> None:
    page.evaluate("answer => hands.done(answer)", {"of": "", "text": "", **answer})


def buttons(page: Page) -> list[str]:
    """Those that can be seen in the row of the nodes."""
    row = page.locator("form", has=page.get_by_role("combobox", name="Node"))
    return row.locator("button:visible").all_text_contents()


def test_a_click_asks_with_what_is_typed_and_chosen(page: Page) -> None:
    page.get_by_label("key (optional)").fill("ana")
    page.get_by_label("value").fill("it's")
    page.get_by_label("acks").first.select_option("0")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("combobox", name="Node").select_option("102")
    page.get_by_role("button", name="Kill").click()
    page.get_by_role("button", name="Heal all").click()
    assert asked(page) == [
        ["send", {"key": "ana", "value": "it's", "acks": "0"}], ["kill", {"of": "102"}], ["heal", {}],
    ]  # fmt: skip


def test_enter_in_a_field_is_the_button_beside_it_and_leaves_the_page_alone(page: Page) -> None:
    page.get_by_label("value").press("Enter")
    page.get_by_role("textbox", name="group").press("Enter")
    assert asked(page) == [
        ["send", {"key": "", "value": "hello", "acks": "all"}], ["consume", {"group": "iabd-app1"}],
    ]  # fmt: skip
    assert page.url == "http://127.0.0.1/"


def test_a_button_at_work_says_so_and_is_not_fired_twice(page: Page) -> None:
    kill = page.get_by_role("button", name="Kill")
    kill.dblclick()
    assert kill.get_attribute("aria-busy") == "true"
    done(page, act="kill", of="101", state="begun")
    kill.click()
    assert len(asked(page)) == 1
    done(page, act="kill", of="101", state="ok")
    assert kill.get_attribute("aria-busy") == "false"
    kill.click()
    assert len(asked(page)) == 2


def test_another_node_can_be_broken_meanwhile(page: Page) -> None:
    kill = page.get_by_role("button", name="Kill")
    kill.click()
    page.get_by_role("combobox", name="Node").select_option("103")
    assert kill.get_attribute("aria-busy") == "false"
    kill.click()
    page.get_by_role("combobox", name="Node").select_option("101")
    assert kill.get_attribute("aria-busy") == "true"
    assert asked(page) == [["kill", {"of": "101"}], ["kill", {"of": "103"}]]


def test_a_click_that_no_kernel_hears_says_that_it_waits(page: Page) -> None:
    waits = "document.querySelector('[role=status]').textContent === 'Waits for the cell that is running…'"
    page.evaluate(f"void (waited = new Promise(d => setInterval(() => {waits} && d(performance.now()), 10)))")
    began = page.evaluate("performance.now()")
    page.get_by_role("button", name="Send").click()
    assert page.evaluate("waited") - began > 900
    done(page, act="send", state="begun", text="Send…")
    assert page.get_by_role("status").text_content() == "Send…"


def test_a_click_that_is_being_done_does_not_wait(page: Page) -> None:
    page.clock.install()
    page.get_by_role("button", name="Heal all").click()
    done(page, act="heal", state="begun", text="Heal all…")
    page.clock.run_for(5000)
    assert page.get_by_role("status").text_content() == "Heal all…"


def test_what_can_be_done_follows_the_node_and_its_choice(page: Page) -> None:
    assert buttons(page) == ["Kill", "Pause", "Stop"]
    page.evaluate("html => hands.follow(html)", toolbar(with_states(b101="stopped", b102="paused")))
    assert buttons(page) == ["Start"]
    page.get_by_role("combobox", name="Node").select_option("102")
    assert buttons(page) == ["Kill", "Stop", "Resume"]
    page.get_by_role("combobox", name="Node").select_option("103")
    assert buttons(page) == ["Kill", "Pause", "Stop"]


def test_what_is_typed_chosen_and_focused_stays(page: Page) -> None:
    page.get_by_role("combobox", name="Node").select_option("102")
    field = page.get_by_label("key (optional)")
    field.press_sequentially("an")
    page.evaluate("html => hands.follow(html)", toolbar(with_states(b101="stopped")))
    field.page.keyboard.type("a")
    assert field.input_value() == "ana"
    assert page.get_by_role("combobox", name="Node").input_value() == "102"


def test_the_choice_is_the_same_consumer_when_another_one_goes(page: Page) -> None:
    """Or a crash would hit somebody else. When the chosen one goes, what is chosen is the first that there is."""
    page.evaluate("html => hands.follow(html)", toolbar(with_actors("consumer-1", "consumer-2", "consumer-3")))
    running = page.get_by_role("combobox", name="Running")
    running.select_option("consumer-2")
    page.evaluate("html => hands.follow(html)", toolbar(with_actors("consumer-2", "consumer-3")))
    assert running.input_value() == "consumer-2"
    page.evaluate("html => hands.follow(html)", toolbar(with_actors("consumer-3")))
    assert running.input_value() == "consumer-3"
    page.evaluate("html => hands.follow(html)", toolbar(two_groups()))
    assert running.count() == 0, "nobody runs: the row is hidden"
    page.evaluate("html => hands.follow(html)", toolbar(with_actors("consumer-4")))
    assert running.input_value() == "consumer-4"


def test_the_focus_is_not_lost_with_the_button_that_had_it(page: Page) -> None:
    """And does not fall on a button that a second Enter would press."""
    page.get_by_role("button", name="Kill").focus()
    page.keyboard.press("Enter")
    page.evaluate("html => hands.follow(html)", toolbar(with_states(b101="stopped")))
    assert page.evaluate("document.activeElement.name") == "of"


def test_the_lines_can_be_copied(page: Page) -> None:
    same = markup.same('cluster.f("<b>")', "printf '%s\\t' 'a  b' | tool", "en")
    done(page, act="send", state="begun", text="Send…", same=same)
    for name, line in (("in Python", 'cluster.f("<b>")'), ("in a terminal", "printf '%s\\t' 'a  b' | tool")):
        button = page.get_by_role("button", name=f"copy: {name}")
        button.click()
        page.wait_for_function("node => node.textContent === 'copied'", arg=button.element_handle())
        assert page.evaluate("navigator.clipboard.readText()") == line


def test_where_copying_is_forbidden_the_line_is_marked(page: Page) -> None:
    done(page, act="heal", state="begun", same=markup.same("cluster.heal()", "kafkalab heal", "en"))
    page.evaluate("void (navigator.clipboard.writeText = () => { throw new Error() })")
    page.get_by_role("button", name="copy: in Python").click()
    page.wait_for_function("getSelection().toString() === 'cluster.heal()'")


def test_a_failure_is_told_apart_without_colour(page: Page) -> None:
    for state, sign in (("ok", "✓ "), ("failed", "✗ ")):
        done(page, act="heal", state=state, text="so it went")
        shown = "getComputedStyle(document.querySelector('[role=status]'), '::before').content"
        assert page.evaluate(shown) == f'"{sign}"'


@pytest.mark.parametrize("width", [1300, 480, 320])
def test_nothing_is_cut_off_on_a_narrow_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("html => hands.follow(html)", toolbar(with_actors("a-consumer-with-a-name-of-forty-letters-1")))
    line = "kafka-console-consumer.sh --bootstrap-server " + "localhost:9092," * 9
    done(page, act="heal", state="begun", text="x " * 200, same=markup.same(line, line, "en"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    inside = "[...document.querySelectorAll('.controls *')].every((n) => n.getBoundingClientRect().right <= innerWidth)"
    assert page.evaluate(inside)


@pytest.mark.parametrize(
    ("state", "shown"), [("live", True), ("lost", True), ("past", True), ("saved", False), ("", False)]
)
def test_a_saved_picture_has_no_controls(page: Page, state: str, shown: bool) -> None:
    page.evaluate("state => (document.querySelector('.kafkalab-live').dataset.state = state)", state)
    assert page.get_by_role("button", name="Heal all").is_visible() == shown


def test_a_view_without_controls_has_no_toolbar(page: Page) -> None:
    assert page.evaluate("controls({}, '', () => 0).el.childElementCount") == 0
