"""What a running broker itself says of its settings."""

from __future__ import annotations

from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from kafkalab import Cluster
from kafkalab.nodes import lab_speed

Pair = tuple[str, str]


def in_the_table(cluster: Cluster) -> dict[str, Pair]:
    """(ours, default) of each of Kafka's settings, as our table says it."""
    return {row.name: (row.ours, row.production) for row in cluster.settings() if row.reader != "zookeeper"}


def told_by_broker(cluster: Cluster, broker: int = 101) -> dict[str, Pair]:
    """(value, default) of the same settings, from DescribeConfigs with synonyms (KIP-226)."""
    admin = KafkaAdminClient(bootstrap_servers=cluster.bootstrap_servers, bootstrap_timeout_ms=20000)
    try:
        asked = [ConfigResource(ConfigResourceType.BROKER, str(broker))]
        (answer,) = admin.describe_configs(asked, include_synonyms=True, config_filter="all").values()
    finally:
        admin.close()
    ours = [row.name for row in lab_speed.LAB_SPEED]
    return {name: (told["value"], _default(told)) for name, told in answer[str(broker)].items() if name in ours}


def _default(told: dict) -> str:
    return next(synonym["value"] for synonym in told["synonyms"] if synonym["source"] == "DEFAULT_CONFIG")
