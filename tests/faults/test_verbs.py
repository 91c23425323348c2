"""Kill, stop, pause, start, resume, throttle and heal on a real cluster: what is seen when each returns."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from kafkalab import Cluster, distribution
from kafkalab.errors import ClusterError, NodeError, UsageError, WaitTimeoutError
from kafkalab.faults import healing, noticing
from kafkalab.faults.effects import Missing
from kafkalab.handles import NodeHandle
from kafkalab.nodes import environment, launch, state
from kafkalab.observe import throttling

from .breakable import listed_by, say_now

pytestmark = [pytest.mark.cluster, pytest.mark.faults]

ALL = [101, 102, 103]


@pytest.fixture(scope="module")
def verbs(home):
    cluster = Cluster.up("verbs")
    cluster.admin.create_topic("led-by-102", assignment={0: [102, 101, 103]})
    yield cluster
    cluster.delete()


@pytest.fixture
def broken(verbs) -> Cluster:
    """A cluster to break, whole again before each test."""
    verbs.heal()
    return verbs


@pytest.mark.parametrize(("verb", "process"), [("kill", "stopped"), ("stop", "stopped"), ("pause", "paused")])
def test_when_a_fault_returns_the_others_have_noticed_and_when_its_end_returns_as_well(broken, verb, process):
    node = broken.broker(102)
    getattr(node, verb)()
    assert node.status.state == process
    views = say_now(broken, 101, 103)
    assert [sorted(view.brokers) for view in views.values()] == [[101, 103], [101, 103]]
    assert all(part.leader != 102 for view in views.values() for topic in view.topics for part in topic.partitions)

    node.resume() if verb == "pause" else node.start()
    assert node.status.state == "up"
    assert listed_by(broken, *ALL) == [ALL, ALL, ALL]


def seconds(call: Callable[[], None]) -> float:
    began = time.monotonic()
    call()
    return time.monotonic() - began


def test_without_waiting_a_signal_is_out_within_50_ms(broken, monkeypatch):
    """The experiments on lost and doubled records need it: all must happen within a session of 3 s."""
    monkeypatch.setattr(noticing, "await_gone", lambda *_: pytest.fail("it waited"))
    node = broken.broker(103)
    pauses, resumes = [], []
    for _ in range(5):
        pauses.append(seconds(lambda: node.pause(wait=False)))
        resumes.append(seconds(lambda: node.resume(wait=False)))
    assert statistics.median(pauses) < 0.05
    assert statistics.median(resumes) < 0.05
    kills = [seconds(partial(broken.broker(broker).kill, wait=False)) for broker in ALL]
    assert statistics.median(kills) < 0.05


def test_a_pause_within_the_session_leaves_no_trace(broken):
    before = broken.snapshot().topics["led-by-102"].partitions[0].leader_epoch
    node = broken.broker(102)
    node.pause(wait=False)
    node.resume()
    assert listed_by(broken, *ALL) == [ALL, ALL, ALL]
    assert broken.snapshot().topics["led-by-102"].partitions[0].leader_epoch == before


@pytest.mark.parametrize("verb", ["kill", "stop"])
def test_a_node_that_is_still_dying_can_be_started(broken, verb, capsys):
    """It looks alive for a moment, and holds its port."""
    node = broken.broker(103)
    before = node.status
    getattr(node, verb)(wait=False)
    node.start()
    assert node.status.pid != before.pid
    assert node.status.port == before.port
    assert capsys.readouterr().err == ""


def test_up_waits_for_a_node_that_is_still_dying(broken):
    before = broken.broker(103).status
    broken.broker(103).kill(wait=False)
    after = Cluster.up("verbs").broker(103).status
    assert (after.state, after.port) == ("up", before.port)
    assert after.pid != before.pid


def test_verbs_that_find_nothing_to_do_do_nothing(broken):
    node = broken.broker(103)
    pid = node.status.pid
    node.resume()
    node.start()
    node.pause(wait=False)
    node.pause(wait=False)
    node.start()  # a paused one goes on
    assert (node.status.state, node.status.pid) == ("up", pid)
    node.pause(wait=False)
    node.stop()
    node.stop()
    node.kill()
    assert node.status.state == "stopped"


@pytest.mark.parametrize("verb", ["pause", "resume", "paused"])
def test_what_does_not_run_can_neither_be_paused_nor_resumed_and_that_is_one_sentence(broken, verb):
    node = broken.broker(103)
    node.kill(wait=False)
    noticing.await_gone(node._now, "stopped")
    with pytest.raises(ClusterError, match=r"Node 103 does not run.*kafkalab start 103 --name verbs"):
        getattr(node, verb)()
    assert node.status.state == "stopped", "a refused fault starts nothing"


@pytest.mark.parametrize(("fault", "inside"), [("killed", "stopped"), ("stopped", "stopped"), ("paused", "paused")])
def test_a_fault_as_a_context_heals_on_the_way_out_after_an_exception_too(broken, fault, inside):
    node = broken.broker(102)
    seen = []

    def fail() -> None:
        with getattr(node, fault)():
            seen.append((node.status.state, listed_by(broken, 101, 103)))
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seen == [(inside, [[101, 103], [101, 103]])]
    assert node.status.state == "up"
    assert listed_by(broken, *ALL) == [ALL, ALL, ALL]


def test_a_context_heals_what_was_killed_in_it(broken):
    with broken.broker(103).paused(wait=False) as node:
        node.kill(wait=False)
    assert node.status.state == "up"


def test_a_healing_that_fails_does_not_hide_what_went_wrong_in_the_block(broken, monkeypatch, capsys):
    def fail(*_: object) -> None:
        raise NodeError(noticing._NOBODY_LEFT)

    monkeypatch.setattr(NodeHandle, "start", fail)
    with pytest.raises(ZeroDivisionError) as caught, broken.broker(103).paused(wait=False):
        _ = 1 / 0
    assert "node 103 did not come back" in capsys.readouterr().err
    assert "node 103 did not come back" in caught.value.__notes__[0]


def test_a_fault_that_is_not_noticed_in_time_is_healed_as_well(broken, monkeypatch):
    real = noticing.await_gone
    monkeypatch.setattr(noticing, "await_gone", lambda now, process: real(now, process, 0.2))
    with pytest.raises(WaitTimeoutError), broken.broker(103).paused():
        pytest.fail("it was not noticed, and the block began all the same")
    assert broken.broker(103).status.state == "up"


def test_a_wait_that_takes_too_long_says_what_for_with_a_log_and_a_next_step(broken):
    node = broken.broker(102)
    node.pause(wait=False)
    with pytest.raises(WaitTimeoutError) as caught:
        noticing.await_gone(node._now, "paused", 0.2)
    said = str(caught.value)
    assert said.startswith("After 0.2 s broker 101 still lists broker 102. The last that node 101 says: ")
    assert "INFO" in said, "a line of the log"
    assert "kafkalab status --name verbs" in said


def test_without_a_controller_no_metadata_can_change_and_that_is_said_and_not_waited_for(broken, capsys):
    broken.controller(1).kill()
    assert "No majority of the controllers runs now" in capsys.readouterr().err
    broken.broker(102).kill()
    assert "No majority of the controllers runs now" in capsys.readouterr().err
    assert 102 in listed_by(broken, 101)[0], "nobody is told that it is gone"
    broken.broker(102).start()
    assert "No majority of the controllers runs now" in capsys.readouterr().err
    broken.controller(1).start()
    assert capsys.readouterr().err == ""


def test_a_paused_controller_goes_on(broken, capsys):
    with broken.controller(1).paused() as controller:
        assert controller.status.state == "paused"
    assert controller.status.state == "up"
    assert "No majority" in capsys.readouterr().err


def test_when_nobody_is_left_to_ask_it_is_said_and_heal_brings_all_back_in_sync(broken, capsys):
    for broker in ALL:
        broken.broker(broker).kill(wait=False)
    broken.broker(103).kill()
    assert "No other broker runs that could notice" in capsys.readouterr().err
    broken.heal()
    views = say_now(broken, *ALL)
    assert all(sorted(part.isr) == sorted(part.replicas)
               for view in views.values() for topic in view.topics for part in topic.partitions)  # fmt: skip


def test_heal_resumes_starts_and_is_silent_where_nothing_was_wrong(broken, capsys):
    broken.broker(101).pause(wait=False)
    broken.broker(103).kill(wait=False)
    broken.heal()
    assert [node.state for node in broken.status().nodes] == ["up"] * 4
    capsys.readouterr()
    before = broken.status()
    broken.heal()
    assert broken.status().nodes == before.nodes
    assert capsys.readouterr() == ("", "")


def described(cluster: Cluster) -> str:
    """What Apache's own tool says of every config that was set while the cluster ran."""
    kafka = distribution.installed()
    said = ""
    for kind in ("topics", "brokers"):
        arguments = ["--bootstrap-server", cluster.bootstrap_servers, "--describe", "--entity-type", kind]
        command = launch.tool_command(kafka.java, kafka.jars, "kafka.admin.ConfigCommand", [])
        done = subprocess.run(
            [*command, *arguments], capture_output=True, text=True, timeout=120, env=environment.for_java(), check=True
        )
        said += done.stdout
    return said


