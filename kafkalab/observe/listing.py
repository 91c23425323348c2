"""How a log of events reads: a line for each, with its time; in a notebook a table. In the language of the moment."""

from __future__ import annotations

import html
import time
from collections.abc import Iterable
from typing import Any, SupportsIndex, overload

from kafkalab.i18n import Text, language
from kafkalab.observe.event import Event, Kind

_NOTHING_SINCE = Text(
    es="No ha pasado nada desde las {began}, cuando empezó este registro.",
    en="Nothing has happened since {began}, when this log began.",
)
_NOTHING = Text(es="Ningún suceso.", en="No events.")
_HEADINGS = (Text(es="hora", en="time"), Text(es="qué ha pasado", en="what happened"))
_CELL = 'style="text-align:left"'


class Events(tuple[Event, ...]):
    """Events, oldest first: a tuple that reads well. `began`: since when somebody watched (s since the epoch)."""

    began: float | None

    def __new__(cls, events: Iterable[Event] = (), *, began: float | None = None) -> Events:
        """As a tuple is made."""
        made = super().__new__(cls, events)
        made.began = began
        return made

    def since(self, at: float) -> Events:
        """Those seen at `at` (s since the epoch, as `time.time()` tells it) or later."""
        return Events(event for event in self if event.at >= at)

    def of(self, *kinds: Kind, topic: str | None = None, group: str | None = None, broker: int | None = None) -> Events:
        """Those of these kinds (all if none is named) about that topic, group or broker: `events.of("leader", "isr")`.

        An event that sums up several is there if one of them is.
        """
        return Events(
            event
            for event in self
            if (not kinds or event.kind in kinds)
            and (topic is None or topic in event.topics)
            and (group is None or event.group == group)
            and (broker is None or event.broker == broker)
        )

    @overload
    def __getitem__(self, index: SupportsIndex) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> Events: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Event | Events:
        found: Any = super().__getitem__(index)
        return Events(found) if isinstance(index, slice) else found

    def __repr__(self) -> str:
        return "\n".join(line(event) for event in self) or str(self._nothing())

    def _repr_html_(self) -> str:
        if not self:
            return f'<p lang="{language()}">{html.escape(str(self._nothing()))}</p>'
        head = "".join(f'<th scope="col" {_CELL}>{heading}</th>' for heading in _HEADINGS)
        rows = "".join(
            f"<tr><td {_CELL}>{clock(event.at)}</td><td {_CELL}>{html.escape(str(event))}</td></tr>" for event in self
        )
        return f'<table lang="{language()}"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'

    def _nothing(self) -> Text:
        return _NOTHING if self.began is None else _NOTHING_SINCE.format(began=clock(self.began))


def line(event: Event) -> str:
    """`08:12:31.5  the leader of …`: local time, and the sentence."""
    return f"{clock(event.at)}  {event}"


def clock(at: float) -> str:
    """Local time of day to a tenth of a second."""
    tenths = int(at * 10)
    return f"{time.strftime('%H:%M:%S', time.localtime(tenths // 10))}.{tenths % 10}"
