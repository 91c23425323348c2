"""Rounds of sudden death: kill -9 of one process, the lab's own or Kafka's, at a random moment of up, down or a write.
After each, `up` must give a working cluster with every record that was acknowledged, and no process may be left over.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

import psutil

from benchmarks.campaign import traffic
from benchmarks.campaign.judge import Sent
from kafkalab import Cluster, paths
from kafkalab.nodes import lifecycle

Moment = Literal["up", "down", "write"]
Victim = Literal["ours", "Kafka's"]

TOPIC = "rounds"
UP_TIMEOUT_S = 180.0
_MOMENTS: tuple[Moment, ...] = ("up", "down", "write")
# How long each takes on a quiet machine, about: the blow falls somewhere in it, or a little later.
_LENGTHS_S: dict[Moment, float] = {"up": 5.0, "down": 1.5, "write": 3.0}


@dataclass
class Report:
    """What happened in all rounds together."""

    dealt: Counter[tuple[Moment, str]] = field(default_factory=Counter)
    acked: set[Sent] = field(default_factory=set)
    lost: set[Sent] = field(default_factory=set)
    orphans: int = 0
    """Node processes at the end of a round beyond one for each node of the cluster."""
    failed_ups: list[str] = field(default_factory=list)
    up_s: list[float] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether every `up` worked, with every acknowledged record and no orphan."""
        return not (self.lost or self.orphans or self.failed_ups)


def rounds(name: str, seed: int, count: int, tell: Callable[[str], object]) -> Report:
    """Deal `count` blows to a new cluster called `name`, which is deleted in the end."""
    random = Random(seed)
    report = Report()
    cluster = Cluster.up(name)
    cluster.admin.create_topic(TOPIC, partitions=3, replicas=3, configs={"min.insync.replicas": "2"})
    try:
        for number in range(1, count + 1):
            moment = _MOMENTS[number % len(_MOMENTS)]
            victim: Victim = random.choice(("ours", "Kafka's"))
            hit = _blow(cluster, random, moment, victim, report, number)
            report.dealt[moment, victim] += 1
            _recover(cluster, report)
            tell(f"{number:3}/{count}  {moment:<5}  {hit:<28}  up again in {report.up_s[-1]:5.1f} s")
    finally:
        lifecycle.delete(name)
    report.orphans += len(_nodes(name))
    return report


def _blow(cluster: Cluster, random: Random, moment: Moment, victim: Victim, report: Report, number: int) -> str:
    """Begin what the moment is about, hit the victim some time later, and wait until it is over."""
    if moment == "up":
        _before_up(cluster, random)
    program = _begin(cluster, moment, number)
    time.sleep(random.uniform(0.05, _LENGTHS_S[moment]))  # the random moment, not a wait for something
    hit = _kill_program(program) if victim == "ours" else _kill_a_node(cluster.name, random)
    if moment == "write":
        program.terminate()
    told, _ = program.communicate(timeout=UP_TIMEOUT_S)
    if moment == "write":
        whole = told.rpartition(b"\n")[0]  # a program that was killed may have told half a line
        report.acked |= {Sent.decode(line) for line in whole.splitlines()}
    return hit


def _before_up(cluster: Cluster, random: Random) -> None:
    """There must be something to start: the cluster was stopped, or all of it crashed."""
    if random.random() < 0.5:
        cluster.down()
        return
    crashed = _nodes(cluster.name)
    for process in crashed:
        process.kill()
    psutil.wait_procs(crashed, timeout=20)


def _begin(cluster: Cluster, moment: Moment, number: int) -> subprocess.Popen[bytes]:
    command = (
        [sys.executable, "-m", "benchmarks.campaign.writing", cluster.bootstrap_servers, TOPIC, str(number)]
        if moment == "write"
        else [sys.executable, "-m", "kafkalab.cli", moment, "--name", cluster.name]
    )
    here = Path(__file__).parents[2]
    return subprocess.Popen(
        command, cwd=here, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _kill_program(program: subprocess.Popen[bytes]) -> str:
    over = program.poll() is not None
    program.kill()
    return "our own process (was over)" if over else "our own process"


def _kill_a_node(name: str, random: Random) -> str:
    running = _nodes(name)
    if not running:
        return "no node ran"
    victim = random.choice(running)
    tag = _tag(victim)
    victim.kill()
    return f"node {tag.partition('/')[2].partition('@')[0]}"


def _recover(cluster: Cluster, report: Report) -> None:
    """What a student does then: `kafkalab up`."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "kafkalab.cli", "up", "--name", cluster.name],
        capture_output=True, timeout=UP_TIMEOUT_S, check=False,
    )  # fmt: skip
    report.up_s.append(time.monotonic() - began)
    if done.returncode:
        report.failed_ups.append(done.stderr.decode(errors="replace").strip())
        return
    log = traffic.read_all(cluster.bootstrap_servers, TOPIC, 3)
    report.lost |= report.acked - set(log.values())
    report.orphans += max(len(_nodes(cluster.name)) - len(cluster.status().nodes), 0)


def _nodes(name: str) -> list[psutil.Process]:
    """Every live node process of that cluster, whoever started it and whatever any state file says."""
    folder = f"@{paths.cluster_dir(name).resolve()}{os.sep}"
    return [process for process in psutil.process_iter() if folder in _tag(process)]


def _tag(process: psutil.Process) -> str:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return ""
        marks = [part for part in process.cmdline() if part.startswith("-Dkafkalab.node=")]
    except psutil.Error:
        return ""
    return marks[0].partition("=")[2] if marks else ""


def table(report: Report, seed: int) -> str:
    """The report as Markdown."""
    dealt = ", ".join(f"{count} x {victim} during {moment}" for (moment, victim), count in sorted(report.dealt.items()))
    ups = sorted(report.up_s)
    return "\n".join(
        [
            f"{report.dealt.total()} rounds of kill -9, seed {seed}, load average {os.getloadavg()[0]:.1f} at the end",
            "",
            "| acknowledged | lost | orphans | `up` that failed | `up` again, median (min to max) |",
            "|---|---|---|---|---|",
            f"| {len(report.acked)} | {len(report.lost)} | {report.orphans} | {len(report.failed_ups)} "
            f"| {ups[len(ups) // 2]:.1f} s ({ups[0]:.1f} to {ups[-1]:.1f}) |",
            "",
            dealt,
            *report.failed_ups,
        ]
    )
