"""Lesson notebooks in JupyterLab, in a folder and a home of their own, and a page of Chromium on each of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from widgets.lab import Lab

from kafkalab import paths
from kafkalab.nodes import lifecycle

ROOT = Path(__file__).parents[2]
# Cells out of sight are otherwise not in the page at all.
SETTINGS = {"@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"}}


@contextmanager
def lessons(folder: Path) -> Iterator[Lab]:
    """JupyterLab on a copy of the notebooks in `folder`. The cluster that they start is deleted at the end."""
    root, home = folder / "course", folder / "home"
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    lab = start(root, KAFKALAB_HOME=str(home))
    try:
        yield lab
    finally:
        lab.stop()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("KAFKALAB_HOME", str(home))
            lifecycle.delete(lifecycle.DEFAULT_NAME)


def start(root: Path, **variables: str) -> Lab:
    """JupyterLab in `root`, with every cell in the page."""
    settings = root / ".settings"
    for name, content in SETTINGS.items():
        path = settings / name
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    # The cache by name: kernels look for it below HOME, which is another one.
    return Lab(root, KAFKALAB_CACHE=str(paths.cache()), JUPYTERLAB_SETTINGS_DIR=str(settings), **variables)


@dataclass(frozen=True)
class NotebookPage:
    """A notebook open in JupyterLab. `page` is Playwright's."""

    page: Any

    @classmethod
    def open(cls, page: Any, lab: Lab, path: str, mode: str = "lab") -> NotebookPage:
        """Open `path`, and wait until its kernel is idle. With `mode` "doc" there is nothing but the notebook."""
        page.goto(f"http://127.0.0.1:{lab.port}/{mode}/tree/{path}?reset&token={lab.token}", timeout=90_000)
        page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.content?.widgets?.length > 0", timeout=90_000
        )
        self = cls(page)
        self.wait_for_kernel()
        return self

    def command(self, name: str) -> None:
        """Run one of JupyterLab's commands, as its menus do, and wait until it has done its work."""
        self.page.evaluate("async name => { await window.jupyterapp.commands.execute(name) }", name)

    def wait_for_kernel(self) -> None:
        """Wait until the notebook's kernel is idle."""
        self.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.sessionContext?.session?.kernel?.status === 'idle'",
            timeout=90_000,
        )

    def cell_with(self, code: str) -> int:
        """The index of the code cell whose source contains `code`."""
        found = self.page.evaluate(
            """code => window.jupyterapp.shell.currentWidget.content.widgets.findIndex(
                (cell) => cell.model.type === "code" && cell.model.sharedModel.getSource().includes(code))""",
            code,
        )
        assert found >= 0, f"no cell with {code!r}"
        return int(found)

    def source(self, index: int) -> str:
        """The code of a cell."""
        return str(
            self.page.evaluate(
                "i => window.jupyterapp.shell.currentWidget.content.widgets[i].model.sharedModel.getSource()", index
            )
        )

    def run(self, index: int) -> None:
        """Run one cell as it is, to its end."""
        self.page.evaluate("i => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = i }", index)
        self.command("notebook:run-cell")

    def run_up_to(self, index: int) -> None:
        """Run the code cells before `index`, one after the other, as a student does."""
        for earlier in range(index):
            if self.page.evaluate(
                "i => window.jupyterapp.shell.currentWidget.content.widgets[i].model.type === 'code'", earlier
            ):
                self.run(earlier)

    def type_and_run(self, index: int, code: str) -> str:
        """Type `code` over what the cell holds, run it, and return the text of its output."""
        cell = self.page.locator(".jp-Notebook .jp-Cell").nth(index)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(code)
        self.run(index)
        return str(cell.locator(".jp-OutputArea").inner_text())

    def errors(self) -> list[str]:
        """The text of every output that is an error."""
        return [str(text) for text in self.page.locator(".jp-RenderedText[data-mime-type*=error]").all_inner_texts()]
