"""The members of a group as cards with their partitions on them, and below them a place for those of nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import group_words, ink
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, MONO_BOLD, SANS, fit, text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.i18n import Lang
    from kafkalab.scenes.membership import Membership, Seat, Tile
    from kafkalab.scenes.tiles import Tiles

SPACE, PAD, LINE = 10.0, 10.0, 15.0
LABEL = 210.0
LEAST_BESIDE = 380.0  # a card that is narrower has its tiles below its label
ONE_COLUMN, LEAST_COLUMN = 6, 420.0
SEATS_SHOWN, TILES_SHOWN = 48, 200

_MORE_SEATS = Text("y {n} miembros más, con sus particiones", "and {n} more members, with their partitions")
_MORE_TILES = Text("y {n} particiones más", "and {n} more partitions")


@dataclass(frozen=True)
class Seats:
    """The cards of `view`, with its partitions drawn by `tiles`."""

    view: Membership
    tiles: Tiles
    lang: Lang

    def marks(self, x: float, y: float, room: float) -> tuple[list[Mark], float]:
        """Cards and the place of nobody's partitions, from (`x`, `y`) on in `room` px, tiles above all; and the end."""
        seats = self.view.seats[:SEATS_SHOWN]
        columns = 2 if len(seats) > ONE_COLUMN and room >= 2 * LEAST_COLUMN + SPACE else 1
        wide = (room - (columns - 1) * SPACE) / columns
        cards: list[Mark] = []
        tiles: list[Mark] = []
        for first in range(0, len(seats), columns):
            row = seats[first : first + columns]
            tall = max(self._height(seat, wide) for seat in row)
            for column, seat in enumerate(row):
                left = x + column * (wide + SPACE)
                cards.append(self._card(seat, left, y, wide, tall))
                tiles += self._tiles_of(seat, left, y, wide)
            y += tall + SPACE
        if len(self.view.seats) > SEATS_SHOWN:
            more = _MORE_SEATS.format(n=len(self.view.seats) - SEATS_SHOWN).in_(self.lang)
            cards.append(Mark("members/more", "", x, y + 12, "", ink.text(0, 0, more, "bold muted")))
            y += 24
        nobody, nobodys, end = self._nobody(x, y, room)
        return [*cards, nobody, *sorted([*tiles, *nobodys], key=lambda mark: mark.key)], end

    # -- a member -----------------------------------------------------------------------------------------------------

    def _owned(self, owner: str | None) -> list[Tile]:
        return self.view.of(owner)[:TILES_SHOWN]

    def _area(self, wide: float) -> tuple[float, float]:
        """Where the tiles of a card begin (from its left), and how much room they have."""
        left = LABEL if wide >= LEAST_BESIDE else PAD
        return left, wide - left - PAD

    def _head(self, wide: float) -> float:
        """How far below a card's top its tiles begin."""
        return PAD if wide >= LEAST_BESIDE else PAD + 3 * LINE + 6

    def _height(self, seat: Seat, wide: float) -> float:
        _, tall = self.tiles.places(len(self._owned(seat.key)), self._area(wide)[1])
        least = max(self.tiles.size[1], 3 * LINE) if wide >= LEAST_BESIDE else 0.0
        return self._head(wide) + max(tall, least) + PAD

    def _tiles_of(self, seat: Seat, x: float, y: float, wide: float) -> Iterator[Mark]:
        left, room = self._area(wide)
        return self.tiles.marks(self._owned(seat.key), x + left, y + self._head(wide), room)

    def _card(self, seat: Seat, x: float, y: float, wide: float, tall: float) -> Mark:
        member = seat.member
        svg = ink.title(f"{member.client_id} · {member.id} · {member.host}") + ink.rect(0, 0, wide, tall, "card rim", 6)
        sign = "●" if member.assignment else "○" if self.view.is_assigned else "↻"
        svg += ink.text(PAD + 2, PAD + 11, sign, "s12")
        svg += self._label(seat, wide) + self._idleness(seat, wide, tall)
        return Mark(seat.key, "", x, y, "seat" if seat.is_running else "seat away", svg)

    def _label(self, seat: Seat, wide: float) -> str:
        """Its name, what it has, and how its process is, in up to three lines."""
        room = (LABEL if wide >= LEAST_BESIDE else wide) - 2 * PAD - 20
        lines = [(fit(ink.clean(seat.name), MONO_BOLD, 12, room), "s12 mono bold")]
        if self.view.of(seat.key) or wide < LEAST_BESIDE:
            lines.append((fit(group_words.share(self.view, seat, self.lang), SANS, 11, room), "muted"))
        about = fit(" · ".join(self._about(seat)), SANS, 10, room)
        lines += [(about, "s10" if seat.is_running else "s10 warn")] if about else []
        return "".join(ink.text(PAD + 18, PAD + 11 + n * LINE, line, cls) for n, (line, cls) in enumerate(lines))

    def _idleness(self, seat: Seat, wide: float, tall: float) -> str:
        """Why it has nothing, where its tiles would be."""
        if self.view.of(seat.key) or wide < LEAST_BESIDE:
            return ""
        lines = wrap(group_words.share(self.view, seat, self.lang), BOLD, 11, wide - LABEL - PAD)[:3]
        top = tall / 2 + 4 - (len(lines) - 1) * LINE / 2
        return "".join(ink.text(LABEL, top + n * LINE, line, "bold") for n, line in enumerate(lines))

    def _about(self, seat: Seat) -> Iterator[str]:
        """Its process if it is ours, whether it is static, and its host where members are on several."""
        if seat.actor is not None:
            yield group_words.actor_state(seat.actor, self.lang)
        if seat.member.instance_id:
            yield group_words.STATIC.in_(self.lang)
        if len({member.host for member in self.view.group.members}) > 1:
            yield ink.clean(seat.member.host.removeprefix("/"))

    # -- partitions of nobody -----------------------------------------------------------------------------------------

    def _nobody(self, x: float, y: float, room: float) -> tuple[Mark, list[Mark], float]:
        """Always there while there are members, so that nothing jumps when a partition comes or goes."""
        free = self._owned(None)
        heading = group_words.nobodys(self.view).in_(self.lang)
        told = self._why(bool(free))
        lines = self._lines(heading, told, room)
        head = PAD + 12 + (len(lines) - 1) * LINE + 10
        _, tall = self.tiles.places(len(free), room - 2 * PAD)
        tall = max(tall, self.tiles.size[1] if self.view.seats else 0.0)
        height = head + tall + PAD
        svg = ink.rect(0, 0, room, height, "note", 6) + ink.text(PAD + 2, PAD + 11, heading, "s12 bold")
        for index, (left, line) in enumerate(lines):
            svg += ink.text(left, PAD + 11 + index * LINE, line, "muted")
        more = len(self.view.of(None)) - TILES_SHOWN
        if more > 0:
            told = _MORE_TILES.format(n=more).in_(self.lang)
            svg += ink.text(PAD + 2, height + 16, told, "bold muted")
            height += 24
        marks = list(self.tiles.marks(free, x + PAD, y + head, room - 2 * PAD))
        return Mark("nobody", "", x, y, "", svg), marks, y + height

    def _why(self, any_free: bool) -> str:
        if any_free:
            return group_words.why_nobody(self.view).in_(self.lang)
        return group_words.none_left(self.view).in_(self.lang)

    def _lines(self, heading: str, told: str, room: float) -> list[tuple[float, str]]:
        """Behind the heading, or below it where it is narrow: (x, line)."""
        beside = PAD + 2 + text_width(heading, MONO_BOLD, 12) + 12
        if beside + text_width(told, SANS, 11) <= room - PAD:
            return [(beside, told)]
        return [(PAD + 2, ""), *((PAD + 2, line) for line in wrap(told, SANS, 11, room - 2 * PAD))]
