"""A lesson as a table: number, title, the topics and groups it starts with, questions and exercises. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kafkalab.checks import Question
    from kafkalab.i18n import Text


@dataclass(frozen=True, kw_only=True)
class TopicSpec:
    """A topic that `start()` makes anew.

    `assignment` maps a partition to its brokers, preferred leader first; `partitions` and `replicas` then follow.
    With `left_to_student` the topic is only deleted, because creating it is the student's task.
    """

    name: str
    partitions: int = 1
    replicas: int = 3
    assignment: Mapping[int, Sequence[int]] | None = None
    configs: Mapping[str, str] = field(default_factory=dict)
    left_to_student: bool = False


@dataclass(frozen=True, kw_only=True)
class LessonSpec:
    """One lesson. `questions` are asked in the lesson (q1, q2 …), `exercises` on its sheet (e1, e2 …).

    `number` has two digits; `slug` names the sources: `course/es/NUMBER_SLUG.md` and `…_exercises.md`.
    The sheet starts with its own topics and groups, so that starting it leaves the lesson's alone.
    """

    number: str
    slug: str
    title: Text
    topics: tuple[TopicSpec, ...] = ()
    groups: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    exercise_topics: tuple[TopicSpec, ...] = ()
    exercise_groups: tuple[str, ...] = ()
    exercises: tuple[Question, ...] = ()
