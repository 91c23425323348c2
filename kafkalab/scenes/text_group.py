"""The alternative text of the group diagram: the same story in sentences, for those who can't see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import group_words, words
from kafkalab.scenes.ink import clean
from kafkalab.scenes.membership import Membership
from kafkalab.scenes.readers import ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot
    from kafkalab.scenes.membership import Seat, Tile

MEMBERS_TOLD = 12
LAGS_TOLD = 12

_GROUP = Text("Grupo {group}, {state}: {about}.", "Group {group}, {state}: {about}.")
_LAG = Text("Lag total {lag}.", "Total lag {lag}.")
_OWNS = Text("{member} lee {what}.", "{member} reads {what}.")
_HAS_NONE = Text("{member}: {why}.", "{member}: {why}.")
_PROCESS = Text("{member} ({state})", "{member} ({state})")
_NOBODYS = Text("{heading}: {what}; {why}.", "{heading}: {what}; {why}.")
_WITH_LAG = Text("P{n} (lag {lag})", "P{n} (lag {lag})")
_OF = Text("{partitions} de {topic}", "{partitions} of {topic}")


def describe_group(
    snapshot: Snapshot, group: str, lang: Lang, *, topic: str | None = None, now: float | None = None
) -> str:
    """What the diagram of `group` shows, in a few sentences."""
    found = snapshot.groups.get(group)
    if found is None:
        return group_words.no_group(snapshot, group).in_(lang)
    view = Membership(snapshot, found, topic)
    _, word, _, rest = group_words.told_state(view, lang, snapshot.taken_at if now is None else now)
    about = ", ".join([*group_words.facts(found, lang), *(said for said, _ in rest)])
    sentences = [_GROUP.format(group=clean(group), state=word, about=about).in_(lang)]
    if view.tiles and not view.is_share:
        sentences.append(_LAG.format(lag=view.total_lag()).in_(lang))
    sentences += [_member(view, seat, lang) for seat in view.seats[:MEMBERS_TOLD]]
    more = len(view.seats) - MEMBERS_TOLD
    sentences += [f"{words.count(words.MORE_MEMBERS, more, lang).capitalize()}."] if more > 0 else []
    return " ".join(sentences + _nobodys(view, lang))


def _member(view: Membership, seat: Seat, lang: Lang) -> str:
    name = clean(seat.name)
    if seat.actor is not None and not seat.is_running:
        state = group_words.actor_state(seat.actor, lang).split(" ", 1)[1]
        name = _PROCESS.format(member=name, state=state).in_(lang)
    owned = view.of(seat.key)
    if owned:
        return _OWNS.format(member=name, what=_listed(view, owned, lang)).in_(lang)
    return _HAS_NONE.format(member=name, why=group_words.share(view, seat, lang)).in_(lang)


def _nobodys(view: Membership, lang: Lang) -> list[str]:
    free = view.of(None)
    if not free:
        return []
    heading = group_words.nobodys(view).in_(lang)
    why = group_words.why_nobody(view).in_(lang)
    return [_NOBODYS.format(heading=heading, what=_listed(view, free, lang), why=why).in_(lang)]


def _listed(view: Membership, tiles: Iterable[Tile], lang: Lang) -> str:
    """`P0 (lag 3), P1 (lag 0)`, by topic where there are several; only the ranges where there are many."""
    tiles = list(tiles)
    parts = []
    for topic in dict.fromkeys(tile.topic for tile in tiles):
        mine = [tile for tile in tiles if tile.topic == topic]
        many = len(tiles) > LAGS_TOLD or view.is_share
        told = ranges(tile.number for tile in mine) if many else ", ".join(_told(tile, lang) for tile in mine)
        several = len(view.topics) > 1
        parts.append(_OF.format(partitions=told, topic=clean(topic)).in_(lang) if several else told)
    return "; ".join(parts)


def _told(tile: Tile, lang: Lang) -> str:
    if tile.committed is None:
        return f"P{tile.number}"
    return _WITH_LAG.format(n=tile.number, lag="?" if tile.lag is None else tile.lag).in_(lang)
