"""A topic's diagram that moves while records arrive: follows an observer, and is shown in a notebook.

kafkalab.scenes decides what the diagram shows, kafkalab.observe when the cluster is read. sender.py passes scenes to a
page, outputs.py knows where in the notebook they are.
"""

from __future__ import annotations

import atexit
import contextlib
import threading
import time
from typing import TYPE_CHECKING, Any, Protocol

from kafkalab.errors import KafkalabError
from kafkalab.scenes.picture import Picture
from kafkalab.scenes.topic import topic_scene, waiting_scene
from kafkalab.widgets.outputs import Outputs, last_messages, shell
from kafkalab.widgets.sender import Drawing, Sender

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path

    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot
    from kafkalab.widgets.outputs import Bundle
    from kafkalab.widgets.widget import SceneWidget

FIRST_SNAPSHOT_S = 3.0


class Observing(Protocol):
    """What a view asks of an observer."""

    def subscribe(self, listener: Callable[[Snapshot], None], *, topic: str) -> Callable[[], None]:
        """Call `listener` soon, and then whenever the snapshot has changed. Gives back how to end that."""


def show_live(
    observe: Observing,
    topic: str,
    *,
    group: str | None = None,
    lang: Lang,
    last_look: Callable[[], Snapshot] | None = None,
) -> LiveView:
    """A live view of `topic` (of one `group` only, if given), shown at once in the cell that is running.

    `last_look` takes the snapshot of which `stop()` leaves the picture; without it, that is the observer's latest.

    As the last expression of a cell the view is not shown a second time. Outside a notebook nothing is shown, and the
    view's repr is the picture in words.
    """
    view = LiveView(observe, topic, group=group, lang=lang, last_look=last_look)
    view.show()
    return view


class LiveView:
    """A live diagram. `stop()` leaves a picture in its place; so do the end of a `with` block and of the kernel."""

    def __init__(
        self,
        observe: Observing,
        topic: str,
        *,
        group: str | None = None,
        lang: Lang,
        last_look: Callable[[], Snapshot] | None = None,
    ) -> None:
        self.topic, self.group, self.lang = topic, group, lang
        self._last_look = last_look
        self._snapshot: Snapshot | None = None
        self._arrived = threading.Event()
        self._outputs = Outputs()
        self._widget: SceneWidget | None = None
        self._sender: Sender | None = None
        self._stopped_at: float | None = None
        self._unsubscribe = observe.subscribe(self._listen, topic=topic)
        _VIEWS.add(self)

    # -- what it shows ------------------------------------------------------------------------------------------------

    @property
    def picture(self) -> Picture:
        """The diagram as it is now (or was when the view stopped)."""
        self._arrived.wait(FIRST_SNAPSHOT_S)
        return Picture.of(self._draw().scene)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to `path`, which ends in .svg or .png. Raises UsageError where that can't be."""
        return self.picture.save(path)

    def _draw(self) -> Drawing:
        snapshot, now = self._snapshot, self._stopped_at or time.time()
        if snapshot is None:
            return Drawing(waiting_scene(self.topic, self.lang), now, ages=False)
        scene = topic_scene(snapshot, self.topic, group=self.group, lang=self.lang, now=max(now, snapshot.taken_at))
        return Drawing(scene, snapshot.taken_at, ages=_ages(snapshot, self.topic))

    def _listen(self, snapshot: Snapshot) -> None:
        """Called from the observer's thread, which may be in the middle of it when the view stops."""
        if self._stopped_at is not None:
            return
        self._snapshot = snapshot
        self._arrived.set()
        if self._sender is not None:
            self._sender.offer()

    # -- where it shows it --------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the view in the cell that is running; does nothing outside a notebook."""
        if shell() is not None:
            self._outputs.add(self._bundle())

    def stop(self) -> None:
        """Stop following the cluster, and leave the picture of this moment in every output that shows the view."""
        if self._stopped_at is not None:
            return
        self._stopped_at = time.time()
        _VIEWS.discard(self)
        self._unsubscribe()
        self._look_once_more()
        if self._sender is not None and self._widget is not None:
            self._sender.end()
            self._outputs.replace(self.picture._repr_mimebundle_())
            self._widget.close()

    def _look_once_more(self) -> None:
        """What was sent a moment ago belongs in the picture. A cluster that is down or gone has nothing newer."""
        if self._last_look is None:
            return
        with contextlib.suppress(KafkalabError):
            fresh = self._last_look()
            if self.topic in fresh.topics and not _ages(fresh, self.topic):
                self._snapshot = fresh

    @property
    def forsaken(self) -> bool:
        """True once every page that showed the view has closed it, as when its cell is run again."""
        return self._sender is not None and self._sender.forsaken

    def __enter__(self) -> LiveView:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _bundle(self) -> Bundle:
        """Widget, PNG and text in one; the last two alone once the view has stopped."""
        data, metadata = self.picture._repr_mimebundle_()
        if self._stopped_at is None:
            live, _ = self._live_widget()._repr_mimebundle_()
            data = {**live, **data}
        return data, metadata

    def _live_widget(self) -> SceneWidget:
        if self._widget is None:
            from kafkalab.widgets.widget import SceneWidget

            drawing = self._draw()
            self._widget = SceneWidget(drawing.state(), self.lang)
            self._sender = Sender(self._widget, drawing, self._draw)
            self._sender.offer()  # a snapshot may have come in between
        return self._widget

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        return self._bundle() if shell() is not None else self.picture._repr_mimebundle_()

    def _ipython_display_(self) -> None:
        """Show the view, unless the same cell has just done so."""
        if shell() is None:
            print(self)
        elif not self._outputs.in_this_cell:
            self.show()

    def __repr__(self) -> str:
        self._arrived.wait(FIRST_SNAPSHOT_S)
        return self._draw().scene.alt


def _ages(snapshot: Snapshot, topic: str) -> bool:
    """True if the picture says how old some of its data are."""
    found = snapshot.topics.get(topic)
    kept = [] if found is None else [partition.as_of for partition in found.partitions.values()]
    return any(as_of is not None for as_of in (*kept, *(group.as_of for group in snapshot.groups.values())))


_VIEWS: set[LiveView] = set()


@atexit.register
def _stop_all() -> None:
    """Leave pictures behind at a clean end of the kernel, as far as it still listens."""
    last_messages()
    for view in list(_VIEWS):
        with contextlib.suppress(Exception):
            if not view.forsaken:
                view.stop()
