"""The registry against the files, both ways."""

from __future__ import annotations

import dataclasses

from kafkalab.course.source import read_sources
from kafkalab.course.tables import compare_tables, read_specs, unlisted_modules

from .project import MODULES, change
from .tiny.tiny_lesson import LESSON


def compare(project, **specs):
    sources, _ = read_sources(project)
    return [str(problem) for problem in compare_tables(specs or {"00": LESSON}, sources)]


def test_the_tiny_project_is_in_order(project):
    specs, problems = read_specs(MODULES)
    assert problems == []
    assert compare(project, **specs) == []


def test_a_module_whose_number_is_another_is_named():
    _, problems = read_specs({"07": "tiny_lesson"})
    assert [str(problem) for problem in problems] == ["tiny_lesson: its LESSON says number='00'"]


def test_a_module_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    (tmp_path / "broken_lesson.py").write_text("1 / 0")
    (tmp_path / "empty_lesson.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    specs, problems = read_specs({"00": "tiny_lesson", "01": "broken_lesson", "02": "empty_lesson"})
    assert list(specs) == ["00"]
    assert [problem.where for problem in problems] == ["broken_lesson", "empty_lesson"]
    assert "ZeroDivisionError" in str(problems[0])


def test_a_lesson_without_sources_is_named(project):
    other = dataclasses.replace(LESSON, number="01")
    assert compare(project, **{"00": LESSON, "01": other}) == [
        "01: has no source 01_tiny.md",
        "01: has no source 01_tiny_exercises.md",
    ]


def test_a_source_without_a_lesson_is_named(project):
    change(project / "course/es/00_tiny.md", 'lesson: "00"', 'lesson: "05"')
    assert compare(project) == ["course/es/00_tiny.md: there is no lesson 05 of that name"]


def test_a_question_that_is_not_asked_is_named(project):
    change(project / "course/es/00_tiny_exercises.md", "sheet.e1.check()", "sheet.e1.hint(1)")
    assert compare(project) == ["course/es/00_tiny_exercises.md: e1 exists but is not asked here"]


def test_a_question_that_is_not_written_is_named(project):
    change(project / "course/en/00_tiny.md", "lesson.q1.check(...)", "lesson.q1.check(...); lesson.q2.check()")
    assert compare(project) == ["course/en/00_tiny.md: asks q2, which does not exist"]


def test_a_module_that_the_registry_does_not_list_is_named(tmp_path):
    (tmp_path / "forgotten.py").write_text("LESSON = LessonSpec(...)")
    (tmp_path / "tiny_lesson.py").write_text("LESSON = LessonSpec(...)")
    (tmp_path / "helper.py").write_text("# LESSON\nNOT_LESSON = 1")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "table.py").write_text("LESSON: LessonSpec = 1")
    assert [problem.where for problem in unlisted_modules(tmp_path, MODULES)] == ["forgotten", "package"]
