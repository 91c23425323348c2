"""The figures of who talks to whom: what each says in which state."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from kafkalab.cluster import Cluster
from kafkalab.errors import UnknownTopicError, UsageError
from kafkalab.i18n import using
from kafkalab.observe.snapshot import Actor, BrokerState, Snapshot
from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.figures.consumer_groups import consumer_groups
from kafkalab.scenes.figures.dot import Edge, Node, lay_out
from kafkalab.scenes.figures.middleware import middleware
from kafkalab.scenes.figures.producer_topic_consumer import producer_topic_consumer
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.svg import to_svg

from . import reading
from .build import TOPIC, group, member, partition, snapshot, topic
from .figure_states import FIGURE_STATES
from .states import STATES, name_of


def written(scene: Scene) -> list[str]:
    return [text for mark in scene.marks for text in reading.texts(mark)]


def arrows(scene: Scene) -> int:
    return to_svg(scene).count('class="wire"')


def test_boxes_keep_the_size_that_they_were_given_and_do_not_overlap() -> None:
    nodes = [[Node("a", 100, (40,)), Node("b", 100, (40,))], [Node("c", 80, (30, 30))]]
    layout = lay_out(nodes, [Edge("a", "c", None, 0), Edge("b", "c", None, 1)], between=50, above=20)
    assert layout.corners["b"][1] - layout.corners["a"][1] == pytest.approx(60, abs=1)
    assert layout.corners["c"][0] - layout.corners["a"][0] == pytest.approx(150, abs=1)
    assert layout.width == pytest.approx(230, abs=1)


def test_an_arrow_ends_at_its_row() -> None:
    nodes = [[Node("a", 100, (40,))], [Node("c", 80, (30, 30))]]
    layout = lay_out(nodes, [Edge("a", "c", None, 0), Edge("a", "c", None, 1)])
    left, top = layout.corners["c"]
    assert [curve.tip for curve in layout.curves] == [
        pytest.approx((left, top + 15), abs=1.5),
        pytest.approx((left, top + 45), abs=1.5),
    ]


def test_columns_and_their_order_are_kept() -> None:
    """Even where Graphviz would turn two nodes around to have fewer crossings."""
    nodes = [[Node("a", 50, (20,)), Node("b", 50, (20,))], [Node("c", 50, (20,)), Node("d", 50, (20,))]]
    corners = lay_out(nodes, [Edge("a", "d"), Edge("b", "c")]).corners
    assert corners["a"][1] < corners["b"][1]
    assert corners["c"][1] < corners["d"][1]


def test_a_dot_of_the_users_is_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """Nor is anything else from the PATH."""
    for name in ("dot", "graphviz-pure"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 7\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    before = os.environ["PATH"]
    assert lay_out([[Node("a", 50, (20,))]], []).corners
    assert os.environ["PATH"] == before


def test_every_partition_leads_to_the_members_that_own_it() -> None:
    picture = producer_topic_consumer(STATES["two_groups"](), TOPIC, "es")
    assert {"líder: broker 102", "líder: broker 103", "líder: broker 101"} <= set(written(picture))
    assert arrows(picture) == 1 + 3 + 3, "the producers, P0 P1 P2 of one group, P0 P1 P2 of the other"
    assert "El grupo iabd-app1: consumer-1 (P0 P1), consumer-2 (P2)." in picture.alt


def test_nobody_reading_is_a_dashed_box() -> None:
    picture = producer_topic_consumer(STATES["empty"](), TOPIC, "en")
    assert "no one is reading" in written(picture)
    assert 'class="quiet"' in to_svg(picture)
    assert picture.alt.endswith("No one is reading it; the messages wait.")


def test_a_group_without_members_does_not_read_now() -> None:
    state = snapshot(topic(partition(0, end=3)), groups=(group("old", committed={0: 1}), group("new", member("m", 0))))
    picture = producer_topic_consumer(state, TOPIC, "en")
    assert to_svg(picture).count('class="quiet"') == 1
    assert "no active consumers" in written(picture)


def test_our_own_producers_are_named() -> None:
    actors = {"orders": Actor("producer", "running", topics=(TOPIC,)), "reader": Actor("consumer", "running")}
    actors["clicks"] = Actor("producer", "running", topics=("clicks",))
    picture = producer_topic_consumer(replace(STATES["empty"](), actors=actors), TOPIC, "en")
    assert "orders" in written(picture)
    assert not {"reader", "clicks"} & set(written(picture))


def test_a_producer_that_writes_no_more_says_so_and_its_arrow_is_quiet() -> None:
    actors = {"orders": Actor("producer", "killed", topics=(TOPIC,))}
    picture = producer_topic_consumer(replace(STATES["two_groups"](), actors=actors), TOPIC, "en")
    assert "orders (killed)" in written(picture)
    assert [mark.cls for mark in picture.marks if mark.key.startswith("f/s0>")] == ["quiet"]


def test_a_leader_that_does_not_answer_is_said_not_to() -> None:
    for draw in (producer_topic_consumer, consumer_groups):
        picture = draw(STATES["failover"](), TOPIC, "en")
        assert "leader: broker 101 (paused)" in written(picture)
        quiet = {mark.key for mark in picture.marks if mark.cls == "quiet"}
        assert quiet == {"f/topic.1>gA.1", "f/topic.2>gA.1"}, "neither the silent leader nor no leader is read from"


def test_a_partition_without_leader_says_so() -> None:
    assert "no leader" in written(producer_topic_consumer(STATES["failover"](), TOPIC, "en"))


def test_a_topic_that_is_not_there() -> None:
    assert "There is no topic “x”." in written(producer_topic_consumer(snapshot(), "x", "en"))


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_makes_a_figure_that_stands_still(state: str, lang: str) -> None:
    given = STATES[state]()
    for draw in (producer_topic_consumer, middleware):
        picture = draw(given, name_of(given), lang)
        assert picture == draw(given, name_of(given), lang)
        ET.fromstring(to_svg(picture))


def test_the_middleman_saves_connections() -> None:
    picture = middleware(STATES["two_groups"](), TOPIC, "es")
    assert arrows(picture) == 9 + 6
    assert {"3 × 3 = 9 conexiones", "3 + 3 = 6 conexiones", TOPIC, "brokers 101 102 103"} <= set(written(picture))


def test_arrows_of_a_figure_are_numbers_only() -> None:
    """No name of the cluster's reaches Graphviz: only n0, n1 and sizes."""
    picture = producer_topic_consumer(STATES["hostile"](), name_of(STATES["hostile"]()), "en")
    for d in re.findall(r' d="([^"]*)"', to_svg(picture)):
        assert re.fullmatch(r"[MCLZ\d. -]*", d)


