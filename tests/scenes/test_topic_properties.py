"""Whatever the snapshot: the picture invents nothing, stands still, and stays a picture."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kafkalab.observe.snapshot import Partition, Snapshot
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.readers import readers
from kafkalab.scenes.svg import to_svg
from kafkalab.scenes.text import describe_topic
from kafkalab.scenes.topic import DRAWN_FULLY, topic_scene

from . import reading
from .strategies import TOPIC, snapshots

many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
langs = st.sampled_from(["es", "en"])


def reported(partition: Partition) -> set[int]:
    """The offsets that the snapshot has for this partition."""
    known = {partition.log_start_offset, partition.high_watermark, *partition.log_end_offsets.values()}
    known |= {record.offset for record in partition.records} | {record.offset + 1 for record in partition.records}
    return {offset for offset in known if offset is not None}


def may_be_written(snapshot: Snapshot, partition: Partition) -> set[int]:
    """Every number that may stand in the row of `partition`, offsets of its boxes aside."""
    allowed = reported(partition) | {partition.id, len(partition.isr), len(partition.replicas), 8}
    allowed |= {partition.leader} if partition.leader is not None else set()
    for group in snapshot.groups.values():
        committed = group.committed.get((TOPIC, partition.id))
        if committed is not None:
            allowed |= {committed, max(0, (partition.high_watermark or 0) - committed)}
    return allowed


def rows(snapshot: Snapshot, scene: Scene) -> list[tuple[Partition, str]]:
    return [(p, f"p{n}") for n, p in snapshot.topics[TOPIC].partitions.items()]


@many
@given(snapshots(), langs)
def test_no_number_in_a_row_is_invented(snapshot: Snapshot, lang: str) -> None:
    scene = topic_scene(snapshot, TOPIC, lang=lang)
    for partition, key in rows(snapshot, scene):
        allowed = may_be_written(snapshot, partition)
        for mark in reading.under(scene, key):
            if not re.fullmatch(r"p\d+/\d+", mark.key):
                assert reading.numbers(" ".join(reading.texts(mark))) <= allowed, mark


@many
@given(snapshots(most=DRAWN_FULLY), langs)
def test_a_box_is_an_offset_of_the_log(snapshot: Snapshot, lang: str) -> None:
    """Between the log start and the end, or greyed before the log start; and it shows its own number."""
    scene = topic_scene(snapshot, TOPIC, lang=lang)
    for partition, key in rows(snapshot, scene):
        for mark in reading.under(scene, key):
            if not re.fullmatch(r"p\d+/\d+", mark.key):
                continue
            offset = int(mark.key.split("/")[1])
            assert reading.texts(mark) == [str(offset)]
            assert 0 <= offset < max(reported(partition))
            if partition.log_start_offset is not None:
                assert (mark.cls == "gone") == (offset < partition.log_start_offset)
            else:
                assert offset >= min(record.offset for record in partition.records)


@many
@given(snapshots(most=DRAWN_FULLY), langs)
def test_leaders_and_next_offsets_are_the_snapshots_or_said_to_be_unknown(snapshot: Snapshot, lang: str) -> None:
    scene = topic_scene(snapshot, TOPIC, lang=lang)
    marks = reading.by_key(scene)
    for partition, key in rows(snapshot, scene):
        label = reading.texts(marks[key])
        assert ("sin líder" in label or "no leader" in label) == (partition.leader is None)
        assert partition.leader is None or str(partition.leader) in label
        shown = reading.texts(marks[f"{key}/next"])[0]
        leo = None if partition.leader is None else partition.log_end_offsets.get(partition.leader)
        assert (shown == "?") == (leo is None)
        assert shown == "?" or int(shown) in reported(partition)


@many
@given(snapshots(), langs)
def test_members_are_given_only_partitions_that_they_own(snapshot: Snapshot, lang: str) -> None:
    scene = topic_scene(snapshot, TOPIC, lang=lang)
    marks = reading.by_key(scene)
    for group in snapshot.groups.values():
        for member in group.members:
            mark = marks.get(f"group/{group.id}/{member.id}")
            if mark is None:
                continue
            shown = reading.texts(mark)[-1]
            owned = {number for _, number in member.assignment}
            idle = (
                ("sin partición", "no partition")
                if group.state == "Stable"
                else ("espera el reparto", "waits for its share")
            )
            assert (shown in idle) == (not owned)
            assert not owned or reading.numbers(shown.replace("…", " ")) <= owned | reading.numbers(shown.split("…")[0])


@many
@given(snapshots(), langs)
def test_a_scene_is_a_scene(snapshot: Snapshot, lang: str) -> None:
    """The same twice; unique keys, parents first; well-formed; ready for JSON; nothing beside the page on the left."""
    scene = topic_scene(snapshot, TOPIC, lang=lang)
    assert scene == topic_scene(snapshot, TOPIC, lang=lang)
    seen = {""}
    for mark in scene.marks:
        assert mark.parent in seen
        assert mark.key not in seen
        seen.add(mark.key)
        assert mark.x >= 0
        assert mark.y >= 0
    ET.fromstring(to_svg(scene))
    assert json.loads(json.dumps(scene.to_json())) == scene.to_json()
    assert scene.alt == describe_topic(snapshot, TOPIC, lang)


@many
@given(snapshots(), langs)
def test_nothing_hostile_becomes_markup(snapshot: Snapshot, lang: str) -> None:
    """The tags of a picture are ours, whatever names and values say."""
    ours = {"svg", "title", "desc", "style", "g", "text", "rect", "path"}
    tree = ET.fromstring(to_svg(topic_scene(snapshot, TOPIC, lang=lang)))
    assert {node.tag.split("}")[1] for node in tree.iter()} <= ours
    attributes = {name for node in tree.iter() for name in node.attrib}
    assert not any(name.startswith("on") for name in attributes)


@many
@given(snapshots())
def test_lag_is_high_watermark_minus_committed(snapshot: Snapshot) -> None:
    topic = snapshot.topics[TOPIC]
    for reader in readers(snapshot, topic).shown:
        for partition in topic.partitions.values():
            committed, high = reader.committed(partition), partition.high_watermark
            expected = None if committed is None or high is None else max(0, high - committed)
            assert reader.lag(partition) == expected
