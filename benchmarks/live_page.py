"""The notebook of `benchmarks.live`: JupyterLab and headless Chromium as the tests use them, and what they tell.

The paint of a record is the end of the first frame in which its mark is: a task queued in that frame's
requestAnimationFrame. Date.now() and the writer's time.time() are the same clock, as both are on this machine.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.sync_api import CDPSession

from kafkalab import paths

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from widgets.lab import Lab, Notebook

_SETUP = """
import json, os, threading
from pathlib import Path
from kafkalab import Cluster
cluster = Cluster.attach({name!r})
views = []
Path("pid").write_text(str(os.getpid()))
"""
_SHOW = "views.append(cluster.show({arguments}))"
_STOP = "while views: views.pop().stop()"
_THREADS = "Path('threads').write_text(json.dumps([thread.name for thread in threading.enumerate()]))"
_PROBE = """() => {
    const painted = (window.painted = {});
    const { port1, port2 } = new MessageChannel();
    let waiting = [];
    port1.onmessage = () => {
        const now = Date.now();
        for (const name of waiting) painted[name] ??= now;
        waiting = [];
    };
    const look = () => {
        const there = [...document.querySelectorAll(".kafkalab-live [data-offset]")];
        const names = there.map(({ dataset }) => `${dataset.partition}-${dataset.offset}`);
        requestAnimationFrame(() => {
            waiting.push(...names.filter((name) => !(name in painted)));
            port2.postMessage(0);
        });
    };
    const picture = document.querySelector(".kafkalab-live svg");
    new MutationObserver(look).observe(picture, { subtree: true, childList: true });
    look();
}"""
# Each state sets the picture's label anew, whether or not its words have changed.
_COUNT = """() => {
    window.states = 0;
    window.counter?.disconnect();
    window.counter = new MutationObserver(() => (window.states += 1));
    window.counter.observe(
        document.querySelector(".kafkalab-live svg"), { attributes: true, attributeFilter: ["aria-label"] });
}"""


@dataclass(frozen=True)
class Work:
    """What a stretch of time cost, in % of one core. On a busy machine tasks last longer than the CPU time in them."""

    kernel: float
    main_thread: float
    """How long the tasks of the page's main thread lasted (TaskDuration)."""
    main_thread_cpu: float
    browser: float
    load: float
    """The machine's load average (one minute) at its end."""


class Page:
    """One notebook on the cluster `name`, whose cells show views. `kernel` is its process."""

    def __init__(self, notebook: Notebook, root: Path, cells: list[str], browser: list[psutil.Process]) -> None:
        self._notebook, self._root, self._cells, self._browser = notebook, root, cells, browser
        self.page = notebook.page
        self.page.set_viewport_size({"width": 1300, "height": 1500})
        self._lasted, self._cpu = (self._session(domain) for domain in ("timeTicks", "threadTicks"))
        self._run(0)
        until((root / "pid").exists, "the kernel started")
        self.kernel = psutil.Process(int((root / "pid").read_text()))

    @contextmanager
    def showing(self, arguments: str) -> Iterator[None]:
        """A live view, in sight and live; it is stopped at the end, and with it all that `show` has shown."""
        self.show(arguments)
        self.page.wait_for_selector('.kafkalab-live[data-state="live"]', timeout=30_000)
        self.page.locator(".kafkalab-live svg").first.scroll_into_view_if_needed()
        yield
        self._run(self._cells.index(_STOP))
        self.page.wait_for_selector(".kafkalab-live", state="detached", timeout=30_000)

    def show(self, arguments: str) -> None:
        """One more view, which is not waited for."""
        self._run(self._cells.index(_SHOW.format(arguments=arguments)))

    def work(self, seconds: float) -> Work:
        """What the next `seconds` cost."""
        before = self._used()
        self.page.wait_for_timeout(seconds * 1000)
        *used, passed = (b - a for a, b in zip(before, self._used(), strict=True))
        return Work(*(100 * each / passed for each in used), load=psutil.getloadavg()[0])

    def _used(self) -> tuple[float, ...]:
        """In the order of Work; then the time."""
        tasks = (_task_s(session) for session in (self._lasted, self._cpu))
        return cpu_s([self.kernel]), *tasks, cpu_s(self._browser), time.monotonic()

    def _session(self, time_domain: str) -> CDPSession:
        session = self.page.context.new_cdp_session(self.page)
        session.send("Performance.enable", {"timeDomain": time_domain})
        return session

    def count_states(self) -> None:
        """From now on count the states that the page gets."""
        self.page.evaluate(_COUNT)

    def states(self) -> int:
        """How many there were."""
        return int(self.page.evaluate("() => window.states"))

    def watch_paints(self) -> None:
        """From now on note when each record is painted."""
        self.page.evaluate(_PROBE)

    def paints(self) -> dict[tuple[int, int], float]:
        """{(partition, offset): seconds since the epoch} of every record seen so far."""
        seen = self.page.evaluate("() => window.painted")
        return {tuple(map(int, name.split("-"))): at / 1000 for name, at in seen.items()}  # type: ignore[misc]

    def threads(self) -> list[str]:
        """The names of the kernel's threads."""
        (self._root / "threads").unlink(missing_ok=True)
        self._run(self._cells.index(_THREADS))
        until(lambda: (self._root / "threads").exists() and (self._root / "threads").read_text(), "the kernel told")
        names: list[str] = json.loads((self._root / "threads").read_text())
        return names

    def _run(self, cell: int) -> None:
        self._notebook.run(cell)


@contextmanager
def notebook(folder: Path, name: str, shown: list[str]) -> Iterator[Page]:
    """A notebook on the cluster `name`, with a cell for each view in `shown` (the arguments of `cluster.show`)."""
    root = folder / "lab"
    settings = root / ".jupyter" / "SETTINGS" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    # Cells out of sight are otherwise not in the page at all.
    (settings / "tracker.jupyterlab-settings").write_text(json.dumps({"windowingMode": "none"}), encoding="utf-8")
    cells = [_SETUP.format(name=name), *(_SHOW.format(arguments=each) for each in shown), _STOP, _THREADS]
    lab = Lab(root, KAFKALAB_CACHE=str(paths.cache()))
    try:
        lab.write("live.ipynb", *cells)
        others = set(psutil.Process().children(recursive=True))
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        assert chromium is not None, "no Chromium is installed"
        opened = lab.open(chromium, "live.ipynb")
        browser = [each for each in set(psutil.Process().children(recursive=True)) - others if "chrom" in each.name()]
        yield Page(opened, root, cells, browser)
    finally:
        lab.stop()


def _task_s(session: CDPSession) -> float:
    told = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in told if metric["name"] == "TaskDuration"))


def cpu_s(processes: list[psutil.Process]) -> float:
    """Seconds of CPU that these processes have used."""
    times = [process.cpu_times() for process in processes if process.is_running()]
    return sum(used.user + used.system for used in times)


def until(condition: Callable[[], object], what: str) -> None:
    """Wait, a minute at most."""
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within a minute: {what}")
        time.sleep(0.02)
