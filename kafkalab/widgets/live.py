"""A diagram that moves while the cluster changes: follows an observer, and is shown in a notebook.

kafkalab.scenes decides what a diagram shows, kafkalab.observe when the cluster is read. sender.py passes scenes to a
page, outputs.py knows where in the notebook they are, reel.py and story.py keep what was.
"""

from __future__ import annotations

import atexit
import contextlib
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kafkalab.errors import KafkalabError
from kafkalab.scenes.frame import WIDTH
from kafkalab.scenes.picture import Picture, write_whole
from kafkalab.widgets.outputs import Outputs, last_messages, shell
from kafkalab.widgets.reel import Reel
from kafkalab.widgets.sender import Drawing, Sender
from kafkalab.widgets.story import Story
from kafkalab.widgets.subject import Subject

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from kafkalab.cluster import ClusterStatus
    from kafkalab.i18n import Lang
    from kafkalab.observe.event import Event
    from kafkalab.observe.snapshot import Snapshot
    from kafkalab.widgets.controls import Hands
    from kafkalab.widgets.outputs import Bundle
    from kafkalab.widgets.widget import SceneWidget

FIRST_SNAPSHOT_S = 3.0
HISTORY_S = 300.0
NARROW, ENOUGH = 480, 700  # px: in less room than enough, diagrams are drawn for a narrow page


class Observing(Protocol):
    """What a view asks of an observer."""

    def subscribe(
        self, listener: Callable[[Snapshot], None], *, topics: Callable[[Snapshot | None], frozenset[str] | None]
    ) -> Callable[[], None]:
        """Call `listener` soon, and then whenever the snapshot has changed. Gives back how to end that.

        `topics(last snapshot)` are those whose offsets it needs.
        """


def show_live(
    observe: Observing,
    topic: str | None = None,
    *,
    kind: str = "topic",
    partition: int | None = None,
    group: str | None = None,
    lang: Lang,
    **more: Any,
) -> LiveView:
    """A live view of that diagram, shown at once in the cell that is running; `more` are LiveView's options.

    As the last expression of a cell the view is not shown a second time. Outside a notebook nothing is shown, and the
    view's repr is the picture in words.
    """
    view = LiveView(observe, Subject(kind, topic, partition, group), lang=lang, **more)
    view.show()
    return view


