"""The groups' cards at the right of a topic: who reads it, which member owns what, how far behind they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.observe.naming import member_names
from kafkalab.scenes import group_words, ink, words
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, MONO, MONO_BOLD, SANS, fit, text_width
from kafkalab.scenes.readers import ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Group, Member
    from kafkalab.scenes.readers import Reader, Readers

WIDTH = 258.0
STRIP = 26.0
LINE = 22.0
MEMBERS_SHOWN = 6
HEADING, FOOT, SPACE = 30.0, 22.0, 12.0


def groups_panel(
    readers: Readers, only: str | None, x: float, y: float, lang: Lang, now: float
) -> tuple[list[Mark], float]:
    """The marks of the panel at (`x`, `y`), and where it ends (px)."""
    heading = ink.text(0, 0, words.GROUPS.in_(lang), "s12 bold muted")
    marks = [Mark("groups", "", x, y, "groups", heading)]
    below = 18.0
    for reader in readers.shown:
        marks += _card(reader, below, lang, now)
        below += _height(reader) + SPACE
    notes = _notes(readers, only, lang)
    below += 8 if notes else 0
    for index, (line, tone) in enumerate(notes):
        text = ink.text(0, 0, fit(line, SANS, 11, WIDTH), tone)
        marks.append(Mark(f"groups/note{index}", "groups", 0, below + 4, "", text))
        below += 17
    return marks, y + below


def _notes(readers: Readers, only: str | None, lang: Lang) -> list[tuple[str, str]]:
    """What the cards don't say, line by line, each with its classes."""
    hidden = len(readers.hidden)
    if only is not None and not readers.shown:
        return [(line.format(group=only).in_(lang), "") for line in words.NO_SUCH_GROUP]
    if not readers.shown:
        return [(line.in_(lang), "muted" if index else "bold") for index, line in enumerate(words.NOBODY)]
    if not hidden:
        return []
    if only is not None:
        return [(words.count(words.OTHERS_HIDDEN, hidden, lang), "muted")]
    names = ", ".join(group.id for group in readers.hidden)
    return [(f"{words.count(words.MORE_GROUPS, hidden, lang)}: {names}", "muted")]


def _height(reader: Reader) -> float:
    members = len(reader.group.members)
    lines = max(1, min(members, MEMBERS_SHOWN) + (members > MEMBERS_SHOWN))
    return HEADING + LINE * lines + FOOT


def _card(reader: Reader, y: float, lang: Lang, now: float) -> Iterator[Mark]:
    key, height, tone = f"group/{reader.group.id}", _height(reader), reader.tone
    lag = words.LAG.format(lag=reader.total_lag()).in_(lang)
    room = WIDTH - STRIP - 12 - 12 - text_width(lag, BOLD, 12) - 8
    edge = f"M{ink.number(STRIP)} 0H6a6 6 0 0 0 -6 6V{ink.number(height - 6)}a6 6 0 0 0 6 6H{ink.number(STRIP)}Z"
    svg = (
        ink.title(reader.group.id)
        + ink.rect(0, 0, WIDTH, height, f"card e{tone}", 6)
        + ink.path(edge, f"g{tone}")
        + ink.text(STRIP / 2, height / 2 + 5.5, reader.letter, f"s16 bold mid l{tone}")
        + ink.text(STRIP + 12, 21, fit(ink.clean(reader.group.id), MONO_BOLD, 13, room), "s13 mono bold")
        + ink.text(WIDTH - 12, 21, lag, f"s12 bold end t{tone}")
        + _foot(reader.group, height - 10, lang, now)
    )
    yield Mark(key, "groups", 0, y, "", svg)
    yield from _members(reader, key, lang)


def _foot(group: Group, y: float, lang: Lang, now: float) -> str:
    if group.as_of is None:
        coordinator = words.COORDINATOR.format(id=group.coordinator)
        told = (words.NO_COORDINATOR if group.coordinator is None else coordinator).in_(lang)
    else:
        told = words.LAST_KNOWN.format(age=words.age(now - group.as_of)).in_(lang)
    line = fit(ink.clean(f"{words.group_state(group.state, lang)} · {told}"), SANS, 10, WIDTH - STRIP - 24)
    return ink.text(STRIP + 12, y, line, "s10 muted" if group.as_of is None else "s10 warn")


def _members(reader: Reader, key: str, lang: Lang) -> Iterator[Mark]:
    members = reader.group.members
    names = member_names(members)
    for index, member in enumerate(members[:MEMBERS_SHOWN]):
        svg = _member(reader, member, names[member.id], lang)
        yield Mark(f"{key}/{member.id}", key, STRIP + 12, HEADING + index * LINE + 14, "", svg)
    if not members:
        svg = ink.text(0, 0, words.NO_MEMBERS.in_(lang), "muted")
        yield Mark(f"{key}/none", key, STRIP + 12, HEADING + 14, "", svg)
    elif len(members) > MEMBERS_SHOWN:
        more = words.count(words.MORE_MEMBERS, len(members) - MEMBERS_SHOWN, lang)
        yield Mark(
            f"{key}/more", key, STRIP + 12, HEADING + MEMBERS_SHOWN * LINE + 14, "", ink.text(14, 0, more, "muted")
        )


def _member(reader: Reader, member: Member, name: str, lang: Lang) -> str:
    owned = reader.partitions(member)
    width = WIDTH - STRIP - 24
    idle = words.IDLE if reader.group.state == "Stable" else group_words.WAITS
    what = fit(ranges(owned), MONO_BOLD, 10, width * 0.55) if owned else idle.in_(lang)
    what_font, what_cls = (MONO_BOLD, "s10 mono bold end") if owned else (SANS, "s10 muted end")
    room = width - 14 - text_width(what, what_font, 10) - 8
    return (
        ink.title(f"{member.client_id} · {member.id} · {member.host}")
        + ink.text(0, 0, "●" if owned else "○", "s10")
        + ink.text(14, 0, fit(ink.clean(name), MONO, 11, room), "mono")
        + ink.text(width, 0, what, what_cls)
    )
