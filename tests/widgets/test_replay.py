"""The page that plays a recording: what it holds, and how it behaves when it is opened from a file, offline."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from scenes.build import TOPIC
from scenes.states import STATES, hostile, name_of

from kafkalab.cluster import ClusterStatus
from kafkalab.errors import ClusterError, UsageError
from kafkalab.handles import NodeStatus
from kafkalab.i18n import Text
from kafkalab.observe.event import Event
from kafkalab.scenes.topic import topic_scene
from kafkalab.widgets.live import show_live
from kafkalab.widgets.reel import Reel
from kafkalab.widgets.replay import to_html
from kafkalab.widgets.sender import Drawing

from .fake import FakeObserver
from .test_reel import film

BAD = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
THEN = [(5, "broker", "broker 101 died"), (8, "leader", "leader moved"), (8, "isr", "ISR shrank"),
        (15, "broker", "broker 101 is back")]  # fmt: skip
NODES = [(101, "broker"), (102, "broker"), (103, "broker"), (1, "controller")]
LAB = ClusterStatus(
    "lab", "kraft", "4.3.1", "localhost:9092", tuple(NodeStatus(i, role, "up", 1, 1) for i, role in NODES), 3.0
)


def recording() -> Reel:
    """Twenty seconds with a record each, and three moments at which something happened."""
    reel, drawings = Reel(300), film(20)
    for drawing in drawings:
        reel.frame(drawing)
    start = drawings[0].taken_at
    for second, kind, said in THEN:
        reel.event(Event(start + second, kind, Text(f"es: {said}", said)))  # type: ignore[arg-type]
    return reel


class Parts(HTMLParser):
    """What a page is made of: its elements with their attributes, and the text inside each of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append((self.elements[-1][0] if self.elements else "", data))

    def inside(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag and text.strip()]


def test_the_page_lets_pass_its_own_script_and_style_and_nothing_else() -> None:
    page = to_html(recording(), "es", about=LAB)
    policy = next(a["content"] for tag, a in Parts(page).elements if "http-equiv" in a)
    script = page.rsplit("<script>", 1)[1].split("</script>")[0]
    style = page.split("<style>", 1)[1].split("</style>")[0]
    for kind, content in (("script", script), ("style", style)):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in (policy or "")
    assert "default-src 'none'" in (policy or "")


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    page = to_html(recording(), "es")
    told = Parts(page)
    assert not [a for _, a in told.elements if {"src", "href", "srcset"} & set(a)]
    assert "url(" not in page
    assert "@import" not in page
    assert page.replace("http://www.w3.org/2000/svg", "").count("http") == page.count("http-equiv")


def test_it_says_what_it_is_in_its_language() -> None:
    """Its heading, when it was recorded, for how long, and in which cluster."""
    spanish, english = to_html(recording(), "es", about=LAB), to_html(recording(), "en", title="My <b> test", about=LAB)
    assert '<html lang="es">' in spanish
    assert f"<h1>{TOPIC}: lo que pasó</h1>" in spanish
    assert "2026-01-01" in spanish
    assert "19 s · Apache Kafka 4.3.1 · 3 brokers, 1 controlador" in spanish
    assert "<h1>My &lt;b&gt; test</h1>" in english
    assert "1 controller" in english


def test_of_somebody_elses_cluster_it_says_what_is_known() -> None:
    foreign = ClusterStatus("c", "?", "?", "h:1", LAB.nodes[:1], None)
    assert "19 s · 1 broker<" in to_html(recording(), "en", about=foreign)
    assert "19 s<" in to_html(recording(), "en")


