"""`cluster.show` of every kind and figure, on a real cluster and without a notebook."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from kafkalab.errors import UnknownTopicError, UsageError
from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.kinds import KINDS

pytestmark = pytest.mark.cluster

SOON = 30.0


def eventually(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def topic(cluster, unique):
    name = unique("show")
    cluster.admin.create_topic(name, partitions=2)
    cluster.admin.produce(name, [("ana", "1"), ("luis", "2"), ("eva", "3")])
    yield name
    cluster.admin.delete_topic(name, missing_ok=True)


def test_every_kind_and_figure_is_live(cluster, topic, unique) -> None:
    """All at once, on one observer; a group that is not there yet is waited for in the picture."""
    group = unique("later")
    views = {kind: cluster.show(topic, kind=kind, partition=0, group=group, lang="en") for kind in (*KINDS, *FIGURES)}
    try:
        for kind, view in views.items():
            eventually(lambda view=view: "Waiting for" not in repr(view))
            named = group if kind in ("group", "offsets") else topic
            if kind not in ("cluster", "broker-discovery", "kraft-quorum", "zookeeper-ensemble"):
                assert named in repr(view), kind
        assert "There is no group" in repr(views["group"])
        reader = cluster.consumer(topic, group=group)
        eventually(lambda: f"Group {group}, stable" in repr(views["group"]) and "P1 (lag" in repr(views["group"]))
        reader.close()
    finally:
        for view in views.values():
            view.stop()


def test_a_view_tells_what_happens_to_what_it_shows(cluster, topic, unique) -> None:
    group = unique("told")
    with cluster.show(topic, lang="en") as view, cluster.show(kind="cluster") as other:
        eventually(lambda: "offsets" in repr(view) and repr(other))
        reader = cluster.consumer(topic, group=group)
        eventually(lambda: any(event.group == group for event in view.events))
        reader.close()


def test_what_was_sent_a_moment_ago_is_in_the_picture_that_stays(cluster, topic) -> None:
    view = cluster.show(topic, kind="replicas", partition=0, lang="en")
    before = cluster.snapshot().topics[topic].partitions[0].high_watermark
    sent = [("ana", "once more")] * 4 + [("luis", "once more")] * 4 + [("eva", "once more")] * 4
    cluster.admin.produce(topic, sent)
    view.stop()
    now = cluster.snapshot().topics[topic].partitions[0].high_watermark
    assert now > before
    assert f"LEO {now}" in repr(view)


def test_what_can_not_be_shown_is_refused_at_once(cluster, topic, unique) -> None:
    with pytest.raises(UnknownTopicError):
        cluster.show(unique("nope"))
    for options in ({"kind": "nope"}, {"kind": "replicas"}, {"kind": "replicas", "partition": 9}, {"kind": "offsets"}):
        with pytest.raises(UsageError):
            cluster.show(topic, **options)
    with pytest.raises(UsageError):
        cluster.show(kind="middleware")
