"""Bringing a cluster to where a lesson starts: the topics and groups of its table made anew, nothing else touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from kafkalab.i18n import Text, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.lessons.spec import TopicSpec

_READY = Text(es="Clúster en marcha.", en="The cluster is up.")
_MADE = Text(es="Topics creados de nuevo: {names}.", en="Topics created anew: {names}.")
_YOURS = Text(es="Topics que crearás tú: {names}.", en="Topics that you will create: {names}.")
_GROUPS = Text(es="Grupos puestos a cero: {names}.", en="Groups reset: {names}.")
_REST = Text(es="Lo demás está como lo dejaste.", en="Everything else is as you left it.")


class Admin(Protocol):
    """The requests that are needed; each takes the cluster first. Deleting what does not exist is not an error."""

    def delete_group(self, cluster: Any, group: str) -> None:
        """Delete a group and its committed offsets."""

    def delete_topic(self, cluster: Any, name: str) -> None:
        """Delete a topic; back when it is gone."""

    def create_topic(self, cluster: Any, topic: TopicSpec) -> None:
        """Create a topic; back when every partition has a leader."""


def prepare(cluster: Any, topics: Sequence[TopicSpec], groups: Sequence[str], admin: Admin) -> Text:
    """Delete the listed groups and topics, create the topics again; returns the sentence that says so."""
    for group in groups:
        admin.delete_group(cluster, group)
    for topic in topics:
        admin.delete_topic(cluster, topic.name)
        if not topic.left_to_student:
            admin.create_topic(cluster, topic)
    return announcement(topics, groups)


def announcement(topics: Sequence[TopicSpec], groups: Sequence[str]) -> Text:
    """What `start()` prints: always the same for the same table, whether the cluster was up before or not."""
    made = [topic.name for topic in topics if not topic.left_to_student]
    yours = [topic.name for topic in topics if topic.left_to_student]
    lists = ((_MADE, made), (_YOURS, yours), (_GROUPS, list(groups)))
    return joined(_READY, *(said.format(names=", ".join(names)) for said, names in lists if names), _REST)
