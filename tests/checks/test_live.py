"""A question as a student holds it: predictions first, the cluster's answer, hints, solutions, and what goes wrong."""

from __future__ import annotations

import dataclasses
import json
from types import SimpleNamespace

import pytest
from kafka.errors import KafkaTimeoutError

from kafkalab.checks import Experiment, Observation, Outcome, passed, todo
from kafkalab.errors import ClusterError
from kafkalab.i18n import Text, using

from .samples import CHOICE, NUMBER, PREDICTED, STATE, hold, text


def predictions(home):
    lines = (home / "scores" / "00.predictions.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def with_experiment(run):
    return dataclasses.replace(PREDICTED, experiment=Experiment(run))


def test_the_prediction_is_written_before_the_experiment_runs(own_home):
    """Otherwise it would be no prediction."""
    seen = []

    def run(cluster):
        seen.extend(predictions(own_home))
        return Observation(5, text("fact"), text("clue"))

    hold(with_experiment(run)).check(7)
    assert [(line["question"], line["prediction"]) for line in seen] == [("q6", "7")]
    assert seen[0]["at"] > 1_600_000_000


def test_predictions_are_only_ever_added(own_home):
    live = hold(PREDICTED)
    for value in (1, 2, 2):
        live.check(value)
    assert [line["prediction"] for line in predictions(own_home)] == ["1", "2", "2"]


def test_the_cluster_decides_what_is_right():
    """What the author expected does not count against what the cluster showed."""
    live = hold(with_experiment(lambda cluster: Observation("6", text("six came."), text("look."))))
    assert live.check(6).passed
    assert not live.check(5).passed


def test_a_wrong_prediction_hears_the_clue_and_a_right_one_the_fact():
    live = hold(PREDICTED)
    assert str(live.check(4).message) == "en look again en look at the offsets."
    assert str(live.check(5).message) == "en five came."


def test_the_experiment_runs_once_until_the_lesson_starts_again():
    runs = []
    live = hold(with_experiment(lambda cluster: runs.append(1) or Observation(5, text("f"), text("c"))))
    live.check(4)
    live.check(5)
    assert len(runs) == 1
    live.forget()
    live.check(5)
    assert len(runs) == 2


def test_nothing_is_run_for_an_untouched_or_unreadable_answer(own_home):
    def run(cluster):
        raise AssertionError

    live = hold(with_experiment(run))
    assert live.check(...).outcome is Outcome.TODO
    assert live.check("five").outcome is Outcome.FAIL
    assert not (own_home / "scores" / "00.predictions.jsonl").exists()


@pytest.mark.parametrize(
    "error",
    [
        ClusterError(Text("No hay clúster.", "There is no cluster."), Text("Haz algo.", "Do something.")),
        KafkaTimeoutError("no brokers"), ConnectionRefusedError(111, "refused"), TimeoutError(),
    ],
)  # fmt: skip
def test_a_cluster_that_is_gone_is_a_sentence_that_says_what_to_do(error):
    def run(cluster):
        raise error

    verdict = hold(with_experiment(run)).check(5)
    assert verdict.outcome is Outcome.SKIPPED
    assert "lesson.start()" in str(verdict.message)


def test_a_bug_of_ours_is_an_apology_and_a_log(own_home):
    live = hold(dataclasses.replace(STATE, examine=lambda cluster, snapshot: 1 / 0))
    verdict = live.check()
    assert verdict.outcome is Outcome.SKIPPED
    assert "ZeroDivisionError" in str(verdict.message)
    assert "1 / 0" in (own_home / "logs" / "checks.log").read_text()
    assert isinstance(live.error, ZeroDivisionError)


def test_a_state_is_judged_by_a_fresh_snapshot():
    snapshots = iter(["nothing", "done"])
    cluster = SimpleNamespace(snapshot=lambda: next(snapshots))
    examine = lambda _, snapshot: passed(text("done.")) if snapshot == "done" else todo(text("nothing yet."))  # noqa: E731
    live = hold(dataclasses.replace(STATE, examine=examine), cluster)
    assert [live.check().outcome, live.check().outcome] == [Outcome.TODO, Outcome.PASS]


def test_a_listed_wrong_answer_gets_its_message_in_both_languages():
    message = hold(CHOICE).check("a").message
    assert (message.es, message.en) == ("es look at the topic.", "en look at the topic.")


def test_an_answer_that_cannot_be_read_is_shown_cut_short():
    verdict = hold(CHOICE).check("x" * 5000)
    assert "'" + "x" * 40 + "'…" in str(verdict.message)


def test_hints_are_counted():
    live = hold(CHOICE)
    assert repr(live.hint(1)) == "Hint 1 of 2: en hint one"
    assert repr(live.hint(2)) == "Hint 2 of 2: en hint two"


@pytest.mark.parametrize("n", [0, 3, -1, "1", None, 1.0, True, [1]])
def test_a_hint_that_does_not_exist_is_answered_kindly(n):
    assert "lesson.q1.hint(1), lesson.q1.hint(2)" in repr(hold(CHOICE).hint(n))


def test_points_after_the_solution_was_read_are_not_earned():
    live = hold(NUMBER)
    assert "en because" in repr(live.solution())
    verdict = live.check(5)
    assert (verdict.outcome, verdict.points, verdict.out_of) == (Outcome.PASS, 0, 1)


def test_points_earned_before_the_solution_was_read_stay():
    live = hold(NUMBER)
    live.check(5)
    live.solution()
    assert live.check(5).points == 1


def test_a_question_shows_its_prompt_options_and_how_to_answer():
    shown = repr(hold(CHOICE))
    assert shown.splitlines()[1:4] == ["en prompt", "a) none", "b) all five"]
    assert "lesson.q1.check(…)" in shown
    assert "lesson.q5.check()" in repr(hold(STATE))
    assert "<br>a) none<br>" in hold(CHOICE)._repr_html_()


def test_a_score_that_cannot_be_saved_does_not_cost_the_verdict(own_home):
    """The home is a file here, so nothing can be written."""
    own_home.write_text("")
    verdict = hold(NUMBER).check(5)
    assert verdict.passed
    assert "could not save" in repr(verdict)
    with using("es"):
        assert "No he podido guardar" in repr(verdict)
