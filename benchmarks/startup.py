"""How long `Cluster.up()` takes from an empty folder until it is ready, and how much memory its nodes then hold."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

import psutil

from kafkalab import Cluster


@dataclass(frozen=True)
class Start:
    """One start: seconds until ready, megabytes of all nodes together."""

    ready_s: float
    memory_mb: float


def measure(name: str, *, combined: bool = False) -> Start:
    """Bring a new cluster up, weigh it, delete it. With `combined` the controller is inside a broker: one JVM less."""
    began = time.monotonic()
    cluster = Cluster.up(name, combined=combined)
    ready_s = time.monotonic() - began
    try:
        make_topic(cluster.bootstrap_servers)
        return Start(ready_s, memory_mb([node.pid for node in cluster.status().nodes if node.pid]))
    finally:
        cluster.delete()


def make_topic(bootstrap_servers: str) -> None:
    """A topic with a replica on each broker: what "ready" promises."""
    from kafka.admin import KafkaAdminClient

    admin = KafkaAdminClient(bootstrap_servers=bootstrap_servers.split(","), bootstrap_timeout_ms=20_000)
    try:
        admin.create_topics({"t": {"num_partitions": 3, "replication_factor": 3}})
    finally:
        admin.close()


def memory_mb(pids: Iterable[int]) -> float:
    """Proportional set size of these processes (resident size where there is no PSS), 1.5 s after the last call."""
    time.sleep(1.5)  # what was just allocated settles: part of the measurement, not a wait for something
    infos = [psutil.Process(pid).memory_full_info() for pid in pids]
    return sum(getattr(info, "pss", info.rss) for info in infos) / 1e6
