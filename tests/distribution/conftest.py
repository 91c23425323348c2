"""A small Kafka: three jars of a few bytes, their lock, and a stand-in for Maven Central that can be told to fail."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kafkalab.distribution.jars import Advance
from kafkalab.distribution.lock import Artifact, Lock

CONTENTS = {"kafka": b"broker" * 100, "tools": b"tools" * 200, "log4j": b"log" * 300}


def artifact(name: str, content: bytes) -> Artifact:
    return Artifact("org.example", name, "1.0", len(content), hashlib.sha256(content).hexdigest())


class Maven:
    """Delivers the three jars; `broken[name]` is called instead, with the file to write. Counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken: dict[str, Callable[[Path, Advance], None]] = {}
        self._counting = threading.Lock()

    def __call__(self, wanted: Artifact, folder: Path, advance: Advance) -> Path:
        with self._counting:
            self.asked.append(wanted.name)
        arrived = folder / f"{wanted.name}.download"
        broken = self.broken.get(wanted.name)
        if broken:
            broken(arrived, advance)
        else:
            arrived.write_bytes(CONTENTS[wanted.name])
            advance(wanted.size)
        return arrived


class Shown:
    """What the progress bar was told."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.arrived = 0

    @contextmanager
    def __call__(self, size: int) -> Iterator[Advance]:
        self.sizes.append(size)
        yield self._advance

    def _advance(self, amount: int) -> None:
        self.arrived += amount


@pytest.fixture
def lock() -> Lock:
    return Lock("9.9", tuple(artifact(name, content) for name, content in CONTENTS.items()))


@pytest.fixture
def maven() -> Maven:
    return Maven()


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "kafka-9.9"
