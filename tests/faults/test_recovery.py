"""Whatever happened, the next `up` gives a working cluster with every record that was acknowledged."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from benchmarks.campaign import run, traffic
from kafkalab import Cluster, paths
from kafkalab.nodes import lifecycle, process

pytestmark = [pytest.mark.cluster, pytest.mark.faults]


@pytest.fixture(scope="module")
def home_cluster(home) -> Iterator[str]:
    """The name of a cluster of this module's own."""
    Cluster.up("recovery")
    yield "recovery"
    lifecycle.delete("recovery")


@pytest.fixture
def written(home_cluster, unique) -> Iterator[tuple[Cluster, str, traffic.Notes]]:
    """The cluster, a topic in it, and what an idempotent producer has had acknowledged there so far."""
    cluster, topic, notes = Cluster.up(home_cluster), unique("recovery"), traffic.Notes()
    cluster.admin.create_topic(topic, partitions=1, replicas=3, configs=dict(run.SAFE.topic))
    writer = traffic.Writer(cluster.bootstrap_servers, topic, 0, notes, **run.SAFE.producer)
    writer.start()
    _until(lambda: len(notes.acked) > 20)
    yield cluster, topic, notes
    Cluster.up(home_cluster)  # or the writer would wait in vain
    writer.end()


def test_all_nodes_killed_at_the_same_moment_lose_nothing_that_was_acknowledged(written):
    cluster, topic, notes = written
    for node in cluster.status().nodes:
        os.kill(node.pid, signal.SIGKILL)
    acked = set(notes.acked)
    _comes_back_with(cluster, topic, acked)


@pytest.mark.skipif(not hasattr(psutil.Process, "rlimit"), reason="only Linux limits the files of another process")
def test_brokers_that_cannot_write_any_more_die_and_come_back_with_all_that_was_acknowledged(written):
    """As on a full disk: each write is refused, and a broker without a folder to write to gives up."""
    cluster, topic, notes = written
    brokers = [psutil.Process(node.pid) for node in cluster.status().nodes if node.role == "broker"]
    for broker in brokers:
        broker.rlimit(resource.RLIMIT_FSIZE, (1, 1))
    _until(lambda: not any(broker.is_running() and broker.status() != psutil.STATUS_ZOMBIE for broker in brokers))
    acked = set(notes.acked)
    _comes_back_with(cluster, topic, acked)


@pytest.mark.parametrize("after_s", [0.3, 1.0, 2.0])
def test_a_first_up_that_is_killed_is_finished_by_the_next(home, after_s):
    name = f"half-{after_s}".replace(".", "-")
    command = [sys.executable, "-m", "kafkalab.cli", "up", "--name", name]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after_s)  # the moment of its death, not a wait for something
    first.kill()
    first.wait()
    try:
        cluster = Cluster.up(name)
        cluster.admin.create_topic("t", replicas=3)
        assert sorted(cluster.snapshot().topics["t"].partitions[0].isr) == [101, 102, 103]
        assert len(process.running_below(paths.cluster_dir(name))) == 4
    finally:
        lifecycle.delete(name)


def _comes_back_with(cluster: Cluster, topic: str, acked: set) -> None:
    again = Cluster.up(cluster.name)
    log = traffic.read_all(again.bootstrap_servers, topic, 1)
    assert acked, "nothing was acknowledged, so nothing could be lost"
    assert not acked - set(log.values())


def _until(condition: Callable[[], bool], timeout_s: float = 60.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.02)
