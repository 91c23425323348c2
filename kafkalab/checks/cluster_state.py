"""Something to do on the cluster: no answer to write; what the brokers report is what counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kafkalab.checks.question import Bench, Question
from kafkalab.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from kafkalab.checks.verdict import Finding
    from kafkalab.observe.snapshot import Snapshot


@dataclass(frozen=True)
class WrongState:
    """A typical wrong way: `setup(cluster)` does it, and the student who did it must be told `message`."""

    setup: Callable[[Any], None]
    message: Text


@dataclass(frozen=True, kw_only=True)
class ClusterState(Question):
    """`examine(cluster, snapshot)` judges; `solve(cluster)` is the solution, for the course checker.

    `examine` returns `todo(...)` while nothing has been done, `failed(...)`, or `passed(...)`.
    """

    examine: Callable[[Any, Snapshot], Finding]
    solve: Callable[[Any], None]
    wrong: tuple[WrongState, ...]

    @property
    def form(self) -> Text:
        """Nothing to write."""
        return Text(
            es="hazlo en el clúster y vuelve a ejecutar la comprobación.",
            en="do it on the cluster, then run this check again.",
        )

    @property
    def call(self) -> str:
        """Nothing between the brackets."""
        return "check()"

    def mark(self, given: object, bench: Bench) -> Finding:
        """What the brokers report now; `given` is not looked at."""
        cluster = bench.cluster()
        return self.examine(cluster, cluster.snapshot())
