"""What a view showed in the last minutes: its frames, which share the marks that stay as they are, and its events.

Bounded in time and in bytes. Which events belong is for `story`, who draws the frames is for `live`.
"""

from __future__ import annotations

import base64
import gzip
import json
import threading
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kafkalab.widgets.story import lines

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.event import Event
    from kafkalab.scenes.marks import Mark, Scene
    from kafkalab.widgets.sender import Drawing

MOST_BYTES = 16_000_000
_PER_FRAME, _PER_PLACE, _PER_MARK = 200, 8, 400  # bytes: about what Python needs beside the text of a mark


@dataclass(frozen=True)
class _Frame:
    """`scene` from `at` (s since the epoch) on; `bytes`: about what it holds that the frame before does not."""

    at: float
    scene: Scene
    bytes: int


class Reel:
    """Keeps `keep_s` seconds, and less where that takes more than `most_bytes`. Thread-safe."""

    def __init__(self, keep_s: float, most_bytes: int = MOST_BYTES) -> None:
        self.keep_s, self.most_bytes = keep_s, most_bytes
        self._lock = threading.Lock()
        self._frames: deque[_Frame] = deque()
        self._bytes = 0
        self._events: deque[Event] = deque()

    def frame(self, drawing: Drawing) -> None:
        """The view shows `drawing` from `drawing.taken_at` (s since the epoch) on, until the next one.

        A snapshot may tell of a moment before the last picture, which was then drawn of an older one.
        """
        with self._lock:
            while self._frames and self._frames[-1].at > drawing.taken_at:  # it told the age of what was out of date
                self._bytes -= self._frames.pop().bytes
            last = self._frames[-1].scene if self._frames else None
            if last != drawing.scene:
                self._frames.append(_frame(drawing, last.marks if last else ()))
                self._bytes += self._frames[-1].bytes
            self._forget(drawing.taken_at)

    def event(self, event: Event) -> None:
        """`event` belongs to the view."""
        with self._lock:
            self._events.append(event)
            self._forget(event.at)

    @property
    def first(self) -> Scene | None:
        """What the view showed when the time that is kept began."""
        with self._lock:
            return self._frames[0].scene if self._frames else None

    def encoded(self, lang: Lang) -> dict[str, Any]:
        """All of it, ready for `json.dumps`: `frames`, the `marks` to which they point, `events`; times are ms.

        A frame has `at` (since the epoch), `alt`, `width`, `height` (px) and `marks`, as places in the table of marks,
        which is as `Mark.to_json` gives each; `events` are as `story.lines` gives them.
        """
        with self._lock:
            frames, events = list(self._frames), list(self._events)
        table: dict[Mark, int] = {}
        told = [
            {
                "at": round(frame.at * 1000), "alt": frame.scene.alt,
                "width": frame.scene.width, "height": frame.scene.height,
                "marks": [table.setdefault(mark, len(table)) for mark in frame.scene.marks],
            }
            for frame in frames
        ]  # fmt: skip
        marks = [mark.to_json() for mark in table]
        return {"frames": told, "marks": marks, "events": lines(events, lang, most=None)}

    def packed(self, lang: Lang) -> str:
        """`encoded` as JSON, as gzip, as base64: what pages are sent, a hundred times smaller than its pictures."""
        told = json.dumps(self.encoded(lang), ensure_ascii=False, separators=(",", ":"))
        return base64.b64encode(gzip.compress(told.encode("utf-8"), 6, mtime=0)).decode("ascii")

    def _forget(self, now: float) -> None:
        """Drop what is too old or too much. The frame that was shown when the kept time began stays."""
        frames, oldest = self._frames, now - self.keep_s
        while len(frames) > 1 and (frames[1].at <= oldest or self._bytes > self.most_bytes):
            self._bytes -= frames.popleft().bytes
        while self._events and self._events[0].at < oldest:
            self._events.popleft()


def _frame(drawing: Drawing, before: tuple[Mark, ...]) -> _Frame:
    known = {mark: mark for mark in before}
    marks = tuple(known.get(mark, mark) for mark in drawing.scene.marks)
    fresh = sum(len(mark.svg) + _PER_MARK for mark in marks if mark not in known)
    scene = replace(drawing.scene, marks=marks)
    return _Frame(drawing.taken_at, scene, _PER_FRAME + _PER_PLACE * len(marks) + fresh)
