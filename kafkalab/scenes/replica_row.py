"""One replica as a row: whose it is, its role, its own log as boxes, its log end offset and lag, its broker's state.

Where there is no room for columns, the words stand above and below the boxes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kafkalab.i18n import Text
from kafkalab.scenes import ink, words
from kafkalab.scenes.badge import badge
from kafkalab.scenes.badge import width as badge_width
from kafkalab.scenes.grid import BOX_HEIGHT
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, SANS, fit, text_width
from kafkalab.scenes.replica_columns import LABEL_X, SPACE, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.i18n import Lang
    from kafkalab.scenes.boxes import Boxes
    from kafkalab.scenes.log import Log, Window
    from kafkalab.scenes.measure import Font
    from kafkalab.scenes.replica_columns import Columns
    from kafkalab.scenes.standing import Replica

ROLES = {
    "leader": Text("líder", "leader"),
    "in_sync": Text("en el ISR", "in the ISR"),
    "eligible": Text("líder elegible (ELR)", "eligible leader (ELR)"),
    "out": Text("fuera del ISR", "out of the ISR"),
}
_SIGNS = {"leader": ("★", "t0"), "in_sync": ("✓", "good"), "eligible": ("◆", "t3"), "out": ("✕", "warn")}
_CLASSES = {"leader": "rep-lead", "in_sync": "rep-sync", "eligible": "rep-out", "out": "rep-out"}
PREFERRED = Text("réplica preferida", "preferred replica")
SEEN = Text("visto hace {age}", "seen {age} ago")
BEHIND = {True: Text("le falta 1", "1 behind"), False: Text("le faltan {n}", "{n} behind")}
AHEAD = {True: Text("le sobra 1", "1 too many"), False: Text("le sobran {n}", "{n} too many")}
UP_TO_DATE = Text("al día", "up to date")
_OWN_NEXT = Text(
    "LEO {offset} del broker {broker}: el próximo offset de su copia",
    "LEO {offset} of broker {broker}: the next offset of its copy",
)
_LOST = Text(
    "offset {offset}: solo lo tiene el broker {broker}; cuando vuelva lo borrará, porque su líder no lo tiene",
    "offset {offset}: only broker {broker} has it; it will drop it when it is back, as its leader does not have it",
)


def behind(replica: Replica, lang: Lang) -> str:
    """How far it is from its leader in words; nothing for the leader, and where nobody can tell."""
    if replica.behind is None or replica.role == "leader":
        return ""
    if replica.behind == 0:
        return UP_TO_DATE.in_(lang)
    return words.count(BEHIND if replica.behind > 0 else AHEAD, abs(replica.behind), lang)


Part: TypeAlias = "tuple[str, str, Font, int]"  # a text, its classes, and what its width depends on


@dataclass(frozen=True)
class ReplicaRow:
    """Everything one row is drawn from."""

    replica: Replica
    log: Log
    window: Window
    boxes: Boxes
    columns: Columns
    lang: Lang
    now: float

    @property
    def key(self) -> str:
        """The key of the row's mark, and the beginning of those of its boxes."""
        return f"r{self.replica.broker}"

    def marks(self, y: float) -> Iterator[Mark]:
        """The row at `y`, parents first."""
        stale = " stale" if self.replica.silent else ""
        yield Mark(self.key, "", 0, y, f"row rep {_CLASSES[self.replica.role]}{stale}", self._words())
        yield from self._log()

    # -- words --------------------------------------------------------------------------------------------------------

    def _words(self) -> str:
        title = ink.text(LABEL_X, 18, name(self.replica), "s13 bold")
        pill = badge(self.columns.right, 3 if self.columns.stacked else 15, self.replica.state, self.lang)
        return title + self._role() + self._numbers() + pill

    def _role(self) -> str:
        x, y = self.columns.role_at(self.replica)
        sign, tone = _SIGNS[self.replica.role]
        drawn = "" if self.replica.role == "leader" else ink.text(x, y, sign, f"s10 bold {tone}")
        role = ROLES[self.replica.role].in_(self.lang)
        svg = drawn + ink.text(x + 14, y, role, f"s10 bold {tone}")
        if not self.replica.preferred:
            return svg
        said = PREFERRED.in_(self.lang)
        if not self.columns.stacked:
            return svg + ink.text(x + 14, y + 13, said, "s10 muted")
        behind_it = x + 14 + text_width(role, BOLD, 10) + 8
        room = self.columns.right - badge_width(self.replica.state, self.lang) - 8 - behind_it
        return svg + ink.text(behind_it, y, fit(said, SANS, 10, room), "s10 muted") if room > 40 else svg

    def _numbers(self) -> str:
        """The log end offset, what it lacks, and of when that is: in a column, or in a line below the boxes."""
        leo = "LEO ?" if self.replica.leo is None else f"LEO {self.replica.leo}"
        parts: list[tuple[str, str, Font, int]] = [
            (leo, "s12 bold" + (" muted" if self.replica.silent else ""), BOLD, 12)
        ]
        said = behind(self.replica, self.lang)
        if said:
            parts.append((said, "s10 bold " + ("warn" if self.replica.behind else "good"), BOLD, 10))
        if self.replica.seen is not None:
            age = words.age(self.now - self.replica.seen)
            parts.append((SEEN.format(age=age).in_(self.lang), "s10 warn", SANS, 10))
        return self._in_a_line(parts) if self.columns.stacked else self._in_a_column(parts)

    def _in_a_line(self, parts: list[Part]) -> str:
        x, svg = LABEL_X, ""
        for text, tone, font, size in parts:
            svg += ink.text(x, self.columns.boxes_y + BOX_HEIGHT + 17, text, tone)
            x += text_width(text, font, size) + 14
        return svg

    def _in_a_column(self, parts: list[Part]) -> str:
        x = self.columns.boxes_right + SPACE
        y = {1: 30, 2: 24, 3: 18}[len(parts)]
        return "".join(ink.text(x, y + 14 * index, part[0], part[1]) for index, part in enumerate(parts))

    # -- its log ------------------------------------------------------------------------------------------------------

    def _log(self) -> Iterator[Mark]:
        leo = self.replica.leo
        if leo is None:
            yield self._mark("next", 0, "next", self._next("?"))
            return
        if self.window.older and leo > 0:
            yield self._mark("older", 0, *self.boxes.older(self.window, leo))
        for offset in range(self.window.first, leo):
            yield self._mark(str(offset), self.window.slot(offset), *self._box(offset))
        if leo >= self.window.first:
            yield self._mark("next", self.window.slot(leo), "next", self._next(str(leo)))

    def _mark(self, part: str, slot: int, cls: str, svg: str) -> Mark:
        x = self.columns.boxes_x + slot * self.columns.pitch
        return Mark(f"{self.key}/{part}", self.key, x, self.columns.boxes_y, cls, svg)

    def _box(self, offset: int) -> tuple[str, str]:
        cls, svg = self.boxes.of(offset)
        lost = self.replica.behind is not None and self.log.leo is not None and offset >= self.log.leo
        if lost and self.replica.behind is not None and self.replica.behind < 0:
            said = _LOST.format(offset=offset, broker=self.replica.broker).in_(self.lang)
            return "unread", ink.title(said) + self.boxes.outline() + self.boxes.number(str(offset))
        return cls, svg

    def _next(self, shown: str) -> str:
        """The dashed box of the offset that this replica's next record will get."""
        said = _OWN_NEXT.format(offset=shown, broker=self.replica.broker).in_(self.lang)
        return ink.title(said) + self.boxes.outline() + self.boxes.number(shown)
