"""A cluster as text: who is up, each topic's partitions, each group's members, in as many lines as there are. Pure.

What happened is listed below it by `screen`. Colours only repeat what the text says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.text import Text as Line

from kafkalab.i18n import Lang, Text
from kafkalab.observe.naming import clean, member_names, numbers
from kafkalab.observe.snapshot import BrokerStatus, Group, Member, Snapshot, Topic
from kafkalab.scenes import words
from kafkalab.scenes.readers import Reader, readers
from kafkalab.watch import table

STYLES = {"up": "green", "paused": "yellow", "stopped": "red", "unreachable": "red"}
_SIGNS = {"up": "●", "paused": "‖", "stopped": "✕", "unreachable": "?"}

_BROKERS = Text(es="brokers", en="brokers")
_CONTROLLER = Text(es="dirige el controlador {id} (epoch {epoch})", en="led by controller {id} (epoch {epoch})")
_CONTROLLER_OLD = Text(es="controlador: broker {id}", en="controller: broker {id}")
_NO_CONTROLLER = Text(es="el controlador no responde", en="the controller does not answer")
_NODE = {"controller": Text(es="controlador", en="controller"), "zookeeper": Text(es="ZooKeeper", en="ZooKeeper")}
_NO_TOPICS = Text(es="Aún no hay ningún topic.", en="There are no topics yet.")
_TOPIC = Text(es="{partitions}, {replicas}", en="{partitions}, {replicas}")
_SUMMARY = Text(es="líderes {leaders}", en="leaders {leaders}")
_LEADERLESS = Text(es="sin líder: {n}", en="no leader: {n}")
_SHORT = Text(es="ISR incompleto: {n}", en="ISR not whole: {n}")
_MORE_TOPICS = Text(es="y {n} topics más", en="and {n} more topics")
_GROUPS = Text(es="grupos", en="groups")
_NOBODY = Text(es="nadie", en="nobody")


def picture(
    snapshot: Snapshot, *, topic: str | None = None, lang: Lang, width: int, height: int, now: float | None = None
) -> RenderableType:
    """The cluster in at most `height` lines of `width` cells; only `topic` of its topics, if one is named.

    `now` (s since the epoch; the snapshot's time if None) is what ages are counted to.
    """
    head = [_brokers(snapshot, lang), *_others(snapshot, lang)]
    topics = _chosen(snapshot, topic)
    room = max(1, height - len(head))
    groups = _groups(snapshot, topics if topic else None, lang, min(height // 4, room - 2))
    room = max(1, room - len(groups))
    body = _topics(snapshot, topics, lang, room, width, snapshot.taken_at if now is None else now)
    if not topics:
        body = [Line(_no_topics(topic).in_(lang), style="dim")]
    for line in [*head, *groups]:
        line.truncate(width, overflow="ellipsis")
    return Stack(*head, *body, *groups)


def _no_topics(topic: str | None) -> Text:
    return _NO_TOPICS if topic is None else words.NO_TOPIC.format(topic=clean(topic))


def _chosen(snapshot: Snapshot, topic: str | None) -> list[Topic]:
    named = sorted(snapshot.topics.items())
    return [found for name, found in named if name == topic or (topic is None and not found.internal)]


def _brokers(snapshot: Snapshot, lang: Lang) -> Line:
    parts = [Line(_BROKERS.in_(lang), style="bold")]
    parts += [_state(str(broker.id), broker.state, lang) for _, broker in sorted(snapshot.brokers.items())]
    return Line("   ").join(parts)


def _state(name: str, state: BrokerStatus, lang: Lang) -> Line:
    return Line.assemble(
        (f"{_SIGNS[state]} {name}", f"bold {STYLES[state]}"), f" {words.BROKER_STATES[state].in_(lang)}"
    )


def _controller(snapshot: Snapshot, lang: Lang) -> Line:
    leader = snapshot.controller
    if leader.id is None:
        return Line(_NO_CONTROLLER.in_(lang), style="red")
    form = _CONTROLLER if snapshot.quorum else _CONTROLLER_OLD
    return Line(form.format(id=leader.id, epoch=leader.epoch).in_(lang))


def _others(snapshot: Snapshot, lang: Lang) -> list[Line]:
    """Who controls; controllers and ZooKeeper servers, where their processes are known; and our own actors."""
    nodes = [
        _state(f"{_NODE[node.role].in_(lang)} {node.id}", node.state, lang)
        for _, node in sorted(snapshot.nodes.items())
    ]
    actors = [Line(f"{clean(name)} {actor.state}") for name, actor in sorted(snapshot.actors.items())]
    return [Line("   ").join(parts) for parts in ([_controller(snapshot, lang), *nodes], actors) if parts]


def _topics(
    snapshot: Snapshot, topics: Sequence[Topic], lang: Lang, room: int, width: int, now: float
) -> list[RenderableType]:
    """Each topic in full while there is room, in a line where there is not; what has not even a line is counted."""
    lines: list[RenderableType] = []
    shown = topics if len(topics) <= room else topics[: room - 1]
    left = room - len(shown) - (len(topics) > len(shown))
    for topic in shown:
        told = readers(snapshot, topic).shown
        more = table.height(topic) if topic.partitions else 0
        title = _title(topic, lang)
        if more <= left:
            left -= more
            lines += [title, *([table.partitions(topic, told, lang, width, now)] if more else [])]
        else:
            title.append_text(_in_a_line(topic, told, lang))
            lines.append(title)
        title.truncate(width, overflow="ellipsis")
    rest = len(topics) - len(shown)
    return lines + ([Line(_MORE_TOPICS.format(n=rest).in_(lang), style="dim")] if rest else [])


def _title(topic: Topic, lang: Lang) -> Line:
    count = words.count(words.PARTITIONS, len(topic.partitions), lang)
    return Line.assemble((clean(topic.name), "bold cyan"), f"  {count}")


def _in_a_line(topic: Topic, told: Sequence[Reader], lang: Lang) -> Line:
    parts = topic.partitions.values()
    leaders = Counter(part.leader for part in parts if part.leader is not None)
    leaderless = sum(part.leader is None for part in parts)
    short = sum(len(part.isr) < len(part.replicas) for part in parts)
    spread = ", ".join(f"{broker}×{n}" for broker, n in sorted(leaders.items())) or _NOBODY.in_(lang)
    line = Line(f"  {_SUMMARY.format(leaders=spread).in_(lang)}")
    for form, n in ((_LEADERLESS, leaderless), (_SHORT, short)):
        if n:
            line.append(f"  {form.format(n=n).in_(lang)}", style="red")
    for reader in told:
        line.append(f"  {clean(reader.group.id)} {words.LAG.format(lag=reader.total_lag()).in_(lang)}")
    return line


def _groups(snapshot: Snapshot, only: Sequence[Topic] | None, lang: Lang, room: int) -> list[Line]:
    """A heading, and `room` lines for groups, those with members first; what has no line is counted."""
    if only is None:
        found = [group for _, group in sorted(snapshot.groups.items())]
    else:
        told = [readers(snapshot, topic) for topic in only]
        found = [group for each in told for group in (*(reader.group for reader in each.shown), *each.hidden)]
    if not found or room < 1:
        return []
    ordered = sorted(found, key=lambda group: not group.members)
    shown = ordered if len(ordered) <= room else ordered[: room - 1]
    lines = [_group(snapshot, group, lang) for group in shown]
    rest = len(ordered) - len(shown)
    lines += [Line(words.count(words.MORE_GROUPS, rest, lang), style="dim")] if rest else []
    return [Line(_GROUPS.in_(lang), style="bold"), *lines]


def _group(snapshot: Snapshot, group: Group, lang: Lang) -> Line:
    names = member_names(group.members)
    members = sorted(f"{clean(names[member.id])}: {_owned(member, lang)}" for member in group.members)
    state = clean(words.group_state(group.state, lang))
    lag = words.LAG.format(lag=_lag(snapshot, group)).in_(lang)
    line = Line.assemble((f"  {clean(group.id)}", "bold"), f"  {state}  {lag}  ", "   ".join(members))
    if group.as_of is not None:
        line.stylize("dim")
    return line


def _lag(snapshot: Snapshot, group: Group) -> str:
    """Over all that it has committed: "7", "≥ 7" where a part is not known, "?" where nothing is."""
    lags = []
    for topic, number in group.committed:
        found = snapshot.topics.get(topic)
        part = found.partitions.get(number) if found else None
        lags.append(None if part is None else group.lag(part, topic))
    known = [max(0, lag) for lag in lags if lag is not None]
    if not known:
        return "?"
    return str(sum(known)) if len(known) == len(lags) else f"≥ {sum(known)}"


def _owned(member: Member, lang: Lang) -> str:
    topics = sorted({topic for topic, _ in member.assignment})
    owned = {topic: numbers(n for t, n in member.assignment if t == topic) for topic in topics}
    if len(topics) == 1:
        return f"{clean(topics[0])} {owned[topics[0]]}"
    return " + ".join(f"{clean(topic)} {which}" for topic, which in owned.items()) or words.IDLE.in_(lang)
