"""The hands of a view: hears what is clicked in its page, does it in a thread, and tells the page what came of it.

What there is to click is in choices.py, what a click means in actions.py. Two clicks on one node wait for each other.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kafkalab.errors import KafkalabError
from kafkalab.i18n import Text, joined, using
from kafkalab.talk import heard
from kafkalab.widgets import choices, clicks, markup
from kafkalab.widgets.actions import ACTIONS, Place
from kafkalab.widgets.clicks import Click
from kafkalab.widgets.lines import Call, line
from kafkalab.widgets.outputs import shell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kafkalab.cluster import Cluster
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot
    from kafkalab.widgets.subject import Subject

    Answer = Callable[[dict[str, Any]], None]

_BEGUN = Text("{what}…", "{what}…")
_AGAIN = Text(es="Eso ya está en marcha.", en="That is under way already.")
_FAILED = Text(es="No ha salido: {error}.", en="That did not work: {error}.")
_log = logging.getLogger(__name__)


class Hands:
    """The controls of one view of `cluster`."""

    def __init__(self, cluster: Cluster, subject: Subject, lang: Lang) -> None:
        self.cluster, self.subject, self.lang = cluster, subject, lang
        self._snapshot: Snapshot | None = None
        self._under_way: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def follow(self, snapshot: Snapshot) -> None:
        """What can be chosen is what `snapshot` has."""
        self._snapshot = snapshot

    def to_html(self) -> str:
        """The controls as they are now, for the trait `controls`."""
        ours = self.cluster.is_ours
        rows = choices.rows(self.subject, self._snapshot, ours=ours)
        return markup.toolbar(rows, self.lang, None if ours else choices.NOT_OURS)

    def act(self, name: str, fields: Mapping[str, Any], answer: Answer) -> None:
        """Do what the action `name` does, in a thread of its own. Returns at once.

        `answer` is told twice, in that thread: when it begins, with the lines that do the same, and what came of it.
        {act, of, state: "begun" | "ok" | "failed", text}, and with "begun" also `same`: HTML.
        """
        hand = threading.Thread(target=self._do, args=(name, fields, answer), name="kafkalab-hand", daemon=True)
        hand.start()

    def _do(self, name: str, fields: Mapping[str, Any], answer: Answer) -> None:
        pair = (name, str(fields.get("of", "")))

        def tell(state: str, text: Text, **more: str) -> None:
            answer({"act": pair[0], "of": pair[1], "state": state, "text": text.in_(self.lang), **more})

        with self._lock:
            again = pair in self._under_way
            self._under_way.add(pair)
        if again:
            return tell("failed", _AGAIN)
        try:
            with using(self.lang):
                told = self._done(name, fields, tell)
        except KafkalabError as error:
            state, told = "failed", joined(error.what, error.next_step)
        except Exception as error:
            _log.exception("a click failed")
            state, told = "failed", _FAILED.format(error=f"{type(error).__name__}: {error}")
        else:
            state = "ok"
        with self._lock:
            self._under_way.discard(pair)
        return tell(state, told)

    def _done(self, name: str, fields: Mapping[str, Any], tell: Callable[..., None]) -> Text:
        """Do it, tell that it begins, and give back what came of it. Raises what the cluster raises."""
        click, place = self._click(name, fields), self._place(name)
        action = ACTIONS[name]
        wanted = action.line(place, click)
        same = markup.same(place.python(wanted), action.shell(place, click), self.lang)
        tell("begun", _BEGUN.format(what=" ".join([str(action.label), click.of]).strip()), same=same)
        said: list[Text] = []
        with _turn(self.cluster.name, self._touched(click)), heard(said.append):
            result = wanted.run(self.cluster)
        return joined(*said, action.told(click, result))

    def _click(self, name: str, fields: Mapping[str, Any]) -> Click:
        if name not in ACTIONS or self._snapshot is None:
            raise clicks.gone(name)
        known: dict[str, Any] = {"act": name}
        for what in ACTIONS[name].reads:
            known |= self._read(what, fields, self._snapshot)
        return Click(**known)

    def _read(self, what: str, fields: Mapping[str, Any], snapshot: Snapshot) -> dict[str, Any]:
        if what == "node":
            role, number = clicks.node(fields, snapshot)
            return {"of": str(number), "role": role, "node": number}
        if what == "actor":
            name = clicks.actor(fields, choices.belonging(self.subject, snapshot))
            handle = self.cluster.actors.get(name)
            if handle is None:
                raise clicks.gone(name)
            return {"of": name, "actor": name, "pid": handle.pid}
        if what == "partition":
            return {"partition": None if fields.get("key") else self._partition(snapshot)}
        if what == "key":
            return {"key": clicks.text(fields, "key") or None}
        return {what: {"group": clicks.group, "acks": clicks.acks, "value": clicks.value}[what](fields)}

    def _partition(self, snapshot: Snapshot) -> int | None:
        """Where a record without a key goes: to the partition of the view, else, as Kafka's clients do, to any."""
        topic = snapshot.topics.get(choices.topic_of(self.subject, snapshot) or "")
        led = [] if topic is None else [part.id for part in topic.partitions.values() if part.leader is not None]
        if self.subject.partition is not None or not led:
            return self.subject.partition
        return random.choice(led)  # noqa: S311 - no secret

    def _place(self, name: str) -> Place:
        cluster, snapshot = self.cluster, self._snapshot
        topic = None if snapshot is None else choices.topic_of(self.subject, snapshot)
        if topic is None and name in choices.OF_A_TOPIC:
            raise clicks.gone(self.subject.topic or "topic")
        made = "attach" if cluster.is_ours else "connect"
        return Place(
            cluster.name, cluster.bootstrap_servers, topic or "",
            line(Call(made, (cluster.name,))).text("Cluster"), _variable(cluster),
        )  # fmt: skip

    def _touched(self, click: Click) -> set[str]:
        """The nodes that nobody else may touch meanwhile."""
        if click.act == "heal" and self._snapshot is not None:
            return {str(node) for node in (*self._snapshot.brokers, *self._snapshot.nodes)}
        return {str(click.node)} if click.node else set()


def _variable(cluster: Cluster) -> str | None:
    """What the notebook calls this cluster: `cluster`, if that is it, else any name of its own."""
    notebook = shell()
    known = list(notebook.user_ns.items()) if notebook is not None else []
    names = [name for name, value in known if type(value) is type(cluster) and value.name == cluster.name]
    named = sorted((name for name in names if not name.startswith("_")), key=lambda name: (name != "cluster", name))
    return named[0] if named else None


_busy: set[tuple[str, str]] = set()
_turns = threading.Condition()


@contextmanager
def _turn(cluster: str, nodes: set[str]) -> Iterator[None]:
    """Inside the block nobody else touches these nodes of the cluster. Waits for those who do."""
    wanted = {(cluster, node) for node in nodes}
    with _turns:
        _turns.wait_for(lambda: not wanted & _busy)
        _busy.update(wanted)
    try:
        yield
    finally:
        with _turns:
            _busy.difference_update(wanted)
            _turns.notify_all()
