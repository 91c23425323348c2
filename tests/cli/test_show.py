"""`kafkalab show` of every kind, with a snapshot in place of a cluster."""

from __future__ import annotations

import pytest
from scenes import build, states, states_cluster

from kafkalab import cli
from kafkalab.cluster import Cluster

TOPIC = build.TOPIC


@pytest.fixture
def show(call, monkeypatch):
    """Runs `kafkalab show` in English with these arguments, on a cluster that is as `snapshot`."""
    monkeypatch.setenv("KAFKALAB_LANG", "en")
    monkeypatch.setattr(cli, "_cluster", lambda options: Cluster("none"))

    def show(snapshot, *arguments: str):
        monkeypatch.setattr(Cluster, "snapshot", lambda self: snapshot)
        return call("show", *arguments)

    return show


def test_replicas_in_words(show):
    done = show(states.two_groups(), TOPIC, "--kind", "replicas", "--partition", "1")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Replicas of {TOPIC} · P1:")


def test_the_cluster_without_a_topic(show):
    done = show(states_cluster.healthy(), "--kind", "cluster")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Cluster: 3 brokers, active controller: 1.")


def test_the_cluster_as_a_file(show, tmp_path):
    file = tmp_path / "cluster.svg"
    done = show(states_cluster.healthy(), "--kind", "cluster", "-o", str(file))
    assert (done.code, done.out) == (0, "")
    assert "controlador" not in file.read_text(encoding="utf-8")
    assert "active controller" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((TOPIC, "--kind", "pie"), 'There is no kind="pie"'),
        (("--kind", "replicas"), "has to know which topic"),
        ((TOPIC, "--kind", "replicas"), "needs a partition"),
        ((TOPIC, "--kind", "replicas", "--partition", "9"), "has no partition 9"),
        ((TOPIC, "--kind", "replicas", "--partition", "x"), "--help"),
    ],
)
def test_what_is_missing_or_wrong_is_one_line_and_bad_usage(show, arguments, said):
    done = show(states.two_groups(), *arguments)
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert said in line
