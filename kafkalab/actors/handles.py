"""What a notebook holds of an actor: how it is, what it has told, and the ways to end it.

Reading is lazy: whatever is asked for is as of now, and nothing runs in the background of the notebook.
"""

from __future__ import annotations

import signal
import time
from html import escape
from typing import Any, ClassVar, Literal

from kafkalab.actors.card import Card
from kafkalab.actors.process import PROGRAM, REPORT, Process
from kafkalab.actors.report import Pair, Rebalance, Record, Report, Trouble
from kafkalab.errors import ActorError
from kafkalab.i18n import Text
from kafkalab.observe import snapshot
from kafkalab.talk import say

State = Literal["starting", "running", "paused", "closed", "killed", "crashed"]

CLOSE_TIMEOUT_S = 12.0

_LATE = Text(
    es="{name} no ha terminado en {seconds:g} s, así que se le ha matado.",
    en="{name} did not end within {seconds:g} s, so it was killed.",
)
_GONE = Text(es="{name} ya ha terminado ({state}).", en="{name} has ended already ({state}).")
_GONE_NEXT = Text(es="Arranca otro con `cluster.{kind}(…)`.", en="Start another with `cluster.{kind}(…)`.")


class Handle:
    """An actor: a producer or a consumer that runs its program in a process of its own."""

    kind: ClassVar[str]

    def __init__(self, card: Card, process: Process) -> None:
        self.name, self.client, self.keep = card.name, card.client, card.keep
        self.topics, self.group, self.folder, self.pid = card.topics, card.group, card.folder, process.pid
        self._process = process
        self._source = (card.folder / PROGRAM).read_text(encoding="utf-8")
        self._told = Report(card.folder / REPORT)
        self._ended: Literal["closed", "killed"] | None = None  # by us

    # -- how it is ----------------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """Starting, running, paused; or closed (in order), killed (by `kill()`), crashed (by itself or by others)."""
        now = self._process.status
        if now == "stopped":
            crashed, closed = self._told.ask(lambda told: (told.has_crashed, told.is_closed))
            return "crashed" if crashed else self._ended or ("closed" if closed else "crashed")
        return "paused" if now == "paused" else "running" if self._is_connected else "starting"

    @property
    def is_alive(self) -> bool:
        """Whether its process is there, paused or not."""
        return self._process.status != "stopped"

    @property
    def is_ready(self) -> bool:
        """Whether it has connected."""
        return self._is_connected

    @property
    def _is_connected(self) -> bool:
        return self._told.ask(lambda told: told.is_connected)

    @property
    def exit_code(self) -> int | None:
        """Its exit code, or minus the signal that ended it. None while it runs, or if another kernel started it."""
        return self._process.exit_code

    @property
    def records(self) -> tuple[Record, ...]:
        """The newest 10 000 records that it has read (a consumer) or that were acknowledged (a producer)."""
        return self._told.ask(lambda told: tuple(told.records))

    @property
    def positions(self) -> dict[Pair, int]:
        """By (topic, partition): the offset after the last record that it has read or had acknowledged there."""
        return self._told.ask(lambda told: dict(told.positions))

    @property
    def errors(self) -> tuple[Trouble, ...]:
        """What its client reported as an error, and what ended it, oldest first.

        While no broker answers, librdkafka says so; kafka-python may try again without a word.
        """
        return self._told.ask(lambda told: tuple(told.errors))

    @property
    def output(self) -> tuple[str, ...]:
        """The last lines that its libraries printed: warnings, a traceback."""
        return self._told.ask(lambda told: tuple(told.lines))

    def source(self) -> str:
        """The program that it runs, to be shown, copied and run by hand."""
        return Source(self._source)

    def as_seen(self) -> snapshot.Actor:
        """Itself in a Snapshot."""
        state = self.state
        return self._told.ask(
            lambda told: snapshot.Actor(
                self.kind, state, dict(told.positions), told.acked, told.failed, self.topics, self.group, told.acks
            )
        )

    # -- what can be done with it -------------------------------------------------------------------------------------

    def close(self) -> None:
        """End it in order, and wait for that: a consumer leaves its group, a producer sends what it still has."""
        if not self.is_alive:
            return
        by_itself = self._process.end(CLOSE_TIMEOUT_S)
        self._ended = "closed" if by_itself else "killed"
        if not by_itself:
            say(_LATE.format(name=self.name, seconds=CLOSE_TIMEOUT_S))

    stop = close

    def kill(self) -> None:
        """SIGKILL: a crash. Its group notices when its session is over."""
        if self.is_alive:
            self._ended = "killed"
            self._process.kill()

    def pause(self) -> None:
        """SIGSTOP: it hangs, until `resume()`. Raises ActorError if it has ended."""
        self._require_alive()
        self._process.pause()

    def resume(self) -> None:
        """SIGCONT: it goes on where it was. Raises ActorError if it has ended."""
        self._require_alive()
        self._process.send(signal.SIGCONT)

    def _require_alive(self) -> None:
        if not self.is_alive:
            raise ActorError(_GONE.format(name=self.name, state=self.state), _GONE_NEXT.format(kind=self.kind))

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- how it looks -------------------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        (_, state), *facts = self._facts()
        return f"<{self.name}: {'; '.join([state, *(f'{label} {value}' for label, value in facts if value)])}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th style="text-align:left">{escape(str(label))}</th>'
            f'<td style="text-align:left">{escape(value) or "–"}</td></tr>'
            for label, value in self._facts()
        )
        return f'<table class="kafkalab-actor"><caption>{escape(self.name)}</caption>{rows}</table>'

    def _facts(self) -> list[tuple[Text, str]]:
        code, errors, records = self.exit_code, self.errors, self.records
        ended = f" ({code})" if code is not None and self.state == "crashed" else ""
        facts = [
            (Text(es="estado", en="state"), f"{self.state}{ended}"),
            *self._own_facts(),
            (Text(es="último registro", en="last record"), _record(records[-1]) if records else ""),
        ]
        return facts + ([(Text(es="último error", en="last error"), errors[-1].error)] if errors else [])

    def _own_facts(self) -> list[tuple[Text, str]]:
        raise NotImplementedError