class LiveView:
    """A live diagram. `stop()` leaves a picture in its place; so do the end of a `with` block and of the kernel."""

    def __init__(
        self,
        observe: Observing,
        subject: Subject,
        *,
        lang: Lang,
        story: bool = True,
        history_s: float = HISTORY_S,
        hands: Hands | None = None,
        last_look: Callable[[], Snapshot] | None = None,
        events: Callable[[Callable[[Event], object]], Callable[[], None]] | None = None,
        about: Callable[[], ClusterStatus] | None = None,
    ) -> None:
        """`last_look` takes the snapshot of which `stop()` leaves the picture (without it: the observer's latest).

        `events(listener)` has the listener told what happens, and gives back how to end that. `hands` are the controls.
        `about` tells in which cluster this is, for the caption of a page that is saved.
        """
        self.subject, self.lang, self._about = subject, lang, about
        self._last_look = last_look
        self._snapshot: Snapshot | None = None
        self._drawn: Snapshot | None = None  # the one of which the last picture was
        self._arrived = threading.Event()
        self._outputs = Outputs()
        self._widget: SceneWidget | None = None
        self._stopped_at: float | None = None
        self._hands, self._tells = hands, story
        self._reel, self._story = Reel(history_s), Story(subject, lang)
        self._width = WIDTH
        self._sender = Sender(lambda: self._draw(self._width), self._reel.frame, self._story.to_json)
        self._ends = [observe.subscribe(self._listen, topics=subject.topics)]
        if events is not None:
            self._ends.append(events(self._happened))
        _VIEWS.add(self)

    # -- what it shows ------------------------------------------------------------------------------------------------

    @property
    def picture(self) -> Picture:
        """The diagram as it is now (or was when the view stopped)."""
        self._arrived.wait(FIRST_SNAPSHOT_S)
        return Picture.of(self._draw().scene)

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened to what it shows, oldest first."""
        return self._story.events

    def save(self, path: str | os.PathLike[str], *, title: str | None = None) -> Path:
        """Write the picture to `path`, if that ends in .svg or .png; with .html, a page that plays the last minutes.

        The page needs neither kernel nor network; `title` is its heading. Raises UsageError where that can't be.
        """
        target = Path(path).expanduser()
        if target.suffix.lower() != ".html":
            return self.picture.save(target)
        from kafkalab.widgets.replay import to_html

        self._arrived.wait(FIRST_SNAPSHOT_S)
        self._reel.frame(self._draw(self._width))
        write_whole(target, to_html(self._reel, self.lang, title=title, about=self._cluster()).encode("utf-8"))
        return target

    def _cluster(self) -> ClusterStatus | None:
        """In which cluster this is, as far as that is known. One that is gone can't be asked."""
        with contextlib.suppress(KafkalabError):
            return self._about() if self._about is not None else None
        return None

    def _draw(self, width: int = WIDTH) -> Drawing:
        snapshot, now = self._snapshot, self._stopped_at or time.time()
        ages = snapshot is not None and self.subject.ages(snapshot)
        grown_older = ages and snapshot is self._drawn
        taken_at = now if grown_older or snapshot is None else snapshot.taken_at
        self._drawn = snapshot
        return Drawing(self.subject.draw(snapshot, self.lang, now, width), taken_at, ages)

    def _listen(self, snapshot: Snapshot) -> None:
        """Called from the observer's thread, which may be in the middle of it when the view stops."""
        if self._stopped_at is not None:
            return
        self._snapshot = snapshot
        self._arrived.set()
        self._sender.offer()
        if self._hands is not None:
            self._hands.follow(snapshot)
            if self._widget is not None:
                self._widget.controls = self._hands.to_html()  # which is sent only if it differs

    def _happened(self, event: Event) -> None:
        """Called from the thread that saw it."""
        told = () if self._stopped_at is not None else self._story.tell(event, self._snapshot)
        for each in told:
            self._reel.event(each)
        if told and self._tells:
            self._sender.tell()

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
        for end in self._ends:
            end()
        self._look_once_more()
        self._sender.end()
        if self._widget is not None:
            self._outputs.replace(self.picture._repr_mimebundle_())
            self._widget.close()

    def _look_once_more(self) -> None:
        """What was sent a moment ago belongs in the picture. A cluster that is down or gone has nothing newer."""
        if self._last_look is None:
            return
        with contextlib.suppress(KafkalabError):
            fresh = self._last_look()
            if fresh.is_heard and self.subject.shows(fresh) and not self.subject.ages(fresh):
                self._snapshot = fresh

    @property
    def forsaken(self) -> bool:
        """True once every page that showed the view has closed it, as when its cell is run again."""
        return self._sender.forsaken

    def __enter__(self) -> LiveView:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # -- its page -----------------------------------------------------------------------------------------------------

    def _hear(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        """What a page says, as far as its kernel is not busy with a cell."""
        view, what = str(content.get("view")), content.get("what")
        if what == "opened":
            self._sender.opened(view)
            self._answer(view, "reel", self._reel.packed(self.lang))
        elif what == "closed":
            self._sender.closed(view)
        elif what == "sized":
            self._fit(int(content.get("width") or 0))
        elif what == "act" and self._hands is not None:
            fields = dict(content.get("fields") or {})
            self._hands.act(str(content.get("act")), fields, lambda done: self._answer(view, "done", done))

    def _fit(self, room: int) -> None:
        """Draw for a page that has `room` px from now on; 0 is that of one which is out of sight."""
        width = NARROW if room < ENOUGH else WIDTH
        if room and width != self._width:
            self._width = width
            self._sender.offer()

    def _answer(self, view: str, name: str, content: dict[str, Any] | str) -> None:
        if self._widget is not None and self._stopped_at is None:
            self._widget.send({name: content, "view": view})

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

            drawing = self._draw(self._width)
            controls = "" if self._hands is None else self._hands.to_html()
            story = self._story.to_json() if self._tells else ""
            self._widget = SceneWidget(
                drawing.state(), self.lang, story=story, controls=controls, keep_s=self._reel.keep_s
            )
            self._widget.on_msg(self._hear)
            self._sender.show_on(self._widget, drawing)
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


_VIEWS: set[LiveView] = set()


@atexit.register
def _stop_all() -> None:
    """Leave pictures behind at a clean end of the kernel, as far as it still listens."""
    last_messages()
    for view in list(_VIEWS):
        with contextlib.suppress(Exception):
            if not view.forsaken:
                view.stop()
