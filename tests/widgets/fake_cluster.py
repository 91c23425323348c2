"""A cluster that only notes what it is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import SimpleNamespace


class FakeCluster:
    """Notes each call as it begins and ends; one that is held ends when `go` is set."""

    is_ours = True
    bootstrap_servers = "localhost:9092"

    def __init__(self, name: str) -> None:
        self.name = name
        self.calls: list[str] = []
        self.go = threading.Event()
        self.held: set[str] = set()
        self.actors: dict = {}
        self.does: Callable[[], object] = lambda: None
        self.admin = SimpleNamespace(produce=self._produce)

    def broker(self, number: int) -> SimpleNamespace:
        return SimpleNamespace(**{v: lambda v=v: self._call(f"{v} {number}") for v in ("kill", "start", "pause")})

    def heal(self) -> None:
        self._call("heal")

    def _produce(self, topic: str, records: list, **options: object) -> list[tuple[int, int]]:
        self._call(f"produce {topic} {records} {options}")
        return [(0, 7)]

    def _call(self, what: str) -> None:
        self.calls.append(what)
        if what in self.held:
            assert self.go.wait(10)
        self.does()
        self.calls.append(f"{what} is over")
