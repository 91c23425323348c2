"""Keeping the picture and the list of events up to date: on a terminal as `top` does, into a pipe line by line.

What the picture shows is in `picture`, what happened in `kafkalab.observe.journal`. Ctrl-C is how it ends, and no
failure: exit code 0, as with `top`.
"""

from __future__ import annotations

import queue
import signal
import threading
import time
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.console import Group as Stack
from rich.live import Live
from rich.rule import Rule
from rich.text import Text as Line

from kafkalab.i18n import Lang, Text, language
from kafkalab.observe.event import Event
from kafkalab.observe.listing import clock, line
from kafkalab.scenes import words
from kafkalab.talk import say
from kafkalab.watch.picture import picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.cluster import Cluster
    from kafkalab.observe.snapshot import Snapshot

REFRESH_S = 1.0  # ages are counted on
SHORTEST_S = 0.1
EVENTS = 5  # lines that the events get in any case
PIPE_WIDTH = 120

_TITLE = Text(es="{name} · {servers} · Ctrl-C para salir", en="{name} · {servers} · Ctrl-C ends it")
_EVENTS = Text(es="qué ha pasado (lo último, arriba)", en="what happened (newest first)")
_NO_EVENTS = Text(es="nada todavía", en="nothing yet")
_PIPED = Text(
    es="Cada cambio del clúster «{name}» saldrá en una línea; Ctrl-C para salir.",
    en='Each change in the cluster "{name}" will be a line; Ctrl-C ends it.',
)


def once(cluster: Cluster, topic: str | None, lang: Lang) -> None:
    """Print one picture. Raises UnknownTopicError where there is no such topic."""
    snapshot = cluster.snapshot() if topic is None else cluster.require_topic(topic)
    console = Console()
    width = console.width if console.is_terminal else PIPE_WIDTH
    lines = 10 + sum(2 + len(found.partitions) for found in snapshot.topics.values()) + 8 * (1 + len(snapshot.groups))
    Console(width=width).print(picture(snapshot, topic=topic, lang=lang, width=width, height=lines))


def watch(cluster: Cluster, topic: str | None) -> None:
    """Until Ctrl-C (or SIGTERM): live on a terminal, else a line for each event as it happens. In the main thread."""
    console = Console()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a terminal must get its screen and its cursor back
    try:
        if console.is_terminal:
            _Screen(cluster, topic, console).run()
        else:
            _lines(cluster, topic)
    except KeyboardInterrupt:
        return


def view(
    snapshot: Snapshot | None,
    events: Sequence[Event],
    *,
    title: str,
    topic: str | None,
    lang: Lang,
    width: int,
    height: int,
    now: float,
) -> RenderableType:
    """The whole screen: a title, the cluster, and below it as many events (newest first) as there is room for. Pure."""
    if snapshot is None:
        return Stack(Line(title, style="dim"), Line(words.WAITING.in_(lang)))
    most = max(3, height - 3 - EVENTS)
    drawn = picture(snapshot, topic=topic, lang=lang, width=width, height=most, now=now)
    taken = len(Console(width=width).render_lines(drawn, pad=False))
    told = [_told(event, lang, width) for event in list(events)[::-1][: height - taken - 3]]
    top = Line(title, style="dim")
    top.truncate(width, overflow="ellipsis")
    rule = Rule(Line(_EVENTS.in_(lang), style="dim"), align="left", style="dim")
    return Stack(top, drawn, rule, *(told or [Line(_NO_EVENTS.in_(lang), style="dim")]))


def concerns(event: Event, topic: str | None) -> bool:
    """Whether who watches `topic` wants to hear of it: of other topics not, of brokers and groups always."""
    return topic is None or not event.topics or topic in event.topics


def _told(event: Event, lang: Lang, width: int) -> Line:
    said = Line.assemble((clock(event.at), "dim"), "  ", event.text.in_(lang))
    said.truncate(width, overflow="ellipsis")
    return said


class _Screen:
    """The terminal while it belongs to us."""

    def __init__(self, cluster: Cluster, topic: str | None, console: Console) -> None:
        self._cluster, self._topic, self._console = cluster, topic, console
        self._title = str(_TITLE.format(name=cluster.name, servers=cluster.bootstrap_servers))
        self._snapshot: Snapshot | None = None
        self._events: list[Event] = []
        self._changed, self._never = threading.Event(), threading.Event()

    def run(self) -> None:
        """Draw whenever something changed, and once a second. Ends with KeyboardInterrupt only."""
        self._cluster.journal.tell(self._hear)
        end = self._cluster.observer.subscribe(self._see, topic=None)
        try:
            with Live(self._view(), console=self._console, screen=True, auto_refresh=False) as live:
                while True:
                    self._changed.wait(REFRESH_S)
                    self._changed.clear()
                    live.update(self._view(), refresh=True)
                    self._never.wait(SHORTEST_S)  # at most ten times a second, whatever happens
        finally:
            end()

    def _see(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._changed.set()

    def _hear(self, event: Event) -> None:
        if concerns(event, self._topic):
            self._events.append(event)
            self._changed.set()

    def _view(self) -> RenderableType:
        size = self._console.size
        return view(
            self._snapshot, self._events[-size.height :], title=self._title, topic=self._topic, lang=language(),
            width=size.width, height=size.height, now=time.time(),
        )  # fmt: skip


def _lines(cluster: Cluster, topic: str | None) -> None:
    heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
    cluster.journal.tell(heard.put)
    cluster.journal.begin(wait=True)
    say(_PIPED.format(name=cluster.name))
    while True:
        event = heard.get()
        if concerns(event, topic):
            print(line(event), flush=True)
