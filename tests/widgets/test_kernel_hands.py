"""Clicks that reach a real kernel: between cells, in threads of their own, and no more once the view has stopped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .kernel import Kernel

CLUSTER = """
from widgets.fake_cluster import FakeCluster
from kafkalab.widgets.controls import Hands
from kafkalab.widgets.subject import Subject
lab = FakeCluster("lab")
def show():
    return show_live(observe, "iabd-topic", lang="es", hands=Hands(lab, Subject("topic", "iabd-topic"), "es"))
"""


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    started = Kernel()
    started.run(CLUSTER)
    yield started
    started.close()


@pytest.fixture
def shown(kernel: Kernel) -> Iterator[Kernel]:
    """With a view, once that has seen the cluster."""
    kernel.messages.clear()
    kernel.run("lab.calls.clear(); lab.held = set(); lab.go.clear(); view = show(); _ = view.picture")
    yield kernel
    kernel.run("lab.go.set(); view.stop()")


def ended(kernel: Kernel, count: int = 1) -> list[dict]:
    def over() -> list[dict]:
        found = [a["done"] for a in kernel.answers() if a["done"]["state"] != "begun"]
        return found if len(found) >= count else []

    return kernel.wait_for(over, timeout=20)


def test_a_click_is_answered_to_its_page_with_the_notebooks_own_name_for_the_cluster(shown: Kernel) -> None:
    shown.click("kill", of="102")
    (told,) = ended(shown)
    assert (told["state"], told["text"]) == ("ok", "El broker 102 ha caído, y los demás ya lo saben.")
    begun = shown.answers()[0]
    assert begun["view"] == "page"
    assert "<code>lab.broker(102).kill()</code>" in begun["done"]["same"]


def test_while_a_cell_runs_a_click_waits_and_is_then_done(shown: Kernel) -> None:
    shown.start("import time; time.sleep(1.5); lab.calls.append('the cell is over')")
    shown.click("kill", of="102")
    ended(shown)
    assert "['the cell is over', 'kill 102', 'kill 102 is over']" in shown.run("print(lab.calls)")[0][1]["text"]


def test_while_a_click_is_being_done_cells_run(shown: Kernel) -> None:
    shown.run("lab.held = {'kill 102'}")
    shown.click("kill", of="102")
    shown.wait_for(shown.answers)
    shown.run("print('meanwhile'); lab.go.set()", timeout=10)
    assert ended(shown)[0]["state"] == "ok"


def test_what_goes_wrong_leaves_no_traceback_in_the_notebook(shown: Kernel) -> None:
    shown.run("def broken(): raise OSError('disk full')\nlab.does = broken")
    shown.click("kill", of="102")
    assert ended(shown)[0]["text"] == "No ha salido: OSError: disk full."
    printed = shown.run("lab.does = lambda: None")
    assert [kind for kind, _ in printed if kind in ("stream", "error")] == []
    assert not any(kind == "error" for kind, _ in shown.messages)


def test_once_stopped_nothing_can_be_clicked(shown: Kernel) -> None:
    shown.run("view.stop()")
    shown.click("kill", of="102")
    assert shown.run("print(lab.calls)")[-1][1]["text"].endswith("[]\n")
    assert shown.answers() == []


def test_a_click_that_is_over_after_the_stop_tells_nobody(shown: Kernel) -> None:
    shown.run("lab.held = {'kill 102'}")
    shown.click("kill", of="102")
    shown.wait_for(shown.answers)
    shown.run("view.stop(); lab.go.set()")
    shown.run("import time; time.sleep(0.5)")
    assert [a["done"]["state"] for a in shown.answers()] == ["begun"]
