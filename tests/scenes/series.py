"""Every diagram and figure in its states, declared once: what golden tests compare and the gallery shows.

A diagram has a row here: its kind, its states by name, and how one of them is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kafkalab.i18n import Lang
from kafkalab.observe.snapshot import Snapshot
from kafkalab.scenes.cluster import cluster_scene
from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.group import group_scene
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.offsets import offsets_scene
from kafkalab.scenes.producers import producers_scene
from kafkalab.scenes.replicas import replicas_scene
from kafkalab.scenes.topic import topic_scene

from . import states, states_cluster, states_group, states_offsets, states_producers, states_replicas
from .build import TOPIC
from .figure_states import FIGURE_STATES

WIDTH, NARROW = 1120, 480


@dataclass(frozen=True)
class Series:
    """`states` make what `draw` takes, with a language and a width (px); a state's docstring says what it shows."""

    kind: str
    states: Mapping[str, Callable[[], Any]]
    draw: Callable[[Any, Lang, int], Scene]

    def scene(self, state: str, lang: Lang, width: int = WIDTH) -> Scene:
        return self.draw(self.states[state](), lang, width)

    def about(self, state: str) -> str:
        return " ".join((self.states[state].__doc__ or "").split())


def _topic(snapshot: Snapshot, lang: Lang, width: int) -> Scene:
    return topic_scene(snapshot, states.name_of(snapshot), lang=lang, width=width)


def _replicas(snapshot: Snapshot, lang: Lang, width: int) -> Scene:
    return replicas_scene(snapshot, TOPIC, 0, lang=lang, width=width)


def _cluster(snapshot: Snapshot, lang: Lang, width: int) -> Scene:
    return cluster_scene(snapshot, lang=lang, width=width)


def _group(shown: tuple[Snapshot, str], lang: Lang, width: int) -> Scene:
    return group_scene(*shown, lang=lang, width=width)


def _offsets(shown: tuple[Snapshot, str, int, str], lang: Lang, width: int) -> Scene:
    return offsets_scene(*shown, lang=lang, width=width)


def _producers(snapshot: Snapshot, lang: Lang, width: int) -> Scene:
    return producers_scene(snapshot, states.name_of(snapshot), lang=lang, width=width)


def _figure(kind: str) -> Series:
    def draw(snapshot: Snapshot, lang: Lang, width: int) -> Scene:
        return FIGURES[kind].draw(snapshot, states.name_of(snapshot), lang)

    return Series(kind, FIGURE_STATES[kind], draw)


DIAGRAMS = {
    series.kind: series
    for series in (
        Series("topic", states.STATES, _topic),
        Series("replicas", states_replicas.STATES, _replicas),
        Series("cluster", states_cluster.STATES, _cluster),
        Series("group", states_group.GROUPS, _group),
        Series("offsets", states_offsets.OFFSETS, _offsets),
        Series("producers", states_producers.PRODUCERS, _producers),
    )
}
SERIES: dict[str, Series] = DIAGRAMS | {kind: _figure(kind) for kind in FIGURES}
