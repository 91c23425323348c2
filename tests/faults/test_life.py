"""A real cluster's life: two starts at once, the death of who started it, crashes, restarts, and its data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest
from kafka import KafkaConsumer, TopicPartition

from kafkalab import Cluster
from kafkalab.errors import ClusterError, NodeError
from kafkalab.observe.admin import Admin

from .conftest import STARTER

pytestmark = [pytest.mark.cluster, pytest.mark.faults]


def pids(cluster: Cluster) -> dict[int, int | None]:
    return {node.id: node.pid for node in cluster.status().nodes}


def admin(cluster: Cluster) -> Admin:
    return Admin(cluster._reading())


def test_two_ups_at_the_same_moment_make_one_cluster_and_both_get_it(started):
    first, second = started.told
    assert first == second
    assert [node["state"] for node in first["nodes"]] == ["up"] * 4


def test_the_cluster_survives_the_death_of_who_started_it(started):
    assert started.pids == {node["id"]: node["pid"] for node in started.told[0]["nodes"]}
    assert os.getpid() not in started.parents


def test_after_up_a_topic_with_three_replicas_can_be_made_at_once(broken, unique):
    """Ready means that: no broker is fenced, none is missing."""
    broken.down()
    broken = Cluster.up("faults")
    topic = unique("ready")
    admin(broken).create_topic(topic, partitions=3, replicas=3)
    partitions = broken.snapshot().topics[topic].partitions.values()
    assert all(sorted(p.isr) == [101, 102, 103] for p in partitions)


def test_records_offsets_and_ports_survive_down_and_up(broken, unique):
    topic, group = unique("kept"), unique("group")
    admin(broken).create_topic(topic, replicas=3)
    admin(broken).produce(topic, ["one", "two", "three"])
    commit(broken, topic, group, 2)
    before = broken.status()

    broken.down()
    assert [node.state for node in broken.status().nodes] == ["stopped"] * 4
    assert broken.status().ready_s is None
    with pytest.raises(ClusterError, match=r"No broker .* answers.*kafkalab up"):
        broken.picture(topic)
    after = Cluster.up("faults")

    assert after.bootstrap_servers == before.bootstrap_servers
    assert [node.port for node in after.status().nodes] == [node.port for node in before.nodes]
    assert read(after, topic) == [b"one", b"two", b"three"]
    assert committed(after, topic, group) == 2


def client(cluster: Cluster, **more: object) -> KafkaConsumer:
    return KafkaConsumer(bootstrap_servers=cluster.bootstrap_servers, consumer_timeout_ms=20000, **more)


def commit(cluster: Cluster, topic: str, group: str, offset: int) -> None:
    with client(cluster, group_id=group, enable_auto_commit=False) as consumer:
        partition = TopicPartition(topic, 0)
        consumer.assign([partition])
        consumer.seek(partition, offset)
        consumer.commit()


def committed(cluster: Cluster, topic: str, group: str) -> int | None:
    with client(cluster, group_id=group) as consumer:
        return consumer.committed(TopicPartition(topic, 0))


def read(cluster: Cluster, topic: str) -> list[bytes]:
    with client(cluster) as consumer:
        consumer.assign([TopicPartition(topic, 0)])
        consumer.seek_to_beginning()
        return [next(consumer).value for _ in range(3)]


def test_a_killed_leader_is_seen_gone_and_its_start_is_seen_too(broken, unique):
    topic = unique("leader")
    admin(broken).create_topic(topic, assignment={0: [102, 101, 103]})
    broken.broker(102).kill()
    assert broken.broker(102).status.state == "stopped"
    partition = broken.snapshot().topics[topic].partitions[0]
    assert partition.leader == 101

    broken.broker(102).start()
    assert broken.broker(102).status.state == "up"
    broken.wait_until(lambda s: sorted(s.topics[topic].partitions[0].isr) == [101, 102, 103])


def test_a_clean_stop_hands_the_leadership_over_and_is_seen(broken, unique):
    topic = unique("stop")
    admin(broken).create_topic(topic, assignment={0: [101, 102, 103]})
    broken.broker(101).stop()
    assert broken.snapshot().topics[topic].partitions[0].leader == 102


def test_up_starts_what_was_killed_and_leaves_the_rest_alone(broken):
    before = pids(broken)
    broken.broker(101).kill(wait=False)
    broken.controller(1).kill()
    after = pids(Cluster.up("faults"))
    assert {i for i in before if before[i] != after[i]} == {101, 1}


def test_killing_and_stopping_what_does_not_run_is_no_failure(broken):
    broken.broker(103).kill()
    broken.broker(103).kill()
    broken.broker(103).stop()
    broken.broker(103).start()
    broken.broker(103).start()
    assert broken.broker(103).status.state == "up"


def test_a_broker_whose_port_was_taken_moves_and_serves_from_there(broken, capsys, unique):
    port = broken.broker(103).status.port
    topic = unique("moved")
    admin(broken).create_topic(topic, assignment={0: [103]})
    broken.broker(103).kill()
    with socket.create_server(("127.0.0.1", port)):
        broken.broker(103).start()
        assert broken.broker(103).status.port != port
        assert f"Another program uses port {port}: node 103 now listens on" in capsys.readouterr().err
        admin(broken).produce(topic, ["still here"])
        assert broken.snapshot().topics[topic].partitions[0].high_watermark == 1


def test_a_controller_that_cannot_start_says_why_at_once_and_up_helps(broken):
    controller = broken.controller(1)
    controller.kill()
    with socket.create_server(("127.0.0.1", controller.status.port)) as taken:
        with pytest.raises(NodeError, match=r"Controller 1 did not start: another program uses its port.*`up`"):
            controller.start()
        again = Cluster.up("faults")
        assert again.controller(1).status.port != taken.getsockname()[1]
    assert [node.state for node in again.status().nodes] == ["up"] * 4


def test_down_without_a_controller_does_not_wait_in_vain(broken):
    """No broker can hand over its leaderships then; each would try for half a minute."""
    broken.controller(1).kill()
    began = time.monotonic()
    broken.down()
    assert time.monotonic() - began < 25, "a broker's own patience is 30 s"
    assert [node.state for node in broken.status().nodes] == ["stopped"] * 4


def test_ctrl_c_in_the_program_that_started_it_does_not_reach_the_nodes(broken):
    """Students press it all the time."""
    before = pids(broken)
    broken.broker(102).kill(wait=False)
    program = subprocess.Popen(
        [sys.executable, "-c", STARTER, "faults"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert program.stdout.readline()
    program.send_signal(signal.SIGINT)
    program.communicate()
    assert {i for i, pid in pids(broken).items() if pid == before[i]} == {101, 103, 1}
    assert broken.broker(102).status.state == "up"


def test_a_paused_node_is_paused_and_down_ends_it_all_the_same(broken):
    paused = psutil.Process(broken.broker(101).status.pid)
    paused.suspend()
    _until(lambda: broken.broker(101).status.state == "paused")
    broken.down()
    assert not paused.is_running()


def test_up_lets_a_paused_node_go_on(broken):
    """Else it would wait for it until the time is up."""
    before = pids(broken)
    psutil.Process(before[102]).suspend()
    _until(lambda: broken.broker(102).status.state == "paused")
    again = Cluster.up("faults")
    assert again.broker(102).status.state == "up"
    assert pids(again) == before


def _until(condition, timeout_s: float = 5.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.01)


def test_delete_removes_all_and_nothing_is_left_running(started, home):
    Cluster.up("faults").delete()
    assert not (home / "clusters" / "faults").exists()
    with pytest.raises(ClusterError, match="no cluster"):
        Cluster.attach("faults")
    running = [p.info["cmdline"] or [] for p in psutil.process_iter(["cmdline"])]
    assert not [c for c in running if any(str(home / "clusters" / "faults") in argument for argument in c)]