def test_a_throttled_follower_is_seen_behind_until_it_is_let_loose_and_nothing_stays(broken, unique):
    topic = unique("throttled")
    broken.admin.create_topic(topic, assignment={0: [101, 103]})
    follower = broken.broker(103)
    follower.pause()
    for _ in range(5):
        broken.admin.produce(topic, ["x" * 100_000] * 8)
    follower.throttle(20_000)
    follower.resume()

    def ends() -> tuple[int, int]:
        found = broken.snapshot().topics[topic].partitions[0].log_end_offsets
        return found[101] or 0, found[103] or 0

    behind = [ends() for _ in range(8)]
    assert all(leader == 40 > follower_end for leader, follower_end in behind), behind
    assert throttling.FOLLOWERS in described(broken)

    follower.unthrottle()
    broken.wait_until(lambda s: sorted(s.topics[topic].partitions[0].isr) == [101, 103], timeout_s=30)
    assert ends() == (40, 40)
    assert "throttled" not in described(broken).replace(topic, "")


def test_heal_takes_a_throttle_away(broken):
    broken.broker(103).throttle(10_000)
    broken.wait_until(lambda s: throttling.FOLLOWERS in s.topics["led-by-102"].configs)
    broken.heal()
    assert "replication.throttled" not in described(broken)


