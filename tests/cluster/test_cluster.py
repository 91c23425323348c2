"""The running cluster as notebooks see it: what is promised of it, asked of the cluster that all tests share."""

from __future__ import annotations

import os

import psutil
import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.protocol.metadata import ApiVersionsRequest, ApiVersionsResponse

from kafkalab import Cluster
from kafkalab.errors import ClusterError, UnknownTopicError, UsageError
from kafkalab.i18n import using
from kafkalab.nodes.probe import Probe
from kafkalab.observe.wire import Connection, Question

pytestmark = pytest.mark.cluster

FEATURES = Question(
    "features", ApiVersionsRequest, ApiVersionsResponse, 4,
    build=lambda version: ApiVersionsRequest(
        version=version, client_software_name="tests", client_software_version="1"
    ),
    read=lambda answer: {f.name: (f.min_version_level, f.max_version_level) for f in answer.finalized_features},
    oldest=3,
)  # fmt: skip


def test_every_broker_lists_every_broker(cluster):
    with Probe() as probe:
        plan = cluster._state.plan
        lists = [probe(node, plan.cluster_id) for node in plan.brokers]
        assert lists == [frozenset({101, 102, 103})] * 3
        assert probe(plan.brokers[0], "another cluster's id") is None


def test_the_features_that_the_course_needs_are_finalized(cluster):
    """A formatted folder without bootstrap.checkpoint would lack them, and nothing would say so."""
    for node in cluster._state.plan.brokers:
        connection = Connection("localhost", node.port)
        (features,) = connection.ask([FEATURES], 5.0)
        connection.close()
        levels = {name: highest for name, (_, highest) in features.items()}
        assert levels["group.version"] == 1
        assert levels["eligible.leader.replicas.version"] == 1
        assert levels["transaction.version"] == 2
        assert levels["share.version"] == 1
        assert levels["metadata.version"] >= 29


def test_nodes_listen_on_loopback_only(cluster):
    """A student's cluster must not be open to the network of the class room."""
    for node in cluster.status().nodes:
        listening = [c for c in psutil.Process(node.pid).net_connections("inet") if c.status == psutil.CONN_LISTEN]
        assert [c.laddr.port for c in listening] == [node.port]
        assert {c.laddr.ip for c in listening} <= {"127.0.0.1", "::ffff:127.0.0.1", "::1"}


def test_the_offsets_topic_is_spread_over_the_three_brokers(cluster, unique):
    """Lessons on coordinators and failures count on 50 partitions with 3 replicas."""
    topic = unique("groups")
    with KafkaProducer(bootstrap_servers=cluster.bootstrap_servers) as producer:
        producer.send(topic, b"x").get(20)
    with KafkaConsumer(
        topic, bootstrap_servers=cluster.bootstrap_servers, group_id=unique("group"), auto_offset_reset="earliest",
        consumer_timeout_ms=20000,
    ) as consumer:  # fmt: skip
        assert next(iter(consumer)).value == b"x"
        consumer.commit()
    offsets = cluster.wait_until(lambda s: s.topics["__consumer_offsets"]).topics["__consumer_offsets"]
    assert len(offsets.partitions) == 50
    assert all(sorted(p.replicas) == [101, 102, 103] for p in offsets.partitions.values())


def test_status_says_what_the_operating_system_knows(cluster):
    status = cluster.status()
    assert [(n.id, n.role, n.state) for n in status.nodes] == [
        (101, "broker", "up"),
        (102, "broker", "up"),
        (103, "broker", "up"),
        (1, "controller", "up"),
    ]
    assert all("kafka.Kafka" in psutil.Process(n.pid).cmdline() for n in status.nodes)
    assert status.ready_s > 0


def test_the_dictionary_of_status_has_exactly_the_promised_keys(cluster):
    table = cluster.status().to_dict()
    assert set(table) == {"name", "layout", "version", "bootstrap_servers", "nodes", "ready_s"}
    assert all(set(node) == {"id", "role", "state", "pid", "port"} for node in table["nodes"])


def test_status_reads_well(cluster):
    lines = repr(cluster.status()).splitlines()
    assert lines[0] == f"shared: Apache Kafka 4.3.1 (kraft), {cluster.bootstrap_servers}"
    assert lines[1].split()[:3] == ["broker", "101", "up"]
    assert repr(cluster) == f"<Cluster 'shared': {cluster.bootstrap_servers}>"
    assert repr(cluster.broker(102)) == "<broker 102: up>"


def test_up_again_attaches_at_once_and_sets_bootstrap(cluster, monkeypatch, capsys):
    monkeypatch.delenv("BOOTSTRAP", raising=False)
    before = cluster.status()
    assert Cluster.up("shared").status() == before
    assert os.environ["BOOTSTRAP"] == cluster.bootstrap_servers
    assert capsys.readouterr() == ("", "")


def test_attaching_finds_the_same_cluster(cluster):
    assert Cluster.attach("shared").status() == cluster.status()


def test_attaching_to_nothing_says_how_to_start_it(home):
    with pytest.raises(ClusterError, match=r'no cluster "nobody".*kafkalab up'):
        Cluster.attach("nobody")


@pytest.mark.parametrize("look", [lambda cluster: cluster.zookeeper(1), lambda cluster: cluster.znode("/")])
def test_there_is_no_zookeeper_in_kraft(cluster, look):
    with pytest.raises(UsageError, match=r'no ZooKeeper: in KRaft.*layout="zookeeper"'):
        look(cluster)


def test_the_settings_are_those_of_its_layout(cluster):
    assert cluster.settings().layout == "kraft"
    assert "broker.session.timeout.ms = 3000" in repr(cluster.settings())


@pytest.mark.parametrize("ask", ["broker", "node"])
def test_an_unknown_broker_names_the_known_ones(cluster, ask):
    with pytest.raises(UsageError, match=r"no broker 104; it has: 101, 102, 103"):
        getattr(cluster, ask)(104)


def test_a_controller_is_no_broker(cluster):
    with pytest.raises(UsageError, match="no broker 1; it has: 101"):
        cluster.broker(1)
    with pytest.raises(UsageError, match="no controller 101; it has: 1"):
        cluster.controller(101)
    assert cluster.node(1).status.role == "controller"


@pytest.mark.parametrize("odd", ["101", None, 101.5, [101]])
def test_an_id_of_another_type_is_unknown(cluster, odd):
    with pytest.raises(UsageError, match="no broker"):
        cluster.broker(odd)


@pytest.mark.parametrize(("lang", "says"), [("es", "No existe el topic"), ("en", "There is no topic")])
def test_a_topic_that_does_not_exist_is_said_with_the_command_that_makes_it(cluster, unique, lang, says):
    name = unique("nobody")
    with using(lang), pytest.raises(UnknownTopicError, match=says) as caught:
        cluster.require_topic(name)
    with using(lang):
        assert f"kafka-topics.sh --create --topic {name}" in str(caught.value)
