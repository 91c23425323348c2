"""The thread of a live view: sends what has changed, at most a dozen times a second, and a heartbeat every second.

It asks `draw` what to send and knows nothing about topics or notebooks.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from kafkalab.scenes.marks import Scene

BEAT_S = 1.0
GAP_S = 0.08


@dataclass(frozen=True)
class Drawing:
    """A scene, the time (s) that it stands for, and whether it changes by itself, as it tells how old something is."""

    scene: Scene
    taken_at: float
    ages: bool

    def state(self) -> dict[str, Any]:
        """What the page draws from, also when it is opened again without a kernel.

        The marks are one JSON text: the widget machinery walks through everything else in Python, item by item.
        """
        scene = self.scene
        size = {"width": scene.width, "height": scene.height}
        return {**size, "alt": scene.alt, "taken_at": self.taken_at, "marks": json.dumps(scene.to_json())}


class Page(Protocol):
    """What shows the view: the widget."""

    scene: dict[str, Any]
    story: str

    def send(self, content: dict[str, Any]) -> None:
        """A message that is not kept."""


class Sender:
    """Draws with `draw()` whenever there may be something new, hands each new picture to `keep`, and to a page if any.

    While every page that showed the view is closed, nothing is drawn or sent.
    """

    def __init__(
        self,
        draw: Callable[[], Drawing],
        keep: Callable[[Drawing], object] = lambda _: None,
        story: Callable[[], str] = lambda: "[]",
    ) -> None:
        self._draw, self._keep, self._story = draw, keep, story
        self._page: Page | None = None
        self._last: Drawing | None = None
        self._changed_at = time.time()
        self._wake = threading.Condition()
        self._pending = self._offered = self._told = self._ended = False
        self._next_beat = 0.0
        self._viewers: set[str] = set()
        self._forsaken = False  # pages have shown the view, and none does now
        self._thread = threading.Thread(target=self._run, name="kafkalab-live", daemon=True)
        self._thread.start()

    @property
    def forsaken(self) -> bool:
        """True once every page that showed the view has closed it, as when a cell is run again."""
        return self._forsaken

    def show_on(self, page: Page, shown: Drawing) -> None:
        """From now on also send to `page`, which shows `shown`."""
        with self._wake:
            self._page, self._last = page, shown
            self._pending = self._told = True  # something may have come in between
            self._next_beat = 0.0
            self._wake.notify()

    def offer(self) -> None:
        """There may be something new to draw."""
        with self._wake:
            self._pending = self._offered = True
            self._wake.notify()

    def tell(self) -> None:
        """There is something new in the story."""
        with self._wake:
            self._told = True
            self._wake.notify()

    def end(self) -> None:
        """Send nothing more. Returns once the thread has finished what it was sending."""
        with self._wake:
            self._ended = True
            self._wake.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=2)

    def opened(self, view: str) -> None:
        """A page shows the widget now; `view` is its name for that."""
        with self._wake:
            self._viewers.add(view)
            self._forsaken = False
            self._next_beat = 0.0  # the page need not wait to know that it is live
            self._wake.notify()

    def closed(self, view: str) -> None:
        """That page shows it no longer."""
        with self._wake:
            self._viewers.discard(view)
            self._forsaken = not self._viewers
            self._wake.notify()

    def _run(self) -> None:
        next_scene = 0.0
        while not self._ended:
            now = time.monotonic()
            if self._told and not self._forsaken:
                self._send_story()
            if self._pending and now >= next_scene and not self._forsaken:
                self._send_scene()
                next_scene = now + GAP_S
            if now >= self._next_beat and not self._forsaken:
                self._next_beat = now + BEAT_S
                self._send_beat()
            self._sleep(next_scene)

    def _sleep(self, next_scene: float) -> None:
        with self._wake:
            if self._ended or (self._told and not self._forsaken):
                return
            if self._forsaken:
                self._wake.wait()
                return
            until = min(self._next_beat, next_scene) if self._pending else self._next_beat
            self._wake.wait(max(0.0, until - time.monotonic()))

    def _send_beat(self) -> None:
        self._pending |= self._last is not None and self._last.ages
        if self._page is not None:
            now = time.time()
            self._page.send({"beat": round(max(0.0, now - self._changed_at), 2), "now": round(now * 1000)})

    def _send_story(self) -> None:
        self._told = False
        if self._page is not None:
            self._page.story = self._story()

    def _send_scene(self) -> None:
        """Draw, keep and send if that differs from what was last; then a heartbeat, which dates it."""
        offered, self._pending, self._offered = self._offered, False, False
        drawing = self._draw()
        changed = self._last is None or drawing.scene != self._last.scene
        self._last = drawing
        if not changed:
            return
        if offered:  # growing older is no change
            self._changed_at = time.time()
        self._keep(drawing)
        if self._page is not None:
            self._page.scene = drawing.state()
        self._next_beat = 0.0
