"""Whatever the snapshot: the replicas' diagram invents no offset, no leader and no lag, and stays a picture."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kafkalab.observe.snapshot import Partition, Snapshot
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.replicas import replicas_scene
from kafkalab.scenes.svg import to_svg
from kafkalab.scenes.text_replicas import describe_replicas

from . import reading
from .build import TOPIC as NAME
from .places import outside, overlaps
from .states_replicas import STATES
from .strategies import TOPIC
from .strategies_cluster import clusters

many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
langs = st.sampled_from(["es", "en"])
widths = st.sampled_from([480, 759, 1120])


def end_of(partition: Partition, broker: int) -> int | None:
    """A replica's own log end: what it tells, or what it last told."""
    known = partition.log_end_offsets.get(broker)
    return partition.last_seen.get(broker, (None,))[0] if known is None else known


def scenes(snapshot: Snapshot, lang: str, width: int = 1120) -> list[tuple[Partition, Scene]]:
    parts = snapshot.topics[TOPIC].partitions
    return [(part, replicas_scene(snapshot, TOPIC, n, lang=lang, width=width)) for n, part in parts.items()]


@many
@given(clusters(most=3), langs, widths)
def test_every_replica_ends_where_it_says(snapshot: Snapshot, lang: str, width: int) -> None:
    """Its boxes are below its own end, the dashed one is that end, and "?" is written where it is not known."""
    for part, scene in scenes(snapshot, lang, width):
        for broker in part.replicas:
            end, row = end_of(part, broker), reading.under(scene, f"r{broker}")
            assert f"LEO {'?' if end is None else end}" in reading.texts(row[0])
            boxes = [int(m.key.split("/")[1]) for m in row if re.fullmatch(r"r\d+/\d+", m.key)]
            assert all(0 <= offset < (end or 0) for offset in boxes)
            assert [reading.texts(m)[0] for m in row if m.key.endswith("/next")] in ([str(end)], ["?"], [])
            assert (["?"] in [reading.texts(m) for m in row if m.key.endswith("/next")]) == (end is None)


@many
@given(clusters(most=3), langs)
def test_a_lag_is_a_difference_of_two_known_ends(snapshot: Snapshot, lang: str) -> None:
    for part, scene in scenes(snapshot, lang):
        leader = None if part.leader is None else end_of(part, part.leader)
        for broker in part.replicas:
            said = " ".join(reading.texts(reading.by_key(scene)[f"r{broker}"]))
            told = re.search(r"(\d+) (?:behind|too many)|(?:faltan?|sobran?) (\d+)", said)
            end = end_of(part, broker)
            if told is not None:
                assert leader is not None
                assert end is not None
                assert int(told[1] or told[2]) == abs(leader - end)
                assert broker != part.leader
            if leader is None or end is None:
                assert not re.search("up to date|al día", said)


@many
@given(clusters(most=3), langs)
def test_the_star_is_at_the_leaders_row_or_nowhere(snapshot: Snapshot, lang: str) -> None:
    for part, scene in scenes(snapshot, lang):
        marks = reading.by_key(scene)
        assert ("leader" in marks) == (part.leader is not None)
        if part.leader is not None:
            assert marks["leader"].parent == ""
            row = marks[f"r{part.leader}"]
            assert row.y < marks["leader"].y < row.y + 60


@many
@given(clusters(most=3), langs)
def test_the_high_watermark_is_the_snapshots_or_a_question_mark(snapshot: Snapshot, lang: str) -> None:
    for part, scene in scenes(snapshot, lang):
        marks = reading.by_key(scene)
        said = reading.texts(marks["hw/words"])[0]
        assert ("hw" in marks) == (part.high_watermark is not None)
        assert f"(HW) {'?' if part.high_watermark is None else part.high_watermark}:" in said


@many
@given(clusters(most=3), langs, widths)
def test_a_scene_is_a_scene(snapshot: Snapshot, lang: str, width: int) -> None:
    """The same twice; unique keys, parents first; well-formed; ready for JSON; our tags only."""
    for part, scene in scenes(snapshot, lang, width):
        assert scene == replicas_scene(snapshot, TOPIC, part.id, lang=lang, width=width)
        seen = {""}
        for mark in scene.marks:
            assert mark.parent in seen
            assert mark.key not in seen
            seen.add(mark.key)
            assert mark.x >= 0
            assert mark.y >= 0
        tree = ET.fromstring(to_svg(scene))
        assert {node.tag.split("}")[1] for node in tree.iter()} <= {
            "svg",
            "title",
            "desc",
            "style",
            "g",
            "text",
            "rect",
            "path",
        }
        assert json.loads(json.dumps(scene.to_json())) == scene.to_json()
        assert scene.alt == describe_replicas(snapshot, TOPIC, part.id, lang)
        assert scene.alt.isprintable()


@pytest.mark.parametrize("width", [480, 640, 759, 760, 900, 1120])
@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("state", STATES)
def test_no_text_lies_on_another_or_leaves_the_frame(state: str, lang: str, width: int) -> None:
    scene = replicas_scene(STATES[state](), NAME, 0, lang=lang, width=width)
    assert overlaps(scene) == []
    assert outside(scene) == []