def test_nothing_that_a_cluster_says_becomes_part_of_the_page() -> None:
    """Neither names, keys and values, nor sentences, nor a title."""
    bad = hostile()
    reel = Reel(300)
    scene = topic_scene(bad, name_of(bad), lang="en")
    reel.frame(Drawing(scene, bad.taken_at, ages=False))
    reel.event(Event(bad.taken_at, "broker", Text(BAD, BAD)))
    told = Parts(to_html(reel, "en", title=BAD))
    assert [a.get("type") for tag, a in told.elements if tag == "script"] == ["application/json", "text/plain", None]
    assert not [tag for tag, _ in told.elements if tag == "img"]
    assert not [name for _, a in told.elements for name in a if name.startswith("on")]


def test_a_view_saves_it(tmp_path: Path) -> None:
    with show_live(FakeObserver(STATES["two_groups"]()), TOPIC, lang="es", about=lambda: LAB) as view:
        saved = view.save(tmp_path / "x.HTML", title="Hola")
        assert saved.read_text(encoding="utf-8").startswith('<!doctype html>\n<html lang="es">')
        assert "<h1>Hola</h1>" in saved.read_text(encoding="utf-8")
        with pytest.raises(UsageError):
            view.save(tmp_path / "nowhere" / "x.html")
    again = view.save(tmp_path / "stopped.html")
    assert "Apache Kafka 4.3.1" in again.read_text(encoding="utf-8")


def test_a_cluster_that_is_gone_needs_no_caption(tmp_path: Path) -> None:
    def gone() -> ClusterStatus:
        raise ClusterError(Text("no está", "it is gone"))

    with show_live(FakeObserver(STATES["two_groups"]()), TOPIC, lang="es", about=gone) as view:
        assert "Grabado el" in view.save(tmp_path / "x.html").read_text(encoding="utf-8")


