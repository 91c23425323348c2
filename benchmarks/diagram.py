"""What the live diagram costs its kernel: from a record's acknowledgement to a new scene, and the CPU at rest.

What the browser adds until the paint is not in these figures.
"""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass

import psutil
from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient

from kafkalab import Cluster
from kafkalab.observe.snapshot import Snapshot
from kafkalab.scenes.topic import topic_scene

TOPIC = "bench"
RECORDS = 60
REST_S = 20.0


@dataclass(frozen=True)
class Cost:
    """Latencies of single records in ms; the share of a core (%) used at rest, measured over `rest_s` seconds."""

    latencies_ms: list[float]
    cpu_at_rest: float
    rest_s: float


def measure() -> Cost:
    """Watch one topic of a cluster of its own: first while records arrive, then at rest."""
    cluster = Cluster.up("bench-diagram")
    try:
        _fill(cluster)
        scenes: queue.Queue[tuple[float, int]] = queue.Queue()
        stop = cluster.observer.subscribe(lambda snapshot: scenes.put(_drawn(snapshot)), topic=TOPIC)
        try:
            return Cost(_latencies(cluster, scenes), _cpu_at_rest(), REST_S)
        finally:
            stop()
    finally:
        cluster.delete()


def _drawn(snapshot: Snapshot) -> tuple[float, int]:
    """Make the scene as the view does; when that was done, and how many records it knows of."""
    topic_scene(snapshot, TOPIC, lang="en").to_json()
    found = snapshot.topics.get(TOPIC)
    marks = [p.high_watermark or 0 for p in found.partitions.values()] if found else []
    return time.monotonic(), sum(marks)


def _fill(cluster: Cluster) -> None:
    admin = KafkaAdminClient(bootstrap_servers=cluster.bootstrap_servers, bootstrap_timeout_ms=20_000)
    admin.create_topics({TOPIC: {"num_partitions": 3, "replication_factor": 3}})
    admin.close()
    _commit(cluster, "readers-1")
    _commit(cluster, "readers-2")


def _commit(cluster: Cluster, group: str) -> None:
    from kafka import KafkaConsumer, TopicPartition
    from kafka.structs import OffsetAndMetadata

    servers = cluster.bootstrap_servers
    consumer = KafkaConsumer(bootstrap_servers=servers, group_id=group, bootstrap_timeout_ms=20_000)
    partitions = [TopicPartition(TOPIC, number) for number in range(3)]
    consumer.assign(partitions)
    consumer.commit({partition: OffsetAndMetadata(0, "", -1) for partition in partitions})
    consumer.close()


def _latencies(cluster: Cluster, scenes: queue.Queue[tuple[float, int]]) -> list[float]:
    producer = KafkaProducer(bootstrap_servers=cluster.bootstrap_servers, bootstrap_timeout_ms=20_000)
    latencies = []
    for number in range(RECORDS):
        producer.send(TOPIC, str(number).encode(), partition=number % 3).get(10)
        acknowledged = time.monotonic()
        drawn, known = scenes.get(timeout=10)
        while known <= number:
            drawn, known = scenes.get(timeout=10)
        latencies.append(max(0.0, drawn - acknowledged) * 1000)
    producer.close()
    return latencies


def _cpu_at_rest() -> float:
    time.sleep(3)  # the last change dies away
    before = psutil.Process().cpu_times()
    time.sleep(REST_S)
    after = psutil.Process().cpu_times()
    return 100 * (after.user + after.system - before.user - before.system) / REST_S
