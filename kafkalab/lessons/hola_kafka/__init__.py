"""Lesson 00, Hola Kafka: its table. The questions are in `questions`, the sheet's in `exercises`.

What marks them: `experiments` run on the cluster, `shapes`, `orders` and `counts` look at what the brokers hold.
"""

from __future__ import annotations

from kafkalab.checks import Text
from kafkalab.lessons.hola_kafka.clients import ONE_PARTITION, SCRATCH, THREE_PARTITIONS
from kafkalab.lessons.hola_kafka.exercises import EXERCISES
from kafkalab.lessons.hola_kafka.questions import QUESTIONS
from kafkalab.lessons.spec import LessonSpec, TopicSpec

LESSON = LessonSpec(
    number="00",
    slug="hola_kafka",
    title=Text(es="Hola Kafka", en="Hola Kafka"),
    topics=(
        TopicSpec(name="iabd-topic", assignment=THREE_PARTITIONS),
        TopicSpec(name=SCRATCH, assignment=ONE_PARTITION),  # the experiments'
        TopicSpec(name="novedades", left_to_student=True),
        TopicSpec(name="envios", left_to_student=True),
    ),
    groups=("iabd-app1",),
    questions=QUESTIONS,
    exercise_topics=(
        TopicSpec(name="clics", assignment=ONE_PARTITION),
        TopicSpec(name="opiniones", assignment=THREE_PARTITIONS),
        TopicSpec(name="pedidos", left_to_student=True),
    ),
    exercise_groups=("iabd-app2", "almacen", "correo"),
    exercises=EXERCISES,
)
