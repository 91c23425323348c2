"""The few writes that a lesson needs, on the cluster it runs on. The requests themselves are in `observe.admin`."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kafkalab.cluster import Cluster
    from kafkalab.lessons.spec import TopicSpec
    from kafkalab.observe.admin import Admin


def admin_of(cluster: Cluster) -> Admin:
    """Topics, groups and records of this cluster: what experiments, set-ups and solutions write with."""
    from kafkalab.observe.admin import Admin

    return Admin(cluster._reading())


@contextmanager
def scratch_topic(cluster: Cluster, prefix: str, *, partitions: int = 1) -> Iterator[Mapping[str, str]]:
    """A topic of a new name for one run of a program; gives BOOTSTRAP and TOPIC for its environment. Deleted after."""
    name = f"{prefix}-{uuid.uuid4().hex[:8]}"
    admin_of(cluster).create_topic(name, partitions=partitions)
    try:
        yield {"BOOTSTRAP": cluster.bootstrap_servers, "TOPIC": name}
    finally:
        admin_of(cluster).delete_topic(name, missing_ok=True)


class ClusterAdmin:
    """What `tables.prepare` asks for. Each call raises KafkalabError; what does not exist is as good as deleted."""

    def delete_group(self, cluster: Cluster, group: str) -> None:
        """Delete a group and its committed offsets."""
        admin_of(cluster).delete_group(group, missing_ok=True)

    def delete_topic(self, cluster: Cluster, name: str) -> None:
        """Delete a topic; back when it is gone."""
        admin_of(cluster).delete_topic(name, missing_ok=True)

    def create_topic(self, cluster: Cluster, topic: TopicSpec) -> None:
        """Create a topic; back when every partition has a leader."""
        admin_of(cluster).create_topic(
            topic.name,
            partitions=topic.partitions,
            replicas=topic.replicas,
            assignment=topic.assignment,
            configs=topic.configs,
        )