def test_an_arrow_to_the_left_ends_on_the_left() -> None:
    """And leaves its box on the side that faces the other one."""
    nodes = [[Node("a", 100, (40,))], [Node("c", 80, (30, 30))]]
    layout = lay_out(nodes, [Edge("c", "a", 1, None)])
    (curve,) = layout.curves
    left, top = layout.corners["c"]
    assert curve.tip == pytest.approx((100, layout.corners["a"][1] + 20), abs=1.5)
    assert curve.points[0] == pytest.approx((left, top + 45), abs=1.5)


def test_columns_stand_beside_each_other_without_arrows_and_level_if_asked() -> None:
    nodes = [[Node("a", 100, (40,))], [Node("b", 100, (40, 80))], [Node("c", 100, (40,))]]
    corners = lay_out(nodes, [Edge("a", "c")], level=True).corners
    assert corners["a"][0] < corners["b"][0] < corners["c"][0]
    assert [corners[name][1] for name in "bc"] == pytest.approx([corners["a"][1]] * 2, abs=1)


def drawn(kind: str, state: str, lang: str = "en") -> Scene:
    given = FIGURE_STATES[kind][state]()
    return FIGURES[kind].draw(given, name_of(given), lang)


def box(scene: Scene, name: str) -> list[str]:
    """What is written in the box of that name."""
    return reading.texts(reading.by_key(scene)[f"f/{name}"])


def quiet(scene: Scene) -> set[str]:
    """The arrows along which nothing travels."""
    return {mark.key.removeprefix("f/") for mark in scene.marks if ">" in mark.key and "quiet" in mark.cls.split()}


