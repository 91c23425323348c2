"""The inspector on committed notebooks: one defect at a time, and what it counts."""

from __future__ import annotations

import dataclasses
import json
import os

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from kafkalab.checks import Text, Wrong, passed
from kafkalab.course.check import check
from kafkalab.course.commands import build_command, check_command
from kafkalab.course.live import prove
from kafkalab.course.notebooks import Counts
from kafkalab.i18n import language
from kafkalab.lessons import Lesson, Sheet

from .project import MODULES, change
from .tiny import tiny_lesson
from .tiny.tiny_lesson import E1, E2, LESSON, Q1, TinyAdmin, TinyCluster, text

SOLUTION = "solutions/es/00_tiny.ipynb"
EXERCISE = "exercises/es/00_tiny.ipynb"


def inspect(root, tmp_path):
    return [str(problem) for problem in check(root, offline=True, modules=MODULES, lessons=tmp_path / "none").problems]


def edit(path, change_notebook):
    notebook = json.loads(path.read_text())
    change_notebook(notebook)
    path.write_text(json.dumps(notebook))


def code(notebook, n):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][n]


def test_the_tiny_project_is_in_order(built, tmp_path):
    found = check(built, offline=True, modules=MODULES, lessons=tmp_path)
    assert [str(problem) for problem in found.problems] == []
    assert str(found.counts) == "Code cells: 22 compared, 4 without output, 0 ignored, 0 image only."


def test_a_notebook_that_is_not_built_is_named(built, tmp_path):
    (built / SOLUTION).unlink()
    assert inspect(built, tmp_path) == [f"{SOLUTION}: is not built: run `kafkalab course build`"]


def test_a_notebook_of_an_older_source_is_named(built, tmp_path):
    change(built / "course/es/00_tiny.md", "Prosa", "Otra prosa")
    assert inspect(built, tmp_path) == ["notebooks/es/00_tiny.ipynb: is not of its source: `kafkalab course build`"]


def test_a_notebook_without_a_source_is_named(built, tmp_path):
    (built / "notebooks/es/99_old.ipynb").write_bytes((built / SOLUTION).read_bytes())
    assert inspect(built, tmp_path) == ["notebooks/es/99_old.ipynb: has no source in course/"]


def test_a_cell_that_was_edited_by_hand_is_named(built, tmp_path):
    edit(built / SOLUTION, lambda notebook: notebook["cells"][0].update(source=["# Mine"]))
    assert inspect(built, tmp_path) == [f"{SOLUTION}: cell 1 is not the source's: edited by hand"]


def test_a_stripped_notebook_is_named(built, tmp_path):
    """nbval would compare nothing, and pass."""
    edit(built / SOLUTION, lambda notebook: code(notebook, 4).update(outputs=[], execution_count=None))
    assert inspect(built, tmp_path) == [f"{SOLUTION}: cell 7 has not been run"]


def test_an_error_that_was_committed_is_named(built, tmp_path):
    error = {"output_type": "error", "ename": "ValueError", "evalue": "bad", "traceback": []}
    edit(built / SOLUTION, lambda notebook: code(notebook, 4).update(outputs=[error]))
    assert inspect(built, tmp_path) == [f"{SOLUTION}: cell 7 ends in an error: ValueError: bad"]


def test_a_folder_of_some_machine_is_named(built, tmp_path):
    output = {"output_type": "stream", "name": "stdout", "text": ["/home/ana/x"]}
    edit(built / SOLUTION, lambda notebook: code(notebook, 4).update(outputs=[output]))
    assert inspect(built, tmp_path) == [f"{SOLUTION}: the output of cell 7 names /home/ana"]


def outcome(notebook, n, value):
    code(notebook, n)["outputs"][0]["metadata"]["kafkalab"]["outcome"] = value


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        (EXERCISE, "pass", "e1 passes untouched"),
        (EXERCISE, "skipped", "e1 could not be checked"),
        (SOLUTION, "fail", "the solution does not pass e1: fail"),
        (SOLUTION, "todo", "the solution does not pass e1: todo"),
    ],
)
def test_verdicts_that_should_not_be_are_named(built, tmp_path, name, value, says):
    edit(built / name, lambda notebook: outcome(notebook, 2, value))
    assert inspect(built, tmp_path) == [f"{name}: {says}"]


def test_a_check_whose_verdict_is_not_shown_is_named(built, tmp_path):
    edit(built / SOLUTION, lambda notebook: code(notebook, 2).update(outputs=[]))
    assert inspect(built, tmp_path) == [
        f"{SOLUTION}: e1 shows no verdict: `check(…)` must be the last thing in its cell"
    ]


