"""Whatever the snapshot: a figure invents no broker, leader, voter, offset or owner; it stands still, and fits."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kafkalab.i18n import LANGS
from kafkalab.observe.snapshot import Controller, NodeState, Quorum, Snapshot
from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.svg import to_svg

from . import places, reading
from .figure_states import FIGURE_STATES, name_of
from .strategies import TOPIC, snapshots

few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
langs = st.sampled_from(["es", "en"])
ids = st.sampled_from([1, 2, 3, 101])
maybe = st.none() | ids
states = st.sampled_from(["up", "paused", "stopped"])


@st.composite
def kraft(draw: st.DrawFn) -> Snapshot:
    """Any quorum, also one that nobody knows, or whose leader is not among its voters."""
    voters = tuple(sorted(draw(st.sets(ids, max_size=4))))
    observers = tuple(draw(st.sets(st.sampled_from([102, 103, 4]), max_size=3)))
    quorum = draw(
        st.none() | st.builds(Quorum, maybe, st.none() | st.integers(20, 29), st.just(voters), st.just(observers))
    )
    nodes = {id_: NodeState(id_, "controller", draw(states)) for id_ in draw(st.sets(ids, max_size=3))}
    found = draw(snapshots(most=2))
    return replace(found, quorum=quorum, nodes=nodes, controller=Controller(None, None))


@st.composite
def zookeeper(draw: st.DrawFn) -> Snapshot:
    """Any ensemble: also modes that we never saw, and a controller that is not registered."""
    modes = st.sampled_from(["leader", "follower", "standalone", "silent", "observer"])
    brokers = draw(st.none() | st.sets(st.sampled_from([101, 102, 104])).map(lambda found: tuple(sorted(found))))
    told = {
        "servers": draw(st.dictionaries(st.integers(1, 5), modes, max_size=5)),
        "brokers": brokers,
        "controller": None if brokers is None else draw(st.none() | st.sampled_from([101, 102, 104])),
        "controller_epoch": None if brokers is None else draw(st.none() | st.integers(20, 29)),
    }
    return replace(draw(snapshots(most=2)), zookeeper=told)


def figure(kind: str, snapshot: Snapshot, lang: str, topic: str | None = TOPIC) -> Scene:
    return FIGURES[kind].draw(snapshot, topic, lang)


def cards(scene: Scene) -> dict[str, list[str]]:
    """What is written in each box, by its key."""
    return {mark.key: reading.texts(mark) for mark in scene.marks if re.fullmatch(r"f/\w+", mark.key)}


@few
@given(snapshots(), langs)
def test_leaders_and_copies_are_the_snapshots(snapshot: Snapshot, lang: str) -> None:
    """Three brokers: a star stands at the leader and nowhere else; a row only at a replica."""
    partitions = snapshot.topics[TOPIC].partitions
    shown = cards(figure("three-brokers", snapshot, lang))
    for key, written in shown.items():
        broker = int(key.removeprefix("f/node"))
        assert broker in snapshot.brokers
        for label, said in pairwise(written):
            if not re.fullmatch(r"P\d+", label):
                continue
            partition = partitions[int(label[1:])]
            assert broker in partition.replicas
            assert ("★" in said) == (broker == partition.leader)


@few
@given(snapshots(most=3), langs)
def test_every_partition_with_a_leader_has_its_star(snapshot: Snapshot, lang: str) -> None:
    led = sum(partition.leader is not None for partition in snapshot.topics[TOPIC].partitions.values())
    written = [text for texts in cards(figure("three-brokers", snapshot, lang)).values() for text in texts]
    assert sum("★" in text for text in written) == led


@few
@given(snapshots(), langs)
def test_arrows_go_from_leaders_to_other_replicas(snapshot: Snapshot, lang: str) -> None:
    partitions = snapshot.topics[TOPIC].partitions.values()
    for mark in figure("three-brokers", snapshot, lang).marks:
        if found := re.fullmatch(r"f/node(\d+)\.\d+>node(\d+)\.\d+", mark.key):
            leader, follower = int(found[1]), int(found[2])
            assert any(p.leader == leader and follower in p.replicas and follower != leader for p in partitions)


@few
@given(snapshots(most=2), langs)
def test_the_copies_of_a_partition_are_its_replicas(snapshot: Snapshot, lang: str) -> None:
    partitions = snapshot.topics[TOPIC].partitions
    scene = figure("replication-factor", snapshot, lang)
    if not partitions:
        return
    partition = partitions[min(partitions)]
    arrows = {mark.key for mark in scene.marks if mark.key.startswith("f/partition>")}
    assert arrows == {f"f/partition>node{broker}.1" for broker in {*partition.replicas}}
    for key, written in cards(scene).items():
        if key != "f/partition":
            assert any("★" in text for text in written) == (key == f"f/node{partition.leader}")


@few
@given(snapshots(), langs, st.booleans())
def test_a_client_is_told_of_leaders_that_the_snapshot_has(snapshot: Snapshot, lang: str, all_topics: bool) -> None:
    scene = figure("broker-discovery", snapshot, lang, None if all_topics else TOPIC)
    leaders = {p.leader for p in snapshot.topics[TOPIC].partitions.values()}
    heard = any(broker.state == "up" for broker in snapshot.brokers.values())
    steps = {mark.key: reading.texts(mark)[0] for mark in scene.marks if mark.key.endswith("/step")}
    assert list(steps.values()).count("1") == list(steps.values()).count("2") == int(heard)
    for key, step in steps.items():
        broker = int(re.search(r"node(\d+)", key)[1])  # type: ignore[index]
        assert step == "3" or snapshot.brokers[broker].state == "up"
        assert step != "3" or broker in leaders


@few
@given(snapshots(most=5), langs)
def test_consumers_have_only_what_they_own(snapshot: Snapshot, lang: str) -> None:
    partitions = snapshot.topics[TOPIC].partitions
    committed = {offset for group in snapshot.groups.values() for offset in group.committed.values()}
    for key, written in cards(figure("consumers", snapshot, lang)).items():
        if key.startswith("f/node"):
            led = {n for n, p in partitions.items() if p.leader == int(key.removeprefix("f/node"))}
            assert {int(text[1:]) for text in written if re.fullmatch(r"P\d+", text)} == led
        if key.startswith("f/consumer"):
            for text in written[1:]:
                if "offset " in text and reading.numbers(text):
                    assert reading.numbers(text) <= committed


@few
@given(kraft(), langs)
def test_voters_and_the_active_one_are_the_quorums(snapshot: Snapshot, lang: str) -> None:
    quorum = snapshot.quorum
    scene = figure("kraft-quorum", snapshot, lang)
    for key, written in cards(scene).items():
        node = int(key.removeprefix("f/node"))
        star = [text for text in written if "★" in text]
        assert bool(star) == (quorum is not None and quorum.leader == node)
        assert not star or reading.numbers(star[0]) == (
            {quorum.epoch} if quorum and quorum.epoch is not None else set()
        )
        votes = any(text in ("votante", "voter") for text in written)
        assert votes == (quorum is not None and node in quorum.voters)
    known = {*snapshot.brokers, *snapshot.nodes}
    known |= {*quorum.voters, *quorum.observers, quorum.leader} if quorum else set()
    assert {int(key.removeprefix("f/node")) for key in cards(scene)} <= known
    arrows = [mark for mark in scene.marks if ">" in mark.key]
    assert bool(arrows) <= (quorum is not None and quorum.leader is not None)


@few
@given(zookeeper(), langs)
def test_servers_brokers_and_controller_are_zookeepers(snapshot: Snapshot, lang: str) -> None:
    told = snapshot.zookeeper
    assert told is not None
    shown = cards(figure("zookeeper-ensemble", snapshot, lang))
    starred = {key for key, written in shown.items() if any("★" in text for text in written)}
    leaders = {f"f/node{id_}" for id_, mode in told["servers"].items() if mode == "leader"}
    controller = {f"f/node{told['controller']}"} if told["controller"] is not None else set()
    assert starred <= leaders | controller
    assert leaders <= starred
    for name in ("controller", "controller_epoch"):
        value = shown["f/znodes"][1 + shown["f/znodes"].index(f"/{name}")]
        assert value == (str(told[name]) if told[name] is not None else value)
        assert told[name] is not None or not reading.numbers(value)
    assert (shown["f/znodes"][2] == "?") == (told["brokers"] is None)
    for broker in told["brokers"] or ():
        assert any(text in ("registrado", "registered") for text in shown[f"f/node{broker}"])


@pytest.mark.parametrize("kind", FIGURES)
@few
@given(snapshot=st.one_of(snapshots(), kraft(), zookeeper()), lang=langs)
def test_a_figure_is_a_scene(kind: str, snapshot: Snapshot, lang: str) -> None:
    """The same twice; unique keys, parents first; well-formed; the tags are ours; nothing leaves the page."""
    scene = figure(kind, snapshot, lang)
    assert scene == figure(kind, snapshot, lang)
    seen = {""}
    for mark in scene.marks:
        assert mark.parent in seen
        assert mark.key not in seen
        seen.add(mark.key)
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
    assert scene.alt
    assert not places.outside(scene, 0)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("kind", "state"), [(kind, state) for kind, states in FIGURE_STATES.items() for state in states]
)
def test_no_text_lies_on_another_or_leaves_the_page(kind: str, state: str, lang: str) -> None:
    snapshot = FIGURE_STATES[kind][state]()
    scene = figure(kind, snapshot, lang, name_of(snapshot))
    assert not places.overlaps(scene)
    assert not places.outside(scene)


@pytest.mark.parametrize(
    ("kind", "state"), [(kind, state) for kind, states in FIGURE_STATES.items() for state in states]
)
def test_every_text_fits_into_its_box(kind: str, state: str) -> None:
    """What stands in a card ends before the card does."""
    snapshot = FIGURE_STATES[kind][state]()
    scene = figure(kind, snapshot, "es", name_of(snapshot))
    for mark in scene.marks:
        first = reading.parsed(mark).find("rect")
        if not re.fullmatch(r"f/\w+", mark.key) or first is None:
            continue
        alone = Scene(float(first.get("width", 0)), 1e6, "", "", (replace(mark, parent="", x=0, y=0),))
        assert not places.outside(alone, 4), mark.key
