"""Questions of every kind, and the desk of a sheet with a fake cluster."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace

from kafkalab.checks import (
    Choice,
    ClusterState,
    Desk,
    Experiment,
    Items,
    LiveQuestion,
    Number,
    Observation,
    Program,
    Question,
    Scorebook,
    Text,
    Wrong,
    YesNo,
    failed,
    passed,
)


def text(words: str) -> Text:
    return Text(es=f"es {words}", en=f"en {words}")


COMMON = {
    "title": text("title"),
    "prompt": text("prompt"),
    "hints": (text("hint one"), text("hint two")),
    "explanation": text("because"),
}
ANSWERED = {**COMMON, "otherwise": text("look again"), "wrong": ()}

CHOICE = Choice(
    **{**ANSWERED, "wrong": (Wrong("a", text("look at the topic.")),)},
    id="q1",
    options=(Text("ninguno", "none"), Text("los cinco", "all five"), Text("Depende.", "It depends.")),
    answer="b",
)
NUMBER = Number(**{**ANSWERED, "wrong": (Wrong(4, text("count again.")),)}, id="q2", answer=5)
ITEMS = Items(**ANSWERED, id="q3", answer=(0, 2))
YES_NO = YesNo(**ANSWERED, id="q4", answer=False)
STATE = ClusterState(
    **COMMON,
    id="q5",
    examine=lambda cluster, snapshot: failed(text("nothing is there.")),
    solve=lambda cluster: None,
    wrong=(),
)
PREDICTED = Number(
    **ANSWERED,
    id="q6",
    answer=5,
    experiment=Experiment(lambda cluster: Observation(5, fact=text("five came."), clue=text("look at the offsets."))),
)
PROGRAM = Program(
    **COMMON,
    id="q7",
    filename="writer.py",
    surroundings=lambda cluster: nullcontext({"TOPIC": "scratch"}),
    examine=lambda cluster, result, environment: passed(text(f"it said {result.output!r}.")),
    solution="",
    wrong=(),
    timeout_s=20,
)
EVERY_KIND = (CHOICE, NUMBER, ITEMS, YES_NO, STATE, PREDICTED, PROGRAM)


def hold(question: Question, cluster: object = None, name: str = "00") -> LiveQuestion:
    """The question as a student holds it."""
    fake = cluster if cluster is not None else SimpleNamespace(snapshot=lambda: None)
    return LiveQuestion(question, Desk(lambda: fake, Scorebook(name), "lesson"))
