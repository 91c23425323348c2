"""The diagram of one consumer group: who is in it, which partitions each member owns, how far behind it is.

A pure function of the snapshot. membership.py says what there is, seats.py and tiles.py draw members and partitions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink, words
from kafkalab.scenes.frame import MARGIN, PADDING, WIDTH, flow, ground, heading, legend, sentence_scene
from kafkalab.scenes.group_words import NO_GROUP_NEXT, facts, no_group, told_state
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.measure import BOLD, SANS, fit, text_width, wrap
from kafkalab.scenes.membership import Membership
from kafkalab.scenes.seats import Seats
from kafkalab.scenes.text_group import describe_group
from kafkalab.scenes.tiles import Tiles
from kafkalab.scenes.tones import topic_tones

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot

DRAWN_LARGE = 12  # partitions; more of them have small tiles
PILL, LINE = 24.0, 18.0
LEAST_BESIDE = 150.0  # px for the group's facts between its state and its lag

_TOTAL = Text("lag total {lag}", "total lag {lag}")
_SCALE = Text(
    "barra: lag de la partición (llena = {scale} mensajes)", "bar: the partition's lag (full = {scale} messages)"
)
_RUNS = Text("● con particiones", "● has partitions")
_IDLE = Text("○ sin partición", "○ no partition")
_WAITS = Text("↻ espera el reparto", "↻ waits for its share")
_DEAD = Text("miembro discontinuo: su proceso no está en marcha", "dashed member: its process is not running")
_OLD = Text("partición discontinua: último dato conocido", "dashed partition: last known")
_LETTER = Text("{letter} = {topic}", "{letter} = {topic}")


def group_scene(
    snapshot: Snapshot,
    group: str,
    *,
    topic: str | None = None,
    lang: Lang,
    now: float | None = None,
    width: int = WIDTH,
) -> Scene:
    """The scene of `group`, `width` px wide; with `topic`, of its partitions of that topic alone.

    `now` (s since the epoch) is what ages are counted from, and the snapshot's own time if not given. A group that the
    snapshot lacks gives a scene that says so.
    """
    found = snapshot.groups.get(group)
    now = snapshot.taken_at if now is None else now
    alt = describe_group(snapshot, group, lang, topic=topic, now=now)
    if found is None:
        said = no_group(snapshot, group).in_(lang)
        return sentence_scene(group, said, words.absent_next(snapshot, NO_GROUP_NEXT).in_(lang), alt, width)
    view = Membership(snapshot, found, topic)
    tiles = _tiles(view, lang)
    title, top = heading(found.id, found.id, facts(found, lang), width)
    state, y = _state(view, top + PADDING, width, lang, now)
    seats, bottom = Seats(view, tiles, lang).marks(MARGIN + PADDING, y, width - 2 * (MARGIN + PADDING))
    signs, foot = legend(_legend(view, tiles, lang), bottom + PADDING, width, lang)
    marks = (*ground(width, bottom + PADDING, top=top, foot=foot), title, *state, *seats, *signs)
    return Scene(width, bottom + PADDING + foot, found.id, alt, marks)


def _tiles(view: Membership, lang: Lang) -> Tiles:
    """Large tiles while there are few; letters for the topics where there are several."""
    several = len(view.topics) > 1
    letters = {name: _letter(index) for index, name in enumerate(view.topics)} if several else {}
    tones = topic_tones({*view.snapshot.topics, *view.topics})
    return Tiles(len(view.tiles) > DRAWN_LARGE, view.scale, tones, letters, lang)


def _letter(index: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[index] if index < 26 else f"t{index}"


def _state(view: Membership, y: float, width: float, lang: Lang, now: float) -> tuple[list[Mark], float]:
    """The line that says how the group is, and below which px the members begin. Wraps where it is narrow."""
    sign, word, fill, rest = told_state(view, lang, now)
    said = fit(f"{sign} {word}", BOLD, 12, width / 3)
    pill = text_width(said, BOLD, 12) + 24
    svg = ink.rect(0, 0, pill, PILL, f"pill {fill}", PILL / 2) + ink.text(12, 16.5, said, "s12 bold")
    left, right = MARGIN + PADDING, width - MARGIN - PADDING
    lag = "" if view.is_share or not view.tiles else _TOTAL.format(lag=view.total_lag()).in_(lang)
    room = right - left - pill - 14
    if room - text_width(lag, BOLD, 16) - 16 >= LEAST_BESIDE:
        svg += ink.text(right - left, 18, lag, "s16 bold end") if lag else ""
        room -= text_width(lag, BOLD, 16) + 16
    else:
        rest = [(lag, "bold"), *rest]
    fonts = {"bold": BOLD}
    lines = [(line, cls) for text, cls in rest for line in wrap(text, fonts.get(cls, SANS), 12, room)]
    places = flow([text_width(line, fonts.get(cls, SANS), 12) for line, cls in lines], room, 18)
    for (text, cls), (x, line) in zip(lines, places, strict=True):
        svg += ink.text(pill + 14 + x, 16.5 + line * LINE, text, f"s12 {cls}".rstrip())
    return [Mark("state", "", left, y, "", svg)], y + PILL + places[-1][1] * LINE + 12


def _legend(view: Membership, tiles: Tiles, lang: Lang) -> list[str]:
    """What the signs of this picture mean: only those that are in it."""
    entries = [
        (_SCALE.format(scale=tiles.scale), any(tile.lag is not None for tile in view.tiles)),
        (_RUNS, any(seat.member.assignment for seat in view.seats)),
        (_IDLE, view.is_assigned and any(not seat.member.assignment for seat in view.seats)),
        (_WAITS, not view.is_assigned),
        (_DEAD, any(not seat.is_running for seat in view.seats)),
        (_OLD, any(tile.is_old for tile in view.tiles)),
    ]
    letters = tiles.letters.items() if tiles.is_small else ()
    named = [_LETTER.format(letter=letter, topic=ink.clean(topic)).in_(lang) for topic, letter in letters]
    return [text.in_(lang) for text, is_there in entries if is_there] + named
