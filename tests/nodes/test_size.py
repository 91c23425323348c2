"""Sizes and layouts: what may be asked for, what a new cluster gets, and what an existing one says to another wish."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kafkalab.errors import ClusterError, UsageError
from kafkalab.i18n import using
from kafkalab.nodes import layouts, memory, size
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.size import Size, Whole


def planned(tmp_path, whole: Whole) -> Plan:
    layout = layouts.named(whole.layout)
    return Plan("test", "x" * 22, layout.version, layout.draft(whole), tmp_path, layout.name)


def roles(tmp_path, whole: Whole) -> dict[int, str]:
    return {node.id: node.role for node in planned(tmp_path, whole).nodes}


@pytest.mark.parametrize(
    ("asked", "layout", "whole"),
    [
        (Size(), "kraft", Whole("kraft", 3, 1)),
        (Size(brokers=5, controllers=3), "kraft", Whole("kraft", 5, 3)),
        (Size(combined=True), "kraft", Whole("kraft", 3, 1, combined=True)),
        (Size(brokers=1, combined=True), "kraft", Whole("kraft", 1, 1, combined=True)),
        (Size(), "zookeeper", Whole("zookeeper", 3, zookeepers=1)),
        (Size(brokers=2, zookeepers=3, combined=False), "zookeeper", Whole("zookeeper", 2, zookeepers=3)),
    ],
    ids=str,
)
def test_what_was_not_said_is_as_usual(asked, layout, whole):
    assert size.completed(asked, layout) == whole


def test_with_little_memory_the_controller_lives_in_a_broker_unless_told_otherwise():
    assert size.completed(Size(), "kraft", little_memory=True).combined
    assert not size.completed(Size(combined=False), "kraft", little_memory=True).combined
    assert not size.completed(Size(brokers=1, controllers=3), "kraft", little_memory=True).combined, "no room for three"
    assert size.completed(Size(), "zookeeper", little_memory=True) == Whole("zookeeper", 3, zookeepers=1)


@pytest.mark.parametrize(
    ("asked", "layout", "says"),
    [
        (Size(controllers=1), "zookeeper", "one of the brokers plays the controller.*zookeepers=1"),
        (Size(combined=True), "zookeeper", "one of the brokers plays the controller.*Leave out"),
        (Size(zookeepers=1), "kraft", 'no ZooKeeper in KRaft.*layout="zookeeper"'),
        (Size(brokers=2, controllers=3, combined=True), "kraft", "at least three brokers.*brokers=3"),
    ],
    ids=str,
)
def test_mixtures_are_refused_with_one_helpful_sentence(asked, layout, says):
    with pytest.raises(UsageError, match=says) as caught:
        size.completed(asked, layout)
    assert caught.value.what.es
    assert caught.value.next_step.es


@pytest.mark.parametrize(
    "asked", [Size(brokers=0), Size(brokers=6), Size(controllers=2), Size(zookeepers=2), Size(brokers=True)], ids=str
)
def test_numbers_that_cannot_be_are_refused(asked):
    with pytest.raises(UsageError, match="1 to 5 brokers and 1 or 3 controllers"):
        size.check(asked)


def test_the_nodes_of_each_layout(tmp_path):
    assert roles(tmp_path, Whole("kraft", 2, 1)) == {101: "broker", 102: "broker", 1: "controller"}
    assert roles(tmp_path, Whole("kraft", 2, 1, combined=True)) == {101: "combined", 102: "broker"}
    assert roles(tmp_path, Whole("kraft", 4, 3, combined=True)) == {
        101: "combined", 102: "combined", 103: "combined", 104: "broker",
    }  # fmt: skip
    assert roles(tmp_path, Whole("zookeeper", 1, zookeepers=3)) == {
        101: "broker", 1: "zookeeper", 2: "zookeeper", 3: "zookeeper",
    }  # fmt: skip


WHOLES = [Whole("kraft", 5, 3), Whole("kraft", 5, 3, combined=True), Whole("zookeeper", 5, zookeepers=3)]


@pytest.mark.parametrize("whole", WHOLES, ids=str)
def test_no_port_is_wanted_twice(tmp_path, whole):
    ports = [port for node in planned(tmp_path, whole).nodes for port in node.ports]
    assert len(ports) == len(set(ports))


@pytest.mark.parametrize("whole", [*WHOLES, Whole("kraft", 1, 1), Whole("zookeeper", 3, zookeepers=1)], ids=str)
def test_who_asks_for_what_is_there_or_for_nothing_gets_it(tmp_path, whole):
    plan = planned(tmp_path, whole)
    size.check_same(size.of(plan), plan)
    size.check_same(Size(), plan)
    assert Plan.from_dict(plan.to_dict(), tmp_path) == plan


@pytest.mark.parametrize(
    ("asked", "has"),
    [
        (Size(brokers=2), "with 3 brokers and 1 controller (Apache Kafka 4.3.1)"),
        (Size(layout="zookeeper"), "with 3 brokers and 1 controller"),
        (Size(combined=True), "with 3 brokers and 1 controller"),
    ],
    ids=str,
)
def test_another_wish_is_told_what_is_there_and_what_can_be_done(tmp_path, asked, has):
    plan = planned(tmp_path, Whole("kraft", 3, 1))
    with pytest.raises(ClusterError) as caught:
        size.check_same(asked, plan)
    assert has in caught.value.what.en
    assert "kafkalab delete --name test" in caught.value.next_step.en
    with using("es"):
        assert "con 3 brokers y 1 controlador" in str(caught.value)


def test_combined_controllers_are_called_so(tmp_path):
    plan = planned(tmp_path, Whole("kraft", 3, 3, combined=True))
    assert size.described(plan).en == "3 brokers and 3 combined controllers (Apache Kafka 4.3.1)"


@pytest.mark.parametrize("changed", [{"version": "5.0.0"}, {"version": "3.9.2"}, {"layout": "raft"}])
def test_data_of_a_kafka_that_is_not_known_is_said_with_the_ways_out(tmp_path, changed):
    plan = replace(planned(tmp_path, Whole("kraft", 1, 1)), **changed)
    with pytest.raises(ClusterError, match=r"unknown to this kafkalab.*kafkalab delete --name test"):
        layouts.of(plan)


@pytest.mark.parametrize("name", ["raft", "", "KRaft", 3])
def test_a_layout_that_is_not_there_names_those_that_are(name):
    with pytest.raises(UsageError, match=r'no layout.*layout="kraft" or layout="zookeeper"'):
        layouts.named(name)


def test_every_role_of_a_layout_has_a_program(tmp_path):
    for whole in WHOLES:
        assert {node.role for node in planned(tmp_path, whole).nodes} <= set(layouts.named(whole.layout).programs)


def test_who_is_stopped_last_is_who_keeps_the_metadata(tmp_path):
    def ids(nodes: tuple[Node, ...]) -> list[int]:
        return [node.id for node in nodes]

    combined, before = planned(tmp_path, Whole("kraft", 3, 1, combined=True)), planned(tmp_path, WHOLES[2])
    assert ids(combined.quorum) == ids(combined.controllers) == [101]
    assert ids(combined.brokers) == [101, 102, 103]
    assert ids(before.quorum) == ids(before.zookeepers) == [1, 2, 3]
    assert before.controllers == ()


# Memory


@pytest.mark.parametrize(
    ("megabytes", "little"), [(512, True), (1024, True), (2000, False), (2048, False), (16000, False)]
)
def test_one_gigabyte_is_little_and_binders_two_are_enough(megabytes, little):
    assert memory.is_little(megabytes * 1_000_000) is little


def test_the_smallest_limit_counts(monkeypatch):
    monkeypatch.setattr(memory, "_CGROUPS", ())
    whole = memory.limit()
    monkeypatch.setenv("MEM_LIMIT", "1073741824")
    assert memory.limit() == min(whole, 1073741824)
    for odd in ("", "max", "-1", "0", "2G"):
        monkeypatch.setenv("MEM_LIMIT", odd)
        assert memory.limit() == whole


def test_a_containers_limit_is_read(monkeypatch, tmp_path):
    file = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "_CGROUPS", (tmp_path / "none", file))
    file.write_text("1000000000\n")
    assert memory.limit() == 1_000_000_000
    file.write_text("max\n")
    assert memory.limit() > 0