def test_three_brokers_show_who_leads_and_who_copies() -> None:
    scene = drawn("three-brokers", "healthy")
    assert box(scene, "node101") == [
        "broker 101", "up", "P0", "★ leader", "P1", "copy, in the ISR", "P2", "copy, in the ISR",
    ]  # fmt: skip
    assert arrows(scene) == 6
    assert not quiet(scene)


def test_a_paused_broker_is_grey_and_nothing_is_copied_to_it() -> None:
    scene = drawn("three-brokers", "broker_paused")
    assert reading.by_key(scene)["f/node103"].cls == "off"
    assert quiet(scene) == {"node101.1>node103.1", "node102.2>node103.2", "node103.3>node101.3", "node103.3>node102.3"}
    assert "P2: the cluster still counts on broker 103 as the leader" in scene.alt


def test_when_nobody_answers_the_figure_says_that_it_is_old_and_blames_no_leader() -> None:
    scene = drawn("three-brokers", "nobody_answers")
    assert "No broker answers: what is shown is what was last known." in scene.alt
    assert "still counts on" not in scene.alt


def test_of_a_broker_that_nobody_knows_nothing_is_claimed() -> None:
    scene = drawn("three-brokers", "unlisted_broker")
    assert box(scene, "node103")[:2] == ["broker 103", "?"]
    assert "broker 103 (?)" in scene.alt
    assert "still counts on" not in scene.alt


@pytest.mark.parametrize("kind", ["three-brokers", "replication-factor"])
def test_without_a_leader_the_figure_says_who_may_become_it(kind: str) -> None:
    assert "Nobody can write or read there until there is one; it may be: 103." in drawn(kind, "no_leader").alt


def test_the_promise_of_a_replication_factor() -> None:
    scene = drawn("replication-factor", "healthy")
    assert "3 copies: what is committed survives 2 failures, one after another" in scene.alt
    assert "If the leader (101) falls, one of the copies in the ISR succeeds it: 102, 103." in scene.alt
    assert "writes are taken while at least 2 are in the ISR; now 3 are" in scene.alt


def test_below_the_minimum_the_figure_says_what_is_refused() -> None:
    alt = drawn("replication-factor", "below_minimum").alt
    assert "The ISR has 1 and min.insync.replicas is 2: writes with acks=all are refused." in alt
    assert "If the leader (103) falls, nobody in the ISR can succeed it" in alt


def test_when_nobody_answers_a_replication_factor_promises_only_what_always_holds() -> None:
    alt = drawn("replication-factor", "nobody_answers").alt
    assert "what is committed survives 2 failures" in alt
    assert "If the leader" not in alt
    assert "No broker answers" in alt


def test_a_broker_of_id_0_is_a_broker() -> None:
    """Kafka's ids begin at 0."""
    brokers = {0: BrokerState(0, "localhost", 9092, "paused"), 1: BrokerState(1, "localhost", 9093, "up")}
    part = partition(0, end=1, leader=0, isr=(0, 1), replicas=(0, 1))
    for kind in ("three-brokers", "replication-factor"):
        scene = FIGURES[kind].draw(replace(snapshot(topic(part)), brokers=brokers), TOPIC, "en")
        assert "P0: the cluster still counts on broker 0 as the leader" in scene.alt
        assert "★" in "".join(box(scene, "node0"))


def test_a_minimum_above_the_number_of_replicas_counts_as_that_number() -> None:
    """Kafka's effective minimum: min(min.insync.replicas, replicas)."""
    alone = partition(0, end=1, isr=(101,), replicas=(101,))
    scene = FIGURES["replication-factor"].draw(snapshot(topic(alone, min_insync_replicas="2")), TOPIC, "en")
    assert "refused" not in scene.alt
    assert "while at least 1 are in the ISR" in scene.alt


def test_without_a_known_minimum_nothing_is_said_of_it() -> None:
    assert "min.insync" not in drawn("replication-factor", "one_copy").alt


