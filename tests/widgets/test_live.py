"""The live view outside a notebook, and what its widget is made of."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from scenes.build import TOPIC
from scenes.states import STATES

from kafkalab.errors import ClusterError, UsageError
from kafkalab.i18n import Text
from kafkalab.observe.snapshot import Snapshot
from kafkalab.scenes.style import DARK, LIGHT
from kafkalab.scenes.topic import topic_scene
from kafkalab.widgets import live
from kafkalab.widgets.live import LiveView, show_live
from kafkalab.widgets.page import LIVE, css, script
from kafkalab.widgets.sender import Drawing
from kafkalab.widgets.subject import Subject
from kafkalab.widgets.widget import WORDS, SceneWidget

from .fake import FakeObserver, with_records


@pytest.fixture
def observer() -> FakeObserver:
    return FakeObserver(STATES["two_groups"]())


def test_in_plain_python_the_view_is_its_words(observer: FakeObserver, capsys: pytest.CaptureFixture[str]) -> None:
    with show_live(observer, TOPIC, lang="en") as view:
        assert repr(view).startswith("Topic iabd-topic: 3 partitions. P0: leader 102; offsets 0 to 11")
        assert capsys.readouterr().out == ""
        view._ipython_display_()
        assert capsys.readouterr().out == f"{view!r}\n"


def test_it_follows_the_observer_until_it_stops(observer: FakeObserver) -> None:
    view = show_live(observer, TOPIC, lang="en")
    assert "offsets 3 to 14" in repr(view)
    observer.write(TOPIC, 2, "ana")
    deadline = time.monotonic() + 5
    while "offsets 3 to 15" not in repr(view):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    view.stop()
    view.stop()
    assert observer.listeners == []
    observer.write(TOPIC, 2, "ana")
    time.sleep(0.1)
    assert "offsets 3 to 15" in repr(view)


def test_its_last_picture_has_what_was_sent_a_moment_ago(observer: FakeObserver) -> None:
    """The observer may not have been told of it yet."""
    fresh = with_records(STATES["two_groups"](), TOPIC, 2, "ana")
    view = show_live(observer, TOPIC, lang="en", last_look=lambda: fresh)
    view.stop()
    assert "offsets 3 to 15" in repr(view)


def test_a_last_look_at_a_cluster_that_is_gone_changes_nothing(observer: FakeObserver) -> None:
    def gone() -> Snapshot:
        raise ClusterError(Text("no está", "it is gone"))

    nothing = replace(STATES["two_groups"](), topics={})
    for last_look in (gone, lambda: nothing):
        view = show_live(observer, TOPIC, lang="en", last_look=last_look)
        assert "offsets 3 to 14" in repr(view)
        view.stop()
        assert "offsets 3 to 14" in repr(view)


def test_a_with_block_stops_it_also_after_an_error(observer: FakeObserver) -> None:
    with pytest.raises(ZeroDivisionError), show_live(observer, TOPIC, lang="en"):
        _ = 1 / 0
    assert observer.listeners == []


def test_its_picture_is_the_topics(observer: FakeObserver, tmp_path: Path) -> None:
    with show_live(observer, TOPIC, lang="es", group="iabd-app1") as view:
        assert "P2: líder 101" in view.picture.alt
        assert "iabd-app2" not in view.picture.alt
        assert view.save(tmp_path / "t.svg").read_text(encoding="utf-8") == view.picture.svg
        with pytest.raises(UsageError):
            view.save(tmp_path / "t.pdf")


def test_ages_stand_still_once_it_has_stopped() -> None:
    observer = FakeObserver(STATES["failover"]())
    view = show_live(observer, TOPIC, lang="en")
    assert repr(view)
    view.stop()
    first = view.picture.svg
    time.sleep(1.1)
    assert view.picture.svg == first


def test_before_the_first_answer_it_says_that_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "FIRST_SNAPSHOT_S", 0.05)
    with LiveView(FakeObserver(None), Subject(topic=TOPIC), lang="en") as view:
        assert repr(view) == "Waiting for the brokers' first answer…"


def test_other_front_ends_get_picture_and_text(observer: FakeObserver) -> None:
    with show_live(observer, TOPIC, lang="en") as view:
        data, metadata = view._repr_mimebundle_()
        assert set(data) == {"image/png", "text/plain"}
        assert metadata["image/png"]["alt"] == data["text/plain"]


def test_importing_it_loads_neither_widgets_nor_the_renderer() -> None:
    """A terminal that shows no picture should not wait for them."""
    heavy = ("anywidget", "ipywidgets", "resvg_py", "IPython")
    code = f"import sys, kafkalab.widgets.live; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# -- the widget ------------------------------------------------------------------------------------------------------


@pytest.fixture
def widget() -> SceneWidget:
    scene = topic_scene(STATES["two_groups"](), TOPIC, lang="es")
    return SceneWidget(Drawing(scene, 1.5, ages=False).state(), "es")


def test_the_page_gets_everything_it_needs_without_python(widget: SceneWidget) -> None:
    """Also later, from the state that a notebook keeps: size, marks, text, time, and words in the view's language."""
    state = widget.get_state()
    assert set(state["scene"]) == {"width", "height", "alt", "taken_at", "marks"}
    assert state["words"] == {name: text.es for name, text in WORDS.items()} | {"lang": "es"}
    assert "export default" in state["_esm"]
    assert all(
        f"--kl-{name}: {value};" in state["_css"] for colours in (LIGHT, DARK) for name, value in colours.items()
    )


def test_the_page_is_small() -> None:
    """A promise: below 15 kB of JavaScript, without anything fetched from elsewhere."""
    code = script(*LIVE)
    assert len(code.encode()) < 15_000
    assert "import " not in code
    assert "http" not in code.replace("http://www.w3.org/2000/svg", "")


def test_the_pages_words_are_all_given() -> None:
    code = script(*LIVE)
    for name in WORDS:
        assert f"words.{name}" in code or name in ("live", "lost", "saved", "past")


def test_no_rule_of_ours_reaches_beyond_our_own_elements() -> None:
    """The style is put into the notebook's page: every selector starts at one of our elements."""
    rules = [line for line in css().splitlines() if "{" in line and not line.startswith(("@", " "))]
    for rule in rules:
        for selector in re.split(r",(?![^(]*\))", rule.split("{")[0]):
            assert ".kafkalab" in selector, rule


def test_motion_is_for_those_who_want_it() -> None:
    assert "prefers-reduced-motion: reduce" in css()
