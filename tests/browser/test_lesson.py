"""Lesson 00 as a student meets it: JupyterLab in a browser, a diagram that moves, answers that are marked."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.lab import CHROMIUM_FLAGS, NotebookPage, served

ROOT = Path(__file__).parents[2]
RECORDS = ".kafkalab-live [data-offset]"
OUT = Path(__file__).with_name("out")

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab on a copy of the notebooks, in a home of its own, whose cluster is deleted at the end."""
    home = tmp_path_factory.mktemp("browser-home")
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    try:
        with served(root, home) as address:
            yield address
    finally:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("KAFKALAB_HOME", str(home / "kafkalab"))
            from kafkalab.nodes import lifecycle

            lifecycle.delete("lab")


@pytest.fixture
def page(chromium: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page of headless Chromium; its picture is kept in `out` when the test ends."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        opened = browser.new_page(viewport={"width": 1280, "height": 1100})
        try:
            yield opened
        finally:
            OUT.mkdir(exist_ok=True)
            opened.screenshot(path=OUT / f"{request.node.name}.png")
            browser.close()


def test_a_student_works_through_the_lesson(lab: str, page: Any):
    """The diagram changes while messages arrive; a wrong answer is told so, the right one is marked right."""
    notebook = NotebookPage.open(page, lab, "notebooks/es/00_hola_kafka.ipynb")
    first_message = notebook.cell_with("hola kafka")
    notebook.run_up_to(first_message, 120)
    page.wait_for_selector(".kafkalab-live svg")
    assert page.locator(RECORDS).count() == 0
    drawn = page.evaluate_handle("() => document.querySelector('.kafkalab-live .mark')")

    notebook.run(first_message, 60)
    page.wait_for_function(f"() => document.querySelectorAll({RECORDS!r}).length === 1")
    assert page.evaluate("mark => mark.isConnected", drawn), "marks that were there are kept, not drawn again"

    question = notebook.cell_with("lesson.q2.check")
    code = notebook.source(question)
    assert "todavía no" in notebook.type_and_run(question, code.replace("...", "5"), 90)
    assert "correcto" in notebook.type_and_run(question, code.replace("...", "12"), 90)
    assert notebook.errors() == []


def test_a_stopped_view_is_a_picture_with_a_text_when_the_notebook_is_opened_again(lab: str, page: Any):
    notebook = NotebookPage.open(page, lab, "notebooks/en/00_hola_kafka.ipynb")
    stop = notebook.cell_with("view.stop()")
    shown = notebook.cell_with("cluster.show(")
    notebook.run_up_to(stop + 1, 120)
    page.wait_for_selector(f"{_output(shown)} img")
    notebook.save()

    page.reload()
    page.wait_for_selector(f"{_output(shown)} img", timeout=90_000)
    assert "iabd-topic" in page.locator(f"{_output(shown)} img").get_attribute("alt")
    assert "Error displaying widget" not in page.locator(".jp-Notebook").inner_text()


def test_a_view_whose_kernel_was_killed_says_so_and_is_a_saved_picture_when_opened_again(lab: str, page: Any):
    notebook = NotebookPage.open(page, lab, "notebooks/es/00_hola_kafka.ipynb")
    shown = notebook.cell_with("cluster.show(")
    notebook.run_up_to(shown + 1, 120)
    page.wait_for_selector(".kafkalab-live[data-state=live]", timeout=20_000)
    notebook.save()
    pid = notebook.type_and_run(notebook.cell_with("lesson.score()"), "import os; print(os.getpid())", 30)
    os.kill(int(pid.split()[-1]), signal.SIGKILL)
    page.wait_for_selector(".kafkalab-live[data-state=lost]", timeout=30_000)
    assert "desconectado" in page.locator(".kafkalab-live").first.text_content()

    page.reload()
    page.wait_for_selector(".kafkalab-live[data-state=saved]", timeout=90_000)
    assert "imagen guardada" in page.locator(".kafkalab-live").first.text_content()


def _output(index: int) -> str:
    return f".jp-Notebook .jp-Cell:nth-child({index + 1}) .jp-OutputArea"