def test_every_problem_is_collected(built, tmp_path):
    (built / SOLUTION).unlink()
    change(built / "course/en/00_tiny.md", "## Prose", "# Prose")
    found = inspect(built, tmp_path)
    assert len(found) == 3  # not built, not of its source, headings


def test_cells_are_counted_by_what_nbval_does_with_them():
    png = new_output("display_data", data={"image/png": "iVBOR"})
    both = new_output("display_data", data={"image/png": "iVBOR", "text/plain": "a topic"})
    printed = new_output("stream", name="stdout", text="x")
    counts = Counts()
    counts.add(
        new_notebook(
            cells=[
                new_code_cell("a", outputs=[printed], metadata={"tags": ["nbval-ignore-output"]}),
                new_code_cell("b"),
                new_code_cell("c", outputs=[png]),
                new_code_cell("d", outputs=[both]),
                new_code_cell("e", outputs=[png, printed]),
            ]
        )
    )
    assert (counts.compared, counts.silent, counts.ignored, counts.images) == (2, 1, 1, 1)


def proved(kind=Sheet, **changes):
    """The problems of proving the tiny lesson with one question changed."""
    asked = (changes.get("q1", Q1),)
    exercises = (changes.get("e1", E1), changes.get("e2", E2))
    cluster = TinyCluster()
    spec = dataclasses.replace(LESSON, questions=asked, exercises=exercises)
    return [str(problem) for problem in prove(kind(spec, "en", lambda: cluster, TinyAdmin()))]


def test_the_tiny_lesson_is_proved():
    assert proved() == proved(Lesson) == []


def broken(cluster, *_):
    raise RuntimeError("no luck")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"e1": {"examine": lambda c, s: passed(text("always"))}}, "00 e1: untouched, it says: ✔"),
        ({"e1": {"solve": lambda c: None}}, "00 e1: the solution does not pass: … not answered"),
        ({"e1": {"solve": broken}}, "00 e1: setting it up on the cluster failed: RuntimeError: no luck"),
        ({"e1": {"examine": broken}}, "RuntimeError('no luck') (test_inspect.py:"),
        ({"e2": {"wrong": (Wrong("b", text("no")),)}}, "00 e2: wrong answer 1 does not get its message, but: ✔"),
        ({"e2": {"answer": "a"}}, "00 e2: wrong answer 1 does not get its message"),
    ],
)
def test_what_is_not_proved_is_named(changes, says):
    ((name, change),) = changes.items()
    original = {"e1": E1, "e2": E2}[name]
    found = proved(**{name: dataclasses.replace(original, **change)})
    assert any(says in problem for problem in found), found


def test_a_wrong_state_needs_its_own_message_in_both_languages():
    (state,) = E1.wrong
    other = dataclasses.replace(state, message=Text(state.message.es, "something else"))
    (problem,) = proved(e1=dataclasses.replace(E1, wrong=(other,)))
    assert problem.startswith(
        "00 e1: wrong answer 1 does not get its message, but: ✘ not yet: en look at its partitions."
    )


def test_the_live_check_runs_every_notebook_and_leaves_the_environment(built, tmp_path, monkeypatch):
    """As on a cluster, with the tiny one: outputs that the package no longer gives are found."""
    from kafkalab.course import check as module

    monkeypatch.setattr(module, "make_lesson", lambda spec, lang: tiny_lesson.lesson(lang))
    monkeypatch.setattr(module, "make_exercises", lambda spec, lang: tiny_lesson.exercises(lang))
    monkeypatch.setenv("KAFKALAB_LANG", "es")
    before = dict(os.environ)
    assert check(built, modules=MODULES, lessons=tmp_path).problems == []
    assert language() == "es"
    assert {**os.environ, "BOOTSTRAP": ""} == {**before, "BOOTSTRAP": ""}


def test_commands_end_with_a_code_and_a_list(built, capsys, monkeypatch):
    assert build_command(built) == 0
    assert capsys.readouterr().out == "0 built, 6 were up to date.\nAll is well.\n"
    change(built / "course/es/00_tiny.md", 'print("hola")', "1 / 0")
    assert build_command(built, only="es/00_tiny.md") == 1
    assert "There are 1 problems:\n  notebooks/es/00_tiny.ipynb: cell 4 (`1 / 0`) fails" in capsys.readouterr().out
    monkeypatch.setattr("kafkalab.lessons.registry.MODULES", MODULES)
    assert check_command(built, offline=True) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("Code cells: 22 compared")
    assert "is not of its source" in printed
