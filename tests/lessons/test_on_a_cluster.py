"""A lesson's table on real brokers."""

from __future__ import annotations

import pytest

from kafkalab.i18n import Text, set_language
from kafkalab.lessons import Lesson, LessonSpec, TopicSpec
from kafkalab.lessons.cluster_admin import ClusterAdmin

NAME = Text("nombre", "name")


@pytest.fixture(autouse=True)
def _same_surroundings(monkeypatch):
    monkeypatch.setenv("BOOTSTRAP", "")
    yield
    set_language(None)


@pytest.mark.cluster
def test_on_a_real_cluster_the_topic_has_the_given_shape_and_is_made_anew(cluster, unique):
    """Records that were in the topic are gone after the second start; a topic that is not listed stays."""
    name, other = unique("orders"), unique("other")
    spec = LessonSpec(
        number="98",
        slug="x",
        title=NAME,
        topics=(TopicSpec(name=name, assignment={0: [102, 103], 1: [103, 101]}, configs={"retention.ms": "60000"}),),
        groups=(unique("group"),),
    )
    hello = Lesson(spec, "en", lambda: cluster, ClusterAdmin())
    cluster.admin.create_topic(other)
    for _ in range(2):
        hello.start()
        topic = cluster.snapshot().topics[name]
        assert {n: part.replicas for n, part in topic.partitions.items()} == {0: (102, 103), 1: (103, 101)}
        assert topic.partitions[0].log_end_offsets[102] == 0
        assert topic.configs["retention.ms"] == "60000"
        cluster.admin.produce(name, ["one"], partition=0)
    assert other in cluster.snapshot().topics
