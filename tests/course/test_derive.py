"""From sources to notebooks that are not executed yet."""

from __future__ import annotations

import pytest

from kafkalab.course.derive import Kind, Target, derive, is_current, targets
from kafkalab.course.notebook_file import to_text
from kafkalab.course.problem import Problem
from kafkalab.course.source import Source, read_source, read_sources

from .project import change


def sheet(project):
    return read_source(project / "course/es/00_tiny_exercises.md", "es")


def code_of(kind, source):
    return [cell.source for cell in derive(Target(source, kind)).cells if cell.cell_type == "code"]


def test_a_lesson_makes_one_notebook_and_a_sheet_two(project):
    sources, problems = read_sources(project)
    assert problems == []
    assert [target.name for target in targets(sources)] == [
        "notebooks/es/00_tiny.ipynb",
        "exercises/es/00_tiny.ipynb",
        "solutions/es/00_tiny.ipynb",
        "notebooks/en/00_tiny.ipynb",
        "exercises/en/00_tiny.ipynb",
        "solutions/en/00_tiny.ipynb",
    ]


def test_the_exercise_has_gaps_and_the_solution_has_none(project):
    source = sheet(project)
    assert "answer = ...\nsheet.e2.check(answer)" in code_of(Kind.EXERCISES, source)
    assert 'answer = "b"\nsheet.e2.check(answer)' in code_of(Kind.SOLUTIONS, source)
    assert "###" not in "".join(code_of(Kind.EXERCISES, source) + code_of(Kind.SOLUTIONS, source))


def test_cells_for_one_of_the_two_are_dropped_from_the_other(project):
    tags = {
        kind: [tag for cell in derive(Target(sheet(project), kind)).cells for tag in cell.metadata.get("tags", [])]
        for kind in (Kind.EXERCISES, Kind.SOLUTIONS)
    }
    assert tags == {Kind.EXERCISES: ["exercise-only"], Kind.SOLUTIONS: ["solution-only"]}


def test_the_same_source_gives_the_same_bytes(project):
    target = Target(sheet(project), Kind.SOLUTIONS)
    assert to_text(derive(target)) == to_text(derive(Target(sheet(project), Kind.SOLUTIONS)))


def test_a_cells_id_does_not_depend_on_the_cells_before_it(project):
    """Or a paragraph more would change every cell below it."""
    before = {cell.source: cell.id for cell in derive(Target(sheet(project), Kind.EXERCISES)).cells}
    change(project / "course/es/00_tiny_exercises.md", "# Tiny es\n", "# Tiny es\n\n+++\n\nMore.\n")
    after = {cell.source: cell.id for cell in derive(Target(sheet(project), Kind.EXERCISES)).cells}
    assert before.items() <= after.items()


def test_equal_cells_have_different_ids_and_always_the_same(project):
    """nbformat would give the second one a random id."""
    change(project / "course/es/00_tiny.md", 'print("hola")\n```', "print(1)\n```\n\n```{code-cell}\nprint(1)\n```")
    target = Target(read_source(project / "course/es/00_tiny.md", "es"), Kind.LESSON)
    ids = [cell.id for cell in derive(target).cells]
    assert len(set(ids)) == len(ids)
    assert ids == [cell.id for cell in derive(target).cells]


def test_a_notebook_is_current_until_its_source_changes(project):
    path = project / "course/es/00_tiny.md"
    target = Target(read_source(path, "es"), Kind.LESSON)
    notebook = derive(target)
    assert is_current(target, notebook)
    change(path, "Prosa", "Otra prosa")
    assert not is_current(Target(read_source(path, "es"), Kind.LESSON), notebook)


def test_a_notebook_of_another_builder_is_not_current(project):
    target = Target(sheet(project), Kind.SOLUTIONS)
    notebook = derive(target)
    notebook.metadata["kafkalab"]["builder"] += 1
    assert not is_current(target, notebook)


def test_markers_out_of_order_name_file_and_cell(project):
    change(project / "course/es/00_tiny_exercises.md", "### gap\nanswer", "answer")
    problem = derive(Target(sheet(project), Kind.SOLUTIONS))
    assert str(problem) == "course/es/00_tiny_exercises.md: cell 7: `### end` where `### gap` was due"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('lesson: "00"', "lesson: 0", "`kafkalab: lesson: …`"),
        ("minutes: 5", "hours: 1", "`kafkalab: minutes: …`"),
        ("kafkalab:", "kafka:", "`kafkalab: lesson: …`"),
        ("title: Tiny es", "title: [a", "can't be read as MyST"),
    ],
)
def test_front_matter_that_is_not_right_is_named(project, old, new, says):
    path = project / "course/es/00_tiny.md"
    change(path, old, new)
    problem = read_source(path, "es")
    assert isinstance(problem, Problem)
    assert str(problem).startswith("course/es/00_tiny.md: ")
    assert says in str(problem)
    assert "\n" not in str(problem)


def test_a_file_that_is_not_utf_8_is_named(project):
    path = project / "course/es/00_tiny.md"
    path.write_bytes(b"\xff\xfe")
    assert "can't be read" in str(read_source(path, "es"))


def test_notes_for_instructors_are_not_built(project):
    (project / "course/es/00_tiny_notes.md").write_text("# Notes")
    sources, problems = read_sources(project)
    assert problems == []
    assert all(isinstance(source, Source) and "notes" not in source.name for source in sources)


def test_a_folder_without_sources_is_said(tmp_path):
    """Or a build in the wrong folder would end with "all is well"."""
    sources, problems = read_sources(tmp_path)
    assert sources == []
    assert [str(problem) for problem in problems] == [
        "course/: there are no sources here: run it in the project's folder"
    ]
