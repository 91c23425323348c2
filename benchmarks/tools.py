"""How long `kafka-topics.sh --list` takes as it is typed, and the same class with the flags of Apache's script."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.shipped import TOOL_FLAGS, java
from kafkalab import Cluster, distribution
from kafkalab.nodes import environment, launch
from kafkalab.tools import TOOLS


def measure(rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of each call, ours and theirs in turn, on a cluster with five topics; one call of each is not counted."""
    cluster = Cluster.up("bench-tools")
    try:
        return _alternate(cluster.bootstrap_servers, rounds)
    finally:
        cluster.delete()


def _alternate(servers: str, rounds: int) -> tuple[list[float], list[float]]:
    typed = [str(Path(sys.executable).with_name("kafka-topics.sh")), "--bootstrap-server", servers]
    for number in range(5):
        _seconds([*typed, "--create", "--topic", f"t{number}", "--replication-factor", "3"])
    logging = f"-Dlog4j2.configurationFile={Path(launch.__file__).with_name('log4j2-tools.xml')}"
    plain = [*java(distribution.provide(), [*TOOL_FLAGS, logging]), TOOLS["kafka-topics"][0], *typed[1:]]
    ours, theirs = [], []
    for _ in range(rounds + 1):
        ours.append(_seconds([*typed, "--list"]))
        theirs.append(_seconds([*plain, "--list"]))
    return ours[1:], theirs[1:]


def _seconds(command: list[str]) -> float:
    began = time.monotonic()
    subprocess.run(command, env=environment.for_java(), capture_output=True, check=True, timeout=60)
    return time.monotonic() - began
