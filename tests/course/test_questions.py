"""Questions as they are written: one defect at a time."""

from __future__ import annotations

import dataclasses

import pytest

from kafkalab.checks import Text, Wrong
from kafkalab.course.questions import inspect_questions

from .tiny.tiny_lesson import E1, E2, LESSON, Q1, text

EMPTY, SAME = Text("algo", " "), Text("same", "same")


def inspect(**changes):
    """The tiny lesson with its Q1, E1 or E2 changed."""
    spec = dataclasses.replace(LESSON, questions=(changes.get("q1", Q1),))
    spec = dataclasses.replace(spec, exercises=(changes.get("e1", E1), changes.get("e2", E2)))
    return [str(problem) for problem in inspect_questions(spec)]


def test_the_tiny_lesson_is_in_order():
    assert inspect() == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": "q2"}, "should be called q1"),
        ({"hints": ()}, "has fewer than two different hints"),
        ({"hints": (text("one"),)}, "has fewer than two different hints"),
        ({"hints": (text("one"), text("one"))}, "has fewer than two different hints"),
        ({"hints": (text("one"), EMPTY)}, "hint 2: no text in en"),
        ({"hints": (text("one"), SAME)}, "hint 2: is the same in both languages"),
        ({"explanation": Text("", "")}, "explanation: no text in es"),
        ({"prompt": SAME}, "prompt: is the same in both languages"),
        ({"otherwise": EMPTY}, "otherwise: no text in en"),
        ({"wrong": ()}, "has no typical wrong answer"),
        ({"wrong": (Wrong(2, EMPTY),)}, "wrong 1: no text in en"),
        ({"wrong": (Wrong(3.0, text("no")),)}, "the wrong answer 3.0 is the right one"),
        ({"wrong": (Wrong("two", text("no")),)}, "wrong 1: the question can't read 'two'"),
        ({"answer": "three"}, "answer: the question can't read 'three'"),
        ({"answer": None}, "answer: the question can't read None"),
        ({"answer": 12, "otherwise": text("there are 12 of them")}, "otherwise: tells the answer"),
        ({"points": 0}, "is worth no points"),
    ],
)
def test_a_defect_of_an_answered_question_is_named(change, says):
    found = inspect(q1=dataclasses.replace(Q1, **change))
    assert any(says in problem for problem in found), found
    assert len(found) <= 2  # an empty Text lacks both languages


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"options": (Text("a", "a"), Text("a", "a"))}, "its options are not different"),
        ({"answer": "c"}, "can't read 'c'"),
        ({"wrong": (Wrong("a", Text("es todo", "it is Everything")),)}, "wrong 1: tells the answer"),
        ({"wrong": (Wrong("a", Text("no todos los días", "not every day")),)}, None),
    ],
)
def test_a_defect_of_a_choice_is_named(change, says):
    found = inspect(e2=dataclasses.replace(E2, **change))
    assert found == [] if says is None else any(says in problem for problem in found)


def test_a_state_without_wrong_states_is_named():
    assert inspect(e1=dataclasses.replace(E1, wrong=())) == ["00 e1: has no typical wrong answer"]
