"""A JupyterLab as `make lab` starts it, in a folder and a home of its own, and a page of headless Chromium on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kafkalab.nodes import ports

TOKEN = "browser-test"
# Cells out of sight are otherwise not in the page at all.
SETTINGS = {"@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"}}
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def served(root: Path, home: Path) -> Iterator[str]:
    """JupyterLab on `root`, with kafkalab's things below `home`. Yields its address."""
    (port,) = ports.choose([28888])
    settings = home / "lab-settings"
    for name, content in SETTINGS.items():
        path = settings / name
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    environment = {
        **os.environ, "KAFKALAB_HOME": str(home / "kafkalab"), "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"), "JUPYTER_CONFIG_DIR": str(home / "jupyter"),
        "JUPYTER_DATA_DIR": str(home / "jupyter-data"), "IPYTHONDIR": str(home / "ipython"), "HOME": str(home),
        "KAFKALAB_CACHE": os.environ.get("KAFKALAB_CACHE") or str(_cache()),
    }  # fmt: skip
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
        f"--ServerApp.root_dir={root}", f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True",
        "--LabApp.news_url=None",
    ]  # fmt: skip
    with (home / "jupyterlab.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_serving(server, address)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _cache() -> Path:
    from kafkalab import paths

    return paths.cache()


def _wait_serving(server: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            assert server.poll() is None, "JupyterLab ended"
            assert time.monotonic() < deadline, "JupyterLab does not answer"
            time.sleep(0.2)


@dataclass(frozen=True)
class NotebookPage:
    """A notebook open in JupyterLab. `page` is Playwright's."""

    page: Any

    @classmethod
    def open(cls, page: Any, address: str, path: str) -> NotebookPage:
        """Open `path`, and wait until its kernel is idle."""
        page.goto(f"{address}/lab/tree/{path}?reset&token={TOKEN}", timeout=90_000)
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
