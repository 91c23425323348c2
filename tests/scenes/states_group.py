"""The states of consumer groups that the golden pictures of their diagram are made of: snapshot, group, topic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kafkalab.observe.snapshot import Actor, Group, Snapshot

from .build import T0, TOPIC, group, member, partition, snapshot, topic

Shown = tuple[Snapshot, str]
APP = "iabd-app1"


def _parts(*ends: int, leader: int | None = None, **options) -> list:
    return [partition(n, end=end, leader=leader or 101 + n % 3, **options) for n, end in enumerate(ends)]


def healthy() -> Shown:
    """Two consumers of the lab share three partitions."""
    members = (member("consumer-2", 2), member("consumer-1", 0, 1))
    found = snapshot(topic(*_parts(12, 9, 15)), groups=(group(APP, *members, committed={0: 9, 1: 9, 2: 11}),))
    actors = {f"consumer-{n}": Actor("consumer", "running", topics=(TOPIC,), group=APP) for n in (1, 2)}
    return replace(found, actors=actors), APP


def crashed() -> Shown:
    """One of them was killed, the group has not noticed; its partitions fill."""
    found, name = healthy()
    parts = topic(*_parts(18, 9, 40))
    actors = {**found.actors, "consumer-2": Actor("consumer", "killed")}
    return replace(found, actors=actors, topics={TOPIC: parts}), name


def rebalance() -> Shown:
    """A third one joins a classic group: nobody knows who will own what."""
    members = tuple(member(f"consumer-{n}") for n in (1, 2, 3))
    found = group(APP, *members, committed={0: 9, 1: 9, 2: 11}, state="PreparingRebalance")
    return snapshot(topic(*_parts(12, 9, 15)), groups=(found,)), APP


def reconciling() -> Shown:
    """The same with the KIP-848 protocol: one partition changes hands, the others go on."""
    members = (member("app-1", 0), member("app-2", 2), member("app-3"))
    found = group(APP, *members, committed={0: 9, 1: 9, 2: 11}, state="Reconciling")
    return snapshot(topic(*_parts(12, 9, 15)), groups=(replace(found, type="consumer", protocol="uniform"),)), APP


def idle() -> Shown:
    """More members than partitions; two of one name, one static, on two hosts."""
    members = (
        member("kafka-python-3.0.12", 0, id_="m-aaaa"), member("kafka-python-3.0.12", id_="m-bbbb"),
        replace(member("worker", 1, instance="worker-1"), host="/10.0.0.7"), member("consumer-10"),
        member("consumer-9"),
    )  # fmt: skip
    found = group("zona", *members, committed={0: 12, 1: 0})
    return snapshot(topic(*_parts(12, 2)), groups=(found,)), "zona"


def empty() -> Shown:
    """No members, but offsets; new records pile up."""
    found = group(APP, committed={0: 9, 1: 9, 2: 11})
    return snapshot(topic(*_parts(20, 9, 110)), groups=(found,)), APP


def failover() -> Shown:
    """A leader is paused, another partition has no leader: their lag is the last one known, or not known."""
    parts = (
        partition(0, end=12, leader=101, as_of=T0 + 52),
        partition(1, end=None, leader=None, isr=(103,)),
        partition(2, end=15, leader=102),
    )
    found = group(APP, member("consumer-1", 0, 1, 2), committed={0: 9, 1: 9, 2: 11})
    return snapshot(topic(*parts), groups=(found,), states={101: "paused", 103: "stopped"}), APP


def paused_coordinator() -> Shown:
    """The coordinator is paused: everything is as it last said."""
    found, name = healthy()
    old: Group = replace(found.groups[name], as_of=T0 + 41)
    states = {102: replace(found.brokers[102], state="paused")}
    return replace(found, groups={name: old}, brokers={**found.brokers, **states}), name


def several_topics() -> Shown:
    """Three topics in one group; one of them was deleted meanwhile; a partition without a commit."""
    pairs = {"pedidos": (0, 1), "pagos": (0,), "clics-de-la-tienda-web-de-libros": (0, 1)}
    topics = [topic(partition(0, end=20), partition(1, end=33, leader=102), name=name) for name in pairs]
    one = replace(member("tienda-1"), assignment=(("pedidos", 0), ("pagos", 0), ("borrado", 0)))
    two = replace(
        member("tienda-2"),
        assignment=(("pedidos", 1), *((list(pairs)[2], n) for n in (0, 1))),
    )
    offsets = {("pedidos", 0): 20, ("pedidos", 1): 30, ("pagos", 0): 2, (list(pairs)[2], 0): 19, ("borrado", 0): 7}
    return snapshot(*topics, groups=(replace(group("tienda", one, two), committed=offsets),)), "tienda"


def forty() -> Shown:
    """Forty partitions and eight members."""
    members = [member(f"consumer-{i}", *range(i, 40, 8)) for i in range(8)]
    parts = [partition(n, end=n * 37 % 101 * 13, leader=101 + n % 3) for n in range(40)]
    parts[7] = partition(7, end=None, leader=None, isr=(103,))
    offsets = {n: max(0, n * 37 % 101 * 13 - n * n) for n in range(40)}
    return snapshot(topic(*parts), groups=(group("facturas", *members, committed=offsets),)), "facturas"


def two_hundred() -> Shown:
    """Two hundred partitions of two topics, sixty members."""
    members = [
        replace(member(f"c-{i}"), assignment=tuple(("a-clics" if n % 2 else "pedidos", n) for n in range(i, 200, 60)))
        for i in range(60)
    ]
    topics = [topic(*(partition(n, end=n) for n in range(200)), name=name) for name in ("a-clics", "pedidos")]
    offsets = {("pedidos", n): 0 for n in range(0, 200, 2)}
    return snapshot(*topics, groups=(replace(group("grande", *members), committed=offsets),)), "grande"


def share() -> Shown:
    """A share group: two members read the same partition."""
    members = (member("app-1", 0, 1), member("app-2", 0))
    found = replace(group("compartido", *members), type="share", protocol="simple")
    return snapshot(topic(*_parts(12, 9)), groups=(found,)), "compartido"


def hostile() -> Shown:
    """Names as an attacker, a terminal or a right-to-left writer would send them."""
    bad = "<script>alert('1')</script>&\"]]>\x1b[31m"
    members = (
        member(bad, 0, id_=bad, name=bad), member("\u202eשלום" * 30, id_="m2", name=bad, instance="日本" * 60),
    )  # fmt: skip
    found = replace(group(bad, *members, committed={0: 2}, state=bad, name=bad), type=bad, protocol=bad)
    return snapshot(topic(partition(0, end=6), name=bad), groups=(found,)), bad


def missing() -> Shown:
    """There is no such group yet."""
    return snapshot(topic(partition(0))), "iabd-app9"


GROUPS: dict[str, Callable[[], Shown]] = {
    function.__name__: function
    for function in (
        healthy, crashed, rebalance, reconciling, idle, empty, failover, paused_coordinator, several_topics, forty,
        two_hundred, share, hostile, missing,
    )
}  # fmt: skip
