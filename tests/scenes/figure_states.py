"""The states that the figures are drawn in, each a named function: for golden tests, property tests and the gallery."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kafkalab.observe.snapshot import Actor, Controller, NodeState, Quorum, Snapshot

from .build import T0, TOPIC, group, member, partition, snapshot, topic
from .states import STATES, empty, failover, follower_out, forty, hostile, many_groups, name_of, two_groups

State = Callable[[], Snapshot]


def healthy() -> Snapshot:
    """Three partitions, each broker leads one, all in sync."""
    return snapshot(topic(*(partition(n, end=9, leader=101 + n) for n in range(3)), min_insync_replicas="2"))


def broker_killed() -> Snapshot:
    """Broker 101 was killed and its session is over: 102 leads what it led."""
    rest = (102, 103)
    partitions = (partition(n, end=9, leader=leader, isr=rest) for n, leader in enumerate((102, 102, 103)))
    state = snapshot(topic(*partitions, min_insync_replicas="2"), states={101: "stopped"})
    return _listed(state, {101: False, 102: True, 103: True})


def below_minimum() -> Snapshot:
    """Two of three brokers are down: what is left may not take a write with acks=all."""
    partitions = (partition(n, end=9, hw=7, leader=103, isr=(103,)) for n in range(3))
    return snapshot(topic(*partitions, min_insync_replicas="2"), states={101: "stopped", 102: "stopped"})


def broker_paused() -> Snapshot:
    """Broker 103 hangs and the cluster still counts on it: it leads P2, as was last seen."""
    partitions = [partition(n, end=9, leader=101 + n) for n in range(3)]
    partitions[2] = partition(2, end=9, leader=103, as_of=T0 + 51)
    state = snapshot(topic(*partitions, min_insync_replicas="2"), states={103: "paused"})
    return _listed(state, {101: True, 102: True, 103: True})


def follower_paused() -> Snapshot:
    """Broker 103 hangs and has left the ISR."""
    rest = (101, 102)
    partitions = (partition(n, end=9, leader=leader, isr=rest) for n, leader in enumerate((101, 102, 101)))
    return snapshot(topic(*partitions, min_insync_replicas="2"), states={103: "paused"})


def no_leader() -> Snapshot:
    """The only broker in the ISR is gone: nobody may lead."""
    partitions = (partition(n, end=None, start=None, leader=None, isr=(103,)) for n in range(2))
    return snapshot(topic(*partitions), states={103: "stopped"})


def nobody_answers() -> Snapshot:
    """Every broker is silent: all is as it was last seen."""
    partitions = (partition(n, end=9, leader=101 + n, as_of=T0) for n in range(3))
    return snapshot(topic(*partitions), states=dict.fromkeys((101, 102, 103), "unreachable"))


def one_copy() -> Snapshot:
    """Replication factor 1, and 2."""
    partitions = (
        partition(0, end=4, leader=102, isr=(102,), replicas=(102,)),
        partition(1, end=4, leader=103, isr=(101, 103), replicas=(103, 101)),
    )
    return snapshot(topic(*partitions))


def unlisted_broker() -> Snapshot:
    """Somebody else's cluster: a replica is on a broker that is nowhere to be seen."""
    whole = healthy()
    return replace(whole, brokers={id_: broker for id_, broker in whole.brokers.items() if id_ != 103})


def with_producers() -> Snapshot:
    """Two producers of ours, and two groups."""
    actors = {name: Actor("producer", "running", topics=(TOPIC,)) for name in ("pedidos", "pagos")}
    return replace(two_groups(), actors=actors)


def producers_ended() -> Snapshot:
    """One producer is paused, one was killed, one writes on; another one writes to another topic and is not shown."""
    told = {
        "p-1": ("paused", TOPIC),
        "p-2": ("killed", TOPIC),
        "p-10": ("running", TOPIC),
        "otro": ("running", "clics"),
    }
    actors = {name: Actor("producer", state, topics=(of,)) for name, (state, of) in told.items()}
    return replace(two_groups(), actors=actors)


def rebalance() -> Snapshot:
    """A group is about to share the partitions anew: nobody owns one; another has more members than partitions."""
    partitions = [partition(n, end=9, leader=101 + n) for n in range(3)]
    groups = (
        group("iabd-app1", member("consumer-1"), member("consumer-2"), state="PreparingRebalance", committed={0: 4}),
        group("iabd-app2", *(member(f"consumer-{n}", n, id_=f"m{n}") for n in range(3)), member("consumer-3")),
    )
    return snapshot(topic(*partitions), groups=groups)


def idle() -> Snapshot:
    """Four consumers and three partitions: one has nothing to do."""
    members = [member("consumer-1", 0), member("consumer-2", 1), member("consumer-3", 2), member("consumer-4")]
    return snapshot(topic(*(partition(n, end=9) for n in range(3))), groups=(group("iabd-app1", *members),))


def share() -> Snapshot:
    """A share group: two members read the same partition; beside it, a group of the usual kind."""
    found = replace(group("reparto", member("r-1", 0), member("r-2", 0)), type="share")
    return snapshot(topic(partition(0, end=9)), groups=(found, group("iabd-app1", member("consumer-1", 0))))


def paused_leader() -> Snapshot:
    """Broker 103, which leads P2, hangs: the consumer of P2 waits."""
    state = broker_paused()
    found = group("iabd-app1", member("consumer-1", 0, 1), member("consumer-2", 2), committed={0: 9, 2: 4})
    return replace(state, groups={found.id: found})


# -- KRaft -----------------------------------------------------------------------------------------------------------


