"""How long actors live: as their kernel, or longer if they are kept; never longer than their cluster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import psutil
import pytest

from kafkalab import Cluster
from kafkalab.actors.process import MARK
from kafkalab.nodes import process

pytestmark = pytest.mark.cluster

KERNEL = """
import json, sys
from kafkalab import Cluster
cluster = Cluster.attach(sys.argv[1])
actors = [
    cluster.consumer(sys.argv[2], group="g-" + sys.argv[2], name="with-kernel"),
    cluster.producer(sys.argv[2], name="kept", keep=True),
]
print(json.dumps({actor.name: actor.pid for actor in actors}), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def kernel(cluster, topic):
    """A process that has started two actors, one of them to be kept; and their pids."""
    command = [sys.executable, "-c", KERNEL, cluster.name, topic]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        yield started, json.loads(started.stdout.readline())
        started.kill()


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_an_actor_ends_with_its_kernel_and_a_kept_one_is_found_again(cluster, kernel, topic, until, end):
    started, pids = kernel
    seen = cluster.snapshot().actors
    assert {"with-kernel", "kept"} <= set(seen), "another kernel's snapshots show them too"
    getattr(started, end)()
    started.wait()
    until(lambda: not psutil.pid_exists(pids["with-kernel"]), "the one without a kernel is gone")
    cluster.wait_until(lambda s: not s.groups[f"g-{topic}"].members, timeout_s=30)

    kept = cluster.actors["kept"]
    assert (kept.pid, kept.state, kept.keep) == (pids["kept"], "running", True)
    before = kept.acked
    until(lambda: kept.acked > before, "it still writes")
    assert kept.source().startswith('"""A producer')
    kept.close()
    assert kept.state == "closed"
    assert "kept" in cluster.actors, "this kernel knows how it ended"


def test_what_an_actor_leaves_when_it_is_garbage_to_the_notebook(cluster, topic):
    """Only `close`, `kill` and the kernel's end end it: the name leads to it still."""
    name = cluster.consumer(topic, group="g").name
    assert cluster.actors[name].state == "running"


def test_a_kernel_that_ends_in_order_says_goodbye_for_its_actors(cluster, topic, kernel, until):
    started, pids = kernel
    started.stdin.close()
    assert started.wait(30) == 0
    until(lambda: not psutil.pid_exists(pids["with-kernel"]), "it is gone")
    assert psutil.pid_exists(pids["kept"])


def test_actors_of_another_place_are_never_touched(cluster, topic, tmp_path):
    from kafkalab.actors.process import end_below

    running = cluster.producer(topic)
    assert end_below(tmp_path, 0) is False
    assert end_below(cluster.actors_folder.with_name("actor"), 0) is False
    assert running.state == "running"


def test_a_stale_card_whose_pid_is_a_strangers_is_nobodys_actor(cluster, topic, until):
    """After a reboot the pid may be anybody's; that one must not be shown, paused or ended as ours."""
    with cluster.producer(topic, name="stale") as actor:
        card = actor.folder / "card.json"
    card.write_text(json.dumps({**json.loads(card.read_text()), "pid": os.getpid()}))
    code = "import sys; from kafkalab import Cluster; print('stale' in Cluster.attach(sys.argv[1]).actors)"
    done = subprocess.run([sys.executable, "-c", code, cluster.name], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "False", done.stderr


@pytest.fixture
def own(home, unique):
    """A small cluster of one test's own, to be broken."""
    cluster = Cluster.up(unique("own"), brokers=1, controllers=1)
    cluster.admin.create_topic("t")
    yield cluster
    cluster.delete()


@pytest.mark.faults
@pytest.mark.parametrize("verb", ["down", "delete"])
def test_no_actor_outlives_its_cluster(own, verb):
    actors = [own.consumer("t", group="g", keep=True), own.producer("t"), own.producer("t", keep=True)]
    actors[2].pause()
    getattr(own, verb)()
    assert not any(psutil.pid_exists(actor.pid) and _runs(actor.pid) for actor in actors)
    assert process.running_below(own.actors_folder, MARK) == {}


@pytest.mark.faults
@pytest.mark.parametrize("client", ["kafka-python", "confluent"])
def test_an_outage_of_all_brokers_is_no_crash_of_theirs(own, until, client):
    """They go on by themselves when there is a broker again. librdkafka reports it; kafka-python may try in silence."""
    reader = own.consumer("t", group="g", client=client)
    writer = own.producer("t", rate=20, client=client)
    until(lambda: reader.read_count > 5, "records arrive")
    own.broker(101).kill(wait=False)
    sent = writer.acked
    if client == "confluent":
        until(lambda: reader.errors, "the consumer reports trouble")
    time.sleep(2)  # an outage that several heartbeats meet
    own.broker(101).start()
    until(lambda: writer.acked > sent + 20, "the producer goes on")
    until(lambda: reader.read_count >= writer.acked, "the consumer goes on, and misses nothing")
    for actor in (reader, writer):
        assert actor.state == "running"
        actor.close()
        assert actor.state == "closed"


def _runs(pid: int) -> bool:
    return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
