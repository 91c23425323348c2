"""Any snapshot that a cluster, or a faulty reader of one, could give: hostile names, unknown numbers, odd readings."""

from __future__ import annotations

from hypothesis import strategies as st

from kafkalab.observe.snapshot import BrokerState, Controller, Group, Member, Partition, Record, Snapshot, Topic

TOPIC = "t"
T0 = 1_767_225_600.0

names = st.one_of(
    st.text(max_size=12), st.sampled_from(["", "<b>", "a&b", "'\"", "\u202e", "\x00", "日本", "ana", "x" * 80])
)
offsets = st.one_of(st.integers(0, 40), st.integers(10**6, 10**6 + 30), st.just(2**63 - 1))
maybe_offset = st.one_of(st.none(), offsets)
brokers = st.sampled_from([101, 102, 103])


@st.composite
def partitions(draw: st.DrawFn, number: int) -> Partition:
    high = draw(maybe_offset)
    first = draw(st.integers(0, max(0, (high or 0) - 1)))
    held = [o for o in range(first, min(first + 8, high or 0)) if draw(st.booleans())]
    stamp = st.one_of(st.integers(-1, 2**41), st.just(2**63 - 1))
    records = tuple(Record(o, draw(stamp), draw(st.none() | names), draw(st.none() | names)) for o in held)
    replicas = tuple(sorted(draw(st.sets(brokers, min_size=1))))
    return Partition(
        id=number,
        leader=draw(st.none() | st.sampled_from(replicas)),
        leader_epoch=draw(st.integers(0, 9)),
        replicas=replicas,
        isr=tuple(b for b in replicas if draw(st.booleans())),
        log_start_offset=draw(maybe_offset),
        high_watermark=high,
        log_end_offsets={b: draw(maybe_offset) for b in replicas if draw(st.booleans())},
        records=records,
        as_of=draw(st.none() | st.just(T0 - 8)),
    )


@st.composite
def groups(draw: st.DrawFn, name: str, count: int) -> Group:
    mine = {(TOPIC, number): draw(offsets) for number in range(count) if draw(st.booleans())}
    unowned = [number for number in range(count) if draw(st.booleans())]
    members = []
    for index in range(draw(st.integers(0, 3))):
        owned = tuple((TOPIC, number) for number in unowned[index::3])
        members.append(Member(f"m{index}{name}", draw(names), "/h", draw(st.none() | names), owned))
    state = draw(st.sampled_from(["Stable", "Empty", "Reconciling"]) | names)
    coordinator = draw(st.none() | brokers)
    return Group(name, "classic", state, "range", coordinator, tuple(members), mine, draw(st.none() | st.just(T0 - 8)))


@st.composite
def snapshots(draw: st.DrawFn, most: int = 14) -> Snapshot:
    count = draw(st.integers(0, most))
    held = {number: draw(partitions(number)) for number in range(count)}
    ids = draw(st.lists(names, max_size=8, unique=True))
    readers = {name: draw(groups(name, count)) for name in ids}
    states = st.sampled_from(["up", "paused", "stopped", "unreachable"])
    known = {b: BrokerState(b, "localhost", 9000 + b, draw(states)) for b in (101, 102, 103)}
    topic = Topic(TOPIC, "id", {"min.insync.replicas": draw(names)}, held)
    return Snapshot(T0, Controller(1, 1), known, {TOPIC: topic}, readers)
