"""The kafka-python clients that experiments and checks use: each is made here, so that security options have one place.

Programs that students see (the actors', the lessons' cells) make their own, as students do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kafka import KafkaConsumer, KafkaProducer

    from kafkalab.cluster import Cluster

CONNECT_MS = 5000  # without a limit a client waits 30 s for a cluster that is not there


def consumer(cluster: Cluster, **settings: Any) -> KafkaConsumer:
    """A consumer of `cluster`; `settings` as kafka-python names them."""
    from kafka import KafkaConsumer

    return KafkaConsumer(**_reaching(cluster), **settings)


def producer(cluster: Cluster, **settings: Any) -> KafkaProducer:
    """A producer for `cluster`; `settings` as kafka-python names them."""
    from kafka import KafkaProducer

    return KafkaProducer(**_reaching(cluster), **{"max_block_ms": CONNECT_MS, **settings})


def _reaching(cluster: Cluster) -> dict[str, Any]:
    """How a client finds the cluster, and how long it tries. TLS or SASL would be added here."""
    return {"bootstrap_servers": cluster.bootstrap_servers, "bootstrap_timeout_ms": CONNECT_MS}
