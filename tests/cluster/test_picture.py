"""`cluster.picture` of every kind, with a snapshot in place of a cluster."""

from __future__ import annotations

import pytest
from scenes import build, states, states_cluster

from kafkalab.cluster import Cluster
from kafkalab.errors import UnknownTopicError, UsageError
from kafkalab.i18n import using

TOPIC = build.TOPIC


@pytest.fixture
def seen(monkeypatch):
    """A cluster that is as the snapshot that it is called with."""

    def seen(snapshot) -> Cluster:
        monkeypatch.setattr(Cluster, "snapshot", lambda self: snapshot)
        return Cluster("none")

    return seen


def test_the_topic_is_what_is_drawn_unless_it_is_said_otherwise(seen):
    cluster = seen(states.two_groups())
    assert cluster.picture(TOPIC, lang="en").alt.startswith(f"Topic {TOPIC}: 3 partitions.")


def test_replicas_of_a_partition(seen):
    alt = seen(states.two_groups()).picture(TOPIC, kind="replicas", partition=2, lang="es").alt
    assert alt.startswith(f"Réplicas de {TOPIC} · P2: época del líder 0.")


def test_the_cluster_as_a_whole_needs_no_topic_and_no_broker_that_answers(seen):
    assert "Broker 101 (stopped)" in seen(states_cluster.silence()).picture(kind="cluster", lang="en").alt


def test_the_cluster_with_one_topic(seen):
    alt = seen(states_cluster.healthy()).picture(TOPIC, kind="cluster", lang="en").alt
    assert TOPIC in alt
    assert states_cluster.ORDERS not in alt


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"kind": "pie"}, 'There is no kind="pie"; there are: topic, replicas, cluster'),
        ({"kind": "topic"}, f'kind="topic" has to know which topic. Name it; there are: {TOPIC}.'),
        ({"topic": TOPIC, "kind": "replicas"}, "needs a partition. Choose it with partition=N"),
        ({"topic": TOPIC, "kind": "replicas", "partition": 7}, f"“{TOPIC}” has no partition 7. Choose it with"),
    ],
)
def test_what_is_missing_is_named_with_what_there_is(seen, options, said):
    with using("en"), pytest.raises(UsageError) as error:
        seen(states.two_groups()).picture(**options)
    assert said in str(error.value)


@pytest.mark.parametrize("kind", ["topic", "replicas", "cluster"])
def test_a_topic_that_is_not_there_is_refused_whatever_the_kind(seen, kind):
    with pytest.raises(UnknownTopicError):
        seen(states.two_groups()).picture("nope", kind=kind, partition=0)
