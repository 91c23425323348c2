"""What a view showed in the last minutes: its frames, each kept as what changed since the one before, and its events.

Bounded in time and in bytes. Which events belong is for `story`, who draws the frames is for `live`.
"""

from __future__ import annotations

import base64
import gzip
import json
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from kafkalab.widgets.story import lines

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kafkalab.i18n import Lang
    from kafkalab.observe.event import Event
    from kafkalab.scenes.marks import Mark
    from kafkalab.widgets.sender import Drawing

MOST_BYTES = 16_000_000
_PER_MARK, _PER_FRAME = 60, 100  # bytes beside the text of a mark, and of a frame

M = TypeVar("M", bound="Hashable")


@dataclass(frozen=True)
class _Frame:
    """`look`: what a scene is without its marks (alt, width, height). How these follow from those before: `change`."""

    at: float
    look: tuple[str, float, float]
    cuts: tuple[int, ...]
    puts: tuple[tuple[int, Mark], ...]

    @property
    def bytes(self) -> int:
        """About what it takes, in memory and in a page."""
        return _PER_FRAME + sum(len(mark.svg) + _PER_MARK for _, mark in self.puts)


class Reel:
    """Keeps `keep_s` seconds, and less where that takes more than `most_bytes`. Thread-safe."""

    def __init__(self, keep_s: float, most_bytes: int = MOST_BYTES) -> None:
        self.keep_s, self.most_bytes = keep_s, most_bytes
        self._lock = threading.Lock()
        self._before: tuple[Mark, ...] = ()  # the marks before the first frame that is kept
        self._marks: tuple[Mark, ...] = ()  # those of the last one
        self._frames: deque[_Frame] = deque()
        self._bytes = 0
        self._events: deque[Event] = deque()

    def frame(self, drawing: Drawing) -> None:
        """The view shows `drawing` from `drawing.taken_at` (s since the epoch) on, until the next one."""
        scene = drawing.scene
        with self._lock:
            last = self._frames[-1] if self._frames else None
            at = max(last.at, drawing.taken_at) if last else drawing.taken_at
            look = (scene.alt, scene.width, scene.height)
            if last is None or last.look != look or self._marks != scene.marks:
                self._add(_Frame(at, look, *change(self._marks, scene.marks)), scene.marks)
            self._forget(at)

    def event(self, event: Event) -> None:
        """`event` belongs to the view."""
        with self._lock:
            self._events.append(event)
            self._forget(event.at)

    def encoded(self, lang: Lang) -> dict[str, Any]:
        """All of it, ready for `json.dumps`; times are ms.

        `frames` are `[at, alt, width, height, cuts, puts]`: counted from `at`, which is since the epoch; an index into
        `alts`; px; and how the marks follow from those of the frame before (`change`), `puts` as place, index into
        `marks`, place, …. `marks` are as `Mark.to_json` gives them, with an index into `texts` for their svg.
        `events` are as `story.lines` gives them.
        """
        with self._lock:
            before, frames, events = self._before, list(self._frames), list(self._events)
        start = frames[0].at if frames else 0.0
        marks, texts, alts = _Table(), _Table(), _Table()
        rows: list[list[Any]] = []
        for frame in frames:
            cuts, puts = change((), apply(before, frame.cuts, frame.puts)) if not rows else (frame.cuts, frame.puts)
            placed = [number for place, mark in puts for number in (place, marks.index(mark))]
            alt, width, height = frame.look
            rows.append([_ms(frame.at - start), alts.index(alt), width, height, list(cuts), placed])
        told = [[*mark.to_json()[:5], texts.index(mark.svg)] for mark in marks]
        return {
            "at": _ms(start), "texts": list(texts), "marks": told, "alts": list(alts), "frames": rows,
            "events": lines(events, lang, most=None),
        }  # fmt: skip

    def packed(self, lang: Lang) -> str:
        """`encoded` as JSON, as gzip, as base64: what pages are sent, a dozen times smaller."""
        told = json.dumps(self.encoded(lang), ensure_ascii=False, separators=(",", ":"))
        return base64.b64encode(gzip.compress(told.encode("utf-8"), 6, mtime=0)).decode("ascii")

    def _add(self, frame: _Frame, marks: tuple[Mark, ...]) -> None:
        self._frames.append(frame)
        self._marks = marks
        self._bytes += frame.bytes

    def _forget(self, now: float) -> None:
        """Drop what is too old or too much. The frame that was shown when the kept time began stays."""
        frames = self._frames
        while len(frames) > 1 and (frames[1].at <= now - self.keep_s or self._bytes > self.most_bytes):
            first = frames.popleft()
            self._before = apply(self._before, first.cuts, first.puts)
            self._bytes -= first.bytes
        oldest = now - self.keep_s
        while self._events and self._events[0].at < oldest:
            self._events.popleft()


def change(before: Sequence[M], after: Sequence[M]) -> tuple[tuple[int, ...], tuple[tuple[int, M], ...]]:
    """What makes `after` of `before`, where nothing is twice: (cuts, puts).

    `cuts` are places in `before`, the last first. Then each of `puts` is set in at its place, one after the other.
    """
    old, new = set(before), set(after)
    if [each for each in before if each in new] != [each for each in after if each in old]:
        old, new = set(), set()  # the order is another: everything is set in anew
    cuts = tuple(place for place in reversed(range(len(before))) if before[place] not in new)
    return cuts, tuple((place, each) for place, each in enumerate(after) if each not in old)


def apply(before: Sequence[M], cuts: Iterable[int], puts: Iterable[tuple[int, M]]) -> tuple[M, ...]:
    """The inverse of `change`."""
    made = list(before)
    for place in cuts:
        del made[place]
    for place, each in puts:
        made.insert(place, each)
    return tuple(made)


class _Table(dict[Any, int]):
    """What was seen, once each, in the order of its first time."""

    def index(self, what: Any) -> int:
        return self.setdefault(what, len(self))


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
