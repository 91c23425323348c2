"""The live view in JupyterLab and headless Chromium on a real cluster: how soon a record is painted, and what it costs.

12 partitions, 3 groups with a consumer each, 10 records per second. `python -m benchmarks.live` runs it alone.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from kafka import KafkaProducer

from benchmarks.live_page import Page, Work, notebook, until
from benchmarks.table import machine, percentile, row, single
from kafkalab import Cluster
from kafkalab.widgets.widget import SceneWidget

NAME, TOPIC, SPLIT = "bench-live", "bench", "bench-split"
PARTITIONS, GROUPS, RATE = 12, 3, 10.0
PAUSED = 103
REST_S, LOAD_S, PAINTS_S, PAUSE_S = 12.0, 12.0, 20.0, 8.0
# The arguments of cluster.show() for each kind.
KINDS = {
    "topic": f"{TOPIC!r}",
    "replicas": f"{TOPIC!r}, kind='replicas', partition=0",
    "cluster": "kind='cluster'",
    "group": f"{TOPIC!r}, kind='group', group='readers-1'",
    "offsets": f"{TOPIC!r}, kind='offsets', partition=0, group='readers-1'",
    "producers": f"{TOPIC!r}, kind='producers'",
}


class Writer(threading.Thread):
    """Writes RATE records per second to `partitions` in turn; `acked` has when each was acknowledged."""

    def __init__(self, bootstrap_servers: str, topic: str, partitions: int) -> None:
        super().__init__(name="writer", daemon=True)
        self._servers, self._topic, self._partitions = bootstrap_servers, topic, partitions
        self.acked: dict[tuple[int, int], float] = {}
        self._ended = threading.Event()

    def __enter__(self) -> Writer:
        self.start()
        until(lambda: self.acked, "a record was acknowledged")
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()

    def run(self) -> None:
        """One record at a time, each at its moment."""
        producer = KafkaProducer(bootstrap_servers=self._servers, bootstrap_timeout_ms=20_000)
        began, number = time.monotonic(), 0
        while not self._ended.wait(max(0.0, began + number / RATE - time.monotonic())):
            partition = number % self._partitions
            at = producer.send(self._topic, b"value", key=b"key", partition=partition).get(10)
            self.acked[partition, at.offset] = time.time()
            number += 1
        producer.close()


@dataclass(frozen=True)
class Cost:
    """One kind of view: at rest, and under load with `states` per second arriving in the page."""

    rest: Work
    load: Work
    states: float


@dataclass
class Seen:
    """What one run found. Latencies in ms."""

    costs: dict[str, Cost] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    missed: int = 0
    before_pause: list[float] = field(default_factory=list)
    noticing: list[float] = field(default_factory=list)
    """While the cluster finds out that a broker is paused: it elects leaders, groups look for their coordinators."""
    paused: list[float] = field(default_factory=list)
    threads_of: dict[int, list[str]] = field(default_factory=dict)


def measure(kinds: list[str], folder: Path) -> Seen:
    """On a cluster of its own, which is deleted at the end."""
    cluster, seen = Cluster.up(NAME), Seen()
    split = f"{SPLIT!r}"
    try:
        _fill(cluster)
        with notebook(folder, NAME, [*(KINDS[kind] for kind in kinds), split]) as page:
            for kind in kinds:
                seen.costs[kind] = _cost(page, cluster, KINDS[kind])
            _latencies(page, cluster, seen)
            _paused(page, cluster, seen, split)
            _views(page, kinds, seen)
        return seen
    finally:
        cluster.delete()


def _fill(cluster: Cluster) -> None:
    """The topics. In the second, brokers 101 and 102 share partitions of which PAUSED has no copy."""
    cluster.admin.create_topic(TOPIC, partitions=PARTITIONS, replicas=3)
    pairs = {n: [101, 102] if n % 2 else [102, 101] for n in range(8)}
    cluster.admin.create_topic(SPLIT, assignment={**pairs, **{n: [PAUSED, 101] for n in range(8, PARTITIONS)}})
    for number in range(GROUPS):
        cluster.consumer(TOPIC, group=f"readers-{number + 1}")


def _writer(cluster: Cluster, topic: str = TOPIC, partitions: int = PARTITIONS) -> Writer:
    return Writer(cluster.bootstrap_servers, topic, partitions)


def _cost(page: Page, cluster: Cluster, arguments: str) -> Cost:
    with page.showing(arguments):
        page.page.wait_for_timeout(3000)  # what was there before dies away
        rest = page.work(REST_S)
        with _writer(cluster):
            page.page.wait_for_timeout(2000)
            page.count_states()
            load = page.work(LOAD_S)
            states = page.states() / LOAD_S
        return Cost(rest, load, states)


def _latencies(page: Page, cluster: Cluster, seen: Seen) -> None:
    with page.showing(KINDS["topic"]):
        page.watch_paints()
        with _writer(cluster) as writer:
            page.page.wait_for_timeout(PAINTS_S * 1000)
        seen.latencies = list(_latency(page, writer).values())
        seen.missed = len(writer.acked) - len(seen.latencies)


def _paused(page: Page, cluster: Cluster, seen: Seen, split: str) -> None:
    """Records of partitions that the paused broker neither leads nor copies, before it is paused and after."""
    with page.showing(split):
        page.watch_paints()
        # Made before the pause: a client that picks the paused broker to begin with waits for it.
        with _writer(cluster, SPLIT, 8) as writer:
            page.page.wait_for_timeout(PAUSE_S * 1000)
            at = time.time()
            cluster.broker(PAUSED).pause(wait=False)
            page.page.wait_for_timeout(2 * PAUSE_S * 1000)
        found = {writer.acked[place] - at: latency for place, latency in _latency(page, writer).items()}
        cluster.heal()
    seen.before_pause = [latency for after, latency in found.items() if after < 0]
    seen.noticing = [latency for after, latency in found.items() if 0 <= after < PAUSE_S]
    seen.paused = [latency for after, latency in found.items() if after >= PAUSE_S]


def _latency(page: Page, writer: Writer) -> dict[tuple[int, int], float]:
    """From acknowledgement to paint, in ms, of the records that did not leave the picture before they were seen."""
    page.page.wait_for_timeout(1000)
    painted = page.paints()
    return {place: 1000 * max(0.0, painted[place] - at) for place, at in writer.acked.items() if place in painted}


def _views(page: Page, kinds: list[str], seen: Seen) -> None:
    """The kernel's threads with one view of each kind, and with two."""
    for rounds in (1, 2):
        shown = [KINDS[kind] for kind in kinds] * rounds
        for arguments in shown[:-1]:
            page.show(arguments)
        with page.showing(shown[-1]):
            seen.threads_of[len(shown)] = page.threads()


