"""A question that needs something broken, on a cluster that is not ours: skipped, and left out of the score."""

from __future__ import annotations

import dataclasses

import pytest

from kafkalab.checks import Experiment, Observation, Outcome, Scorebook
from kafkalab.checks.score import score_of
from kafkalab.foreign import not_ours
from kafkalab.i18n import Text, using

from .samples import NUMBER, PREDICTED, STATE, hold, text

TITLE = Text("t", "t")


def refuse(*_: object):
    raise not_ours()


BREAKS = dataclasses.replace(PREDICTED, experiment=Experiment(refuse))


def score(*questions):
    return score_of(TITLE, questions, *Scorebook("00").read())


@pytest.mark.parametrize("question", [BREAKS, dataclasses.replace(STATE, examine=refuse)])
def test_it_is_skipped_with_a_word_of_why(question):
    verdict = hold(question).check(5)
    assert (verdict.outcome, verdict.points) == (Outcome.SKIPPED, 0)
    assert "this cluster is not ours" in str(verdict.message)
    assert "`Cluster.up()`" in str(verdict.message)
    with using("es"):
        assert "este clúster no es nuestro" in repr(verdict)


def test_it_counts_neither_for_nor_against():
    hold(BREAKS).check(5)
    hold(NUMBER).check(5)
    told = score(NUMBER, BREAKS)
    assert (told.points, told.out_of) == (1, 1)
    assert told.rows[1].outcome is Outcome.SKIPPED
    assert "– skipped" in repr(told)
    assert Scorebook("00").read()[0][BREAKS.id].attempts == 0


def test_what_was_never_asked_still_counts():
    assert score(NUMBER, BREAKS).out_of == 2


@pytest.mark.parametrize(("answer", "points", "outcome"), [(5, 1, Outcome.PASS), (4, 0, Outcome.FAIL)])
def test_an_answer_that_was_marked_elsewhere_stands(answer, points, outcome):
    """Nobody gets rid of a wrong answer by going to a cluster that cannot mark it."""
    hold(PREDICTED).check(answer)
    hold(BREAKS).check(answer)
    told = score(BREAKS)
    assert (told.points, told.out_of, told.rows[0].outcome) == (points, 1, outcome)


def test_with_a_cluster_of_ones_own_it_is_marked_after_all():
    hold(BREAKS).check(5)
    own = dataclasses.replace(BREAKS, experiment=Experiment(lambda _: Observation(5, text("fact"), text("clue"))))
    assert hold(own).check(5).points == 1
    assert (score(BREAKS).points, score(BREAKS).out_of) == (1, 1)


def test_a_cluster_that_is_only_gone_does_not_excuse():
    def gone(_):
        raise TimeoutError

    hold(dataclasses.replace(PREDICTED, experiment=Experiment(gone))).check(5)
    assert score(BREAKS).out_of == 1
    assert score(BREAKS).rows[0].outcome is Outcome.TODO
