"""A broker's or node's state as a pill: a word, a colour, and a shape that can be told without the colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.scenes import ink, words
from kafkalab.scenes.measure import BOLD, text_width

if TYPE_CHECKING:
    from kafkalab.i18n import Lang

HEIGHT = 20.0
_SHAPE, _SIDE = 20.0, 10.0
# A light for up, two bars for paused, a square for stopped, an empty ring for silence: as on a player.
_SHAPES = {
    "up": ("M14 10a4 4 0 1 0 -8 0a4 4 0 1 0 8 0Z", "good"),
    "paused": ("M6.5 6h2.5v8h-2.5ZM11 6h2.5v8h-2.5Z", "ink"),
    "stopped": ("M6.5 6.5h7v7h-7Z", "ink"),
    "unreachable": ("M14 10a4 4 0 1 0 -8 0a4 4 0 1 0 8 0ZM12.5 10a2.5 2.5 0 1 1 -5 0a2.5 2.5 0 1 1 5 0Z", "warn"),
}
_FILLS = {"up": "pill k2", "paused": "pill k1", "stopped": "pill k4"}


def width(state: str | None, lang: Lang) -> float:
    """How wide the pill is, in px."""
    return _text_x(state) + text_width(word(state, lang), BOLD, 10) + _SIDE


def badge(right: float, top: float, state: str | None, lang: Lang) -> str:
    """The pill whose top right corner is at (`right`, `top`) px. None is a state that nobody can tell."""
    wide = width(state, lang)
    x = right - wide
    svg = ink.rect(x, top, wide, HEIGHT, _FILLS.get(state or "", "pill silent k7"), 10)
    if state in _SHAPES:
        d, tone = _SHAPES[state]
        svg += f'<g transform="translate({ink.number(x)} {ink.number(top)})">{ink.path(d, tone)}</g>'
    return svg + ink.text(x + _text_x(state), top + 13.5, word(state, lang), "s10 bold")


def _text_x(state: str | None) -> float:
    return _SHAPE if state in _SHAPES else _SIDE


def word(state: str | None, lang: Lang) -> str:
    """What the pill says."""
    return words.BROKER_STATES[state].in_(lang) if state in words.BROKER_STATES else "?"