def test_a_throttle_as_a_context_ends_with_it(broken):
    with broken.broker(102).throttled(10_000):
        broken.wait_until(lambda s: throttling.FOLLOWERS in s.topics["led-by-102"].configs)
    broken.wait_until(lambda s: throttling.FOLLOWERS not in s.topics["led-by-102"].configs)


@pytest.mark.parametrize("rate", [0, -1, 1.5, "1000", None, True])
def test_odd_rates_are_refused(broken, rate):
    with pytest.raises(UsageError, match="whole number of bytes per second"):
        broken.broker(103).throttle(rate)


def test_a_controller_replicates_nothing_that_could_be_throttled(broken):
    with pytest.raises(UsageError, match="a broker's replication"):
        broken.controller(1).throttle(1000)


def test_after_a_power_loss_up_works_and_says_what_may_be_missing_once(broken, unique, capsys):
    """As far as it can be played: every process gone at once, and a state file of an earlier run of the machine."""
    topic = unique("power")
    broken.admin.create_topic(topic, replicas=3)
    broken.admin.produce(topic, ["kept"])
    for node in broken.status().nodes:
        broken.node(node.id).kill(wait=False)
    known = broken._state
    state.write(replace(known, boot="an earlier run of the machine"))
    capsys.readouterr()

    Cluster.up("verbs")
    assert capsys.readouterr().err.count("may be missing") == 1
    assert broken.snapshot().topics[topic].partitions[0].high_watermark == 1

    for node in broken.status().nodes:
        broken.node(node.id).kill(wait=False)
    Cluster.up("verbs")
    assert capsys.readouterr().err == "", "a kill loses nothing, and nothing is said"
    assert broken.snapshot().topics[topic].partitions[0].high_watermark == 1


def test_healing_what_is_not_there_makes_no_new_cluster(home):
    gone = Cluster("never-made")
    with pytest.raises(ClusterError, match='no cluster "never-made"'):
        gone.heal()
    assert not (home / "clusters" / "never-made").exists()


def test_a_replica_that_does_not_come_back_in_sync_is_named(broken, monkeypatch):
    """A heal that waits must say for what, and not send the reader round in a circle."""
    monkeypatch.setattr(healing, "not_whole", lambda brokers, _: Missing(noticing._NOBODY_LEFT, brokers[0]))
    with pytest.raises(WaitTimeoutError, match=r"After 0.1 s.*The last that node 101 says.*repeat `kafkalab heal"):
        healing.heal(broken, timeout_s=0.1)