def report(kinds: list[str]) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="kafkalab-live-") as folder:
        seen = measure(kinds, Path(folder))
    print(f"\nThe live view in headless Chromium ({PARTITIONS} partitions, {GROUPS} groups, {RATE:.0f} records/s)")
    row("from a record's acknowledgement to its paint (ms)", seen.latencies, goal="median below 100")
    single("  p95 (ms)", percentile(seen.latencies, 0.95), f"{seen.missed} never in the picture", goal="below 200")
    for kind, cost in seen.costs.items():
        _print_cost(kind, cost)
    row("leader and copies elsewhere, all brokers up: to the paint (ms)", seen.before_pause)
    row(f"  from the pause of broker {PAUSED} on, for {PAUSE_S:.0f} s (ms)", seen.noticing)
    row(f"  with broker {PAUSED} paused, later (ms)", seen.paused, goal="the same")
    for views, names in seen.threads_of.items():
        single(f"observers with {views} views", names.count("kafkalab-observer"), f"{len(names)} threads", goal="1")
    single("JavaScript of the widget (kB)", len(str(SceneWidget._esm).encode()) / 1000, goal="below 15")


def _print_cost(kind: str, cost: Cost) -> None:
    rest, load = cost.rest, cost.load
    note = f"load average {rest.load:.1f}"
    single(f"{kind} at rest: kernel CPU (% of a core)", rest.kernel, note, goal="below 3")
    single("  main thread of the page (% of the time)", rest.main_thread, _processor(rest))
    note = f"{cost.states:.1f} states/s, load average {load.load:.1f}"
    single(f"{kind} with {RATE:.0f} records/s: kernel CPU (% of a core)", load.kernel, note, goal="below 20")
    single("  main thread of the page (% of the time)", load.main_thread, _processor(load), goal="below 30")


def _processor(work: Work) -> str:
    return f"its CPU {work.main_thread_cpu:.1f}, all of the browser's {work.browser:.1f}"


def main() -> None:
    """Only these figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live")
    parser.add_argument("kinds", nargs="*", default=list(KINDS), help=f"of {', '.join(KINDS)} (default: all)")
    kinds = parser.parse_args().kinds
    with tempfile.TemporaryDirectory(prefix="kafkalab-bench-") as folder:
        os.environ["KAFKALAB_HOME"] = folder
        machine()
        report(kinds)


if __name__ == "__main__":
    main()
