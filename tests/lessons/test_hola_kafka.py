"""Lesson 00 without a cluster: its questions are complete, its examiners just, its facts have sources."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from kafkalab.checks import ClusterState, Outcome
from kafkalab.course.questions import inspect_questions
from kafkalab.i18n import LANGS
from kafkalab.lessons.hola_kafka import LESSON, clients, counts, experiments, orders, shapes
from tests.scenes import build

COURSE = Path(__file__).parents[2] / "course"
ALL = {question.id: question for question in (*LESSON.questions, *LESSON.exercises)}


def topic_of(name, ends, replicas=(101, 102, 103)):
    """A topic whose partitions end at `ends`, each with these replicas."""
    return build.topic(*(build.partition(n, end=end, replicas=replicas) for n, end in enumerate(ends)), name=name)


# -- the questions themselves -----------------------------------------------------------------------------------------


def test_the_questions_are_complete_in_both_languages():
    """Ids in order, hints, wrong answers, texts in both languages, and no message that tells the answer."""
    assert [str(problem) for problem in inspect_questions(LESSON)] == []


def test_each_question_has_at_least_three_typical_wrong_answers():
    assert {name: len(question.wrong) for name, question in ALL.items() if len(question.wrong) < 3} == {}


def test_messages_start_in_lower_case_because_they_follow_a_sign_and_a_word():
    starts = {
        (name, lang): wrong.message.in_(lang)[0]
        for name, question in ALL.items()
        for wrong in question.wrong
        for lang in LANGS
    }
    assert {where: first for where, first in starts.items() if first.isupper()} == {}


def test_the_sheet_leaves_the_lesson_s_topics_and_groups_alone():
    lesson = {topic.name for topic in LESSON.topics} | set(LESSON.groups)
    sheet = {topic.name for topic in LESSON.exercise_topics} | set(LESSON.exercise_groups)
    assert lesson & sheet == set()


# -- what marks the predictions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "label"),
    [
        ({(0, 0), (1, 0)}, {(0, 0), (1, 0)}, "b"),
        ({(0, 0)}, {(1, 0)}, "a"),
        ({(0, 0), (1, 0)}, set(), "c"),
        ({(0, 0)}, {(0, 0)}, "d"),
    ],
)
def test_who_got_what_is_read_off_what_the_two_received(first, second, label):
    assert experiments._who_got_what(2, first, second) == label


@pytest.mark.parametrize(
    ("shop_s", "done", "quick", "slow", "label"),
    [(0.1, 3, 40, 40, "b"), (2.0, 39, 40, 40, "a"), (0.1, 3, 40, 25, "c"), (0.1, 3, 5, 40, "d")],
)
def test_what_gave_way_is_read_off_the_times_and_counts(shop_s, done, quick, slow, label):
    """q6: the shop waited, messages were lost, the quick one waited, or nobody but the slow one."""
    assert experiments._what_gave_way(shop_s, done, quick, slow) == label


# -- topics' shapes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("partitions", "replicas", "said"),
    [
        (2, (101, 102, 103), None),
        (1, (101,), shapes.ENVIOS_BY_DEFAULT),
        (3, (101, 102), shapes.ENVIOS_SWAPPED),
        (2, (103,), shapes.ENVIOS_REPLICAS),
        (6, (101, 102, 103), shapes.ENVIOS_PARTITIONS),
        (5, (101,), shapes._ENVIOS_BOTH),
    ],
)
def test_a_wrong_shape_is_told_which_field_to_look_at(partitions, replicas, said):
    finding = shapes.examine_envios(None, build.snapshot(topic_of("envios", [0] * partitions, replicas)))
    assert finding.outcome is (Outcome.FAIL if said else Outcome.PASS)
    assert said is None or finding.message == said


@pytest.mark.parametrize("name", ["Envios", "envio", "enviós".replace("ó", "o-")])
def test_a_topic_of_nearly_the_right_name_is_pointed_out(name):
    finding = shapes.examine_envios(None, build.snapshot(topic_of(name, [0, 0])))
    assert finding.outcome is Outcome.FAIL
    assert f"`{name}`" in finding.message.es


def test_nothing_done_is_not_wrong():
    """Neither with no topics at all nor with those of another lesson."""
    snapshot = build.snapshot(
        topic_of("iabd-topic", [4, 0, 0]), topic_of("clics", [0]), topic_of("opiniones", [0, 0, 0])
    )
    states = [question for question in ALL.values() if isinstance(question, ClusterState)]
    assert {question.id: question.examine(None, snapshot).outcome for question in states} == {
        question.id: Outcome.TODO for question in states
    }


def test_a_topic_that_was_deleted_is_said_to_be_missing():
    assert counts.examine_lag(None, build.snapshot()).outcome is Outcome.TODO
    assert counts.examine_even(None, build.snapshot()).outcome is Outcome.TODO


# -- orders, lags and fair shares -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (orders.ORDERS, None),
        ((*orders.ORDERS[3:4], *orders.ORDERS[:3], *orders.ORDERS[4:]), None),
        ([(None, "ana:Rayuela")], orders.NO_KEYS),
        (orders.ORDERS[:4], orders.TOO_FEW),
        ((*orders.ORDERS, orders.ORDERS[0]), orders.TWICE),
        (tuple(reversed(orders.ORDERS)), orders.OUT_OF_ORDER),
    ],
)
def test_orders_may_come_in_any_order_but_each_customer_s_own(found, said):
    assert orders._trouble_with_orders(list(found)) == said


def test_an_order_that_is_not_on_the_list_is_named():
    trouble = orders._trouble_with_orders([*orders.ORDERS, ("ana", "Don Quijote")])
    assert trouble is not None
    assert "Don Quijote" in trouble.es


@pytest.mark.parametrize(
    ("committed", "end", "outcome"),
    [(92, 95, "pass"), (95, 98, "pass"), (95, 95, "fail"), (3, 95, "fail"), (90, 95, "fail"), (0, 3, "fail")],
)
def test_a_lag_of_three_counts_however_it_was_reached_but_not_without_reading(committed, end, outcome):
    groups = (build.group("iabd-app2", committed={0: committed}, name="clics"),)
    assert counts.examine_lag(None, build.snapshot(topic_of("clics", [end]), groups=groups)).outcome == outcome


def test_two_groups_at_the_end_of_every_partition_pass_and_one_behind_is_named():
    topic = topic_of("pedidos", [3, 2, 0])
    almacen = build.group("almacen", committed={0: 3, 1: 2}, name="pedidos")
    done, behind = (build.group("correo", committed=offsets, name="pedidos") for offsets in ({0: 3, 1: 2}, {0: 3}))
    assert orders.examine_apps(None, build.snapshot(topic, groups=(almacen, done))).outcome == "pass"
    finding = orders.examine_apps(None, build.snapshot(topic, groups=(almacen, behind)))
    assert finding.message == orders.APP_BEHIND.format(group="correo", lag=2)


@pytest.mark.parametrize(
    ("ends", "outcome"),
    [([2, 2, 2], "pass"), ([7, 7, 7], "pass"), ([1, 1, 1], "fail"), ([6, 0, 0], "fail"), ([2, 3, 2], "fail")],
)
def test_fair_shares_are_the_same_number_at_least_two(ends, outcome):
    assert counts.examine_even(None, build.snapshot(topic_of("opiniones", ends))).outcome == outcome


def test_a_broker_that_was_too_slow_to_answer_is_asked_again():
    """What it would have told must not look as if it had not been done."""
    whole = build.snapshot()
    cluster = SimpleNamespace(wait_until=lambda condition, timeout_s: whole if condition(whole) else None)
    assert clients.heard(cluster, build.snapshot(states={102: "unreachable"})) is whole
    stopped = build.snapshot(states={102: "stopped"})
    assert clients.heard(cluster, stopped) is stopped


# -- the page of facts ------------------------------------------------------------------------------------------------


def rows(lang):
    """The rows of the page of facts: cells stripped."""
    text = (COURSE / "facts" / f"{lang}.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith(("| § |", "|---"))]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]


def test_every_fact_has_a_source_and_the_two_pages_have_the_same_rows():
    spanish, english = rows("es"), rows("en")
    assert all(len(row) == 3 and all(row) for row in (*spanish, *english))
    assert [row[0] for row in spanish] == [row[0] for row in english]
    assert [re.findall(r"KIP-\d+", row[2]) for row in spanish] == [re.findall(r"KIP-\d+", row[2]) for row in english]


@pytest.mark.parametrize("lang", LANGS)
def test_every_link_of_the_sources_leads_to_a_file_of_the_course(lang):
    """Links are written as seen from the built notebook, two folders below the root."""
    for source in (COURSE / lang).glob("00_*.md"):
        for link in re.findall(r"\]\(\.\./\.\./([\w/.]+)\)", source.read_text(encoding="utf-8")):
            built = re.fullmatch(r"(notebooks|exercises|solutions)/(es|en)/(\w+)\.ipynb", link)
            suffix = "" if built is None or built[1] == "notebooks" else "_exercises"
            path = COURSE / built[2] / f"{built[3]}{suffix}.md" if built else COURSE.parent / link
            assert path.is_file(), f"{source.name}: {link}"
