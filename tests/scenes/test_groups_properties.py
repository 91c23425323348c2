"""Whatever the snapshot: the diagrams of groups, offsets and producers invent nothing, and stay pictures."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kafkalab.observe.naming import clean
from kafkalab.observe.snapshot import Actor, Group, Snapshot
from kafkalab.scenes.group import group_scene
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.offsets import offsets_scene
from kafkalab.scenes.producers import producers_scene
from kafkalab.scenes.seats import SEATS_SHOWN
from kafkalab.scenes.svg import to_svg

from . import places, reading
from .strategies import TOPIC, maybe_offset, names, offsets, snapshots

some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
langs = st.sampled_from(["es", "en"])
widths = st.sampled_from([480, 700, 1120])
STATES = ["Stable", "Empty", "PreparingRebalance", "CompletingRebalance", "Assigning", "Reconciling", "Dead"]


@st.composite
def actors(draw: st.DrawFn, state: Snapshot) -> dict[str, Actor]:
    """Actors with names of members among them, that may tell anything."""
    client_ids = sorted({member.client_id for group in state.groups.values() for member in group.members})
    found = {}
    for name in draw(st.lists(st.sampled_from(client_ids) if client_ids else names, max_size=4, unique=True)):
        kind = draw(st.sampled_from(["consumer", "producer"]))
        position = {(TOPIC, draw(st.integers(0, 13))): draw(offsets) for _ in range(draw(st.integers(0, 3)))}
        how = draw(st.sampled_from(["starting", "running", "paused", "closed", "killed", "crashed"]) | names)
        group = draw(st.none() | st.sampled_from(sorted(state.groups) or ["g"]))
        acks = draw(st.sampled_from([None, "all", "1", "0"]))
        acked = draw(st.integers(0, 99))
        found[name] = Actor(kind, how, position, acked, draw(st.integers(0, 9)), (TOPIC,), group, acks)
    return found


@st.composite
def worlds(draw: st.DrawFn) -> Snapshot:
    """A snapshot with actors, and groups of every type and state."""
    state = draw(snapshots())
    kinds = st.sampled_from(["classic", "consumer", "share"])
    groups = {
        name: replace(group, type=draw(kinds), state=draw(st.sampled_from(STATES) | names))
        for name, group in state.groups.items()
    }
    state = replace(state, groups=groups)
    return replace(state, actors=draw(actors(state)))


def is_a_picture(scene: Scene) -> None:
    """Unique keys, parents first, well-formed, JSON, only tags of ours, no text outside the frame or on another."""
    seen = {""}
    for mark in scene.marks:
        assert mark.parent in seen
        assert mark.key not in seen
        seen.add(mark.key)
    tags = {node.tag.split("}")[1] for node in ET.fromstring(to_svg(scene)).iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "text", "rect", "path"}
    assert json.loads(json.dumps(scene.to_json())) == scene.to_json()
    assert clean(scene.alt) == scene.alt
    assert places.outside(scene) == []
    assert places.overlaps(scene) == []


def card_below(scene: Scene, tile: str) -> str | None:
    """The key of the card on which the tile stands, by its place alone."""
    marks = reading.by_key(scene)
    mark = marks[tile]
    for key, card in marks.items():
        if key.startswith(("member/", "static/")) or key == "nobody":
            box = reading.parsed(card).find("rect")
            assert box is not None
            right, bottom = card.x + float(box.attrib["width"]), card.y + float(box.attrib["height"])
            if card.x <= mark.x < right and card.y <= mark.y < bottom:
                return key
    return None


def owners(group: Group, number: int) -> set[str]:
    """The keys that the card of an owner may have."""
    owning = [m for m in group.members if (TOPIC, number) in m.assignment]
    return {f"member/{m.id}" for m in owning} | {f"static/{m.instance_id}" for m in owning}


@some
@given(worlds(), langs, widths)
def test_a_partition_stands_with_an_owner_that_the_snapshot_has(state: Snapshot, lang: str, width: int) -> None:
    """And a partition that somebody owns does not stand with nobody."""
    for name, group in state.groups.items():
        scene = group_scene(state, name, lang=lang, width=width)
        is_a_picture(scene)
        assert scene == group_scene(state, name, lang=lang, width=width)
        assert len(group.members) <= SEATS_SHOWN
        for mark in scene.marks:
            if mark.key.startswith("tile/"):
                number = int(mark.key.split("@")[0].rsplit("/", 1)[1])
                expected = owners(group, number) or {"nobody"}
                assert card_below(scene, mark.key) in expected


@some
@given(worlds(), langs)
def test_no_lag_is_invented(state: Snapshot, lang: str) -> None:
    for name, group in state.groups.items():
        for mark in group_scene(state, name, lang=lang).marks:
            if not mark.key.startswith(f"tile/{TOPIC}/"):
                continue
            number = int(mark.key.split("@")[0].rsplit("/", 1)[1])
            partition = state.topics[TOPIC].partitions[number]
            lag = group.lag(partition, TOPIC)
            told = reading.numbers(" ".join(reading.titles(mark))) - reading.numbers(TOPIC)
            allowed = {number, max(0, lag) if lag is not None else number, group.committed.get((TOPIC, number), number)}
            assert told <= allowed
            assert lag is not None or "lag" not in {r.get("class") for r in reading.parsed(mark).iter("rect")}


@some
@given(worlds(), langs, widths)
def test_no_offset_of_a_groups_progress_is_invented(state: Snapshot, lang: str, width: int) -> None:
    """Signs stand at numbers that somebody told; the story has no others."""
    for name, group in state.groups.items():
        for number, partition in list(state.topics[TOPIC].partitions.items())[:3]:
            scene = offsets_scene(state, TOPIC, number, name, lang=lang, width=width)
            is_a_picture(scene)
            marks = reading.by_key(scene)
            assert ("committed" in marks) == ((TOPIC, number) in group.committed)
            told = {a.positions[TOPIC, number] for a in state.actors.values() if (TOPIC, number) in a.positions}
            assert ("position" not in marks) or told
            known = {partition.high_watermark, partition.log_start_offset, *partition.log_end_offsets.values()}
            known |= {record.offset + 1 for record in partition.records} | told | {group.committed.get((TOPIC, number))}
            assert ("hw" in marks) <= (partition.high_watermark is not None)
            for mark in scene.marks:
                if mark.key in ("leo", "start"):
                    assert reading.numbers(reading.texts(mark)[0]) <= known


@some
@given(worlds(), langs, widths)
def test_producers_leaders_and_acks_are_the_snapshots(state: Snapshot, lang: str, width: int) -> None:
    scene = producers_scene(state, TOPIC, lang=lang, width=width)
    is_a_picture(scene)
    partitions = state.topics[TOPIC].partitions
    for mark in scene.marks:
        kind, _, rest = mark.key.partition("/")
        if kind in ("send", "ack"):
            name, number = rest.rsplit("/", 1)
            assert (TOPIC, int(number)) in state.actors[name].positions
            assert state.actors[name].kind == "producer"
            assert partitions[int(number)].leader is not None
            assert kind == "send" or state.actors[name].acks != "0"
    for number, partition in partitions.items():
        if number < 40:
            said = reading.words(scene, f"p{number}")
            assert ("sin líder" in said or "no leader" in said) == (partition.leader is None)
            leader = reading.numbers(said.split("★")[1][:14]) if "★" in said else set()
            assert leader <= {partition.leader}


@given(maybe_offset)
@settings(max_examples=10, deadline=None)
def test_a_group_without_any_topic_in_the_snapshot_is_drawn(high: int | None) -> None:
    """Committed in a topic that the snapshot lacks: no lag, no failure."""
    group = Group("g", "classic", "Empty", "", None, (), {("gone", 0): high or 0})
    state = Snapshot(0.0, None, {}, {}, {"g": group})  # type: ignore[arg-type]
    is_a_picture(group_scene(state, "g", lang="en"))
