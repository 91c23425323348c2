"""The lessons: `lesson("00", lang="es")`, `exercises("00", lang="es")`, and a module per lesson with its questions.

How to write a question is in README.md beside this file; how questions are marked is in `kafkalab.checks`.
"""

from kafkalab.lessons.lesson import Lesson, Sheet, exercises, lesson
from kafkalab.lessons.spec import LessonSpec, TopicSpec

__all__ = ["Lesson", "LessonSpec", "Sheet", "TopicSpec", "exercises", "lesson"]