def test_a_client_asks_one_broker_and_then_each_leader() -> None:
    scene = drawn("broker-discovery", "broker_killed")
    assert "✕" in box(scene, "client")
    assert quiet(scene) == {"client.2>node101.0"}, "it tried a dead address first"
    steps = [(mark.key.removeprefix("f/"), reading.texts(mark)) for mark in scene.marks if mark.key.endswith("/step")]
    assert steps == [
        ("client.3>node102.0/step", ["1"]),
        ("node102.1>client.5/step", ["2"]),
        ("client.6>node102.2/step", ["3"]),
        ("client.7>node103.2/step", ["3"]),
    ]


def test_metadata_may_still_name_a_broker_that_hangs() -> None:
    alt = drawn("broker-discovery", "broker_paused").alt
    assert "The metadata still names broker 103, which does not answer" in alt


def test_without_any_broker_a_client_gets_no_metadata() -> None:
    scene = drawn("broker-discovery", "nobody_answers")
    assert "no metadata" in box(scene, "client")
    assert len(quiet(scene)) == arrows(scene) == 3
    assert "the client cannot even start" in scene.alt


def test_discovery_without_a_topic_counts_what_each_broker_leads() -> None:
    given = FIGURE_STATES["broker-discovery"]["healthy"]()
    scene = FIGURES["broker-discovery"].draw(given, None, "en")
    assert box(scene, "node102")[-1] == "leads 1 partition"


def test_the_active_controller_has_a_star_and_its_epoch() -> None:
    scene = drawn("kraft-quorum", "controller_killed")
    assert "★ active controller, epoch 8" in box(scene, "node3")
    assert "stopped" in box(scene, "node2")
    assert quiet(scene) == {"node3>node2", "node3>node102"}
    assert "3 voters: a majority is needed, 2; it withstands the loss of 1." in scene.alt
    assert "Controllers known to be alive: 1, 3." in scene.alt


@pytest.mark.parametrize("state", ["no_majority", "quorum_without_leader"])
def test_without_a_majority_the_figure_says_what_no_longer_works(state: str) -> None:
    scene = drawn("kraft-quorum", state)
    assert arrows(scene) == 0
    assert "no topic is created and no new leader is elected" in scene.alt


def test_a_single_voter_is_said_to_be_alone() -> None:
    assert "A single voter: if it falls, there is no one to succeed it." in drawn("kraft-quorum", "one_controller").alt


def test_controllers_inside_brokers_are_both() -> None:
    scene = drawn("kraft-quorum", "combined")
    assert box(scene, "node102")[0] == "broker and controller 102"
    assert arrows(scene) == 2, "no broker is left that only observes"


def test_of_somebody_elses_controllers_the_state_is_not_known() -> None:
    scene = drawn("kraft-quorum", "foreign_kraft")
    assert box(scene, "node1") == ["controller 1", "?", "voter"]
    assert not quiet(scene)
    assert "known to be alive" not in scene.alt


def test_zookeepers_znodes_name_brokers_and_controller() -> None:
    scene = drawn("zookeeper-ensemble", "controller_broker_killed")
    assert box(scene, "znodes")[1:] == ["/brokers/ids", "102, 103", "/controller", "103", "/controller_epoch", "4"]
    assert "★ controller, epoch 4" in box(scene, "node103")
    assert box(scene, "node101")[1:] == ["stopped", "not registered"]


def test_without_an_ensemble_nothing_is_known() -> None:
    scene = drawn("zookeeper-ensemble", "no_ensemble")
    assert box(scene, "znodes")[2::2] == ["?", "?", "?"]
    assert "0 of 3 serve" in scene.alt
    assert "not known whether it is registered" in box(scene, "node101")


def test_between_two_controllers_there_is_none() -> None:
    scene = drawn("zookeeper-ensemble", "between_controllers")
    assert box(scene, "znodes")[3:5] == ["/controller", "not there"]
    assert "No broker is the controller now." in scene.alt


