"""The diagrams by name: which function draws each kind, and what it must be told. Draws nothing itself.

To add a kind: a row in `KINDS`, with the options that it cannot do without.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kafkalab.errors import UsageError
from kafkalab.i18n import Text
from kafkalab.scenes.asked import Asked
from kafkalab.scenes.cluster import cluster_scene
from kafkalab.scenes.frame import WIDTH
from kafkalab.scenes.group import group_scene
from kafkalab.scenes.ink import clean
from kafkalab.scenes.offsets import offsets_scene
from kafkalab.scenes.producers import producers_scene
from kafkalab.scenes.replicas import replicas_scene
from kafkalab.scenes.topic import topic_scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot
    from kafkalab.scenes.marks import Scene

_NO_KIND = Text('No hay ningún dibujo kind="{kind}"; hay: {known}.', 'There is no kind="{kind}"; there are: {known}.')


@dataclass(frozen=True)
class Kind:
    """How one kind is drawn, and the options that it needs: of "topic", "partition" and "group".

    `draw` gets the snapshot, what is asked, and the options that all diagrams have: lang, now, width.
    """

    draw: Callable[..., Scene]
    needs: tuple[str, ...]


def _topic(snapshot: Snapshot, asked: Asked, **look: Any) -> Scene:
    return topic_scene(snapshot, asked.topic or "", group=asked.group, **look)


def _replicas(snapshot: Snapshot, asked: Asked, **look: Any) -> Scene:
    return replicas_scene(snapshot, asked.topic or "", asked.partition or 0, **look)


def _cluster(snapshot: Snapshot, asked: Asked, **look: Any) -> Scene:
    return cluster_scene(snapshot, topic=asked.topic, **look)


def _group(snapshot: Snapshot, asked: Asked, **look: Any) -> Scene:
    return group_scene(snapshot, asked.group or "", topic=asked.topic, **look)


def _offsets(snapshot: Snapshot, asked: Asked, **look: Any) -> Scene:
    return offsets_scene(snapshot, asked.topic or "", asked.partition or 0, asked.group or "", **look)


def _producers(snapshot: Snapshot, asked: Asked, **look: Any) -> Scene:
    return producers_scene(snapshot, asked.topic or "", **look)


KINDS: dict[str, Kind] = {
    "topic": Kind(_topic, ("topic",)),
    "replicas": Kind(_replicas, ("topic", "partition")),
    "cluster": Kind(_cluster, ()),
    "group": Kind(_group, ("group",)),
    "offsets": Kind(_offsets, ("topic", "partition", "group")),
    "producers": Kind(_producers, ("topic",)),
}


def kind_of(kind: str) -> Kind:
    """The row of that name. Raises UsageError, which names those there are."""
    if kind not in KINDS:
        raise UsageError(_NO_KIND.format(kind=clean(kind), known=", ".join(KINDS)))
    return KINDS[kind]


def draw(
    kind: str,
    snapshot: Snapshot,
    *,
    topic: str | None = None,
    partition: int | None = None,
    group: str | None = None,
    lang: Lang,
    now: float | None = None,
    width: int = WIDTH,
) -> Scene:
    """The scene of that kind. What the snapshot lacks is said in the scene, so that a live view can wait for it.

    Raises UsageError for an unknown kind, or an option that it needs and is not given; the only partition of a topic,
    or the only group of a cluster, need not be named.
    """
    found = kind_of(kind)
    asked = Asked(topic, partition, group).complete(kind, found.needs, snapshot)
    return found.draw(snapshot, asked, lang=lang, now=now, width=width)


def refuse_absent(
    kind: str, snapshot: Snapshot, *, topic: str | None = None, partition: int | None = None, group: str | None = None
) -> None:
    """For whoever wants no picture of what is not there. Raises UsageError for what `draw` would, and for a topic,
    partition or group that this kind shows and that `snapshot` lacks.
    """
    found = kind_of(kind)
    Asked(topic, partition, group).complete(kind, found.needs, snapshot).refuse_absent(found.needs, snapshot)
