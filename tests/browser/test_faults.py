"""Faults under a live view: a leader dies, a broker hangs, the whole cluster goes down and comes up again."""

from __future__ import annotations

from typing import Any

import pytest

from browser.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.faults, pytest.mark.timeout(180)]

TOPIC = "fallible"


@pytest.fixture
def desk(faulty: Desk) -> Desk:
    """A notebook on a cluster to be broken."""
    return faulty


def test_the_leader_dies_and_the_view_shows_the_new_one(desk: Desk, breakable: Any) -> None:
    """In the picture, in its words, and in the story; going back in time brings the old one back."""
    desk.show(f"{TOPIC!r}, kind='replicas', partition=0")
    desk.wait_for_text("102")
    before = desk.label()
    breakable.broker(102).kill()
    leader = breakable.snapshot().topics[TOPIC].partitions[0].leader
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


def test_the_cluster_goes_down_and_comes_up_under_the_view(desk: Desk, breakable: Any) -> None:
    """The view stays, says that nobody answers, and goes on by itself; it never needs its cell to be run again."""
    desk.show(f"{TOPIC!r}")
    breakable.down()
    desk.wait_for_label(lambda label: "answer" in label or "stopped" in label)
    desk.snap("down")
    assert desk.views.first.get_attribute("data-state") == "live", "the kernel is there all the time"
    from kafkalab import Cluster

    Cluster.up(breakable.name)
    breakable.admin.produce(TOPIC, [("key", "after")], partition=0)
    desk.wait("view.querySelectorAll('[data-offset]').length >= 1", timeout_s=30)


def test_a_paused_broker_holds_up_nothing_else(desk: Desk, breakable: Any) -> None:
    """Records of a partition that it neither leads nor copies are shown as before."""
    breakable.admin.create_topic("apart", assignment={0: [101, 103], 1: [102, 101]})
    desk.show("'apart'")
    breakable.broker(102).pause(wait=False)
    desk.wait_for_story("102")
    for number in range(3):
        breakable.admin.produce("apart", [("key", "value")], partition=0)
        desk.wait(f"view.querySelectorAll('[data-partition=\"0\"]').length === {number + 1}", timeout_s=2)
