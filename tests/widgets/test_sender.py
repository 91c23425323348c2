"""What the thread of a live view sends, and when."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from kafkalab.scenes.marks import Mark, Scene
from kafkalab.widgets.sender import Drawing, Sender


class Page:
    """Stands for the widget: notes what it is sent, and when."""

    def __init__(self) -> None:
        self.scenes: list[tuple[float, dict]] = []
        self.beats: list[tuple[float, float]] = []

    def send(self, content: dict) -> None:
        self.beats.append((time.monotonic(), content["beat"]))

    def __setattr__(self, name: str, value: object) -> None:
        if name == "scene":
            self.scenes.append((time.monotonic(), value))  # type: ignore[arg-type]
        else:
            super().__setattr__(name, value)


class Model:
    """What is drawn: one mark with a number in it."""

    def __init__(self) -> None:
        self.number = 0
        self.ages = False
        self.drawn = 0

    def draw(self) -> Drawing:
        self.drawn += 1
        marks = (Mark("a", "", self.number, 0, "", ""),)
        return Drawing(Scene(10, 10, "", f"{self.number}", marks), 1.0, self.ages)


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def sender(page: Page, model: Model) -> Iterator[Sender]:
    made = shown_on(page, model)
    yield made
    made.end()


def shown_on(page: Page, model: Model) -> Sender:
    sender = Sender(model.draw)
    sender.show_on(page, model.draw())  # type: ignore[arg-type]
    eventually(lambda: page.beats and model.drawn >= 2)
    model.drawn = 0
    return sender


def eventually(condition: Callable[[], object], timeout: float = 5) -> None:
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_change_is_sent_at_once(page: Page, model: Model, sender: Sender) -> None:
    model.number = 7
    offered = time.monotonic()
    sender.offer()
    eventually(lambda: page.scenes)
    assert page.scenes[0][0] - offered < 0.2
    assert page.scenes[0][1]["alt"] == "7"


def test_what_looks_the_same_is_not_sent(page: Page, model: Model, sender: Sender) -> None:
    sender.offer()
    eventually(lambda: model.drawn == 1)
    model.number = 1
    sender.offer()
    eventually(lambda: page.scenes)
    assert len(page.scenes) == 1


def test_a_flood_is_thinned_and_its_last_scene_arrives(page: Page, model: Model, sender: Sender) -> None:
    """300 changes in about 0.6 s: a dozen a second, and the trailing one is never lost."""
    started = time.monotonic()
    for number in range(1, 301):
        model.number = number
        sender.offer()
        time.sleep(0.002)
    lasted = time.monotonic() - started
    eventually(lambda: page.scenes and page.scenes[-1][1]["alt"] == "300")
    assert len(page.scenes) <= lasted / 0.08 + 2
    gaps = [b - a for (a, _), (b, _) in zip(page.scenes, page.scenes[1:], strict=False)]
    assert min(gaps) > 0.07


def test_a_heart_beats_every_second_and_says_how_long_nothing_changed(page: Page, sender: Sender) -> None:
    eventually(lambda: len(page.beats) == 3)
    times, ages = zip(*page.beats, strict=True)
    assert times[2] - times[1] == pytest.approx(1, abs=0.4)
    assert ages[2] == pytest.approx(times[2] - times[0], abs=0.4)
    assert page.scenes == []


def test_at_rest_nothing_is_drawn(page: Page, model: Model, sender: Sender) -> None:
    eventually(lambda: len(page.beats) == 2)
    assert model.drawn == 0


def test_what_grows_older_is_drawn_again_but_is_no_change(page: Page, model: Model) -> None:
    """A picture that tells an age follows it; the time of the last change stays."""
    model.ages = True
    sender = shown_on(page, model)
    try:
        model.number = 5
        eventually(lambda: page.scenes)
        eventually(lambda: page.beats[-1][1] > 0.9)
    finally:
        sender.end()


def test_while_no_page_is_open_nothing_is_sent(page: Page, model: Model, sender: Sender) -> None:
    """As when a cell is run again: its first view is forsaken, and lives on when a page opens it."""
    sender.opened("v1")
    sender.opened("v2")
    sender.closed("v1")
    assert not sender.forsaken
    sender.closed("v2")
    assert sender.forsaken
    beats, drawn = len(page.beats), model.drawn
    model.number = 3
    sender.offer()
    time.sleep(1.3)
    assert (len(page.beats), model.drawn) == (beats, drawn)
    sender.opened("v3")
    eventually(lambda: page.scenes and len(page.beats) > beats, timeout=0.5)
    assert page.scenes[-1][1]["alt"] == "3"


def test_after_the_end_nothing_is_sent_and_the_thread_is_gone(page: Page, model: Model, sender: Sender) -> None:
    eventually(lambda: page.beats)
    sender.end()
    sender.end()
    assert not sender._thread.is_alive()
    model.number = 9
    sender.offer()
    time.sleep(0.2)
    assert page.scenes == []
