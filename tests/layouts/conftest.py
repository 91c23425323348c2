"""Clusters of unusual layouts and sizes, one at a time: this machine has two cores."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from kafkalab import Cluster

Start = Callable[..., Cluster]


@pytest.fixture(scope="module")
def start(home) -> Iterator[Start]:
    """Starts a cluster of that name; what a module has started is deleted after it."""
    started: list[Cluster] = []

    def start(name: str, **size: object) -> Cluster:
        started.append(Cluster.up(name, **size))
        return started[-1]

    yield start
    for cluster in started:
        cluster.delete()


def write(cluster: Cluster, topic: str, values: list[bytes]) -> list[int]:
    """Each acknowledged by all in-sync replicas of partition 0; their offsets."""
    with KafkaProducer(bootstrap_servers=cluster.bootstrap_servers, acks="all", bootstrap_timeout_ms=20000) as producer:
        return [producer.send(topic, value, partition=0).get(30).offset for value in values]


def read(cluster: Cluster, topic: str, count: int) -> list[bytes]:
    """The first `count` records of partition 0."""
    with KafkaConsumer(
        bootstrap_servers=cluster.bootstrap_servers, consumer_timeout_ms=30000, bootstrap_timeout_ms=20000
    ) as consumer:
        partition = TopicPartition(topic, 0)
        consumer.assign([partition])
        consumer.seek_to_beginning(partition)
        return [next(consumer).value for _ in range(count)]
