"""The history of a view: what goes in comes out again, and it stays small."""

from __future__ import annotations

import base64
import gzip
import json
import threading
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from scenes.states import STATES, TOPIC

from kafkalab.i18n import Text
from kafkalab.observe.event import Event
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.topic import topic_scene
from kafkalab.widgets.reel import Reel
from kafkalab.widgets.sender import Drawing

from .fake import with_records


def scene(*marks: Mark, alt: str = "") -> Scene:
    return Scene(100, 50, "", alt, marks)


def mark(key: str, x: float = 0, svg: str = "<g/>") -> Mark:
    return Mark(key, "", x, 0, "", svg)


def decoded(reel: Reel) -> list[tuple[int, str, float, float, list[Any]]]:
    """What the page makes of it (static/reel.js): time, words, size and marks of each frame."""
    told = json.loads(gzip.decompress(base64.b64decode(reel.packed("en"))))
    return [
        (frame["at"], frame["alt"], frame["width"], frame["height"], [told["marks"][place] for place in frame["marks"]])
        for frame in told["frames"]
    ]


def shown(at: float, scene: Scene) -> tuple[int, str, float, float, list[Any]]:
    return round(at * 1000), scene.alt, scene.width, scene.height, scene.to_json()


def film(seconds: int) -> list[Drawing]:
    """A topic to which a record is written each second."""
    snapshot = STATES["two_groups"]()
    drawings = []
    for number in range(seconds):
        snapshot = with_records(snapshot, TOPIC, number % 3, f"key-{number % 5}")
        drawings.append(Drawing(topic_scene(snapshot, TOPIC, lang="es"), snapshot.taken_at, ages=False))
    return drawings


def test_what_was_shown_comes_out_as_it_was() -> None:
    """Each frame with its time, words, size and marks in their order."""
    reel = Reel(300)
    drawings = film(40)
    for drawing in drawings:
        reel.frame(drawing)
    assert decoded(reel) == [shown(drawing.taken_at, drawing.scene) for drawing in drawings]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 40), st.lists(st.integers(0, 6), unique=True)), max_size=30))
def test_any_history_keeps_its_last_seconds(steps: list[tuple[int, list[int]]]) -> None:
    """At every moment of the kept time the reel shows what the view showed then, and it holds nothing older."""
    reel, told, at = Reel(50), [], 1000
    for wait, keys in steps:
        at += wait
        drawn = scene(*(mark(str(key), key * wait) for key in keys))
        told.append((at, drawn))
        reel.frame(Drawing(drawn, at, ages=False))
    kept = decoded(reel)
    for moment in range(at - 50, at + 1) if told else ():
        then = [drawn for since, drawn in told if since <= moment]
        if then:
            found = [frame for frame in kept if frame[0] <= moment * 1000]
            assert found[-1][4] == then[-1].to_json()
    assert all(frame[0] > (at - 50) * 1000 for frame in kept[1:])


def test_what_looks_the_same_is_one_frame() -> None:
    reel = Reel(300)
    for at in range(5):
        reel.frame(Drawing(scene(mark("a")), at, ages=False))
    assert len(decoded(reel)) == 1


def test_marks_that_stay_are_not_told_again() -> None:
    """Ten minutes of a record a second, of which five are kept, are far smaller than their pictures."""
    reel = Reel(300)
    drawings = film(600)
    for drawing in drawings:
        reel.frame(drawing)
    whole = sum(len(json.dumps(drawing.scene.to_json())) for drawing in drawings[-300:])
    size = len(reel.packed("es"))
    print(f"{whole} bytes as pictures, {size} packed")
    assert size < whole / 60


def test_it_stays_below_its_limit_of_bytes() -> None:
    """Pictures that share nothing: the oldest go, the newest stays."""
    reel = Reel(300, most_bytes=30_000)
    for at in range(100):
        reel.frame(Drawing(scene(mark("a", svg=f"<text>{at:1000}</text>")), at, ages=False))
    kept = decoded(reel)
    assert 10 < len(kept) < 20
    assert kept[-1][0] == 99_000
    assert len(json.dumps(reel.encoded("es"))) < 40_000


def test_one_picture_may_be_larger_than_the_limit() -> None:
    reel = Reel(300, most_bytes=10)
    reel.frame(Drawing(scene(mark("a")), 1, ages=False))
    reel.frame(Drawing(scene(mark("b")), 2, ages=False))
    assert [frame[4][0][0] for frame in decoded(reel)] == ["b"]


def test_events_come_along_in_the_language_asked_for_and_go_when_they_are_old() -> None:
    reel = Reel(10)
    for at in (1, 5, 14):
        reel.event(Event(at, "leader", Text(f"a las {at}", f"at {at}"), topic="t"))
    assert reel.encoded("es")["events"] == [[14_000, "leader", "a las 14"], [5_000, "leader", "a las 5"]]
    assert reel.encoded("en")["events"][0][2] == "at 14"


def test_what_was_drawn_of_an_older_snapshot_gives_way() -> None:
    """A picture of a silent leader grows older each second, until a snapshot of a moment before tells the truth."""
    reel = Reel(300)
    for at, key in ((10, "leader 101"), (11, "silent for 1 s"), (10.8, "leader 102"), (12, "more")):
        reel.frame(Drawing(scene(mark(key)), at, ages=False))
    assert [(frame[0], frame[4][0][0]) for frame in decoded(reel)] == [
        (10_000, "leader 101"), (10_800, "leader 102"), (12_000, "more")]  # fmt: skip


def test_before_the_first_frame_it_is_empty() -> None:
    assert decoded(Reel(300)) == []


def test_it_is_read_while_it_is_written() -> None:
    """Every copy that a reader gets can be followed to its end."""
    reel, ended = Reel(1, most_bytes=5_000), threading.Event()

    def write() -> None:
        for at in range(3000):
            reel.frame(Drawing(scene(*(mark(f"{key}", at % key) for key in range(1, 9))), at / 100, ages=False))
        ended.set()

    threading.Thread(target=write, daemon=True).start()
    while not ended.is_set():
        for frame in decoded(reel):
            assert len(frame[4]) == 8
