"""A JupyterLab of its own for one test run: own folders, own port, no network; and notebooks opened in a browser."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from kafkalab import widgets

CHROMIUM_ARGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip


class _Chromium:
    """The one browser of all Labs that are open: Playwright can run only once in a thread.

    While it runs, nothing else in that thread can run a loop of asyncio; so the last Lab that closes ends it.
    """

    def __init__(self) -> None:
        self._playwright: Any = None
        self._browser: Browser | None = None
        self._users: set[Lab] = set()

    def taken(self, user: Lab, path: str) -> Browser:
        """The browser, started if need be."""
        self._users.add(user)
        if self._browser is None:
            self._playwright = sync_playwright().start()
            self._browser = self._playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        return self._browser

    def left(self, user: Lab) -> None:
        """`user` needs it no longer."""
        self._users.discard(user)
        if self._browser is not None and not self._users:
            self._browser.close()
            self._playwright.stop()
            self._browser = None


_CHROMIUM = _Chromium()


class Lab:
    """JupyterLab in `root`, with the settings that our wheel ships."""

    def __init__(self, root: Path, **variables: str) -> None:
        """`variables` are added to the environment of JupyterLab and its kernels."""
        self.root = root
        self.shared: Notebook | None = None
        self.token = secrets.token_hex(8)
        self.port = _free_port()
        folders = {f"JUPYTER_{name}_DIR": str(root / ".jupyter" / name) for name in ("CONFIG", "DATA", "RUNTIME")}
        folders |= {f"JUPYTERLAB_{name}_DIR": str(root / ".jupyter" / name) for name in ("SETTINGS", "WORKSPACES")}
        shipped = str(Path(widgets.__file__).parent)  # holds labconfig/, as etc/jupyter does once installed
        environment = {**os.environ, **folders, "JUPYTER_CONFIG_PATH": shipped, "HOME": str(root), **variables}
        with (root / "lab.log").open("w") as log:
            self._process = subprocess.Popen(self._command(), env=environment, stdout=log, stderr=subprocess.STDOUT)
        self._wait()

    def _command(self) -> list[str]:
        options = {
            "ServerApp.ip": "127.0.0.1", "ServerApp.port": self.port, "ServerApp.port_retries": 0,
            "ServerApp.root_dir": self.root, "IdentityProvider.token": self.token, "LabApp.news_url": "",
            "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "LabApp.expose_app_in_browser": True,
        }  # fmt: skip
        start = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        return start + [f"--{name}={value}" for name, value in options.items()]

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api", timeout=2).close()
                return
            except (urllib.error.URLError, OSError):
                said = (self.root / "lab.log").read_text()[-2000:]
                assert time.monotonic() < deadline, f"JupyterLab did not start: {said}"
                time.sleep(0.2)

    def browser(self, chromium: str) -> Browser:
        """The browser that all Labs share."""
        return _CHROMIUM.taken(self, chromium)

    def stop(self) -> None:
        _CHROMIUM.left(self)
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def write(self, name: str, *cells: str) -> Path:
        """A notebook with these code cells."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, self.root / name)
        return self.root / name

    def open(self, chromium: str, name: str) -> Notebook:
        page = self.browser(chromium).new_page(viewport={"width": 1300, "height": 900})
        page.goto(f"http://127.0.0.1:{self.port}/doc/tree/{name}?reset&token={self.token}")
        return Notebook(page, len(nbformat.read(self.root / name, 4).cells))


class Notebook:
    """An open notebook. `view` finds elements of its live views."""

    def __init__(self, page: Page, cells: int) -> None:
        self.page = page
        page.wait_for_function(f"document.querySelectorAll('.jp-CodeCell').length === {cells}", timeout=60_000)
        ready = "document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'"
        page.wait_for_function(ready, timeout=60_000)
        page.wait_for_timeout(1000)  # JupyterLab moves the focus once more when a notebook has come up

    def run(self, cell: int) -> None:
        """Run the cell and don't wait for its end."""
        self.page.locator(".jp-CodeCell").nth(cell).locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")

    def view(self, selector: str = "") -> Locator:
        return self.page.locator(f".kafkalab-live {selector}".strip())

    def wait_status(self, text: str, timeout: float = 15) -> None:
        self.view(f".status:has-text('{text}')").first.wait_for(timeout=timeout * 1000)

    def save(self) -> None:
        self.page.keyboard.press("Control+s")
        self.page.wait_for_timeout(1500)

    def close(self) -> None:
        self.page.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
