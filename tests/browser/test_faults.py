"""Faults under a live view: a leader dies, a broker hangs, the whole cluster goes down and comes up again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from widgets.lab import Lab

from browser.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.faults, pytest.mark.timeout(180)]

TOPIC = "fallible"


@pytest.fixture(scope="module")
def fallible(home: Any) -> Iterator[Any]:
    """A cluster to be broken, with a topic whose only partition is led by broker 102."""
    from kafkalab import Cluster

    cluster = Cluster.up("fallible")
    cluster.admin.create_topic(TOPIC, assignment={0: [102, 101, 103]})
    yield cluster
    cluster.delete()


@pytest.fixture(scope="module")
def desk(jupyter: Lab, fallible: Any) -> Iterator[Desk]:
    """One notebook on that cluster."""
    made = Desk.on(jupyter, fallible.name)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def afterwards(desk: Desk, fallible: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """The cluster is whole again, and the page is empty."""
    yield
    desk.clear(request.node.name)
    fallible.heal()


def test_the_leader_dies_and_the_view_shows_the_new_one(desk: Desk, fallible: Any) -> None:
    """In the picture, in its words, and in the story; going back in time brings the old one back."""
    desk.show(f"{TOPIC!r}, kind='replicas', partition=0")
    desk.wait_for_text("102")
    before = desk.label()
    fallible.broker(102).kill()
    leader = fallible.snapshot().topics[TOPIC].partitions[0].leader
    assert leader in (101, 103)
    line = desk.wait_for_story(f"{leader}")
    assert "leader" in line
    desk.wait_for_story("102")
    desk.wait_for_label(lambda label: label != before and str(leader) in label)
    desk.views.first.get_by_role("slider").focus()
    desk.page.keyboard.press("Home")
    desk.wait_for_label(lambda label: label == before)
    desk.views.first.get_by_role("button", name="back to live").click()
    desk.wait_for_label(lambda label: label != before)


def test_the_cluster_goes_down_and_comes_up_under_the_view(desk: Desk, fallible: Any) -> None:
    """The view stays, says that nobody answers, and goes on by itself; it never needs its cell to be run again."""
    desk.show(f"{TOPIC!r}")
    fallible.down()
    desk.wait_for_label(lambda label: "answer" in label or "stopped" in label)
    desk.snap("down")
    assert desk.views.first.get_attribute("data-state") == "live", "the kernel is there all the time"
    from kafkalab import Cluster

    Cluster.up(fallible.name)
    fallible.admin.produce(TOPIC, [("key", "after")], partition=0)
    desk.wait("view.querySelectorAll('[data-offset]').length >= 1", timeout_s=30)


def test_a_paused_broker_holds_up_nothing_else(desk: Desk, fallible: Any) -> None:
    """Records of a partition that it neither leads nor copies are shown as before."""
    fallible.admin.create_topic("apart", assignment={0: [101, 103], 1: [102, 101]})
    desk.show("'apart'")
    fallible.broker(102).pause(wait=False)
    desk.wait_for_story("102")
    for number in range(3):
        fallible.admin.produce("apart", [("key", "value")], partition=0)
        desk.wait(f"view.querySelectorAll('[data-partition=\"0\"]').length === {number + 1}", timeout_s=2)
