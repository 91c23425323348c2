"""The screenshots of the README: lesson 00 in JupyterLab, in both languages. Taken by `make screenshots`."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from kafkalab.nodes import lifecycle
from tests.browser.lab import CHROMIUM_FLAGS, NotebookPage, served
from tests.conftest import CHROMIUM

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Work through the first cells of the lesson in each language, and take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        root, home = Path(folder) / "course", Path(folder) / "home"
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
        home.mkdir()
        try:
            with served(root, home) as address, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
                for lang in ("es", "en"):
                    page = browser.new_page(viewport={"width": 1180, "height": 900}, device_scale_factor=1.5)
                    take(page, address, lang)
                    page.close()
                browser.close()
        finally:
            os.environ["KAFKALAB_HOME"] = str(home / "kafkalab")
            lifecycle.delete(lifecycle.DEFAULT_NAME)


def take(page: object, address: str, lang: str) -> None:
    """One picture, into docs/."""
    notebook = NotebookPage.open(page, address, f"notebooks/{lang}/00_hola_kafka.ipynb")
    notebook.command("application:toggle-left-area")
    orders = notebook.cell_with("printf")
    notebook.run_up_to(orders + 1)
    shown = notebook.cell_with("cluster.show(")
    notebook.page.wait_for_function("() => document.querySelectorAll('.kafkalab-live [data-offset]').length === 4")
    notebook.page.wait_for_timeout(1500)  # until what moves has arrived
    notebook.page.evaluate(
        "i => document.querySelectorAll('.jp-Notebook .jp-Cell')[i].scrollIntoView({ block: 'start' })", shown - 1
    )
    notebook.page.wait_for_timeout(500)
    notebook.page.screenshot(path=ROOT / "docs" / f"lesson-00-{lang}.png")


if __name__ == "__main__":
    main()
