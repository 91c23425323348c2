"""A node's server.properties: what each role is started with, and that Java reads back what we meant."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from kafkalab.distribution import provide
from kafkalab.nodes import lab_speed, launch, settings_zookeeper
from kafkalab.nodes.environment import for_java
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.properties import render
from kafkalab.nodes.settings import data_folder, settings

GOLDEN = Path(__file__).parent / "golden"
THREE = Plan(
    "lab",
    "abcdefghijklmnopqrstuv",
    "4.3.1",
    (Node(101, "broker", 9092), Node(102, "broker", 9093), Node(103, "broker", 9094), Node(1, "controller", 19092)),
    Path("/home/ana/clusters/lab"),
)


BEFORE = replace(
    THREE,
    version="3.9.2",
    layout="zookeeper",
    nodes=(
        *THREE.nodes[:3],
        Node(1, "zookeeper", 2181, (2888, 3888)),
        Node(2, "zookeeper", 2182, (2889, 3889)),
        Node(3, "zookeeper", 2183, (2890, 3890)),
    ),
)
COMBINED = replace(THREE, nodes=(Node(101, "combined", 9092, (19092,)), *THREE.nodes[1:3]))


@pytest.mark.parametrize(
    ("name", "plan", "node_id", "make"),
    [
        ("broker", THREE, 101, settings),
        ("controller", THREE, 1, settings),
        ("combined", COMBINED, 101, settings),
        ("zookeeper-broker", BEFORE, 101, settings_zookeeper.settings),
        ("zookeeper", BEFORE, 2, settings_zookeeper.settings),
    ],
)
def test_the_settings_of_each_role(name, plan, node_id, make):
    """A change of a setting is a change of what lessons show: it must be seen in review."""
    text = render(make(plan, plan.node(node_id)))
    assert text == (GOLDEN / f"{name}.properties").read_text()


def test_a_zookeeper_that_is_alone_runs_by_itself():
    alone = replace(BEFORE, nodes=(*THREE.nodes[:3], Node(1, "zookeeper", 2181)))
    table = settings_zookeeper.settings(alone, alone.node(1))
    assert not [key for key in table if key.startswith("server.")]


def test_brokers_are_told_all_zookeepers():
    table = settings_zookeeper.settings(BEFORE, BEFORE.node(103))
    assert table["zookeeper.connect"] == "127.0.0.1:2181,127.0.0.1:2182,127.0.0.1:2183"


@pytest.mark.parametrize("node", COMBINED.nodes, ids=str)
def test_the_controller_in_a_broker_is_found_by_its_own_port(node):
    assert settings(COMBINED, node)["controller.quorum.voters"] == "101@localhost:19092"


def test_all_that_the_table_of_lab_speed_says_is_in_the_files():
    """It is what is shown to students: the files are made from it."""
    for layout, make, plan in (("kraft", settings, THREE), ("zookeeper", settings_zookeeper.settings, BEFORE)):
        files = [make(plan, node) for node in plan.nodes]
        for row in lab_speed.rows(layout):
            assert {file[row.name] for file in files if row.name in file} == {row.ours}


def test_the_table_has_no_row_that_does_not_differ_and_none_twice():
    for layout in ("kraft", "zookeeper"):
        names = [row.name for row in lab_speed.rows(layout)]
        assert len(names) == len(set(names))
    assert not [row for row in lab_speed.LAB_SPEED if row.ours == row.production]


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
