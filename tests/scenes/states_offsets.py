"""The states of a group in one partition that the golden pictures are made of: snapshot, topic, partition, group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kafkalab.observe.snapshot import Actor, Snapshot

from .build import T0, TOPIC, group, member, partition, record, snapshot, topic

Shown = tuple[Snapshot, str, int, str]
APP = "iabd-app1"


def _shown(
    part, *members, committed: int | None, position: int | None = None, state: str = "running", **options
) -> Shown:
    offsets = {} if committed is None else {part.id: committed}
    found = snapshot(topic(part), groups=(replace(group(APP, *members, committed=offsets), **options),))
    positions = {} if position is None else {(TOPIC, part.id): position}
    actors = {"consumer-1": Actor("consumer", state, positions, topics=(TOPIC,), group=APP)}
    return replace(found, actors=actors), TOPIC, part.id, APP


def healthy() -> Shown:
    """The story: committed 4263 after 4262 was read; 4265 is the last that was read."""
    records = tuple(record(o, key="ana") for o in range(4262, 4270))
    part = partition(0, end=4270, start=1000, records=records)
    return _shown(part, member("consumer-1", 0), committed=4263, position=4266)


def crashed() -> Shown:
    """It crashed: nobody owns the partition, the next one resumes at 4263."""
    return _shown(partition(0, end=4270, start=1000), committed=4263, position=4266, state="killed")


def caught_up() -> Shown:
    """All is read and committed: position, commit, high watermark and LEO are one offset."""
    return _shown(partition(0, end=8), member("consumer-1", 0), committed=8, position=8)


def empty() -> Shown:
    """A partition without records, a consumer that has read nothing."""
    return _shown(partition(0, end=0), member("consumer-1", 0), committed=None)


def stranger() -> Shown:
    """A consumer that is not one of ours: its position is not known."""
    return _shown(partition(0, end=1_000_020, start=17), member("app", 0), committed=31)


def follower_out() -> Shown:
    """Below the minimum ISR: the high watermark stands, records wait behind it."""
    return _shown(partition(0, end=14, hw=11, isr=(101,)), member("consumer-1", 0), committed=7, position=11)


def rebalance() -> Shown:
    """Nobody knows yet who will read it."""
    shown = _shown(partition(0, end=14), member("consumer-1"), committed=7)
    found = shown[0]
    return replace(found, groups={APP: replace(found.groups[APP], state="PreparingRebalance")}), *shown[1:]


def failover() -> Shown:
    """The leader is paused, and so is the coordinator: old numbers."""
    part = partition(0, end=12, leader=101, as_of=T0 + 52)
    shown = _shown(part, member("consumer-1", 0), committed=9, position=10, as_of=T0 + 30)
    brokers = {**shown[0].brokers, 101: replace(shown[0].brokers[101], state="paused")}
    return replace(shown[0], brokers=brokers), *shown[1:]


def unknown() -> Shown:
    """No leader, no offset of the log is known; the commit is."""
    return _shown(partition(0, end=None, start=None, leader=None, isr=(103,)), member("consumer-1", 0), committed=9)


def nothing_known() -> Shown:
    """Not even the commit."""
    return _shown(partition(0, end=None, start=None, leader=None, isr=(103,)), committed=None)


def deleted() -> Shown:
    """Retention has deleted what was committed next."""
    return _shown(partition(0, end=900, start=850), member("consumer-1", 0), committed=300)


def beyond() -> Shown:
    """Committed beyond the log: the topic was created anew."""
    return _shown(partition(0, end=8), committed=99)


def rewound() -> Shown:
    """A consumer that went back: its position is behind the commit."""
    return _shown(partition(0, end=40), member("consumer-1", 0), committed=30, position=12)


def largest() -> Shown:
    """Offsets of nineteen digits, far apart."""
    end = 2**63 - 1
    part = partition(0, end=end, start=10**18, hw=end - 10**17)
    return _shown(part, member("consumer-1", 0), committed=2 * 10**18, position=3 * 10**18)


def missing() -> Shown:
    """There is no such partition."""
    return snapshot(topic(partition(0))), TOPIC, 7, APP


OFFSETS: dict[str, Callable[[], Shown]] = {
    function.__name__: function
    for function in (
        healthy, crashed, caught_up, empty, stranger, follower_out, rebalance, failover, unknown, nothing_known,
        deleted, beyond, rewound, largest, missing,
    )
}  # fmt: skip
