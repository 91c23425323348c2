"""A node's folder: formatted once, its data never touched again, and not started on the data of another cluster."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kafkalab.errors import NodeError
from kafkalab.nodes import folders
from kafkalab.nodes.plan import Node
from kafkalab.nodes.settings import data_folder


def test_a_new_folder_is_formatted_as_kafkas_storage_tool_would(plan):
    for node in plan.nodes:
        folders.prepare(plan, node)
        meta = (data_folder(plan, node) / "meta.properties").read_text().splitlines()
        assert meta[:3] == [f"cluster.id={plan.cluster_id}", f"node.id={node.id}", "version=1"]
        assert meta[3].startswith("directory.id=")
        assert (data_folder(plan, node) / "bootstrap.checkpoint").exists() == (node.role == "controller")


def test_a_combined_node_has_the_checkpoint_of_a_controller(plan):
    node = Node(101, "combined", 39101, (39001,))
    combined = replace(plan, nodes=(node,))
    folders.prepare(combined, node)
    assert (data_folder(combined, node) / "bootstrap.checkpoint").exists()


def test_folders_with_zookeeper_are_as_kafka_3_and_zookeeper_want_them(plan):
    broker, server = Node(101, "broker", 39101), Node(2, "zookeeper", 39102, (39103, 39104))
    before = replace(plan, nodes=(broker, server), layout="zookeeper", version="3.9.2")
    for node in before.nodes:
        folders.prepare(before, node)
        folders.prepare(before, node)
    meta = (data_folder(before, broker) / "meta.properties").read_text().splitlines()
    assert meta == [f"cluster.id={before.cluster_id}", "broker.id=101", "version=0"]
    assert (data_folder(before, server) / "myid").read_text() == "2\n"
    assert not list(before.folder.glob("*/data/bootstrap.checkpoint"))


def test_the_settings_say_which_kafka_they_are_for(plan):
    file = folders.prepare(plan, plan.nodes[0])
    assert folders.version_of(file) == "4.3.1"
    file.write_text("node.id=101\n")
    assert folders.version_of(file) is None


def test_the_checkpoint_finalizes_the_features_that_the_course_needs(plan):
    """Without it a cluster starts, and silently lacks them."""
    checkpoint = folders.checkpoint_template(plan.version).read_bytes()
    for feature in ("metadata.version", "group.version", "transaction.version", "share.version", "eligible.leader"):
        assert feature.encode() in checkpoint


def test_preparing_again_changes_no_data(plan):
    node = plan.nodes[0]
    folders.prepare(plan, node)
    (data_folder(plan, node) / "records.log").write_text("precious")
    before = {path: path.read_bytes() for path in data_folder(plan, node).iterdir()}
    folders.prepare(plan, node)
    assert {path: path.read_bytes() for path in data_folder(plan, node).iterdir()} == before


def test_a_format_that_was_interrupted_is_done_again(plan):
    """meta.properties is written last: a folder without it does not count as formatted."""
    node = plan.controllers[0]
    folders.prepare(plan, node)
    (data_folder(plan, node) / "meta.properties").unlink()
    (data_folder(plan, node) / "bootstrap.checkpoint").write_bytes(b"half")
    folders.prepare(plan, node)
    assert (data_folder(plan, node) / "bootstrap.checkpoint").stat().st_size > 100


def test_a_new_port_reaches_the_settings(plan):
    node = plan.nodes[0]
    folders.prepare(plan, node)
    moved = replace(node, port=40000)
    assert ":40000" in folders.prepare(replace(plan, nodes=(moved, *plan.nodes[1:])), moved).read_text()


@pytest.mark.parametrize("other", [b"version=1\ncluster.id=other\nnode.id=101\n", b"", b"\xff\x00", b"cluster.id="])
def test_data_of_another_cluster_or_damaged_is_refused_at_once(plan, other):
    """Kafka takes a minute to find out."""
    node = plan.nodes[0]
    folders.prepare(plan, node)
    meta = data_folder(plan, node) / "meta.properties"
    meta.write_bytes(other)
    with pytest.raises(NodeError, match=r"broker 101 is damaged or of another cluster.*kafkalab delete --name test"):
        folders.prepare(plan, node)
    assert meta.read_bytes() == other, "nothing is overwritten"


def test_data_of_another_node_is_refused(plan):
    folders.prepare(plan, plan.nodes[0])
    plan.node_folder(plan.nodes[0]).rename(plan.node_folder(plan.nodes[1]))
    with pytest.raises(NodeError, match="broker 102"):
        folders.prepare(plan, plan.nodes[1])


def test_the_log_of_the_last_run_is_put_aside(plan):
    """An old "port in use" must not explain a new failure."""
    node = plan.nodes[0]
    folders.prepare(plan, node)
    log = plan.node_folder(node) / "logs" / "server.log"
    log.write_text("BindException")
    folders.prepare(plan, node)
    assert not log.exists()
    assert log.with_name("server.last.log").read_text() == "BindException"


def test_ids_look_like_kafkas_and_never_like_an_option():
    ids = {folders.new_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(len(each) == 22 and not each.startswith("-") for each in ids)
