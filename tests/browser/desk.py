"""A notebook in which a test shows live views of a real cluster, and looks at them."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from conftest import CHROMIUM
from playwright.sync_api import Locator
from widgets.lab import Lab

from browser.lab import NotebookPage

OUT = Path(__file__).with_name("out")
SETUP = """
import os, threading, json
from kafkalab import Cluster
cluster = Cluster.attach({name!r})
"""
WIDE = {"width": 1280, "height": 1100}
CELLS = 3


class Desk:
    """Cell 0 has the cluster; a test writes what it needs into the others. `views` are the live views on the page."""

    def __init__(self, lab: Lab, name: str, notebook: NotebookPage) -> None:
        self.lab, self.name, self.notebook = lab, name, notebook
        self.page: Any = notebook.page
        self.errors: list[str] = []
        self._listen()

    @classmethod
    def on(cls, lab: Lab, cluster: str) -> Desk:
        """A new notebook, open, with the cluster of that name."""
        assert CHROMIUM is not None, "no Chromium is installed"
        name = f"desk-{uuid.uuid4().hex[:6]}.ipynb"
        lab.write(name, SETUP.format(name=cluster), *[""] * (CELLS - 1))
        desk = cls(lab, name, cls._open(lab, name))
        desk.run_setup()
        return desk

    @staticmethod
    def _open(lab: Lab, name: str) -> NotebookPage:
        assert CHROMIUM is not None
        return NotebookPage.open(lab.browser(CHROMIUM).new_page(viewport=WIDE), lab, name, mode="doc")

    def _listen(self) -> None:
        """Note what goes wrong in the page's scripts."""
        self.page.on("pageerror", lambda error: self.errors.append(f"{error}\n{error.stack}"))

    def run(self, code: str, cell: int = 1) -> str:
        """Write `code` into a cell, run it to its end, and give back the text of its output."""
        return self.notebook.type_and_run(cell, code)

    def ask(self, expression: str) -> Any:
        """The value of an expression in the kernel."""
        return json.loads(self.run(f"print(json.dumps({expression}))", CELLS - 1))

    def show(self, arguments: str) -> Locator:
        """A live view, once it says that it is live."""
        self.run(f"view = cluster.show({arguments})")
        self.page.wait_for_selector('.kafkalab-live[data-state="live"]', timeout=30_000)
        self.views.first.scroll_into_view_if_needed()
        return self.views.first

    def run_setup(self) -> None:
        """Give the kernel its cluster."""
        self.notebook.run(0)

    def restart_kernel(self) -> None:
        """A new kernel, which knows nothing."""
        self.page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.restartKernel() }")
        self.notebook.wait_for_kernel()

    def theme(self, name: str) -> None:
        """Choose one of JupyterLab's themes."""
        self.page.evaluate(
            "async theme => { await window.jupyterapp.commands.execute('apputils:change-theme', { theme }) }", name
        )
        light = str("Light" in name).lower()
        self.page.wait_for_selector(f"body[data-jp-theme-light={light}]", state="attached")

    @property
    def views(self) -> Locator:
        """The live views."""
        return self.page.locator(".kafkalab-live")

    def wait(self, condition: str, timeout_s: float = 20) -> None:
        """Wait until a JavaScript expression holds; `view` in it is the first live view."""
        text = f"() => {{ const view = document.querySelector('.kafkalab-live'); return {condition}; }}"
        self.page.wait_for_function(text, timeout=timeout_s * 1000)

    def wait_for_text(self, text: str, timeout_s: float = 20) -> None:
        """Wait until the picture (its label included) says `text`."""
        said = "`${view?.querySelector('svg').getAttribute('aria-label')} ${view?.querySelector('svg').textContent}`"
        self.wait(f"{said}.includes({json.dumps(text)})", timeout_s)

    def label(self) -> str:
        """The picture in words."""
        return str(self.views.first.locator("svg.kafkalab").get_attribute("aria-label"))

    def wait_for_label(self, condition: Callable[[str], bool], timeout_s: float = 20) -> None:
        """Wait until the picture's words are as they should."""
        deadline = time.monotonic() + timeout_s
        while not condition(self.label()):
            assert time.monotonic() < deadline, self.label()
            self.page.wait_for_timeout(50)

    def wait_for_story(self, text: str, timeout_s: float = 20) -> str:
        """Wait until a line of the story has `text`; the line."""
        line = self.views.first.locator(".story li", has_text=text).first
        line.wait_for(timeout=timeout_s * 1000)
        return str(line.inner_text())

    def snap(self, name: str) -> None:
        """A picture of the page in `out`."""
        OUT.mkdir(exist_ok=True)
        self.page.screenshot(path=OUT / f"{name}.png")

    def clear(self, name: str) -> None:
        """Keep a picture, stop all views, and empty the page."""
        self.snap(name)
        wrong, self.errors = self.errors, []
        self.page.set_viewport_size(WIDE)
        self.run("import kafkalab.widgets.live as live\nfor each in list(live._VIEWS): each.stop()", CELLS - 1)
        self.notebook.command("notebook:clear-all-cell-outputs")
        assert wrong == [], "errors in the page"

    def reopen(self) -> None:
        """Close the page and open the notebook again; its kernel goes on."""
        self.page.close()
        self.notebook = self._open(self.lab, self.name)
        self.page = self.notebook.page
        self._listen()

    def copy_from_elsewhere(self) -> Any:
        """The page of a copy of the saved notebook that nobody here has ever run: not trusted."""
        notebook = nbformat.read(self.lab.root / self.name, 4)
        notebook.metadata["from"] = "elsewhere"  # other contents, so that no signature fits
        name = f"copy-of-{self.name}"
        nbformat.write(notebook, self.lab.root / name)
        return self._open(self.lab, name).page

    def saved_picture(self) -> dict[str, Any]:
        """What the saved notebook says of its PNG: size, alternative text."""
        outputs = nbformat.read(self.lab.root / self.name, 4).cells[1].outputs
        return next(dict(each.metadata["image/png"]) for each in outputs if "image/png" in each.data)

    def close(self) -> None:
        """Close the page; the kernel ends with JupyterLab."""
        self.page.close()