def _kraft(
    leader: int | None, epoch: int | None, voters: tuple[int, ...], nodes: dict[int, Any], **states: Any
) -> Snapshot:
    base = snapshot(topic(partition(0, end=3)), **states)
    known = {id_: NodeState(id_, "controller", state) for id_, state in nodes.items()}
    quorum = Quorum(leader, epoch, voters, tuple(id_ for id_ in (101, 102, 103) if id_ not in voters))
    return replace(base, controller=Controller(leader, epoch), quorum=quorum, nodes=known)


def one_controller() -> Snapshot:
    """What `Cluster.up()` starts."""
    return _kraft(1, 1, (1,), {1: "up"})


def three_controllers() -> Snapshot:
    """Three voters, one of them active."""
    return _kraft(2, 7, (1, 2, 3), {1: "up", 2: "up", 3: "up"})


def controller_killed() -> Snapshot:
    """The active one was killed: another one is, one epoch later."""
    return _kraft(3, 8, (1, 2, 3), {1: "up", 2: "stopped", 3: "up"}, states={102: "paused"})


def no_majority() -> Snapshot:
    """Two of three controllers are down: nobody is active, and nobody says so."""
    state = _kraft(None, None, (1, 2, 3), {1: "up", 2: "stopped", 3: "stopped"})
    return replace(state, quorum=None)


def quorum_without_leader() -> Snapshot:
    """Voters are known, and that none of them leads."""
    return _kraft(None, 9, (1, 2, 3), {1: "up", 2: "paused", 3: "stopped"})


def combined() -> Snapshot:
    """The three controllers are inside the brokers."""
    return _kraft(102, 4, (101, 102, 103), {}, states={103: "stopped"})


def foreign_kraft() -> Snapshot:
    """Somebody else's: of the processes nothing is known."""
    return _kraft(2, 7, (1, 2, 3), {})


# -- ZooKeeper -------------------------------------------------------------------------------------------------------


def _zookeeper(
    servers: dict[int, str], brokers: tuple[int, ...] | None, controller: int | None, epoch: int | None, **states: Any
) -> Snapshot:
    base = snapshot(topic(partition(0, end=3)), **states)
    told = {"servers": servers, "brokers": brokers, "controller": controller, "controller_epoch": epoch}
    nodes = {id_: NodeState(id_, "zookeeper", "stopped" if mode == "silent" else "up") for id_, mode in servers.items()}
    return replace(base, controller=Controller(controller, epoch), zookeeper=told, nodes=nodes)


def one_zookeeper() -> Snapshot:
    """What `layout="zookeeper"` starts: one server, on its own."""
    return _zookeeper({1: "standalone"}, (101, 102, 103), 102, 1)


def three_zookeepers() -> Snapshot:
    """An ensemble with its leader."""
    return _zookeeper({1: "follower", 2: "leader", 3: "follower"}, (101, 102, 103), 101, 3)


def zookeeper_killed() -> Snapshot:
    """The ensemble's leader was killed: two serve, and the brokers notice nothing."""
    return _zookeeper({1: "follower", 2: "silent", 3: "leader"}, (101, 102, 103), 101, 3)


def controller_broker_killed() -> Snapshot:
    """The broker that was controller was killed: its znodes went with its session, 103 was faster than 102."""
    return _zookeeper({1: "follower", 2: "leader", 3: "follower"}, (102, 103), 103, 4, states={101: "stopped"})


def no_ensemble() -> Snapshot:
    """Two of three servers are down: what is left does not serve, and nobody can read what was written."""
    return _zookeeper({1: "silent", 2: "silent", 3: "silent"}, None, None, None)


def between_controllers() -> Snapshot:
    """The old controller is gone, the next one has not come: there is no /controller."""
    return _zookeeper({1: "standalone"}, (102, 103), None, 4, states={101: "stopped"})


def _listed(state: Snapshot, listed: dict[int, bool]) -> Snapshot:
    brokers = {id_: replace(broker, listed=listed[id_]) for id_, broker in state.brokers.items()}
    return replace(state, brokers=brokers)


def _named(*functions: State) -> dict[str, State]:
    return {function.__name__: function for function in functions}


_OF_A_TOPIC = (broker_killed, broker_paused, follower_paused, below_minimum, no_leader, nobody_answers, empty, hostile)

FIGURE_STATES: dict[str, dict[str, State]] = {
    "middleware": _named(two_groups, hostile),
    "producer-topic-consumer": _named(
        with_producers, producers_ended, two_groups, empty, failover, rebalance, forty, hostile,
    ),
    "three-brokers": _named(healthy, *_OF_A_TOPIC, one_copy, unlisted_broker, forty),
    "replication-factor": _named(healthy, *_OF_A_TOPIC, one_copy, unlisted_broker, follower_out),
    "broker-discovery": _named(healthy, *_OF_A_TOPIC, unlisted_broker),
    "consumers": _named(two_groups, rebalance, failover, paused_leader, empty, many_groups, forty, hostile),
    "consumer-groups": _named(two_groups, rebalance, idle, share, empty, failover, many_groups, forty, hostile),
    "kraft-quorum": _named(
        three_controllers, one_controller, controller_killed, no_majority, quorum_without_leader, combined,
        foreign_kraft, three_zookeepers,
    ),
    "zookeeper-ensemble": _named(
        three_zookeepers, one_zookeeper, zookeeper_killed, controller_broker_killed, no_ensemble, between_controllers,
        three_controllers, healthy,
    ),
}  # fmt: skip

ALL_STATES = {**STATES, **{name: state for states in FIGURE_STATES.values() for name, state in states.items()}}
__all__ = ["ALL_STATES", "FIGURE_STATES", "name_of"]
