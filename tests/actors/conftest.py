"""A topic of three partitions on the shared cluster, and actors that are ended whatever a test does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from kafkalab.actors.process import end_below

LIMIT_S = 30.0


@pytest.fixture
def topic(cluster, unique) -> Iterator[str]:
    name = unique("acted")
    cluster.admin.create_topic(name, assignment={0: [101, 102, 103], 1: [102, 103, 101], 2: [103, 101, 102]})
    yield name
    end_below(cluster.actors_folder, 0)


@pytest.fixture
def group(unique) -> str:
    return unique("actors")


@pytest.fixture
def until() -> Callable[[Callable[[], object], str], None]:
    """Waits until a condition holds; `what` says what did not, after a generous time."""

    def wait(condition: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + LIMIT_S
        while not condition():
            assert time.monotonic() < deadline, f"not within {LIMIT_S:g} s: {what}"
            time.sleep(0.05)

    return wait
