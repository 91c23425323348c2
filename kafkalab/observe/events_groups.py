"""What changed with groups: members, their partitions, state, coordinator, committed offsets set back. Pure.

A coordinator that has just taken over may list a group that it cannot describe yet, and a classic group tells who has
which partition only while it is stable: neither is taken for a change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kafkalab.i18n import Text
from kafkalab.observe.alike import Seen
from kafkalab.observe.event import Event
from kafkalab.observe.naming import clean, member_names, numbers
from kafkalab.observe.snapshot import Group, Member, Snapshot

MEMBERS_TOLD = 6
_NO_MEMBERS = ("Empty", "Dead")
_REBALANCING = ("PreparingRebalance", "CompletingRebalance", "Assigning", "Reconciling")

_NEW = Text(es="hay un grupo nuevo: {group}", en="there is a new group: {group}")
_GONE = Text(es="el grupo {group} ya no existe", en="group {group} is gone")
_STABLE = Text(es="el grupo {group} está estable", en="group {group} is stable")
_EMPTY = Text(es="el grupo {group} se queda sin miembros", en="group {group} is empty: it has no members")
_REBALANCES = Text(es="el grupo {group} está repartiendo sus particiones", en="group {group} is rebalancing")
_OTHER_STATE = Text(es="el grupo {group} pasa al estado {state}", en="group {group} is in state {state}")
_COORDINATOR = Text(
    es="el coordinador de {group} es ahora el broker {after} (antes, el {before})",
    en="the coordinator of {group} is broker {after} now (before: {before})",
)
_JOINED = Text(es="{member} entra en {group}", en="{member} joined {group}")
_JOINED_MANY = Text(es="{{count}} entran en {group}", en="{{count}} joined {group}")
_LEFT = Text(es="{member} ya no está en {group}", en="{member} is no longer in {group}")
_LEFT_MANY = Text(es="{{count}} ya no están en {group}", en="{{count}} are no longer in {group}")
_MOVED = Text(es="nuevo reparto en {group}{of}: {shares}", en="partitions{of} moved in {group}: {shares}")
_ASSIGNED = Text(es="reparto en {group}{of}: {shares}", en="partitions{of} assigned in {group}: {shares}")
_OF = Text(es=" de las particiones de {topic}", en=" of {topic}")
_NOWHERE = Text(es="", en="")
_HAS = Text(es="{member} tiene {partitions}", en="{member} has {partitions}")
_MORE = Text(es="y {n} miembros más", en="and {n} more members")
_BACK = Text(
    es="el offset confirmado de {group} en {where} retrocede de {before} a {after}",
    en="the committed offset of {group} in {where} went back from {before} to {after}",
)
_BACK_MANY = Text(
    es="los offsets confirmados de {group} retroceden en {{count}}",
    en="the committed offsets of {group} went back in {{count}}",
)


def group_events(before: Snapshot, after: Snapshot) -> Iterator[Seen]:
    """What changed with groups; `after` comes from brokers that answered."""
    for name in sorted({*before.groups, *after.groups}):
        old, new = before.groups.get(name), after.groups.get(name)
        if new is None:
            assert old is not None
            if coordinator_answers(old, after):
                yield _there_or_gone(after.taken_at, _GONE, old, None)
        elif new.as_of is None:
            if old is None:
                yield _there_or_gone(after.taken_at, _NEW, None, new)
            yield from _changed(after.taken_at, old, new)


def coordinator_answers(group: Group, snapshot: Snapshot) -> bool:
    """Whether the broker that was the group's coordinator answers: if not, nobody can tell whether the group exists."""
    broker = snapshot.brokers.get(group.coordinator) if group.coordinator is not None else None
    return broker is not None and broker.state == "up"


def members_are_known(group: Group) -> bool:
    """Whether its members were described: a group that is not empty has some."""
    return bool(group.members) or group.state in _NO_MEMBERS


def assignments_are_known(group: Group) -> bool:
    """Whether its members' partitions were described: those of a classic group are, while it is stable."""
    return members_are_known(group) and (group.type != "classic" or group.state in ("Stable", *_NO_MEMBERS))


def identity(member: Member) -> str:
    """A static member (KIP-345) is the same one under a new member id."""
    return member.instance_id or member.id


def _there_or_gone(at: float, form: Text, old: Group | None, new: Group | None) -> Seen:
    group = new or old
    assert group is not None
    before, after = (each.state if each else None for each in (old, new))
    return Seen(Event(at, "group", form.format(group=clean(group.id)), group=group.id, before=before, after=after))


