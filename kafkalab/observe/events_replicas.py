"""What changed with who holds, leads and follows a partition. Pure.

A leader or an ISR of an earlier epoch than was known is old news, told late by a broker that was asleep.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kafkalab.i18n import Text
from kafkalab.observe.alike import Seen
from kafkalab.observe.event import Place
from kafkalab.observe.snapshot import Partition

_REPLICAS = Text(
    es="las réplicas de {where} son ahora {now} (antes, {was})",
    en="the replicas of {where} are {now} now (before: {was})",
)
_REPLICAS_MANY = Text(es="cambian las réplicas de {count}", en="the replicas of {count} changed")

_LEADER = Text(
    es="el líder de {where} pasa de {before} a {after} (epoch {epoch})",
    en="the leader of {where} went from {before} to {after} (epoch {epoch})",
)
_LEADERS = Text(
    es="el liderazgo de {{count}} pasa de {before} a {after}",
    en="leadership of {{count}} went from {before} to {after}",
)
_NO_LEADER = Text(es="{where} se queda sin líder: lo era {before}", en="{where} has no leader: it was {before}")
_NO_LEADERS = Text(es="{{count}} se quedan sin líder: lo era {before}", en="{{count}} have no leader: it was {before}")
_LED_AGAIN = Text(
    es="{where} vuelve a tener líder: {after} (epoch {epoch})", en="{where} has a leader again: {after} (epoch {epoch})"
)
_LED_AGAIN_MANY = Text(es="{{count}} vuelven a tener líder: {after}", en="{{count}} have a leader again: {after}")

# By what the replicas did, and whether it is more than one of them.
_ISR = {
    ("left", False): Text(es="{who} sale del ISR de {what}", en="{who} left the ISR of {what}"),
    ("left", True): Text(es="{who} salen del ISR de {what}", en="{who} left the ISR of {what}"),
    ("back", False): Text(es="{who} vuelve al ISR de {what}", en="{who} is back in the ISR of {what}"),
    ("back", True): Text(es="{who} vuelven al ISR de {what}", en="{who} are back in the ISR of {what}"),
    ("new", False): Text(es="{who} entra en el ISR de {what}", en="{who} joined the ISR of {what}"),
    ("new", True): Text(es="{who} entran en el ISR de {what}", en="{who} joined the ISR of {what}"),
}
_ONE_ISR = Text(es="{moved} (ahora, {isr})", en="{moved} (now {isr})")
_NOBODY = Text(es="nadie", en="nobody")
_AND = Text(es="{some} y {last}", en="{some} and {last}")


def replica_events(place: Place, was: Partition, now: Partition) -> Iterator[Seen]:
    """What changed with replicas, leader and ISR of one partition."""
    if now.leader_epoch < was.leader_epoch:
        return
    if was.replicas != now.replicas:
        text = _REPLICAS.format(where=place, was=_ids(was.replicas), now=_ids(now.replicas))
        yield Seen(place.event("replicas", text, before=was.replicas, after=now.replicas), None, _REPLICAS_MANY)
    if was.leader != now.leader:
        yield _leader(place, was.leader, now)
    yield from _isr(place, was, now)


def _leader(place: Place, before: int | None, now: Partition) -> Seen:
    one, many = (_LEADER, _LEADERS) if None not in (before, now.leader) else (_NO_LEADER, _NO_LEADERS)
    if before is None:
        one, many = _LED_AGAIN, _LED_AGAIN_MANY
    event = place.event("leader", one, before=before, after=now.leader, epoch=now.leader_epoch)
    return Seen(event, (before, now.leader), many.format(before=before, after=now.leader))


def _isr(place: Place, was: Partition, now: Partition) -> Iterator[Seen]:
    came = set(now.isr) - set(was.isr)
    moves = {
        "left": set(was.isr) - set(now.isr),
        "back": came & set(was.replicas),
        "new": came - set(was.replicas),
    }
    for move, moved in moves.items():
        if moved:
            form = _ISR[move, len(moved) > 1].format(who=_listed(moved), what="{what}")
            one = _ONE_ISR.format(moved=form.format(what=place), isr=_ids(now.isr) if now.isr else _NOBODY)
            broker = min(moved) if len(moved) == 1 else None
            event = place.event("isr", one, broker=broker, key=move, before=was.isr, after=now.isr)
            yield Seen(event, (move, frozenset(moved)), form.format(what="{count}"))


def _ids(brokers: Iterable[int]) -> str:
    return ", ".join(map(str, brokers))


def _listed(brokers: Iterable[int]) -> Text:
    """`101, 102 and 103`."""
    *some, last = map(str, sorted(brokers))
    return _AND.format(some=", ".join(some), last=last) if some else Text(last, last)
