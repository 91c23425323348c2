"""A lesson small enough to see through, on a cluster that is a dict: kernels of the builder's tests import it."""

from __future__ import annotations

from types import SimpleNamespace

from kafkalab.checks import Choice, ClusterState, Number, Text, Wrong, WrongState, failed, passed, todo
from kafkalab.lessons import Lesson, LessonSpec, Sheet, TopicSpec


def text(words: str) -> Text:
    return Text(es=f"es {words}", en=f"en {words}")


COMMON = {
    "title": text("title"),
    "prompt": text("prompt"),
    "hints": (text("first hint"), text("second hint")),
    "explanation": text("because"),
}


class TinyCluster:
    """Topics are names with a number of partitions; they are gone with the kernel."""

    bootstrap_servers = "localhost:1"

    def __init__(self) -> None:
        self.topics: dict[str, int] = {}

    def snapshot(self) -> SimpleNamespace:
        return SimpleNamespace(topics=dict(self.topics))


class TinyAdmin:
    """The writes that a lesson's start needs."""

    def delete_group(self, cluster: TinyCluster, group: str) -> None:
        pass

    def delete_topic(self, cluster: TinyCluster, name: str) -> None:
        cluster.topics.pop(name, None)

    def create_topic(self, cluster: TinyCluster, topic: TopicSpec) -> None:
        cluster.topics[topic.name] = topic.partitions


def examine(cluster: TinyCluster, snapshot: SimpleNamespace):
    if "orders" not in snapshot.topics:
        return todo(text("there is no topic yet."))
    if snapshot.topics["orders"] != 3:
        return failed(text("look at its partitions."))
    return passed(text("it has three."))


Q1 = Number(
    **COMMON, id="q1", answer=3, wrong=(Wrong(2, text("count again.")),), otherwise=text("look at the diagram.")
)  # fmt: skip
E1 = ClusterState(
    **COMMON,
    id="e1",
    examine=examine,
    solve=lambda cluster: cluster.topics.update(orders=3),
    wrong=(WrongState(lambda cluster: cluster.topics.update(orders=1), text("look at its partitions.")),),
)
E2 = Choice(
    **COMMON,
    id="e2",
    options=(Text("nada", "nothing"), Text("todo", "everything")),
    answer="b",
    wrong=(Wrong("a", text("look again.")),),
    otherwise=text("look."),
)
LESSON = LessonSpec(
    number="00",
    slug="tiny",
    title=Text("Mínima", "Tiny"),
    questions=(Q1,),
    exercise_topics=(TopicSpec(name="orders", left_to_student=True),),
    exercises=(E1, E2),
)


def lesson(lang: str) -> Lesson:
    cluster = TinyCluster()
    return Lesson(LESSON, lang, lambda: cluster, TinyAdmin())


def exercises(lang: str) -> Sheet:
    cluster = TinyCluster()
    return Sheet(LESSON, lang, lambda: cluster, TinyAdmin())