def _changed(at: float, old: Group | None, new: Group) -> Iterator[Seen]:
    names = member_names({member.id: member for member in (*(old.members if old else ()), *new.members)}.values())
    if members_are_known(new) and (old is None or members_are_known(old)):
        yield from _members(at, old, new, names)
    if old is not None:
        yield from _coordinator(at, old, new)
        yield from _state(at, old, new)
    if assignments_are_known(new):
        yield from _assignment(at, old, new, names)
    if old is not None:
        yield from _committed(at, old, new)


def _members(at: float, old: Group | None, new: Group, names: Mapping[str, str]) -> Iterator[Seen]:
    were = {identity(member): member for member in (old.members if old else ())}
    are = {identity(member): member for member in new.members}
    group = clean(new.id)
    for found, others, one, many in ((were, are, _LEFT, _LEFT_MANY), (are, were, _JOINED, _JOINED_MANY)):
        for key, member in found.items():
            if key not in others:
                name = names[member.id]
                joined = found is are
                event = Event(
                    at, "member", one.format(member=clean(name), group=group), group=new.id, member=name, key=member.id,
                    before=None if joined else member.client_id, after=member.client_id if joined else None,
                )  # fmt: skip
                yield Seen(event, (new.id, joined), many.format(group=group))


def _coordinator(at: float, old: Group, new: Group) -> Iterator[Seen]:
    before, after = old.coordinator, new.coordinator
    if before is not None and after is not None and before != after:
        text = _COORDINATOR.format(group=clean(new.id), before=before, after=after)
        yield Seen(Event(at, "coordinator", text, broker=after, group=new.id, before=before, after=after))


def _state(at: float, old: Group, new: Group) -> Iterator[Seen]:
    before, after = _state_text(old), _state_text(new)
    if old.state and new.state and before != after:
        yield Seen(Event(at, "group", after, group=new.id, before=old.state, after=new.state))


def _state_text(group: Group) -> Text:
    known = {"Stable": _STABLE, "Empty": _EMPTY, **dict.fromkeys(_REBALANCING, _REBALANCES)}
    return known.get(group.state, _OTHER_STATE).format(group=clean(group.id), state=clean(group.state))


def _assignment(at: float, old: Group | None, new: Group, names: Mapping[str, str]) -> Iterator[Seen]:
    before, after = assignment(old), assignment(new)
    if not after or before == after:
        return
    topics = {topic for pairs in after.values() for topic, _ in pairs}
    of = _OF.format(topic=clean(min(topics))) if len(topics) == 1 else _NOWHERE
    busy = sorted(((names[m.id], m) for m in new.members if m.assignment), key=lambda pair: pair[0])
    shares = [_share(name, member, topics) for name, member in busy]
    told = shares[:MEMBERS_TOLD] + ([_MORE.format(n=len(shares) - MEMBERS_TOLD)] if shares[MEMBERS_TOLD:] else [])
    said = Text("; ".join(share.es for share in told), "; ".join(share.en for share in told))
    text = (_MOVED if before else _ASSIGNED).format(group=clean(new.id), of=of, shares=said)
    topic = min(topics) if len(topics) == 1 else None
    yield Seen(Event(at, "assignment", text, topic=topic, group=new.id, before=before, after=after))


def assignment(group: Group | None) -> dict[str, tuple[tuple[str, int], ...]]:
    """Who has which (topic, partition) pairs, by identity; members without any are left out."""
    members = group.members if group else ()
    return {identity(member): member.assignment for member in members if member.assignment}


def _share(name: str, member: Member, topics: set[str]) -> Text:
    by_topic = {topic: numbers(n for t, n in member.assignment if t == topic) for topic in sorted(topics)}
    if len(topics) == 1:
        partitions = ", ".join(by_topic.values())
    else:
        partitions = " + ".join(f"{clean(topic)} {which}" for topic, which in by_topic.items() if which)
    return _HAS.format(member=clean(name), partitions=partitions)


def _committed(at: float, old: Group, new: Group) -> Iterator[Seen]:
    for (topic, number), after in sorted(new.committed.items()):
        before = old.committed.get((topic, number))
        if before is not None and after < before:
            values = {"before": before, "after": after}
            text = _BACK.format(group=clean(new.id), where=f"{clean(topic)}-{number}", **values)
            event = Event(
                at, "committed", text, group=new.id, topic=topic, partition=number, before=before, after=after
            )
            yield Seen(event, new.id, _BACK_MANY.format(group=clean(new.id)))
