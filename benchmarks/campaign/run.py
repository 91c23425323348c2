"""One campaign: writers and a reader at work, fault after fault, everything healed in the end, and a verdict."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.campaign import traffic
from benchmarks.campaign.judge import Sent, Verdict, judge
from benchmarks.campaign.schedule import Fault
from kafkalab import Cluster
from kafkalab.observe.snapshot import Snapshot

PARTITIONS = 3
WRITERS = 2
# Longer than a fetch may be parked with the leader (replica.fetch.wait.max.ms), shorter than a session.
_STALL_S = 0.8
_HEAL_TIMEOUT_S = 120.0


@dataclass(frozen=True)
class Rules:
    """What the writers ask for, and what the topic allows."""

    name: str
    producer: Mapping[str, object]
    topic: Mapping[str, str]


SAFE = Rules(
    "acks=all, idempotent, min.insync.replicas=2",
    {"acks": "all", "enable_idempotence": True},
    {"min.insync.replicas": "2", "unclean.leader.election.enable": "false"},
)
# The mutant: what the campaign must be able to tell from SAFE.
RISKY = Rules(
    "acks=1, not idempotent, min.insync.replicas=1, unclean election on",
    {"acks": 1, "enable_idempotence": False},
    {"min.insync.replicas": "1", "unclean.leader.election.enable": "true"},
)


@dataclass(frozen=True)
class Outcome:
    """How a campaign went: the faults dealt, what came of the records, and the longest time without an ack."""

    rules: Rules
    faults: Counter[str]
    acked: int
    unsure: int
    read: int
    in_log: int
    longest_silence_s: float
    idle_faults: int
    """Faults during which, and until the next one, nothing at all was acknowledged."""
    took_s: float
    verdict: Verdict


def campaign(cluster: Cluster, topic: str, rules: Rules, faults: list[Fault], tell: Callable[[str], object]) -> Outcome:
    """Deal `faults` to `cluster`, which is left healed. Raises KafkalabError if it cannot be healed."""
    started = time.monotonic()
    brokers = [node.id for node in cluster.status().nodes if node.role == "broker"]
    spread = {number: brokers[number % 3 :] + brokers[: number % 3] for number in range(PARTITIONS)}
    cluster.admin.create_topic(topic, assignment=spread, configs=dict(rules.topic))
    notes = traffic.Notes()
    reader = traffic.Reader(cluster.bootstrap_servers, topic, PARTITIONS, notes)
    writers = [
        traffic.Writer(cluster.bootstrap_servers, topic, number, notes, **rules.producer) for number in range(WRITERS)
    ]
    for thread in (reader, *writers):
        thread.start()
    try:
        idle = _deal(cluster, topic, faults, notes, tell)
        _whole(cluster, topic)
    finally:
        for writer in writers:
            writer.end()
    _whole(cluster, topic)
    log = traffic.read_all(cluster.bootstrap_servers, topic, PARTITIONS)
    reader.end()
    verdict = judge(notes.acked, log, notes.read)
    silence = max((b - a for a, b in itertools.pairwise(notes.acked_at)), default=0.0)
    return Outcome(
        rules, Counter(fault.kind for fault in faults), len(notes.acked), len(notes.unsure), len(notes.read), len(log),
        silence, idle, time.monotonic() - started, _with_rereads(verdict, notes),
    )  # fmt: skip


def _with_rereads(verdict: Verdict, notes: traffic.Notes) -> Verdict:
    """A place that held two different records while it was read has lost one of them, whatever it holds in the end."""
    vanished = tuple(sorted({*verdict.vanished, *notes.reread}))
    return Verdict(verdict.lost, verdict.duplicates, verdict.out_of_order, vanished)


def _deal(
    cluster: Cluster, topic: str, faults: list[Fault], notes: traffic.Notes, tell: Callable[[str], object]
) -> int:
    idle = 0
    for number, fault in enumerate(faults, 1):
        if fault.calm_first:
            _whole(cluster, topic)
        before = len(notes.acked)
        _strike(cluster, fault)
        _await_progress(notes, before)
        new = len(notes.acked) - before
        idle += not new
        tell(
            f"{number:3}/{len(faults)}  {fault.kind:<22} {fault.nodes!s:<12} {fault.hold_s:4.1f} s {new:5} acknowledged"
        )
    return idle


def _await_progress(notes: traffic.Notes, before: int) -> None:
    """A campaign in which nothing can be written any more would prove nothing."""
    deadline = time.monotonic() + 20
    while len(notes.acked) <= before and time.monotonic() < deadline:
        time.sleep(0.05)


def _strike(cluster: Cluster, fault: Fault) -> None:
    """The blow, the time that it lasts, and the hand up: the nodes that were hit run again afterwards."""
    hit = [cluster.node(node) for node in fault.nodes]
    if fault.kind == "pause one, kill another":
        hit[0].pause(wait=False)
        time.sleep(_STALL_S)
        hit[1].kill(wait=False)
        hit[0].resume(wait=False)
    else:
        for node in hit:
            getattr(node, fault.kind.split()[0])(wait=False)
    time.sleep(fault.hold_s)
    for node in hit:
        node.start(wait=False)  # one that is paused goes on


def _whole(cluster: Cluster, topic: str) -> None:
    """Every node up, and every replica of the topic in sync."""
    cluster.heal()

    def in_sync(snapshot: Snapshot) -> bool:
        return all(
            partition.leader is not None and set(partition.isr) == set(partition.replicas)
            for partition in snapshot.topics[topic].partitions.values()
        )

    cluster.wait_until(in_sync, timeout_s=_HEAL_TIMEOUT_S)


def missing(outcome: Outcome) -> list[Sent]:
    """The acknowledged records that nobody can read any more."""
    return sorted(outcome.verdict.lost, key=lambda sent: (sent.writer, sent.key, sent.number))