@pytest.mark.parametrize(
    ("servers", "said"),
    [
        (3, "a majority is 2; it withstands the loss of 1. That is why they are odd: of 4 a majority would be 3"),
        (4, "a majority is 3; it withstands the loss of 1, the same as with 3"),
        (5, "a majority is 3; it withstands the loss of 2. That is why they are odd: of 6 a majority would be 4"),
    ],
)
def test_why_an_ensemble_is_odd(servers: int, said: str) -> None:
    told = {"brokers": (), "controller": None, "controller_epoch": None}
    told["servers"] = dict.fromkeys(range(1, servers + 1), "follower")
    scene = FIGURES["zookeeper-ensemble"].draw(replace(snapshot(), zookeeper=told), None, "en")
    assert said in scene.alt


def test_each_kind_of_cluster_says_what_it_has_instead_of_the_other() -> None:
    assert "it keeps its metadata in ZooKeeper" in drawn("kraft-quorum", "three_zookeepers").alt
    assert "KRaft controllers keep its metadata" in drawn("zookeeper-ensemble", "three_controllers").alt
    assert "it cannot be seen from here" in drawn("zookeeper-ensemble", "healthy").alt


def test_a_consumer_waits_for_a_leader_that_hangs() -> None:
    scene = drawn("consumers", "paused_leader")
    assert quiet(scene) == {"node103.1>consumerA1.1"}
    assert box(scene, "consumerA1") == ["A · consumer-2", "P2", "goes on at offset 4"]
    assert box(scene, "consumerA0")[-1] == "no committed offset"


def test_a_partition_without_leader_is_read_by_nobody() -> None:
    scene = drawn("consumers", "failover")
    assert box(scene, "leaderless") == ["no leader", "P1", "P3"]
    assert arrows(scene) == 2


def test_more_members_than_partitions() -> None:
    scene = drawn("consumer-groups", "idle")
    assert "consumer-4 · no partition" in box(scene, "gA")
    assert "There are more consumers in A than partitions: 1 of them gets none." in scene.alt


def test_a_share_group_is_not_said_to_have_one_owner_for_each_partition() -> None:
    scene = drawn("consumer-groups", "share")
    assert "reparto is a share group: there several consumers may read the same partition." in scene.alt
    only = replace(FIGURE_STATES["consumer-groups"]["share"](), groups={})
    assert "by one consumer only" not in FIGURES["consumer-groups"].draw(only, TOPIC, "en").alt


# -- by name, from the cluster ---------------------------------------------------------------------------------------


class Still(Cluster):
    """A cluster that is always in one state."""

    def __init__(self, state: Snapshot) -> None:
        super().__init__("still")
        self._still = state

    def snapshot(self) -> Snapshot:
        return self._still


@pytest.mark.parametrize("kind", FIGURES)
def test_every_figure_can_be_had_by_its_name(kind: str) -> None:
    state = next(iter(FIGURE_STATES[kind].values()))()
    picture = Still(state).figure(kind, TOPIC, lang="en")
    assert picture.alt
    assert picture.svg == to_svg(FIGURES[kind].draw(state, TOPIC, "en"))


@pytest.mark.parametrize("kind", ["broker-discovery", "kraft-quorum", "zookeeper-ensemble"])
def test_some_figures_need_no_topic(kind: str) -> None:
    assert Still(FIGURE_STATES["kraft-quorum"]["one_controller"]()).figure(kind).alt


@pytest.mark.parametrize("kind", sorted(kind for kind, found in FIGURES.items() if found.needs_topic))
def test_a_figure_of_a_topic_says_that_it_needs_one(kind: str) -> None:
    with using("en"), pytest.raises(UsageError, match=r"you have not said of which.*Name it: cluster\.figure"):
        Still(STATES["empty"]()).figure(kind)


def test_another_name_is_refused_with_those_there_are() -> None:
    with using("es"), pytest.raises(UsageError, match=r"No hay ninguna figura «x»; hay: middleware, .*, kraft-quorum"):
        Still(STATES["empty"]()).figure("x", TOPIC)


def test_a_topic_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownTopicError):
        Still(STATES["empty"]()).figure("three-brokers", "nope")


@pytest.mark.parametrize("kind", ["kraft-quorum", "zookeeper-ensemble", "broker-discovery"])
def test_figures_of_the_cluster_itself_are_drawn_when_nobody_answers(kind: str) -> None:
    """That is when they are wanted."""
    assert Still(FIGURE_STATES["three-brokers"]["nobody_answers"]()).figure(kind).alt
