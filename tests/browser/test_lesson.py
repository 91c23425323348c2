"""Lesson 00 as a student meets it: JupyterLab in a browser, a diagram that moves, answers that are marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from widgets.lab import Lab

from browser.lab import NotebookPage, lessons

RECORDS = ".kafkalab-live [data-offset]"
OUT = Path(__file__).with_name("out")

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab on a copy of the notebooks."""
    with lessons(tmp_path_factory.mktemp("browser")) as lab:
        yield lab


@pytest.fixture
def page(lab: Lab, chromium: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page of headless Chromium; its picture is kept in `out` when the test ends."""
    opened = lab.browser(chromium).new_page(viewport={"width": 1280, "height": 1100})
    try:
        yield opened
    finally:
        OUT.mkdir(exist_ok=True)
        opened.screenshot(path=OUT / f"{request.node.name}.png")
        opened.close()


def test_a_student_works_through_the_lesson(lab: Lab, page: Any):
    """The diagram changes while messages arrive; a wrong answer is told so, the right one is marked right."""
    notebook = NotebookPage.open(page, lab, "notebooks/es/00_hola_kafka.ipynb")
    first_message = notebook.cell_with("hola kafka")
    notebook.run_up_to(first_message)
    page.wait_for_selector(".kafkalab-live svg")
    assert page.locator(RECORDS).count() == 0
    drawn = page.evaluate_handle("() => document.querySelector('.kafkalab-live .mark')")

    notebook.run(first_message)
    page.wait_for_function(f"() => document.querySelectorAll({RECORDS!r}).length === 1")
    assert page.evaluate("mark => mark.isConnected", drawn), "marks that were there are kept, not drawn again"

    stop = notebook.cell_with("view.stop()")
    notebook.run(stop)
    page.wait_for_selector(".kafkalab-live", state="detached")
    page.wait_for_selector(".jp-OutputArea img")

    question = notebook.cell_with("lesson.q2.check")
    code = notebook.source(question)
    assert "todavía no" in notebook.type_and_run(question, code.replace("...", "5"))
    assert "correcto" in notebook.type_and_run(question, code.replace("...", "12"))
    assert notebook.errors() == []
