"""Any snapshot with all that a cluster's own diagrams show: quorum or ZooKeeper, nodes, eligible leaders, last ends."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from kafkalab.observe.snapshot import Controller, NodeState, Partition, Quorum, Snapshot

from .strategies import T0, brokers, offsets, snapshots

ids = st.sampled_from([1, 2, 3, 101, 102, 103])
processes = st.sampled_from(["up", "paused", "stopped"])


@st.composite
def fuller(draw: st.DrawFn, partition: Partition) -> Partition:
    """The same with eligible leaders and what was last seen of silent replicas."""
    silent = [b for b in partition.replicas if partition.log_end_offsets.get(b) is None]
    seen = {b: (draw(offsets), T0 - draw(st.integers(0, 5000))) for b in silent if draw(st.booleans())}
    eligible = tuple(b for b in partition.replicas if b not in partition.isr and draw(st.booleans()))
    return replace(partition, last_seen=seen, eligible_leaders=eligible)


@st.composite
def clusters(draw: st.DrawFn, most: int = 6) -> Snapshot:
    """A snapshot as strategies.py makes it, with the rest."""
    made = draw(snapshots(most=most))
    topics = {
        name: replace(topic, partitions={n: draw(fuller(part)) for n, part in topic.partitions.items()})
        for name, topic in made.topics.items()
    }
    known = draw(st.sets(brokers))
    controller = Controller(draw(st.none() | ids), draw(st.none() | st.integers(0, 99)))
    role = draw(st.sampled_from(["controller", "zookeeper"]))
    nodes = {n: NodeState(n, role, draw(processes)) for n in (1, 2, 3) if draw(st.booleans())}
    quorum = draw(st.none() | st.builds(Quorum, maybe_id := st.none() | ids, maybe_id, st.tuples(ids), st.tuples(ids)))
    zookeeper = None
    if role == "zookeeper":
        modes = st.sampled_from(["leader", "follower", "standalone", "silent"])
        zookeeper = {
            "servers": {n: draw(modes) for n in (1, 2, 3)},
            "brokers": draw(st.none() | st.just((101, 102))),
            "controller": controller.id,
            "controller_epoch": controller.epoch,
        }
    held = {
        b: replace(state, listed=draw(st.sampled_from([None, True, False])))
        for b, state in made.brokers.items()
        if b in known
    }
    return replace(
        made, topics=topics, brokers=held, controller=controller, quorum=quorum, zookeeper=zookeeper, nodes=nodes
    )
