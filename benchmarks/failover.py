"""From the death of a leader to a new one and to the next acknowledged write; from its start to a whole ISR. With the
timeouts that decide on them: these are no figures of speed but of settings.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.campaign import traffic
from kafkalab import Cluster
from kafkalab.observe.snapshot import Partition

TOPIC = "failover"
# The settings that the times below hang on: in this order they are printed.
TIMEOUTS = ("broker.session.timeout.ms", "broker.heartbeat.interval.ms", "replica.lag.time.max.ms")


@dataclass
class Times:
    """Seconds, one of each per round."""

    new_leader: list[float] = field(default_factory=list)
    next_ack: list[float] = field(default_factory=list)
    whole_isr: list[float] = field(default_factory=list)
    clean_leader: list[float] = field(default_factory=list)
    clean_ack: list[float] = field(default_factory=list)


def measure(rounds: int) -> Times:
    """Each round on the same cluster: the leader is killed and started, then the next one stopped and started."""
    cluster = Cluster.up("bench-failover")
    try:
        cluster.admin.create_topic(TOPIC, assignment={0: [101, 102, 103]}, configs={"min.insync.replicas": "2"})
        notes = traffic.Notes()
        writer = traffic.Writer(cluster.bootstrap_servers, TOPIC, 0, notes, acks="all", enable_idempotence=True)
        writer.start()
        times = Times()
        for _ in range(rounds):
            times.new_leader.append(_until_new_leader(cluster, notes, times.next_ack, clean=False))
            times.whole_isr.append(_until_whole(cluster))
            times.clean_leader.append(_until_new_leader(cluster, notes, times.clean_ack, clean=True))
            _until_whole(cluster)
        writer.end()
        return times
    finally:
        cluster.delete()


def _until_new_leader(cluster: Cluster, notes: traffic.Notes, ack: list[float], *, clean: bool) -> float:
    _until(lambda: bool(notes.acked))
    leader = _partition(cluster).leader
    assert leader is not None, "the ISR was whole a moment ago"
    handle = cluster.broker(leader)
    began = time.monotonic()
    handle.stop(wait=False) if clean else handle.kill(wait=False)
    cluster.wait_until(lambda s: s.topics[TOPIC].partitions[0].leader not in (None, leader), timeout_s=60)
    took = time.monotonic() - began
    # The longest silence from the blow on: with a clean stop some records are still acknowledged after the signal.
    _until(lambda: notes.acked_at[-1] > began + took)
    around = [began, *(at for at in notes.acked_at if at > began)]
    ack.append(max(b - a for a, b in itertools.pairwise(around)))
    return took


def _until_whole(cluster: Cluster) -> float:
    """Start the broker that was hit, once its process is gone, and wait."""
    _until(lambda: _stopped(cluster) != [])
    began = time.monotonic()
    for broker in _stopped(cluster):
        cluster.broker(broker).start(wait=False)
    cluster.wait_until(lambda s: len(s.topics[TOPIC].partitions[0].isr) == 3, timeout_s=60)
    return time.monotonic() - began


def _stopped(cluster: Cluster) -> list[int]:
    return [node.id for node in cluster.status().nodes if node.state == "stopped"]


def _partition(cluster: Cluster) -> Partition:
    return cluster.snapshot().topics[TOPIC].partitions[0]


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("nothing was acknowledged for a minute")
        time.sleep(0.01)
