"""How the benchmarks print a row: the median, the spread, the number of values, and the goal where there is one."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence

import psutil


def machine() -> None:
    """What it was measured on, and what else was going on there."""
    memory = psutil.virtual_memory().total / 2**30
    print(f"{os.cpu_count()} cores, {memory:.0f} GiB, load average {os.getloadavg()[0]:.1f} at the start")


def row(name: str, values: Sequence[float], goal: str = "") -> None:
    """Many values of one thing."""
    low, middle, high = min(values), statistics.median(values), max(values)
    print(f"  {name:<60} {middle:8.2f}   ({low:.2f} to {high:.2f}, n={len(values)}{_goal(goal)})")


def single(name: str, value: float, note: str = "", goal: str = "") -> None:
    """One value; `note` says over what, or under what load."""
    remark = ", ".join(part for part in (note, _goal(goal).lstrip("; ")) if part)
    print(f"  {name:<60} {value:8.1f}   {f'({remark})' if remark else ''}".rstrip())


def ratio(ours: Sequence[float], theirs: Sequence[float], goal: float | None = None) -> None:
    """Of the medians, and pair by pair: the two sides alternate."""
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    of_medians = statistics.median(ours) / statistics.median(theirs)
    aim = _goal(f"at most {goal:.2f}" if goal else "")
    print(f"  {'  ratio':<60} {of_medians:8.2f}   ({min(ratios):.2f} to {max(ratios):.2f} pair by pair{aim})")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share (0 to 1) of `values` lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _goal(goal: str) -> str:
    return f"; goal: {goal}" if goal else ""
