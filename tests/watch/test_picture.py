"""The text picture of a cluster: what it says, and that it fits the terminal, whatever the cluster is like."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType
from scenes import strategies
from scenes.build import T0, partition, snapshot, topic
from scenes.states import STATES

from kafkalab.observe.events import changes
from kafkalab.observe.snapshot import Actor, Controller, NodeState, Quorum, Snapshot
from kafkalab.watch.picture import picture
from kafkalab.watch.screen import concerns, view

NOW = T0 + 60


def lines(drawn: RenderableType, width: int = 100) -> list[str]:
    console = Console(width=width, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(drawn)
    return [line.rstrip() for line in captured.get().splitlines()]


def shown(state: Snapshot, width: int = 100, height: int = 40, lang: str = "en", topic: str | None = None) -> list[str]:
    return lines(picture(state, topic=topic, lang=lang, width=width, height=height, now=NOW), width)


def test_the_whole_of_a_small_cluster():
    assert shown(STATES["two_groups"]()) == [
        "brokers   ● 101 up   ● 102 up   ● 103 up",
        "controller: broker 1",
        "iabd-topic  3 partitions",
        "  P  leader  ISR (out)    start  HW  LEO  lag iabd-app1  lag iabd-app2",
        "  0  102     101 102 103      0  12   12              3              0",
        "  1  103     101 102 103      0   9    9              0              5",
        "  2  101     101 102 103      3  15   15              4              0",
        "groups",
        "  iabd-app1  stable  lag 7  consumer-1: iabd-topic 0, 1   consumer-2: iabd-topic 2",
        "  iabd-app2  stable  lag 5  consumer-1: iabd-topic 0, 1, 2",
    ]


def test_what_is_broken_is_said_in_words_not_in_colour_alone():
    text = shown(STATES["failover"](), lang="es")
    assert text[0] == "brokers   ‖ 101 en pausa   ● 102 activo   ✕ 103 parado"
    assert text[4].split("  ")[-1] == "último dato de hace 8 s"
    assert text[5].split()[:5] == ["1", "ninguno", "(101)", "(102)", "103"]
    assert text[7].split()[-4:] == ["?", "?", "?", "-"]


def test_who_leads_the_quorum_and_the_processes_behind_it():
    nodes = {1: NodeState(1, "controller", "up"), 2: NodeState(2, "controller", "paused")}
    led = replace(snapshot(), controller=Controller(1, 7), quorum=Quorum(1, 7, (1, 2)), nodes=nodes)
    assert shown(led)[1] == "led by controller 1 (epoch 7)   ● controller 1 up   ‖ controller 2 paused"
    assert shown(replace(led, controller=Controller(None, None)))[1].startswith("the controller does not answer")


def test_our_own_actors_have_a_line():
    assert "p1 running" in shown(replace(snapshot(), actors={"p1": Actor("producer", "running")}))


def test_many_partitions_become_a_line_where_there_is_no_room():
    (line,) = [line for line in shown(STATES["forty"](), width=160, height=20) if line.startswith("iabd-topic")]
    assert "40 partitions  leaders 101×15, 102×12, 103×12  no leader: 1  ISR not whole: 1" in line
    assert len([line for line in shown(STATES["forty"](), height=60) if line[:4].strip().isdigit()]) == 40


def test_topics_and_groups_without_a_line_are_counted():
    crowd = snapshot(*(topic(partition(0), name=f"t{n:02}") for n in range(30)))
    assert shown(crowd, height=12)[-1] == "and 21 more topics"
    assert "and 7 more groups" in shown(STATES["many_groups"](), height=16)


def test_one_topic_only():
    two = snapshot(topic(partition(0), name="a"), topic(partition(0), name="b"))
    text = shown(two, topic="a")
    assert any(line.startswith("a ") for line in text)
    assert not any(line.startswith("b ") for line in text)
    assert "“c”" in shown(two, topic="c")[-1]


def test_names_written_by_strangers_do_not_steer_the_terminal():
    text = "".join(shown(STATES["hostile"]()))
    assert not {"\x1b", "\u202e", "\u2066", "\x00"} & set(text)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("width", "height"), [(40, 10), (80, 24), (100, 30), (200, 60)])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_it_fits_the_terminal(state, width, height, lang):
    text = shown(STATES[state](), width, height, lang)
    assert len(text) <= height
    assert max(map(cell_len, text)) <= width


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.snapshots(most=8), st.integers(20, 160), st.integers(8, 50))
def test_any_cluster_fits_any_terminal(state, width, height):
    drawn = view(state, (), title="t", topic=None, lang="en", width=width, height=height, now=NOW)
    text = lines(drawn, width)
    assert len(text) <= height
    assert max(map(cell_len, text)) <= width


# -- the screen around it ----------------------------------------------------------------------------------------------

EVENTS = [replace(event, at=T0 + n) for n, event in enumerate(changes(STATES["two_groups"](), STATES["failover"]()))]


def screen(height: int = 30, lang: str = "en", state: Snapshot | None = None, width: int = 100) -> list[str]:
    drawn = view(state, EVENTS, title="lab", topic=None, lang=lang, width=width, height=height, now=NOW)
    return lines(drawn, width)


def test_events_are_listed_newest_first_below_the_cluster():
    text = screen(state=STATES["failover"]())
    rule = next(n for n, line in enumerate(text) if line.startswith("what happened"))
    assert [line.split("  ", 1)[1] for line in text[rule + 1 :]] == [event.text.en for event in EVENTS[::-1]]


@pytest.mark.parametrize("height", [12, 16, 24])
def test_a_low_terminal_still_shows_the_newest_events(height):
    text = screen(height, state=STATES["failover"]())
    assert len(text) <= height
    assert any(EVENTS[-1].text.en in line for line in text)


def test_before_the_first_answer_it_says_so():
    assert screen(lang="es")[1].startswith("Esperando")


def test_who_watches_a_topic_hears_of_it_and_of_brokers_and_groups():
    kinds = {event.kind for event in EVENTS if concerns(event, "another")}
    assert kinds == {"broker", "group", "member"}
    assert all(concerns(event, "iabd-topic") for event in EVENTS)
