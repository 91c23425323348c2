"""Nodes in the hands of a view: broken and brought back by the click, by Python and by the shell alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kafkalab import Cluster
from kafkalab.widgets.choices import rows
from kafkalab.widgets.subject import Subject

from .hands import Clicker, run_python, run_shell

pytestmark = [pytest.mark.cluster, pytest.mark.faults]

TOPIC = "held"


@pytest.fixture(scope="module")
def held(home) -> Iterator[Cluster]:
    cluster = Cluster.up("held")
    cluster.admin.create_topic(TOPIC, assignment={0: [102, 101, 103]}, configs={"min.insync.replicas": 3})
    yield cluster
    cluster.delete()


@pytest.fixture
def clicker(held) -> Clicker:
    """Of a view of the whole cluster, which is whole."""
    held.heal()
    return Clicker(held, Subject("cluster", TOPIC))


def seen_of(cluster: Cluster, node: int) -> tuple[str, bool | None]:
    """What the system says of its process, and whether the brokers list it."""
    return cluster.node(node).status.state, cluster.snapshot().brokers[node].listed


@pytest.mark.parametrize(
    ("fault", "mend", "broken"),
    [("kill", "start", "stopped"), ("stop", "start", "stopped"), ("pause", "resume", "paused")],
)
def test_a_broker_breaks_and_comes_back_alike(held, clicker, fault, mend, broken) -> None:
    """The click breaks it, Python brings it back; Python breaks it, the shell brings it back; and once more around."""
    by_click = clicker.click(fault, of="103")
    assert (by_click.state, seen_of(held, 103)) == ("ok", (broken, False))
    python, shell = clicker.lines(mend, of="103")
    run_python(python, held)
    assert seen_of(held, 103) == ("up", True)

    run_python(by_click.python, held)
    assert seen_of(held, 103) == (broken, False)
    assert run_shell(shell).returncode == 0
    assert seen_of(held, 103) == ("up", True)

    assert run_shell(by_click.shell).returncode == 0
    assert seen_of(held, 103) == (broken, False)
    assert clicker.click(mend, of="103").state == "ok"
    assert seen_of(held, 103) == ("up", True)


@pytest.mark.parametrize("by", ["click", "python", "shell"])
def test_everything_is_undone(held, clicker, by) -> None:
    assert clicker.click("kill", of="101").state == "ok"
    assert clicker.click("pause", of="102").state == "ok"
    python, shell = clicker.lines("heal")
    if by == "click":
        assert clicker.click("heal").text == "Every node is up, and every replica is in sync."
    elif by == "python":
        run_python(python, held)
    else:
        assert run_shell(shell).returncode == 0
    snapshot = held.snapshot()
    assert {broker.state for broker in snapshot.brokers.values()} == {"up"}
    assert sorted(snapshot.topics[TOPIC].partitions[0].isr) == [101, 102, 103]


def test_the_controller_can_be_broken_where_the_diagram_is_of_the_cluster(held, clicker) -> None:
    """There is only one: that nobody can notice is said, and not waited for."""
    choices = next(row.of for row in rows(Subject("cluster"), held.snapshot()) if row.of)
    assert [choice.id for choice in choices] == ["101", "102", "103", "1"]
    paused = clicker.click("pause", of="1")
    assert (paused.state, paused.python.split(".")[-2:]) == ("ok", ["controller(1)", "pause()"])
    assert "Controller 1 is paused" in paused.text
    assert held.controller(1).status.state == "paused"
    assert run_shell(clicker.lines("resume", of="1")[1]).returncode == 0
    assert held.controller(1).status.state == "up"


def test_what_is_chosen_follows_the_cluster(held, clicker) -> None:
    clicker.click("pause", of="102")
    node = rows(Subject("topic", TOPIC), held.snapshot())[4]
    assert {choice.id: choice.acts[0] for choice in node.of or ()} == {"101": "kill", "102": "resume", "103": "kill"}


def test_what_cannot_be_done_any_more_is_said_in_words(held, clicker) -> None:
    """The page may not have seen yet that a terminal killed it."""
    clicker.hands.follow(held.snapshot())
    assert run_shell("kafkalab kill 103 --name held").returncode == 0
    done = clicker.click("pause", of="103")
    assert done.state == "failed"
    assert done.text.startswith("Node 103 does not run: there is nothing to pause or to resume. Start it with ")


def test_with_a_follower_away_all_acknowledgements_are_refused_and_one_is_enough(held, clicker) -> None:
    clicker.click("kill", of="103")
    refused = clicker.click("send", key="ana", value="x", acks="all")
    assert refused.state == "failed"
    assert "fewer in-sync replicas than min.insync.replicas" in refused.text
    assert clicker.click("send", key="ana", value="x", acks="1").state == "ok"
