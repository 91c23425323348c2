"""A short campaign in every run: faults while idempotent producers write and a consumer reads, and nothing is lost; the
same faults with settings that promise less, and the same judge finds the losses. The full one is `make campaign`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.campaign import rounds, run
from benchmarks.campaign.schedule import Fault, draw
from kafkalab import Cluster

pytestmark = [pytest.mark.cluster, pytest.mark.faults]

# The next in line is frozen while the leader takes more records and dies: with acks=1 those are gone.
STALLED_SUCCESSOR = [
    Fault("pause one, kill another", (102, 101), hold_s=3.5, calm_first=True),
    Fault("pause one, kill another", (103, 102), hold_s=3.5, calm_first=True),
]


@pytest.fixture(scope="module")
def battered(home) -> Iterator[Cluster]:
    """A cluster of this module's own."""
    cluster = Cluster.up("campaign")
    yield cluster
    cluster.delete()


@pytest.mark.timeout(600)
def test_nothing_acknowledged_by_all_is_lost_doubled_or_disordered_by_any_fault(battered, unique):
    faults = [*STALLED_SUCCESSOR, *draw(20261123, 8, [101, 102, 103], [1])]
    outcome = run.campaign(battered, unique("safe"), run.SAFE, faults, print)
    assert outcome.verdict.is_clean, outcome.verdict
    assert outcome.acked > 200, "too little was written to prove anything"
    assert outcome.read > 200, "too little was read to prove anything"


@pytest.mark.timeout(600)
def test_the_same_judge_finds_the_losses_of_settings_that_promise_less(battered, unique):
    """Else the test above could not fail."""
    outcome = run.campaign(battered, unique("risky"), run.RISKY, STALLED_SUCCESSOR, print)
    assert outcome.verdict.lost


@pytest.mark.timeout(900)
def test_after_any_sudden_death_up_brings_back_every_acknowledged_record_and_leaves_no_orphan():
    report = rounds.rounds("rounds", seed=20261123, count=6, tell=print)
    assert not report.failed_ups
    assert not report.lost
    assert report.orphans == 0
    assert {moment for moment, _ in report.dealt} == {"up", "down", "write"}
    assert report.acked, "nothing was written"