# -- in a browser ----------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(browser: Callable[[str], Browser], chromium: str, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a page from a file, offline. Fails if it asks for anything, or says anything on its console."""
    said: list[str] = []
    contexts = []

    def open_page(html: str, **options: object) -> Page:
        (tmp_path / "replay.html").write_text(html, encoding="utf-8")
        context = browser(chromium).new_context(offline=True, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: said.append(request.url) if "replay.html" not in request.url else None)
        page.goto((tmp_path / "replay.html").as_uri())
        if options.get("java_script_enabled", True):
            page.wait_for_selector("input[type=range]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def spoken(page: Page) -> str:
    """What the slider says of itself."""
    return page.locator("input[type=range]").get_attribute("aria-valuetext") or ""


def moment(page: Page) -> int:
    """Where the slider is: ms after its beginning."""
    return page.eval_on_selector("input[type=range]", "range => range.value - range.min")


def eventually(condition: Callable[[], object], timeout_s: float = 5) -> None:
    """The page's own policy forbids Playwright to wait inside it."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def newest(page: Page) -> str:
    """The offset of the newest record in the picture."""
    return page.locator("svg .new .offset").text_content() or ""


@pytest.mark.browser
def test_it_plays_at_real_speed_and_stops_when_told(opened: Callable[..., Page]) -> None:
    page = opened(to_html(recording(), "en"))
    before = newest(page)
    assert moment(page) == 0
    page.get_by_role("button", name="Play").click()
    started = time.monotonic()
    eventually(lambda: moment(page) > 2500)
    assert time.monotonic() - started == pytest.approx(2.5, abs=0.7)
    assert newest(page) != before
    page.get_by_role("button", name="Pause").click()
    stopped = moment(page)
    page.wait_for_timeout(400)
    assert moment(page) == stopped


@pytest.mark.browser
def test_it_plays_to_its_end_and_then_again_from_the_beginning(opened: Callable[..., Page]) -> None:
    page = opened(to_html(recording(), "en"))
    page.locator("input[type=range]").focus()
    page.keyboard.press("End")
    last = newest(page)
    page.get_by_role("button", name="Play").click()
    eventually(lambda: 500 < moment(page) < 5000)
    assert newest(page) != last


@pytest.mark.browser
def test_the_slider_goes_from_picture_to_picture_and_from_event_to_event(opened: Callable[..., Page]) -> None:
    """By keyboard; a screen reader hears how far it is from the end, and what happened there."""
    page = opened(to_html(recording(), "en"))
    page.locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert moment(page) == 2000
    page.keyboard.press("ArrowLeft")
    assert moment(page) == 1000
    page.keyboard.press("PageUp")
    assert moment(page) == 5000
    assert spoken(page).endswith("before the end · broker 101 died")
    page.keyboard.press("PageUp")
    assert spoken(page).endswith("leader moved · ISR shrank")
    page.keyboard.press("PageDown")
    assert moment(page) == 5000
    page.keyboard.press("Home")
    assert moment(page) == 0


@pytest.mark.browser
def test_the_story_leads_to_its_moments_and_follows_the_picture(opened: Callable[..., Page]) -> None:
    page = opened(to_html(recording(), "es"))
    lines = page.locator(".story li")
    assert lines.all_inner_texts()[1].split("\n")[-1].endswith("es: leader moved")
    assert lines.locator("[aria-current=true]").count() == 0, "nothing has happened yet"
    page.get_by_role("button", name="leader moved").click()
    assert moment(page) == 8000
    assert page.locator("[aria-current=true]").inner_text().endswith("es: leader moved")
    assert page.locator(".later").all_inner_texts()[-1].endswith("es: broker 101 is back")
    page.locator("input[type=range]").focus()
    page.keyboard.press("End")
    assert page.locator("[aria-current=true]").inner_text().endswith("es: broker 101 is back")


@pytest.mark.browser
def test_everything_is_reached_by_keyboard(opened: Callable[..., Page]) -> None:
    page = opened(to_html(recording(), "en"))
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.nodeName + ' ' + (document.activeElement.ariaLabel ?? '')")
        )
    assert [each.split()[0] for each in reached[1:]] == ["BUTTON", "INPUT", "OL"], "after the picture"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert moment(page) == 8000


@pytest.mark.browser
def test_while_it_plays_a_screen_reader_hears_the_story(opened: Callable[..., Page]) -> None:
    page = opened(to_html(recording(), "en"))
    page.get_by_role("button", name="broker 101 died").click()
    page.locator("input[type=range]").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Play").click()
    eventually(lambda: page.locator("[aria-live]").text_content() == "broker 101 died")


@pytest.mark.browser
def test_without_javascript_the_first_picture_and_the_story_are_there(opened: Callable[..., Page]) -> None:
    page = opened(to_html(recording(), "es"), java_script_enabled=False)
    picture = page.get_by_role("img", name=f"Topic {TOPIC}")
    assert picture.bounding_box()["height"] > 200
    assert page.locator(".story li").count() == 4
    assert page.locator("noscript p").is_visible()


@pytest.mark.browser
def test_hostile_words_stay_words(opened: Callable[..., Page]) -> None:
    """Played and opened in the record's panel; no dialog, no request (the fixture looks)."""
    bad = hostile()
    reel = Reel(300)
    reel.frame(Drawing(topic_scene(bad, name_of(bad), lang="en"), bad.taken_at, ages=False))
    reel.event(Event(bad.taken_at + 1, "broker", Text(BAD, BAD)))
    page = opened(to_html(reel, "en", title=BAD))
    assert page.locator("h1").inner_text() == BAD
    assert BAD in page.locator(".story li").inner_text()
    page.locator("[data-offset='0']").first.hover()
    assert "<script>alert('1')</script>" in page.locator(".panel").inner_text()
    assert page.locator("img").count() == 0


@pytest.mark.browser
def test_it_is_light_or_dark_as_the_reader_likes_and_fits_a_telephone(opened: Callable[..., Page]) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    light = opened(to_html(recording(), "es"), color_scheme="light")
    dark = opened(to_html(recording(), "es"), color_scheme="dark", viewport={"width": 480, "height": 800})
    assert light.evaluate(colour) != dark.evaluate(colour)
    assert dark.evaluate("document.documentElement.scrollWidth") <= 480
