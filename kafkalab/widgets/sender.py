"""The thread of a live view: sends what has changed, at most a dozen times a second, and a heartbeat every second.

It asks `draw` what to send and knows nothing about topics or notebooks.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from kafkalab.scenes.marks import Scene
    from kafkalab.widgets.widget import SceneWidget

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


class Sender:
    """Keeps `widget`, which shows `drawing`, showing what `draw()` gives.

    `offer()` says that there may be something new. While no page shows the widget, nothing is drawn or sent.
    """

    def __init__(self, widget: SceneWidget, drawing: Drawing, draw: Callable[[], Drawing]) -> None:
        self._widget, self._draw, self._last = widget, draw, drawing
        self._changed_at = time.time()
        self._wake = threading.Condition()
        self._pending = self._offered = self._ended = False
        self._next_beat = 0.0
        self._viewers: set[str] = set()
        self._forsaken = False  # pages have shown the widget, and none does now
        self._thread = threading.Thread(target=self._run, name="kafkalab-live", daemon=True)
        widget.on_msg(self._hear)
        self._thread.start()

    @property
    def forsaken(self) -> bool:
        """True once every page that showed the widget has closed it, as when a cell is run again."""
        return self._forsaken

    def offer(self) -> None:
        """There may be something new to draw."""
        with self._wake:
            self._pending = self._offered = True
            self._wake.notify()

    def end(self) -> None:
        """Send nothing more. Returns once the thread has finished what it was sending."""
        with self._wake:
            self._ended = True
            self._wake.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=2)

    def _hear(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """A page says that it has opened or closed the widget."""
        view, what = content.get("view"), content.get("what")
        with self._wake:
            if what == "opened":
                self._viewers.add(view)
                self._next_beat = 0.0  # the page need not wait to know that it is live
            elif what == "closed":
                self._viewers.discard(view)
            self._forsaken = not self._viewers
            self._wake.notify()

    def _run(self) -> None:
        next_scene = 0.0
        while not self._ended:
            now = time.monotonic()
            if self._pending and now >= next_scene and not self._forsaken:
                self._send_scene()
                next_scene = now + GAP_S
            if now >= self._next_beat and not self._forsaken:
                self._next_beat = now + BEAT_S
                self._send_beat()
            self._sleep(next_scene)

    def _sleep(self, next_scene: float) -> None:
        with self._wake:
            if self._ended:
                return
            if self._forsaken:
                self._wake.wait()
                return
            until = min(self._next_beat, next_scene) if self._pending else self._next_beat
            self._wake.wait(max(0.0, until - time.monotonic()))

    def _send_beat(self) -> None:
        self._pending |= self._last.ages
        self._widget.send({"beat": round(max(0.0, time.time() - self._changed_at), 2)})

    def _send_scene(self) -> None:
        """Draw, and send if that differs from what the page has; then a heartbeat, which dates it."""
        offered, self._pending, self._offered = self._offered, False, False
        drawing = self._draw()
        changed = drawing.scene != self._last.scene
        self._last = drawing
        if changed:
            if offered:  # growing older is no change
                self._changed_at = time.time()
            self._widget.scene = drawing.state()
            self._next_beat = 0.0
