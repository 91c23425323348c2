"""`make bench`: the table of README.md. Each row alternates ours with what it is compared to, and prints the ratio.

Other programs on the machine disturb both sides alike only on average: read the minima, and the spread.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks import diagram, failover, live, shipped, startup, tools
from benchmarks.table import machine, ratio, row, single
from kafkalab.nodes import lab_speed


def main() -> None:
    """Run every benchmark and print the table."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="kafkalab-bench-") as folder:
        os.environ["KAFKALAB_HOME"] = folder
        machine()
        _print_starts(options.rounds, Path(folder))
        _print_tools(options.rounds * 2)
        _print_diagram()
        live.report(["topic"])
        _print_failover(options.rounds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--rounds", type=int, default=5, help="starts of each kind (default: 5)")
    return parser.parse_args()


def _print_starts(rounds: int, folder: Path) -> None:
    startup.measure("warm-up")  # not counted: the very first start also trains Java's caches
    ours, lean, theirs = [], [], []
    for number in range(rounds):
        ours.append(startup.measure(f"bench{number}"))
        lean.append(startup.measure(f"lean{number}", combined=True))
        theirs.append(shipped.measure(folder / f"shipped{number}"))
    print("\n3 brokers + 1 controller, four processes, the same Java: from nothing to ready, and then a topic")
    row("Cluster.up(), ready (s)", [start.ready_s for start in ours])
    row("shipped settings, format + start, ready (s)", [start.ready_s for start in theirs])
    ratio([start.ready_s for start in ours], [start.ready_s for start in theirs], goal=0.20)
    row("Cluster.up(combined=True), ready (s)", [start.ready_s for start in lean])
    ratio([start.ready_s for start in lean], [start.ready_s for start in ours])
    row("Cluster.up(), memory (PSS, MB)", [start.memory_mb for start in ours])
    row("shipped settings, memory (PSS, MB)", [start.memory_mb for start in theirs])
    ratio([start.memory_mb for start in ours], [start.memory_mb for start in theirs], goal=0.35)
    row("Cluster.up(combined=True), memory (PSS, MB)", [start.memory_mb for start in lean])
    ratio([start.memory_mb for start in lean], [start.memory_mb for start in ours])


def _print_tools(rounds: int) -> None:
    ours, theirs = tools.measure(rounds)
    print("\nkafka-topics.sh --list, as typed, and the same class with the flags of Apache's script")
    row("kafka-topics.sh --list (s)", ours)
    row("shipped flags (s)", theirs)
    ratio(ours, theirs, goal=0.30)


def _print_diagram() -> None:
    seen = diagram.measure()
    print("\nThe live diagram, kernel side (3 partitions, 2 groups)")
    row("from a record's acknowledgement to a new scene (ms)", seen.latencies_ms)
    single("CPU at rest (% of a core)", seen.cpu_at_rest, f"over {seen.rest_s:.0f} s", goal="at most 3")


def _print_failover(rounds: int) -> None:
    times = failover.measure(rounds)
    # Kafka reads these on the controller and on every broker; the lab gives all of them the same.
    print(f"\nFailover of one partition, a producer writing with acks=all ({_timeouts()})")
    row("kill() of the leader: until a new leader (s)", times.new_leader)
    row("  longest time without an acknowledgement (s)", times.next_ack)
    row("start() of the killed broker: until the ISR is whole (s)", times.whole_isr)
    row("stop() of the leader: until a new leader (s)", times.clean_leader)
    row("  longest time without an acknowledgement (s)", times.clean_ack)


def _timeouts() -> str:
    ours = lab_speed.of_kafka("kraft")
    return ", ".join(f"{name}={ours[name]}" for name in failover.TIMEOUTS)


if __name__ == "__main__":
    main()
