"""Three controllers, broken one after the other: another leads, and with one of three left nothing can be decided."""

from __future__ import annotations

import pytest

from kafkalab import Cluster

from .breakable import listed_by, quorum_now

pytestmark = [pytest.mark.cluster, pytest.mark.faults]

ALL = {1, 2, 3}


@pytest.fixture(scope="module")
def three(home):
    cluster = Cluster.up("quorum", brokers=2, controllers=3)
    yield cluster
    cluster.delete()


@pytest.fixture
def broken(three) -> Cluster:
    three.heal()
    return three


def leader(cluster: Cluster) -> int:
    """The active controller."""
    return cluster.wait_until(lambda s: s.quorum and s.quorum.leader).quorum.leader


@pytest.mark.parametrize("fault", ["killed", "stopped", "paused"])
def test_without_the_active_controller_another_leads_and_it_comes_back_caught_up(broken, fault):
    active = leader(broken)
    with getattr(broken.controller(active), fault)():
        assert quorum_now(broken, *ALL - {active}).leader in ALL - {active}
        broken.admin.create_topic(f"while-{fault}", replicas=2)
    after = quorum_now(broken, *ALL)
    assert after.leader in ALL
    assert after.voters[active] > 0


def test_without_a_follower_the_quorum_goes_on(broken):
    active = leader(broken)
    follower = min(ALL - {active})
    with broken.controller(follower).paused():
        assert quorum_now(broken, active).leader == active


def test_with_one_of_three_nothing_can_be_decided_and_the_second_cures_it(broken, capsys):
    active = leader(broken)
    first, second = sorted(ALL - {active})
    broken.controller(first).kill()
    assert capsys.readouterr().err == ""
    broken.controller(second).kill()
    assert "No majority of the controllers runs now" in capsys.readouterr().err
    broken.broker(102).kill()
    assert "No majority of the controllers runs now" in capsys.readouterr().err
    broken.controller(first).start()
    broken.broker(102).start()
    assert listed_by(broken, 101, 102) == [[101, 102], [101, 102]]
