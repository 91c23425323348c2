"""Topics of which a broker's card tells only the numbers: two lines for each, or for the rest of them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import ink
from kafkalab.scenes.hosted import counts
from kafkalab.scenes.marks import Mark
from kafkalab.scenes.measure import BOLD, MONO_BOLD, fit, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Topic
    from kafkalab.scenes.hosted import Shown

NAME, NUMBERS, BETWEEN = 18.0, 16.0, 4.0  # px: a line with the name, one with the numbers, and what follows

_LEADS = Text("★ lidera {n}", "★ leads {n}")
_FOLLOWS = Text("sigue {n}", "follows {n}")
_OUT = Text("✕ {n} fuera", "✕ {n} out")
_HOLDS_NOTHING = Text("no guarda nada", "holds nothing")
_REST = {True: Text("y 1 topic más", "and 1 more topic"), False: Text("y {n} topics más", "and {n} more topics")}
_INTERNAL = {
    True: Text("1 topic interno", "1 internal topic"),
    False: Text("{n} topics internos", "{n} internal topics"),
}


def counted_height(topics: Shown) -> float:
    """How much room they take in a card (px)."""
    return (len(topics.counted) + bool(topics.rest) + bool(topics.internal)) * (NAME + NUMBERS + BETWEEN)


@dataclass(frozen=True)
class CountedTopics:
    """What of `topics` is counted, in the colours `tones`, in `room` px."""

    topics: Shown
    tones: Mapping[str, int]
    room: float
    lang: Lang

    def marks(self, broker: int, x: float, y: float) -> Iterator[Mark]:
        """In the card of `broker`, from (`x`, `y`) on."""
        for part, head, title, topics in self._groups():
            svg = ink.title(title) + head + self._numbers(topics, broker)
            yield Mark(f"b{broker}/{part}", f"b{broker}", x, y, "", svg)
            y += NAME + NUMBERS + BETWEEN

    def _groups(self) -> Iterator[tuple[str, str, str, Sequence[Topic]]]:
        """Key, head, title, and the topics that are counted together."""
        for topic in self.topics.counted:
            name = fit(ink.clean(topic.name), MONO_BOLD, 11, self.room - 14)
            head = ink.rect(0, 1.5, 9, 9, f"g{self.tones[topic.name]}", 2) + ink.text(14, 10, name, "mono bold")
            yield f"topic/{topic.name}", head, topic.name, [topic]
        for part, form, topics in (("rest", _REST, self.topics.rest), ("internal", _INTERNAL, self.topics.internal)):
            if topics:
                said = form[len(topics) == 1].format(n=len(topics)).in_(self.lang)
                yield part, ink.text(0, 10, fit(said, BOLD, 10, self.room), "s10 bold muted"), said, topics

    def _numbers(self, topics: Sequence[Topic], broker: int) -> str:
        held = counts(topics, broker)
        parts = [(_LEADS, held.leads, "bold"), (_FOLLOWS, held.follows, ""), (_OUT, held.out, "bold warn")]
        said = [(form.format(n=n).in_(self.lang), tone) for form, n, tone in parts if n]
        svg, x = "", 0.0
        for text, tone in said or [(_HOLDS_NOTHING.in_(self.lang), "muted")]:
            shown = fit(text, BOLD, 10, self.room - x)
            svg += ink.text(x, 10 + NUMBERS, shown, f"s10 {tone}".strip())
            x += text_width(shown, BOLD, 10) + 10
        return svg
