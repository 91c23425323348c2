"""A node's server.properties: what each role is started with, and that Java reads back what we meant."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from kafkalab.distribution import provide
from kafkalab.nodes import launch
from kafkalab.nodes.environment import for_java
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.settings import data_folder, render, settings

GOLDEN = Path(__file__).parent / "golden"
THREE = Plan(
    "lab",
    "abcdefghijklmnopqrstuv",
    "4.3.1",
    (Node(101, "broker", 9092), Node(102, "broker", 9093), Node(103, "broker", 9094), Node(1, "controller", 19092)),
    Path("/home/ana/clusters/lab"),
)


@pytest.mark.parametrize("node_id", [101, 1])
def test_the_settings_of_each_role(node_id):
    """A change of a setting is a change of what lessons show: it must be seen in review."""
    node = THREE.node(node_id)
    text = render(settings(THREE, node))
    assert text == (GOLDEN / f"{node.role}.properties").read_text()


def test_every_listener_is_on_loopback():
    for node in THREE.nodes:
        table = settings(THREE, node)
        assert table["listeners"].split("://")[1].startswith("127.0.0.1:")


def test_a_cluster_of_one_broker_asks_for_no_more_copies_than_it_can_hold():
    one = replace(THREE, nodes=(THREE.nodes[0], THREE.nodes[3]))
    table = settings(one, one.nodes[0])
    copies = {key: value for key, value in table.items() if "replication.factor" in key or key.endswith("min.isr")}
    assert set(copies.values()) == {"1"}
    assert len(copies) == 5


def test_all_nodes_name_the_same_voters():
    nodes = (*THREE.nodes, Node(2, "controller", 19093), Node(3, "controller", 19094))
    plan = replace(THREE, nodes=nodes)
    voters = {settings(plan, node)["controller.quorum.voters"] for node in nodes}
    assert voters == {"1@localhost:19092,2@localhost:19093,3@localhost:19094"}


FOLDERS = ["plain", "with space", "año", "back\\slash", "tab\there", "日本", "😀", "key=value", "#!:", "\\u0041"]


@pytest.fixture(scope="module")
def read_by_kafka(tmp_path_factory) -> str:
    """What Kafka makes of settings that we rendered: its StorageTool names the data folders that it looks for."""
    file = tmp_path_factory.mktemp("kafka") / "server.properties"
    table = settings(THREE, THREE.nodes[0]) | {"log.dirs": ",".join(f"/nowhere/{name}/data" for name in FOLDERS)}
    file.write_text(render(table), encoding="utf-8")
    kafka = provide()
    command = launch.tool_command(kafka.java, kafka.jars, "kafka.tools.StorageTool", ["-Dstdout.encoding=UTF-8"])
    environment = {**for_java(), "LC_ALL": "C.UTF-8"}
    run = subprocess.run([*command, "info", "-c", file], capture_output=True, timeout=60, env=environment)
    return run.stdout.decode()


@pytest.mark.parametrize("name", FOLDERS)
def test_kafka_reads_back_the_folder_that_was_meant(read_by_kafka, name):
    assert f"/nowhere/{name}/data" in read_by_kafka


def test_data_lives_in_the_nodes_own_folder():
    folders = {data_folder(THREE, node) for node in THREE.nodes}
    assert len(folders) == 4
    assert all(folder.is_relative_to(THREE.folder) for folder in folders)