class Consumer(Handle):
    """A member of a consumer group, in a process of its own."""

    kind = "consumer"

    @property
    def assignment(self) -> tuple[Pair, ...]:
        """The (topic, partition) pairs that it has now. One that was killed has none."""
        return self._told.ask(lambda told: tuple(sorted(told.assignment))) if self.is_alive else ()

    @property
    def is_ready(self) -> bool:
        """Whether it was told which partitions are its own."""
        return any(rebalance.kind == "assigned" for rebalance in self.rebalances)

    @property
    def rebalances(self) -> tuple[Rebalance, ...]:
        """Which partitions it got and gave back, and when, oldest first."""
        return self._told.ask(lambda told: tuple(told.rebalances))

    @property
    def read_count(self) -> int:
        """How many records it has read; `records` keeps the newest only."""
        return self._told.ask(lambda told: told.read_count)

    def _own_facts(self) -> list[tuple[Text, str]]:
        owned = ", ".join(f"{topic}-{number}" for topic, number in self.assignment) or "–"
        return [
            (Text(es="grupo", en="group"), str(self.group)),
            (Text(es="particiones", en="partitions"), owned),
            (Text(es="registros leídos", en="records read"), f"{self.read_count}"),
        ]


class Producer(Handle):
    """A producer in a process of its own."""

    kind = "producer"

    @property
    def acked(self) -> int:
        """How many records were acknowledged, as its `acks` understands that; `records` has the newest of them."""
        return self._told.ask(lambda told: told.acked)

    @property
    def failed(self) -> int:
        """How many records it gave up; why is in `errors`."""
        return self._told.ask(lambda told: told.failed)

    def _own_facts(self) -> list[tuple[Text, str]]:
        return [
            (Text(es="topic", en="topic"), ", ".join(self.topics)),
            (Text(es="confirmados", en="acknowledged"), f"{self.acked}"),
            (Text(es="fallidos", en="failed"), f"{self.failed}"),
        ]


class Source(str):
    """A program's text, which a notebook shows as it stands instead of in quotes."""

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return f"```python\n{self}\n```"


def _record(record: Record) -> str:
    when = "" if record.timestamp is None else time.strftime(" (%H:%M:%S)", time.localtime(record.timestamp / 1000))
    return f"{record.topic}-{record.partition} @{record.offset} {record.key}: {record.value}{when}"
