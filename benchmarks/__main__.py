"""`make bench`: the table of README.md. Each row alternates ours with what it is compared to, and prints the ratio.

Other programs on the machine disturb both sides alike only on average: read the minima, and the spread.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psutil

from benchmarks import diagram, failover, shipped, startup, tools
from kafkalab.nodes import lab_speed


def main() -> None:
    """Run every benchmark and print the table."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="kafkalab-bench-") as folder:
        os.environ["KAFKALAB_HOME"] = folder
        _print_machine()
        _print_starts(options.rounds, Path(folder))
        _print_tools(options.rounds * 2)
        _print_diagram()
        _print_failover(options.rounds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--rounds", type=int, default=5, help="starts of each kind (default: 5)")
    return parser.parse_args()


def _print_machine() -> None:
    load = os.getloadavg()[0]
    print(
        f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB, load average {load:.1f} at the start"
    )


def _print_starts(rounds: int, folder: Path) -> None:
    startup.measure("warm-up")  # not counted: the very first start also trains Java's caches
    ours, lean, theirs = [], [], []
    for number in range(rounds):
        ours.append(startup.measure(f"bench{number}"))
        lean.append(startup.measure(f"lean{number}", combined=True))
        theirs.append(shipped.measure(folder / f"shipped{number}"))
    print("\n3 brokers + 1 controller, four processes, the same Java: from nothing to ready, and then a topic")
    _row("Cluster.up(), ready (s)", [start.ready_s for start in ours])
    _row("shipped settings, format + start, ready (s)", [start.ready_s for start in theirs])
    _ratio([start.ready_s for start in ours], [start.ready_s for start in theirs], goal=0.20)
    _row("Cluster.up(combined=True), ready (s)", [start.ready_s for start in lean])
    _ratio([start.ready_s for start in lean], [start.ready_s for start in ours])
    _row("Cluster.up(), memory (PSS, MB)", [start.memory_mb for start in ours])
    _row("shipped settings, memory (PSS, MB)", [start.memory_mb for start in theirs])
    _ratio([start.memory_mb for start in ours], [start.memory_mb for start in theirs], goal=0.35)
    _row("Cluster.up(combined=True), memory (PSS, MB)", [start.memory_mb for start in lean])
    _ratio([start.memory_mb for start in lean], [start.memory_mb for start in ours])


def _print_tools(rounds: int) -> None:
    ours, theirs = tools.measure(rounds)
    print("\nkafka-topics.sh --list, as typed, and the same class with the flags of Apache's script")
    _row("kafka-topics.sh --list (s)", ours)
    _row("shipped flags (s)", theirs)
    _ratio(ours, theirs, goal=0.30)


def _print_diagram() -> None:
    seen = diagram.measure()
    print("\nThe live diagram, kernel side (3 partitions, 2 groups)")
    _row("from a record's acknowledgement to a new scene (ms)", seen.latencies_ms)
    print(f"  {'CPU at rest (% of a core)':<52} {seen.cpu_at_rest:8.1f}   (over {seen.rest_s:.0f} s; goal: at most 3)")


def _print_failover(rounds: int) -> None:
    times = failover.measure(rounds)
    # Kafka reads these on the controller and on every broker; the lab gives all of them the same.
    print(f"\nFailover of one partition, a producer writing with acks=all ({_timeouts()})")
    _row("kill() of the leader: until a new leader (s)", times.new_leader)
    _row("  longest time without an acknowledgement (s)", times.next_ack)
    _row("start() of the killed broker: until the ISR is whole (s)", times.whole_isr)
    _row("stop() of the leader: until a new leader (s)", times.clean_leader)
    _row("  longest time without an acknowledgement (s)", times.clean_ack)


def _timeouts() -> str:
    ours = lab_speed.of_kafka("kraft")
    return ", ".join(f"{name}={ours[name]}" for name in failover.TIMEOUTS)


def _row(name: str, values: Sequence[float]) -> None:
    low, middle, high = min(values), statistics.median(values), max(values)
    print(f"  {name:<52} {middle:8.2f}   ({low:.2f} to {high:.2f}, n={len(values)})")


def _ratio(ours: Sequence[float], theirs: Sequence[float], goal: float | None = None) -> None:
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    print(
        f"  {'  ratio':<52} {statistics.median(ours) / statistics.median(theirs):8.2f}   "
        f"({min(ratios):.2f} to {max(ratios):.2f} pair by pair{f'; goal: at most {goal:.2f}' if goal else ''})"
    )


if __name__ == "__main__":
    main()
