"""Snapshots for the tests of the pictures: small functions that fill in what a test does not care about."""

from __future__ import annotations

from kafkalab.observe.snapshot import (
    BrokerState,
    BrokerStatus,
    Controller,
    Group,
    Member,
    Partition,
    Record,
    Snapshot,
    Topic,
)

T0 = 1_767_225_600.0  # 2026-01-01 00:00:00 UTC
TOPIC = "iabd-topic"
BROKERS = (101, 102, 103)


def record(offset: int, *, key: str | None = None, value: str | None = None, second: float = 0) -> Record:
    """A record written `second` s after T0."""
    return Record(offset, round((T0 + second) * 1000), key, f"mensaje {offset}" if value is None else value)


def partition(
    id_: int,
    *,
    end: int | None = 0,
    start: int | None = 0,
    hw: int | None = -1,
    leader: int | None = 101,
    isr: tuple[int, ...] = BROKERS,
    replicas: tuple[int, ...] = BROKERS,
    records: tuple[Record, ...] = (),
    leos: dict[int, int | None] | None = None,
    as_of: float | None = None,
) -> Partition:
    """A partition whose in-sync replicas all end at `end`, and its high watermark too unless `hw` says otherwise."""
    return Partition(
        id=id_,
        leader=leader,
        leader_epoch=0,
        replicas=replicas,
        isr=isr,
        log_start_offset=start,
        high_watermark=end if hw == -1 else hw,
        log_end_offsets=dict.fromkeys(isr, end) if leos is None else leos,
        records=records,
        as_of=as_of,
    )


def topic(*partitions: Partition, name: str = TOPIC, **configs: str) -> Topic:
    """A topic with these partitions; configs with `_` for `.`."""
    values = {key.replace("_", "."): value for key, value in configs.items()}
    return Topic(name, "AAAAAAAAAAAAAAAAAAAAAA", values, {p.id: p for p in partitions})


def member(
    client_id: str, *owned: int, name: str = TOPIC, id_: str | None = None, instance: str | None = None
) -> Member:
    """A member that owns these partitions of `name`."""
    pairs = tuple((name, number) for number in owned)
    return Member(id_ or f"{client_id}-0a1b2c3d", client_id, "/127.0.0.1", instance, pairs)


def group(
    id_: str,
    *members: Member,
    committed: dict[int, int] | None = None,
    state: str | None = None,
    coordinator: int | None = 102,
    name: str = TOPIC,
) -> Group:
    """A group with these committed offsets in `name`, stable if it has members."""
    offsets = {(name, number): offset for number, offset in (committed or {}).items()}
    return Group(id_, "classic", state or ("Stable" if members else "Empty"), "range", coordinator, members, offsets)


def snapshot(*topics: Topic, groups: tuple[Group, ...] = (), states: dict[int, BrokerStatus] | None = None) -> Snapshot:
    """Three brokers, these topics and groups; `states` names brokers that are not up."""
    brokers = {
        id_: BrokerState(id_, "localhost", 9092 + index, (states or {}).get(id_, "up"))
        for index, id_ in enumerate(BROKERS)
    }
    return Snapshot(T0 + 60, Controller(1, 3), brokers, {t.name: t for t in topics}, {g.id: g for g in groups})
