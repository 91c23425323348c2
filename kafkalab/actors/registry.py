"""All actors of one cluster: started under a name that nobody else has, found again by it, shown in snapshots.

What is known of those that this process did not start is in the folder: a kept actor outlives its kernel.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock

from kafkalab.actors import card, process
from kafkalab.actors.card import Card
from kafkalab.actors.handles import Consumer, Handle, Producer
from kafkalab.actors.process import Process
from kafkalab.actors.source import Kind
from kafkalab.errors import ActorError, UsageError
from kafkalab.i18n import Text
from kafkalab.observe import snapshot
from kafkalab.talk import say

READY_TIMEOUT_S = 20.0
_PAUSE_S = 0.02
_LOOK_S = 0.5  # a consumer that gets no partition may hear nothing: its group has to be looked at
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")

_ODD_NAME = Text(es="«{name}» no vale como nombre de un actor.", en='"{name}" cannot be the name of an actor.')
_NAME_RULE = Text(
    es="Usa letras sin acento, cifras, punto, guion o guion bajo, hasta 40, y empieza por letra o cifra.",
    en="Use unaccented letters, digits, dot, hyphen or underscore, at most 40, and begin with a letter or a digit.",
)
_TAKEN = Text(es="Ya hay un actor en marcha que se llama «{name}».", en='An actor called "{name}" is running already.')
_TAKEN_NEXT = Text(
    es='Ciérralo con `cluster.actors["{name}"].close()`, o da otro nombre al nuevo.',
    en='Close it with `cluster.actors["{name}"].close()`, or give the new one another name.',
)
_NO_CLIENT = Text(es="confluent-kafka no está instalado.", en="confluent-kafka is not installed.")
_NO_CLIENT_NEXT = Text(
    es="Instálalo con `pip install confluent-kafka`.", en="Install it with `pip install confluent-kafka`."
)
_ENDED = Text(es="{name} ha terminado nada más empezar: {reason}.", en="{name} ended as soon as it began: {reason}.")
_ENDED_NEXT = Text(
    es="Revisa sus opciones; su programa está en {program}.", en="Check its options; its program is {program}."
)
_NOT_YET = Text(
    es="{name} está en marcha, pero tras {seconds:g} s aún no {what}; sigue intentándolo.",
    en="{name} is running, but after {seconds:g} s it has not {what} yet; it goes on trying.",
)
_JOINED = {
    "consumer": Text(es="ha entrado en su grupo", en="joined its group"),
    "producer": Text(es="se ha conectado", en="connected"),
}


class Actors(Mapping[str, Handle]):
    """The actors of the cluster whose actors live in `folder`, by name; those of other kernels while they run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mine: dict[str, Handle] = {}
        self._lock = threading.Lock()

    def start(
        self, kind: Kind, name: str | None, make_card: Callable[[Path], Card], write: Callable[[str], str], servers: str
    ) -> Handle:
        """Start an actor on `servers`. `make_card` makes its card of its folder, `write` its program of its name.

        Raises UsageError (an odd name, or one in use, or what `write` raises) or ActorError (no such client here).
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / ".lock"):
            new = make_card(self._folder / self._free_name(name, kind))
            if new.client == "confluent" and find_spec("confluent_kafka") is None:
                raise ActorError(_NO_CLIENT, _NO_CLIENT_NEXT)
            text = write(new.name)
            new.folder.mkdir(exist_ok=True)
            (new.folder / process.PROGRAM).write_text(text, encoding="utf-8")
            started = Process.start(new.folder, servers, keep=new.keep)
            new.write(started.pid)
            handle = _handle(new, started)
        with self._lock:
            self._mine[new.name] = handle
        return handle

    def _free_name(self, name: str | None, kind: Kind) -> str:
        if name is None:
            number = 1
            while self._is_running(f"{kind}-{number}"):
                number += 1
            return f"{kind}-{number}"
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise UsageError(_ODD_NAME.format(name=str(name)[:60]), _NAME_RULE)
        if self._is_running(name):
            raise UsageError(_TAKEN.format(name=name), _TAKEN_NEXT.format(name=name))
        return name

    def _is_running(self, name: str) -> bool:
        found = self.get(name)
        return found is not None and found.is_alive

    def __getitem__(self, name: str) -> Handle:
        with self._lock:
            mine = self._mine.get(name)
        if mine is not None and mine.is_alive:
            return mine
        found = card.read(self._folder / name) if isinstance(name, str) and _NAME.fullmatch(name) else None
        if found is not None:
            other = Process(found[1], found[0].folder)
            if other.status != "stopped":
                return self._attached(found[0], other)
        if mine is None:
            raise KeyError(name)
        return mine

    def _attached(self, found: Card, running: Process) -> Handle:
        with self._lock:
            known = self._mine.get(found.name)
            if known is None or known.pid != running.pid:
                known = self._mine[found.name] = _handle(found, running)
            return known

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._names() if self.get(name) is not None)

    def _names(self) -> list[str]:
        with self._lock:
            names = set(self._mine)
        with suppress(OSError):  # there is no folder yet, or no longer
            names |= {folder.name for folder in self._folder.iterdir() if _NAME.fullmatch(folder.name)}
        return sorted(names)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return "\n".join(repr(handle) for handle in self.values()) or "–"

    def as_seen(self) -> Mapping[str, snapshot.Actor]:
        """All of them as a Snapshot has them. Never raises: an actor may end, or its folder go, at any moment."""
        seen = {}
        for name in self._names():
            with suppress(OSError, KeyError):
                seen[name] = self[name].as_seen()
        return seen


def _handle(found: Card, running: Process) -> Handle:
    return (Consumer if found.kind == "consumer" else Producer)(found, running)


def wait_ready(handle: Handle, is_member: Callable[[], bool]) -> None:
    """Wait until it has connected, or joined its group. `is_member` asks the group for a consumer without partitions.

    One that takes longer is said and left to go on. Raises ActorError if its process ends.
    """
    began = time.monotonic()
    deadline, next_look = began + READY_TIMEOUT_S, began + _LOOK_S
    while handle.is_alive and not handle.is_ready:
        if (now := time.monotonic()) > deadline:
            say(_NOT_YET.format(name=handle.name, seconds=READY_TIMEOUT_S, what=_JOINED[handle.kind]))
            return
        if now > next_look and handle.kind == "consumer":
            if is_member():
                return
            next_look = time.monotonic() + _LOOK_S
        time.sleep(_PAUSE_S)
    if handle.state == "crashed":
        raise _ended(handle)


def _ended(handle: Handle) -> ActorError:
    told = [trouble.error for trouble in handle.errors] or list(handle.output) or [f"exit code {handle.exit_code}"]
    reason = told[-1].rstrip(".")[:500]
    step = _ENDED_NEXT.format(program=handle.folder / process.PROGRAM)
    return ActorError(_ENDED.format(name=handle.name, reason=reason), step)


_registries: dict[Path, Actors] = {}
_registries_lock = threading.Lock()


def actors_in(folder: Path) -> Actors:
    """The actors that live in `folder`: one object for all who ask in this process."""
    with _registries_lock:
        return _registries.setdefault(folder.resolve(), Actors(folder.resolve()))
