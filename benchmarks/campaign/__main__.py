"""`make campaign`: the full campaign, its mutant and the rounds of sudden death, with their tables.

A seed gives the same faults again; what they meet (a write on its way, a half-done start) is the machine's.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile

from benchmarks.campaign import rounds, run, schedule
from kafkalab import Cluster


def main() -> int:
    """Run all and print the tables. Exit code 1 if a promise was broken, or if the mutant kept all of its own."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="kafkalab-campaign-") as folder:
        os.environ["KAFKALAB_HOME"] = folder
        cluster = Cluster.up("campaign")
        try:
            outcomes = [
                run.campaign(cluster, topic, rules, schedule.draw(options.seed, count, [101, 102, 103], [1]), print)
                for topic, rules, count in (
                    ("safe", run.SAFE, options.faults),
                    ("risky", run.RISKY, options.mutant_faults),
                )
            ]
        finally:
            cluster.delete()
        deaths = rounds.rounds("rounds", options.seed, options.rounds, print)
    print(f"\n{table(outcomes, options.seed)}\n\n{rounds.table(deaths, options.seed)}")
    safe, risky = outcomes
    return 0 if safe.verdict.is_clean and risky.verdict.lost and deaths.is_clean else 1


def table(outcomes: list[run.Outcome], seed: int) -> str:
    """The outcomes as a Markdown table, with the faults by kind below."""
    lines = [
        f"seed {seed}, load average {os.getloadavg()[0]:.1f} at the end",
        "",
        "| writers and topic | faults | acknowledged | unsure | in the log | lost | twice | out of order | vanished "
        "| longest silence | without an ack | took |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for each in outcomes:
        found = each.verdict
        lines.append(
            f"| {each.rules.name} | {each.faults.total()} | {each.acked} | {each.unsure} | {each.in_log} "
            f"| {len(found.lost)} | {len(found.duplicates)} | {len(found.out_of_order)} | {len(found.vanished)} "
            f"| {each.longest_silence_s:.1f} s | {each.idle_faults} | {each.took_s:.0f} s |"
        )
    kinds = [", ".join(f"{count} {kind}" for kind, count in sorted(each.faults.items())) for each in outcomes]
    return "\n".join([*lines, "", *kinds])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.campaign")
    parser.add_argument("--faults", type=int, default=100, help="faults while the writers are safe (default: 100)")
    parser.add_argument("--mutant-faults", type=int, default=12, help="faults while they are not (default: 12)")
    parser.add_argument("--rounds", type=int, default=50, help="rounds of kill -9 (default: 50)")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
