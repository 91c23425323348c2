"""The screenshots of the README: lesson 00 in JupyterLab, in both languages. Taken by `make screenshots`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from conftest import CHROMIUM
from widgets.lab import Lab

from browser.lab import ROOT, NotebookPage, lessons


def main() -> None:
    """Work through the first cells of the lesson in each language, and take the picture."""
    assert CHROMIUM is not None, "no Chromium is installed"
    with tempfile.TemporaryDirectory() as folder, lessons(Path(folder)) as lab:
        for lang in ("es", "en"):
            page = lab.browser(CHROMIUM).new_page(viewport={"width": 1180, "height": 900}, device_scale_factor=1.5)
            take(page, lab, lang)
            page.close()


def take(page: Any, lab: Lab, lang: str) -> None:
    """One picture, into docs/."""
    notebook = NotebookPage.open(page, lab, f"notebooks/{lang}/00_hola_kafka.ipynb")
    notebook.command("application:toggle-left-area")
    notebook.run_up_to(notebook.cell_with("printf") + 1)
    page.wait_for_function("() => document.querySelectorAll('.kafkalab-live [data-offset]').length === 4")
    page.wait_for_function("() => !document.querySelector('.kafkalab-live svg .stale')", timeout=60_000)
    page.wait_for_timeout(1500)  # until what moves has arrived
    page.evaluate(
        "i => document.querySelectorAll('.jp-Notebook .jp-Cell')[i].scrollIntoView({ block: 'start' })",
        notebook.cell_with("cluster.show(") - 1,
    )
    page.wait_for_timeout(500)
    page.screenshot(path=ROOT / "docs" / f"lesson-00-{lang}.png")


if __name__ == "__main__":
    main()
