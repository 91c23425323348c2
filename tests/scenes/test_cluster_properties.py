"""Whatever the snapshot: the cluster's diagram shows no leader, replica or number that its snapshot lacks."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kafkalab.observe.snapshot import Snapshot
from kafkalab.scenes.cluster import cluster_scene
from kafkalab.scenes.svg import to_svg
from kafkalab.scenes.text_cluster import describe_cluster

from . import reading
from .strategies import TOPIC
from .strategies_cluster import clusters

many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
langs = st.sampled_from(["es", "en"])
widths = st.sampled_from([480, 800, 1120])


@many
@given(clusters(), langs, widths)
def test_leadership_is_the_snapshots_and_lies_in_the_leaders_card(snapshot: Snapshot, lang: str, width: int) -> None:
    marks = reading.by_key(cluster_scene(snapshot, lang=lang, width=width))
    for number, part in snapshot.topics[TOPIC].partitions.items():
        star = marks.get(f"lead/{number}/{TOPIC}")
        assert (star is not None) == (part.leader in snapshot.brokers)
        if star is not None:
            card, chip = marks[f"b{part.leader}"], marks[f"b{part.leader}/p/{number}/{TOPIC}"]
            assert (star.x, star.y) == (card.x + chip.x, card.y + chip.y)


@many
@given(clusters(), langs)
def test_a_card_holds_the_replicas_of_its_broker_and_no_others(snapshot: Snapshot, lang: str) -> None:
    keys = {mark.key for mark in cluster_scene(snapshot, lang=lang).marks}
    for number, part in snapshot.topics[TOPIC].partitions.items():
        for broker in snapshot.brokers:
            held = broker in part.replicas or broker == part.leader
            assert (f"b{broker}/p/{number}/{TOPIC}" in keys) == held


@many
@given(clusters(), langs)
def test_the_controller_is_the_snapshots_or_nobody(snapshot: Snapshot, lang: str) -> None:
    scene = cluster_scene(snapshot, lang=lang)
    marks, active = reading.by_key(scene), snapshot.controller.id
    if active is None or not snapshot.brokers:
        assert "controller" not in marks
    elif "controller" in marks:
        sign = marks["controller"]
        holders = [marks[key] for key in (f"keeper/{active}", f"b{active}") if key in marks]
        assert any(0 < sign.x - card.x < 30 and 0 < sign.y - card.y < 70 for card in holders)
    else:
        assert snapshot.zookeeper is not None
        assert active not in snapshot.brokers


@many
@given(clusters(), langs, widths)
def test_a_scene_is_a_scene(snapshot: Snapshot, lang: str, width: int) -> None:
    """The same twice; unique keys, parents first; well-formed; ready for JSON; our tags only."""
    scene = cluster_scene(snapshot, lang=lang, width=width)
    assert scene == cluster_scene(snapshot, lang=lang, width=width)
    seen = {""}
    for mark in scene.marks:
        assert mark.parent in seen
        assert mark.key not in seen
        seen.add(mark.key)
        assert mark.x >= 0
        assert mark.y >= 0
    tags = {node.tag.split("}")[1] for node in ET.fromstring(to_svg(scene)).iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "text", "rect", "path"}
    assert json.loads(json.dumps(scene.to_json())) == scene.to_json()
    assert scene.alt == describe_cluster(snapshot, lang)
    assert scene.alt.isprintable()
