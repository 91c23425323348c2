"""The states of the cluster's golden pictures, each a named function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kafkalab.observe.snapshot import (
    BrokerState,
    Controller,
    NodeState,
    Partition,
    ProcessStatus,
    Quorum,
    Snapshot,
    Topic,
)

from .build import partition, snapshot, topic

ORDERS = "pedidos"


def part(number: int, *replicas: int, leader: int | None = -1, isr: tuple[int, ...] | None = None) -> Partition:
    """A partition on these brokers, led by the first and all in sync unless it is said otherwise."""
    led = replicas[0] if leader == -1 else leader
    return partition(number, leader=led, replicas=replicas, isr=replicas if isr is None else isr)


def offsets_topic(count: int = 50) -> Topic:
    """The internal topic of consumer groups."""
    parts = {n: part(n, *((101, 102, 103)[n % 3 :] + (101, 102, 103)[: n % 3])) for n in range(count)}
    return Topic("__consumer_offsets", "id", {}, parts, internal=True)


def on_kraft(*topics: Topic, controllers: dict[int, ProcessStatus] | None = None, **more: Any) -> Snapshot:
    """Three brokers and their controllers, the first of which is active."""
    nodes = {id_: NodeState(id_, "controller", state) for id_, state in (controllers or {1: "up"}).items()}
    made = snapshot(*topics, **more)
    quorum = Quorum(made.controller.id, made.controller.epoch, tuple(nodes), (101, 102, 103))
    return replace(made, quorum=quorum, nodes=nodes)


def healthy() -> Snapshot:
    """The state of the design, with everybody there."""
    first = topic(part(0, 102, 101, 103), part(1, 102, 103, 101), part(2, 101, 102, 103), min_insync_replicas="2")
    return on_kraft(first, topic(part(0, 101, 103), part(1, 102, 101), name=ORDERS), offsets_topic())


def follower_out() -> Snapshot:
    """103 hangs: it leads nothing any more and is out of every ISR."""
    parts = (
        part(0, 102, 101, 103, isr=(102, 101)),
        part(1, 103, 102, 101, leader=102, isr=(102, 101)),
        part(2, 101, 102, 103, isr=(101, 102)),
    )
    orders = topic(part(0, 101, 103, isr=(101,)), part(1, 102, 101), name=ORDERS, min_insync_replicas="2")
    return on_kraft(topic(*parts, min_insync_replicas="2"), orders, states={103: "paused"})


def failover() -> Snapshot:
    """101 was killed: P0 has moved, P2 has no leader; the metadata still lists 103, which hangs."""
    parts = (
        part(0, 101, 102, 103, leader=102, isr=(102, 103)),
        part(1, 103, 102, isr=(103, 102)),
        part(2, 101, leader=None),
    )
    state = on_kraft(topic(*parts, min_insync_replicas="2"), states={101: "stopped", 103: "paused"})
    return replace(state, brokers={**state.brokers, 103: replace(state.brokers[103], listed=True)})


def three_controllers() -> Snapshot:
    """The second controller is active since the first one died."""
    state = on_kraft(topic(part(0, 101, 102, 103)), controllers={1: "stopped", 2: "up", 3: "up"})
    return replace(state, controller=Controller(2, 7), quorum=Quorum(2, 7, (1, 2, 3), (101, 102, 103)))


def combined() -> Snapshot:
    """Controllers inside the brokers."""
    state = snapshot(topic(part(0, 101, 102, 103), part(1, 102, 103, 101)))
    quorum = Quorum(103, 9, (101, 102, 103), ())
    return replace(state, controller=Controller(103, 9), quorum=quorum)


def zookeeper() -> Snapshot:
    """The older layout: broker 102 plays the controller, one server hangs."""
    state = snapshot(topic(part(0, 101, 102, 103), part(1, 102, 103, 101)))
    said = {"servers": {1: "follower", 2: "leader", 3: "silent"}, "brokers": (101, 102, 103), "controller": 102}
    nodes = {n: NodeState(n, "zookeeper", "paused" if n == 3 else "up") for n in (1, 2, 3)}
    return replace(state, controller=Controller(102, 4), zookeeper={**said, "controller_epoch": 4}, nodes=nodes)


def empty() -> Snapshot:
    """Just started: no topic, no controller known yet."""
    return replace(snapshot(), controller=Controller(None, None))


def silence() -> Snapshot:
    """Nobody answers; what is shown is what was last seen."""
    states = {101: "stopped", 102: "unreachable", 103: "paused"}
    return on_kraft(topic(part(0, 101, 102, 103), part(1, 102, 103, 101)), controllers={1: "stopped"}, states=states)


def down() -> Snapshot:
    """After `down`, for somebody who has seen nothing before: nodes that are stopped, and no topic is known."""
    state = on_kraft(controllers={1: "stopped"}, states=dict.fromkeys((101, 102, 103), "stopped"))
    return replace(state, controller=Controller(None, None), quorum=None)


def many() -> Snapshot:
    """Five brokers, many topics, two of them large."""
    ids = (101, 102, 103, 104, 105)
    brokers = {id_: BrokerState(id_, "localhost", 9092 + n, "up") for n, id_ in enumerate(ids)}

    def spread(name: str, count: int) -> Topic:
        return topic(*(part(n, *((ids + ids)[n % 5 : n % 5 + 3])) for n in range(count)), name=name)

    topics = [
        spread(name, count)
        for name, count in (("clics", 12), ("eventos", 200), ("pedidos", 7), ("sensores-de-la-planta-norte", 40))
    ]
    topics += [spread(f"z-{n}", 1) for n in range(8)]
    return replace(on_kraft(*topics, offsets_topic()), brokers=brokers)


def hostile() -> Snapshot:
    """Names and addresses as an attacker would choose them."""
    bad = "<script>alert('1')</script>&\"]]>\u202e" + "x" * 200
    state = on_kraft(
        topic(part(0, 101, 102, 103), name=bad), topic(part(0, 102, 101), name="a/1"), topic(part(1, 102), name="a")
    )
    return replace(state, brokers={**state.brokers, 101: BrokerState(101, bad, 9092, "up")})


STATES: dict[str, Callable[[], Snapshot]] = {
    function.__name__: function
    for function in (
        healthy, follower_out, failover, three_controllers, combined, zookeeper, empty, silence, down, many, hostile,
    )
}  # fmt: skip
