"""The few writes that a lesson needs, on the cluster it runs on. The requests themselves are in `observe.admin`."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kafkalab.cluster import Cluster
    from kafkalab.lessons.spec import TopicSpec


@contextmanager
def scratch_topic(cluster: Cluster, prefix: str, *, partitions: int = 1) -> Iterator[Mapping[str, str]]:
    """A topic of a new name for one run of a program; gives BOOTSTRAP and TOPIC for its environment. Deleted after."""
    name = f"{prefix}-{uuid.uuid4().hex[:8]}"
    cluster.admin.create_topic(name, partitions=partitions)
    try:
        yield {"BOOTSTRAP": cluster.bootstrap_servers, "TOPIC": name}
    finally:
        cluster.admin.delete_topic(name, missing_ok=True)


class ClusterAdmin:
    """What `tables.prepare` asks for. Each call raises KafkalabError; what does not exist is as good as deleted."""

    def delete_group(self, cluster: Cluster, group: str) -> None:
        """Delete a group and its committed offsets."""
        cluster.admin.delete_group(group, missing_ok=True)

    def delete_topic(self, cluster: Cluster, name: str) -> None:
        """Delete a topic; back when it is gone."""
        cluster.admin.delete_topic(name, missing_ok=True)

    def create_topic(self, cluster: Cluster, topic: TopicSpec) -> None:
        """Create a topic; back when every partition has a leader."""
        cluster.admin.create_topic(
            topic.name,
            partitions=topic.partitions,
            replicas=topic.replicas,
            assignment=topic.assignment,
            configs=topic.configs,
        )
