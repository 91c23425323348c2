"""ZooKeeper's servers before there are brokers: one that dies or keeps silent is named, with its log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kafkalab.errors import ClusterError, NodeError
from kafkalab.nodes import ensemble
from kafkalab.nodes.plan import Node
from kafkalab.nodes.state import State


@pytest.fixture
def before(plan) -> State:
    """A cluster with one ZooKeeper server, on a port where nobody listens."""
    nodes = (Node(101, "broker", 39101), Node(1, "zookeeper", 39102))
    return State(replace(plan, nodes=nodes, layout="zookeeper", version="3.9.2"))


def test_in_kraft_mode_there_is_nothing_to_do(known):
    ensemble.introduce(known)


def test_a_server_that_died_is_named(before):
    folder = before.plan.node_folder(before.plan.node(1)) / "logs"
    folder.mkdir(parents=True)
    (folder / "server.log").write_text("java.net.BindException: Address already in use\n")
    with pytest.raises(NodeError, match=r"ZooKeeper server 1 did not start: another program uses its port 39102"):
        ensemble.introduce(before)


def test_servers_that_keep_silent_are_not_waited_for_for_ever(before, start_stand_in, plan, monkeypatch):
    monkeypatch.setattr(ensemble, "TIMEOUT_S", 0.1)
    pid = start_stand_in(before.plan.node(1))
    with pytest.raises(NodeError, match=r"ZooKeeper does not answer after.*zookeeper-1.logs.server\.log"):
        ensemble.introduce(before.with_pid(before.plan.node(1), pid))


def test_a_server_that_serves_but_takes_nothing_is_silent_too(before, monkeypatch):
    def refuse(*_: object) -> None:
        raise ClusterError(ensemble._SILENT)

    monkeypatch.setattr(ensemble.zookeeper, "mode", lambda _: "standalone")
    monkeypatch.setattr(ensemble.zookeeper, "create", refuse)
    with pytest.raises(NodeError, match="ZooKeeper does not answer"):
        ensemble.introduce(before)


def test_the_clusters_id_is_written_as_kafka_reads_it(before, monkeypatch):
    made = []
    monkeypatch.setattr(ensemble.zookeeper, "mode", lambda _: "leader")
    monkeypatch.setattr(ensemble.zookeeper, "create", lambda *what: made.append(what))
    ensemble.introduce(before)
    ((addresses, path, data),) = made
    assert (list(addresses), path) == ([("127.0.0.1", 39102)], "/cluster/id")
    assert data == b'{"version": "1", "id": "%s"}' % before.plan.cluster_id.encode()
