"""The live view in a real kernel: what a notebook is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .kernel import WIDGET, Kernel


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    made = Kernel()
    yield made
    made.close()


def outputs(published: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, set[str], str | None]]:
    """(type, mime types, display id) of each."""
    return [(kind, set(c["data"]), c.get("transient", {}).get("display_id")) for kind, c in published if "data" in c]


def test_one_output_with_widget_picture_and_text(kernel: Kernel) -> None:
    """`view = cluster.show(...)`: shown at once, under an id, with size and alternative text of the picture."""
    published = kernel.run("view = show_live(observe, 'iabd-topic', lang='es')")
    ((kind, mimes, display_id),) = outputs(published)
    assert (kind, mimes) == ("display_data", {WIDGET, "image/png", "text/plain"})
    assert display_id
    content = published[0][1]
    assert content["data"]["text/plain"].startswith("Topic iabd-topic: 3 particiones.")
    assert content["metadata"]["image/png"]["width"] == 1120
    assert content["metadata"]["image/png"]["alt"] == content["data"]["text/plain"]
    kernel.run("view.stop()")


def test_as_the_last_expression_it_is_shown_once(kernel: Kernel) -> None:
    published = kernel.run("show_live(observe, 'iabd-topic', lang='es')")
    assert [kind for kind, _, _ in outputs(published)] == ["display_data"]
    kernel.run("_.stop()")


def test_in_a_later_cell_it_is_shown_again_and_both_become_pictures(kernel: Kernel) -> None:
    first = outputs(kernel.run("view = show_live(observe, 'iabd-topic', lang='es')\nview"))
    second = outputs(kernel.run("view"))
    assert len(first) == len(second) == 1
    assert first[0][2] != second[0][2]
    stopped = outputs(kernel.run("view.stop()"))
    assert stopped == [("update_display_data", {"image/png", "text/plain"}, shown[0][2]) for shown in (first, second)]
    assert kernel.run("view.stop()") == []


def test_once_stopped_it_is_shown_as_a_picture(kernel: Kernel) -> None:
    kernel.run("view = show_live(observe, 'iabd-topic', lang='es'); view.stop()")
    ((_, mimes, _),) = outputs(kernel.run("view"))
    assert mimes == {"image/png", "text/plain"}


def test_a_busy_cell_does_not_hold_up_new_records(kernel: Kernel) -> None:
    """The cell sleeps for 3 s; what the observer says meanwhile, and the heartbeats, arrive before it ends."""
    kernel.run("view = show_live(observe, 'iabd-topic', lang='es')")
    scenes, beats = len(kernel.scenes()), kernel.beats()
    kernel.start("import time\nwrite(0, 'ana')\ntime.sleep(3)\nprint('cell is over')")
    kernel.wait_for(lambda: len(kernel.scenes()) > scenes, timeout=2)
    kernel.wait_for(lambda: kernel.beats() > beats + 1, timeout=2.5)
    assert not any(kind == "stream" and "cell is over" in content["text"] for kind, content in kernel.messages)
    assert "ana" in kernel.scenes()[-1]["marks"]
    kernel.wait_for(lambda: any(k == "stream" and "cell is over" in c["text"] for k, c in kernel.messages))
    kernel.run("view.stop()")


def test_an_unchanged_snapshot_sends_no_scene(kernel: Kernel) -> None:
    kernel.run("view = show_live(observe, 'iabd-topic', lang='es')")
    scenes, beats = len(kernel.scenes()), kernel.beats()
    kernel.run("for _ in range(50): observe.push(observe.snapshot)")
    kernel.wait_for(lambda: kernel.beats() > beats + 1)
    assert len(kernel.scenes()) == scenes
    kernel.run("view.stop()")


def test_a_clean_end_of_the_kernel_leaves_a_picture() -> None:
    kernel = Kernel()
    try:
        ((_, _, display_id),) = outputs(kernel.run("view = show_live(observe, 'iabd-topic', lang='es')"))
        before = len(kernel.messages)
        kernel.shut_down()
        assert ("update_display_data", {"image/png", "text/plain"}, display_id) in outputs(kernel.messages[before:])
    finally:
        kernel.close()
