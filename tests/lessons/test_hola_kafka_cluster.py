"""Lesson 00 on real brokers: every wrong answer gets its message, every solution passes, nothing is left behind."""

from __future__ import annotations

import shutil

import pytest

from kafkalab.course.live import prove
from kafkalab.i18n import set_language
from kafkalab.lessons import Lesson, Sheet
from kafkalab.lessons.cluster_admin import ClusterAdmin
from kafkalab.lessons.hola_kafka import LESSON, experiments
from kafkalab.lessons.hola_kafka.clients import SCRATCH, all_records, make_anew, read_with_group, send

pytestmark = pytest.mark.cluster


@pytest.fixture(autouse=True)
def _same_surroundings(monkeypatch):
    monkeypatch.setenv("BOOTSTRAP", "")
    yield
    set_language(None)


@pytest.fixture(autouse=True)
def _tidy(cluster, home):
    """The lesson's topics and groups are gone from the shared cluster afterwards, and its scores, whatever happened."""
    yield
    shutil.rmtree(home / "scores", ignore_errors=True)
    admin = cluster.admin
    for topic in (*LESSON.topics, *LESSON.exercise_topics):
        admin.delete_topic(topic.name, missing_ok=True)
    for group in (*LESSON.groups, *LESSON.exercise_groups):
        admin.delete_group(group, missing_ok=True)


@pytest.mark.parametrize("kind", [Lesson, Sheet])
def test_wrong_answers_get_their_messages_and_solutions_pass(cluster, kind):
    sheet = kind(LESSON, "es", lambda: cluster, ClusterAdmin())
    assert [str(problem) for problem in prove(sheet)] == []


@pytest.mark.parametrize(
    "experiment",
    [
        experiments.latest_only,
        experiments.reading_keeps,
        experiments.two_listeners,
        experiments.second_price,
        experiments.slow_reader,
    ],
)
def test_an_experiment_says_the_same_twice_and_leaves_no_group_behind(cluster, experiment):
    """Also when the scratch topic is full of what the last one left."""
    first, second = experiment(cluster), experiment(cluster)
    assert first.answer == second.answer
    assert not any(group.startswith("iabd-lab") for group in cluster.snapshot().groups)


def test_reading_with_a_group_commits_what_was_read_and_no_more(cluster, unique):
    group = unique("group")
    make_anew(cluster)
    send(cluster, "one", ("key", "two"), "three")
    assert read_with_group(cluster, SCRATCH, group, most=2) == 2
    committed = cluster.wait_until(lambda s: s.groups[group].committed).groups[group].committed
    assert committed == {(SCRATCH, 0): 2}
    assert all_records(cluster, SCRATCH) == [(None, "one"), ("key", "two"), (None, "three")]
    cluster.admin.delete_group(group)
