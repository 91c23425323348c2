"""The states that the golden pictures are made of, each a named function: for tests and for whoever wants to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kafkalab.observe.snapshot import Snapshot

from .build import T0, TOPIC, group, member, partition, record, snapshot, topic

KEYS = ("ana", "luis", "marta", "pedido-17", "iñaki")


def records(first: int, end: int, *, step: int = 1) -> tuple:
    return tuple(record(o, key=KEYS[o * step % len(KEYS)], second=o) for o in range(first, end))


def empty() -> Snapshot:
    """Just created: three partitions, no record, no group."""
    return snapshot(topic(*(partition(n, leader=101 + n) for n in range(3)), min_insync_replicas="2"))


def two_groups() -> Snapshot:
    """The state of the design: three partitions, two groups, the beginning of P2 deleted."""
    partitions = (
        partition(0, end=12, leader=102, records=records(4, 12)),
        partition(1, end=9, leader=103, records=records(1, 9, step=2)),
        partition(2, end=15, start=3, leader=101, records=records(7, 15, step=3)),
    )
    groups = (
        group("iabd-app1", member("consumer-1", 0, 1), member("consumer-2", 2), committed={0: 9, 1: 9, 2: 11}),
        group("iabd-app2", member("consumer-1", 0, 1, 2), committed={0: 12, 1: 4, 2: 15}),
    )
    return snapshot(topic(*partitions, min_insync_replicas="2"), groups=groups)


def failover() -> Snapshot:
    """Broker 101 is paused and 103 is gone: one partition with a silent leader, one without any."""
    partitions = (
        replace(
            partition(0, end=12, leader=101, leos={102: 12, 103: 12}, records=records(4, 12), as_of=T0 + 52),
            last_seen={101: (12, T0 + 52)},
        ),
        partition(1, end=9, leader=None, isr=(103,), records=records(1, 9), as_of=T0 + 18),
        partition(2, end=15, leader=102, isr=(102,), records=records(7, 15)),
        partition(3, end=None, start=None, leader=None, isr=(103,), replicas=(103,)),
    )
    groups = (group("iabd-app1", member("consumer-1", 0, 1, 2), committed={0: 9, 1: 9, 2: 11}),)
    return snapshot(topic(*partitions), groups=groups, states={101: "paused", 103: "stopped"})


def follower_out() -> Snapshot:
    """The ISR is below min.insync.replicas: the leader holds records that nobody may read yet."""
    partitions = (
        partition(0, end=12, hw=9, leader=102, isr=(102,), records=records(4, 9)),
        partition(1, end=14, start=10, hw=11, leader=102, isr=(102,), records=records(10, 11)),
        partition(2, end=3, hw=0, leader=102, isr=(102,)),
    )
    groups = (group("iabd-app1", member("consumer-1", 0, 1), committed={0: 7, 1: 11}),)
    return snapshot(topic(*partitions, min_insync_replicas="2"), groups=groups, states={101: "paused", 103: "stopped"})


def log_start() -> Snapshot:
    """Retention has deleted much, a little, or everything; compaction has left gaps."""
    compacted = tuple(r for r in records(2, 14) if r.offset not in (5, 6, 9))
    partitions = (
        partition(0, end=1_000_020, start=1_000_014, records=records(1_000_014, 1_000_020)),
        partition(1, end=14, start=2, leader=102, records=compacted),
        partition(2, end=8, start=8, leader=103),
        partition(3, end=1_000_500, start=900_000, leader=103, records=records(1_000_490, 1_000_500)),
    )
    groups = (
        group("lento", member("consumer-1", 0, 1, 2, 3), committed={0: 1_000_016, 1: 3, 3: 999_000}),
        group("perdido", committed={0: 12, 1: 99, 2: 8}),
    )
    return snapshot(topic(*partitions, retention_ms="60000"), groups=groups)


def forty() -> Snapshot:
    """Forty partitions: a line for each."""
    partitions = [partition(n, end=n * 37 % 101 * 13, leader=101 + n % 3) for n in range(40)]
    partitions[7] = partition(7, end=None, start=None, leader=None, isr=(103,))
    partitions[11] = partition(11, end=900, start=500, leader=101, as_of=T0)
    everything = {n: max(0, n * 37 % 101 * 13 - n) for n in range(40) if n != 7}
    members = [member(f"consumer-{i}", *range(i, 40, 8)) for i in range(8)]
    groups = (
        group("facturas", *members, committed=everything),
        group("tablero", member("panel", *range(40)), committed={n: n for n in range(0, 40, 2)}),
    )
    return snapshot(topic(*partitions), groups=groups)


def hostile() -> Snapshot:
    """Names, keys and values as an attacker, a terminal or a right-to-left writer would send them."""
    bad = "<script>alert('1')</script>&\"]]>"
    records = (
        record(0, key=bad, value=bad, second=1),
        record(1, key="\x1b[31mred\x00", value="\u202eabc\u2066def\ud800\ufffe", second=2),
        record(2, key="שלום", value="مرحبا بالعالم", second=3),
        record(3, key="日本語キー", value="日本" * 200, second=4),
        record(4, key="", value="", second=5),
        replace(record(5, second=6), value=None),
    )
    name = f"{bad}\u202e" + "x" * 300
    groups = (
        group(bad, member(bad, 0, name=name, id_=bad), committed={0: 2}, state=bad, name=name),
        group("\u202eoverride\n", member("שלום" * 30, name=name), committed={0: 6}, name=name, coordinator=None),
    )
    return snapshot(topic(partition(0, end=6, records=records), name=name, min_insync_replicas=bad), groups=groups)


def many_groups() -> Snapshot:
    """Ten groups: six are drawn, those with members first, and the rest is summed up."""
    crowd = tuple(group(f"console-consumer-{n}", committed={0: n}) for n in range(8))
    last = (
        group(
            "zona",
            member("kafka-python-3.0.12", 0, id_="m-aaaa"),
            member("kafka-python-3.0.12", id_="m-bbbb"),
            committed={0: 3},
        ),
        group("zeta", member("worker", 1, instance="worker-de-nombre-muy-largo-1"), state="PreparingRebalance"),
    )
    parts = (partition(0, end=12, records=records(4, 12)), partition(1, end=2, leader=102, records=records(0, 2)))
    return snapshot(topic(*parts), groups=crowd + last)


def twelve() -> Snapshot:
    """The most partitions that are drawn in full, with three groups."""
    partitions = tuple(
        partition(n, end=n * 3, leader=101 + n % 3, records=records(max(0, n * 3 - 5), n * 3)) for n in range(12)
    )
    groups = tuple(group(f"grupo-{i}", member("c", *range(12)), committed={n: n for n in range(12)}) for i in range(3))
    return snapshot(topic(*partitions), groups=groups)


def two_hundred() -> Snapshot:
    """More partitions than have a line."""
    return snapshot(topic(*(partition(n, end=n * 1000, leader=101 + n % 3 if n % 50 else None) for n in range(200))))


STATES: dict[str, Callable[[], Snapshot]] = {
    function.__name__: function
    for function in (
        empty, two_groups, failover, follower_out, log_start, forty, hostile, many_groups, twelve, two_hundred,
    )
}  # fmt: skip


def name_of(state: Snapshot) -> str:
    """The one topic of a state."""
    return next(iter(state.topics), TOPIC)
