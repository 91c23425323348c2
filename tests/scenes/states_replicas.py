"""The states of the replicas' golden pictures, each a named function: a snapshot whose P0 is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kafkalab.observe.snapshot import Controller, Snapshot

from .build import T0, partition, snapshot, topic
from .states import records


def healthy() -> Snapshot:
    """All three in sync, everything readable."""
    part = partition(0, end=12, leader=101, records=records(4, 12))
    return snapshot(topic(replace(part, leader_epoch=4), min_insync_replicas="2"))


def follower_out() -> Snapshot:
    """103 hangs, is out of the ISR and four behind; what it had is what was last seen of it."""
    part = partition(0, end=15, leader=101, isr=(101, 102), records=records(7, 15), leos={101: 15, 102: 15, 103: None})
    part = replace(part, leader_epoch=4, last_seen={103: (11, T0 + 52)})
    return snapshot(topic(part, min_insync_replicas="2"), states={103: "paused"})


def under_minimum() -> Snapshot:
    """One is left in the ISR, below the minimum: the leader holds records that nobody may read. One is eligible."""
    part = partition(0, end=13, hw=9, leader=102, isr=(102,), records=records(1, 9), leos={101: None, 102: 13, 103: 9})
    part = replace(part, leader_epoch=7, eligible_leaders=(103,), last_seen={101: (7, T0 - 60)})
    return snapshot(topic(part, min_insync_replicas="2"), states={101: "stopped"})


def failover() -> Snapshot:
    """The leader is gone and nobody else was in sync: no leader until it is back."""
    ends = {101: None, 102: 9, 103: 9}
    part = partition(0, end=12, hw=9, leader=None, isr=(101,), records=records(1, 9), leos=ends, as_of=T0 + 18)
    part = replace(part, leader_epoch=5, last_seen={101: (12, T0 + 18)})
    return snapshot(topic(part), states={101: "stopped"})


def leader_moved() -> Snapshot:
    """102 leads since 101 died with two records that nobody else has (acks=1)."""
    ends = {101: None, 102: 10, 103: 10}
    part = partition(0, end=10, leader=102, isr=(102, 103), records=records(2, 10), leos=ends)
    part = replace(part, leader_epoch=6, last_seen={101: (12, T0 + 55)})
    return snapshot(topic(part, min_insync_replicas="2"), states={101: "stopped"})


def paused_leader() -> Snapshot:
    """The leader hangs and the cluster has not noticed yet."""
    ends = {101: None, 102: 12, 103: 12}
    part = partition(0, end=12, leader=101, records=records(4, 12), leos=ends, as_of=T0 + 57)
    return snapshot(topic(replace(part, last_seen={101: (12, T0 + 57)})), states={101: "paused"})


def long_log() -> Snapshot:
    """A million records, the beginning deleted, a follower far behind that catches up."""
    end = 1_000_020
    ends = {101: end, 102: end, 103: 998_000}
    part = partition(0, end=end, start=900_000, isr=(101, 102), records=records(end - 8, end), leos=ends)
    return snapshot(topic(part, min_insync_replicas="2"))


def log_start() -> Snapshot:
    """The first records are deleted; a replica holds nothing yet."""
    ends = {101: 9, 102: 9, 103: 0}
    part = partition(0, end=9, start=5, isr=(101, 102), records=records(5, 9), leos=ends)
    return snapshot(topic(part), states={103: "unreachable"})


def empty() -> Snapshot:
    """Just created."""
    return snapshot(topic(partition(0, leader=101), min_insync_replicas="2"))


def unknown() -> Snapshot:
    """Nobody has told an offset yet, and no controller is known: every number is a question mark."""
    part = partition(0, end=None, start=None, leader=None, isr=(), leos={})
    made = snapshot(topic(replace(part, leader_epoch=-1)), states={101: "unreachable", 103: "stopped"})
    return replace(made, controller=Controller(None, None), brokers={b: made.brokers[b] for b in (101, 103)})


STATES: dict[str, Callable[[], Snapshot]] = {
    function.__name__: function
    for function in (
        healthy, follower_out, under_minimum, failover, leader_moved, paused_leader, long_log, log_start, empty,
        unknown,
    )
}  # fmt: skip
