"""The last minutes of a live view in its page: back and forth by slider and story while new states keep coming."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from playwright.sync_api import Browser
from scenes.build import TOPIC
from scenes.states import STATES

from kafkalab.observe.snapshot import Snapshot
from kafkalab.widgets.reel import Reel
from kafkalab.widgets.sender import Drawing
from kafkalab.widgets.subject import Subject

from .bare import Bare
from .fake import with_records

pytestmark = pytest.mark.browser
SUBJECT = Subject("topic", TOPIC)


class View(Bare):
    """A live view of a topic to which `write` writes a record, a second after the last one."""

    def __init__(self, browser: Browser) -> None:
        self.now = STATES["two_groups"]()
        super().__init__(browser, SUBJECT, self.now)
        self.beat()

    def write(self, times: int = 1) -> None:
        for _ in range(times):
            self.now = with_records(self.now, TOPIC, 2, "ana")
            self.show(self.now)
            self.beat()

    def beat(self, later_s: float = 0) -> None:
        self.page.evaluate("now => tell({ beat: 0, now })", (self.now.taken_at + later_s) * 1000)

    def happens(self, *events: tuple[float, str, str]) -> None:
        """(s since the last state, kind, sentence) of each, newest first."""
        told = [[round((self.now.taken_at + s) * 1000), kind, text] for s, kind, text in events]
        self.page.evaluate("story => put('story', story)", json.dumps(told))

    def newest(self) -> str:
        """The offset of the newest record in the picture."""
        return self.page.locator("svg .new .offset").text_content() or ""

    def look(self) -> tuple[str, str]:
        """The state that the view says it is in, and what the slider says."""
        spoken = self.page.locator("input[type=range]").get_attribute("aria-valuetext") or ""
        return self.page.locator(".kafkalab-live").get_attribute("data-state") or "", spoken

    def press(self, *keys: str) -> None:
        self.page.locator("input[type=range]").focus()
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def back(self):
        return self.page.get_by_role("button", name="back to live")


@pytest.fixture
def view(browser: Callable[[str], Browser], chromium: str) -> Iterator[View]:
    made = View(browser(chromium))
    yield made
    made.page.context.close()
    assert made.errors == []


def test_it_goes_back_says_so_and_returns(view: View) -> None:
    """Arrow keys go from picture to picture; what is shown is marked as past; a button leads back."""
    view.write(5)
    assert (view.newest(), view.look()[0] == "past", view.back.is_visible()) == ("19", False, False)
    view.press("ArrowLeft", "ArrowLeft", "ArrowLeft")
    assert (view.newest(), view.look()) == ("16", ("past", "3.0 s ago"))
    assert view.back.inner_text() == "3.0 s ago · back to live"
    assert "as it was" in (view.page.locator(".status").text_content() or "")
    view.press("ArrowRight")
    assert view.newest() == "17"
    view.back.click()
    assert (view.newest(), view.look()[0] == "past", view.back.is_visible()) == ("19", False, False)


def test_while_it_is_back_new_states_are_kept(view: View) -> None:
    view.write(3)
    view.press("ArrowLeft")
    view.write(4)
    assert (view.newest(), view.look()) == ("16", ("past", "5.0 s ago"))
    view.press("ArrowRight", "ArrowRight")
    assert view.newest() == "18"
    view.press("End")
    assert (view.newest(), view.look()[0] == "past") == ("21", False)


def test_what_is_older_than_it_keeps_goes_also_while_it_is_looked_at(view: View) -> None:
    """Five minutes here: who looks at the first moment of them is carried along."""
    view.write(3)
    view.press("Home")
    assert view.newest() == "14"
    view.beat(later_s=298.5)
    assert view.newest() == "15"
    view.beat(later_s=290)
    assert view.page.eval_on_selector("input[type=range]", "range => range.max - range.min") == 300_000


def test_older_pictures_come_from_the_kernel(view: View) -> None:
    """A page that was opened late can go back to before."""
    reel, before = Reel(300), replace(view.now, taken_at=view.now.taken_at - 60)
    for _ in range(3):
        before = with_records(before, TOPIC, 0, "luis")
        reel.frame(drawing(before))
    view.write()
    mine = view.page.evaluate("sent[0].view")
    view.page.evaluate("told => tell(told)", {"reel": reel.packed("en"), "view": "another page"})
    view.page.evaluate("told => tell(told)", {"reel": reel.packed("en"), "view": mine})
    view.page.wait_for_function(
        "document.querySelector('input[type=range]').max - document.querySelector('input[type=range]').min > 50000"
    )
    view.press("Home")
    assert "P0: leader 102; offsets 0 to 12;" in (view.page.locator("svg.kafkalab").get_attribute("aria-label") or "")
    assert view.look()[0] == "past"
    view.press("End")
    assert view.newest() == "15"


def test_events_are_told_newest_first_and_lead_to_their_moment(view: View) -> None:
    """By their line, by Page Up and Page Down, and the slider tells what happened there."""
    view.write(5)
    view.happens((-1, "broker", "broker 101 died"), (-1, "leader", "leader moved"), (-3, "group", "app1 is stable"))
    lines = view.page.locator(".story button")
    assert [text.split("\n")[-1] for text in lines.all_inner_texts()] == [
        "broker 101 died", "leader moved", "app1 is stable"]  # fmt: skip
    lines.nth(2).click()
    assert (view.newest(), view.look()) == ("16", ("past", "3.0 s ago · app1 is stable"))
    view.press("PageUp")
    assert (view.newest(), view.look()[1]) == ("18", "1.0 s ago · broker 101 died · leader moved")
    view.press("PageDown", "PageDown")
    assert view.newest() == "14"


def test_the_list_is_walked_by_keyboard(view: View) -> None:
    view.write(5)
    view.happens((-1, "broker", "broker 101 died"), (-3, "group", "app1 is stable"))
    view.press("Tab")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowDown", "Enter"):
        view.page.keyboard.press(key)
    assert view.look()[1] == "3.0 s ago · app1 is stable"


def test_many_events_do_not_move_the_notebook(view: View) -> None:
    """The list scrolls, and holds the newest fifty."""
    box = view.page.locator(".story ol").bounding_box()
    view.happens(*((-n, "group", f"event {n} " + 30 * "long ") for n in range(50)))
    view.happens((1, "broker", "one more"), *((-n, "group", f"event {n} " + 30 * "long ") for n in range(49)))
    assert view.page.locator(".story ol").bounding_box() == box
    assert view.page.locator(".story li").count() == 50
    assert view.page.locator(".story li").first.inner_text().endswith("one more")


def test_screen_readers_hear_one_sentence_in_five_seconds(view: View) -> None:
    """What happened before the page was opened is in the list; what happens then is said, one after the other."""
    said = view.page.locator("[aria-live=polite]")
    assert said.text_content() == ""
    view.page.clock.install(time=datetime(2026, 1, 1))
    view.page.clock.pause_at(datetime(2026, 1, 2))
    view.happens((2, "broker", "broker 101 died"), (2, "leader", "leader moved"))
    assert said.text_content() == "broker 101 died"
    view.page.clock.run_for(4900)
    assert said.text_content() == "broker 101 died"
    view.page.clock.run_for(200)
    assert said.text_content() == "leader moved"


def drawing(snapshot: Snapshot) -> Drawing:
    return Drawing(SUBJECT.draw(snapshot, "en", snapshot.taken_at), snapshot.taken_at, ages=False)
