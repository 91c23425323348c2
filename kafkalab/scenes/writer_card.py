"""A producer as a card: its name, its acks, how its process is, what was acknowledged and what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.scenes import ink, producers_words
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, MONO_BOLD, SANS, fit, text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kafkalab.i18n import Lang
    from kafkalab.scenes.writers import Writer

LINE, PAD = 16.0, 12.0
CARD = PAD * 2 + 4 * LINE + 6  # its height (px)
_SIGNS = {"paused": "‖", "closed": "○"}


def writer_card(writer: Writer, x: float, y: float, width: float, lang: Lang) -> Mark:
    """The card of `writer`, its corner at (`x`, `y`)."""
    room = width - 2 * PAD
    acks = fit(producers_words.acks(writer), BOLD, 11, room / 2)
    name = fit(ink.clean(writer.name), MONO_BOLD, 13, room - text_width(acks, BOLD, 11) - 6)
    svg = ink.rect(0, 0, width, CARD, "card rim", 6) + ink.text(PAD, PAD + 11, name, "s13 mono bold")
    svg += ink.text(width - PAD, PAD + 11, acks, "bold end") + _lines(_told(writer, room, lang), PAD + 11 + LINE)
    return Mark(writer.key, "", x, y, "writer" if writer.is_running else "writer away", svg)


def nobody(x: float, y: float, width: float, lang: Lang) -> Mark:
    """What stands there where no producer is known, and why that may be."""
    room = width - 2 * PAD
    told = [(line, "s12 bold") for line in wrap(producers_words.NOBODY.in_(lang), BOLD, 12, room)]
    told += [(line, "muted") for line in wrap(producers_words.NOBODY_ABOUT.in_(lang), SANS, 11, room)]
    svg = ink.rect(0, 0, width, 2 * PAD + LINE * len(told), "note", 6) + _lines(told, PAD + 11)
    return Mark("nobody", "", x, y, "", svg)


def _lines(told: Iterable[tuple[str, str]], y: float) -> str:
    return "".join(ink.text(PAD, y + index * LINE, line, cls) for index, (line, cls) in enumerate(told))


def _told(writer: Writer, room: float, lang: Lang) -> list[tuple[str, str]]:
    """Its lines below the name: (text, class)."""
    done, failed = producers_words.counts(writer, lang)
    sign = "●" if writer.is_running else _SIGNS.get(writer.actor.state, "✕")
    state = f"{sign} {producers_words.process(writer, lang)}"
    return [
        (fit(state, BOLD, 11, room), "bold" if writer.is_running else "bold warn"),
        (fit(done, SANS, 11, room), "good" if writer.hears else "muted"),
        (fit(failed, BOLD, 11, room), "bold warn" if writer.actor.failed else "muted"),
        (_last(writer, room, lang), "s10 muted"),
    ]


def _last(writer: Writer, room: float, lang: Lang) -> str:
    """The last acknowledged offsets, as many whole ones as fit."""
    told = producers_words.last_acks(writer)
    if not told:
        return fit(producers_words.NO_ACK_YET.in_(lang), SANS, 10, room) if writer.hears else ""
    line = producers_words.LAST_ACK.in_(lang)
    for index, each in enumerate(told):
        longer = f"{line} {each}" if not index else f"{line} · {each}"
        if text_width(longer + " …", SANS, 10) > room:
            return f"{line} …"
        line = longer
    return line
