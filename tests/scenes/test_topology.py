"""The figures of who talks to whom."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from kafkalab.observe.snapshot import Actor
from kafkalab.scenes.figures.dot import Edge, Node, lay_out
from kafkalab.scenes.figures.middleware import middleware
from kafkalab.scenes.figures.producer_topic_consumer import producer_topic_consumer
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.svg import to_svg

from . import reading
from .build import TOPIC, group, member, partition, snapshot, topic
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
    actors = {"orders": Actor("producer", "running"), "reader": Actor("consumer", "running")}
    picture = producer_topic_consumer(replace(STATES["empty"](), actors=actors), TOPIC, "en")
    assert "orders" in written(picture)
    assert "reader" not in written(picture)


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
