"""The states of a topic's producers that the golden pictures of their diagram are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kafkalab.observe.snapshot import Actor, Snapshot

from .build import T0, TOPIC, partition, record, snapshot, topic

KEYS = ("ana", "luis", "marta", None)


def producer(
    acks: str | None, last: dict[int, int] | None = None, *, state: str = "running", acked: int = 0, failed: int = 0
):
    """A producer of the lab that had these offsets acknowledged last."""
    positions = {(TOPIC, number): offset + 1 for number, offset in (last or {}).items()}
    return Actor("producer", state, positions, acked, failed, topics=(TOPIC,), acks=acks)


def _parts(*ends: int, **options) -> list:
    return [
        partition(n, end=end, leader=101 + n % 3, records=tuple(
            record(o, key=KEYS[(o + n) % 4], second=o) for o in range(max(0, end - 8), end)
        ), **options)
        for n, end in enumerate(ends)
    ]  # fmt: skip


def healthy() -> Snapshot:
    """Two producers that wait for all replicas."""
    found = snapshot(topic(*_parts(12, 9, 15), min_insync_replicas="2"))
    actors = {"pedidos": producer("all", {0: 11, 2: 14}, acked=24), "pagos": producer("all", {1: 8}, acked=9)}
    return replace(found, actors=actors)


def three_acks() -> Snapshot:
    """One of each kind: acks=all, acks=1, acks=0."""
    found = snapshot(topic(*_parts(12, 9), min_insync_replicas="2"))
    actors = {
        "seguro": producer("all", {0: 11, 1: 8}, acked=14), "normal": producer("1", {0: 10}, acked=4, failed=1),
        "rapido": producer("0", {1: -1}, acked=3),
    }  # fmt: skip
    return replace(found, actors=actors)


def follower_out() -> Snapshot:
    """The ISR is below min.insync.replicas: records with acks=all are refused."""
    parts = _parts(12, 9, isr=(101,), leos={101: 12})
    parts = [replace(part, leader=101) for part in parts]
    found = snapshot(topic(*parts, min_insync_replicas="2"), states={102: "paused", 103: "stopped"})
    return replace(found, actors={"pedidos": producer("all", {0: 11}, acked=12, failed=37)})


def failover() -> Snapshot:
    """A paused leader, and a partition without any."""
    parts = _parts(12, 9, 3)
    parts[0] = replace(parts[0], as_of=T0 + 52)
    parts[1] = replace(parts[1], leader=None, isr=(103,), as_of=T0 + 18, log_end_offsets={})
    found = snapshot(topic(*parts), states={101: "paused", 103: "stopped"})
    return replace(found, actors={"pedidos": producer("1", {0: 11, 1: 8, 2: 2}, acked=24)})


def ended() -> Snapshot:
    """Producers that were paused, killed, closed; one that has just begun."""
    found = snapshot(topic(*_parts(12, 9)))
    actors = {
        "p-2": producer("1", {0: 11}, state="paused", acked=12),
        "p-10": producer("all", {1: 8}, state="killed", acked=9),
        "p-1": producer(None, state="starting"),
        "p-3": producer("all", {1: 2}, state="closed", acked=3),
    }
    return replace(found, actors=actors)


def nobody() -> Snapshot:
    """No producer of the lab: the records are there all the same."""
    return snapshot(topic(*_parts(12, 9, 15)))


def empty() -> Snapshot:
    """Just created, with a producer that has sent nothing."""
    found = snapshot(topic(*_parts(0, 0)))
    return replace(found, actors={"pedidos": producer("all")})


def unknown() -> Snapshot:
    """Neither offsets nor the acks of the producer are known."""
    part = partition(0, end=None, start=None, leader=101, isr=(101,))
    return replace(snapshot(topic(part)), actors={"pedidos": producer(None, {0: 4}, acked=5)})


def many() -> Snapshot:
    """Nine producers, two hundred partitions."""
    parts = [partition(n, end=n * 1000, leader=101 + n % 3 if n % 50 else None) for n in range(200)]
    actors = {f"p-{n}": producer("all", {m: m * 10 for m in range(n, 200, 9)}, acked=n * 100) for n in range(9)}
    return replace(snapshot(topic(*parts)), actors=actors)


def twelve() -> Snapshot:
    """The most partitions that are drawn in full."""
    found = snapshot(topic(*_parts(*range(4, 16))))
    return replace(found, actors={"p": producer("all", {n: n + 3 for n in range(12)}, acked=114)})


def hostile() -> Snapshot:
    """Names, keys and values of strangers; offsets of nineteen digits."""
    bad = "<script>alert('1')</script>&\"]]>\x1b[31m\u202e"
    end = 2**63 - 1
    records = tuple(record(o, key=bad, value=bad) for o in range(end - 3, end))
    part = partition(0, end=end, start=end - 3, records=records)
    actor = Actor("producer", bad, {(bad, 0): end}, 10**18, 10**18, topics=(bad,), acks=bad)
    return replace(snapshot(topic(part, name=bad, min_insync_replicas=bad)), actors={bad: actor})


PRODUCERS: dict[str, Callable[[], Snapshot]] = {
    function.__name__: function
    for function in (
        healthy, three_acks, follower_out, failover, ended, nobody, empty, unknown, many, twelve, hostile,
    )
}  # fmt: skip
