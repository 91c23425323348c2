"""Each of Apache's tools once, for real: its class is in the jars, and it does its work on a cluster."""

from __future__ import annotations

import json
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kafkalab import distribution, tools

RECORDS = "uno\ndos\ntres\n"


@pytest.fixture(scope="module")
def classes() -> set[str]:
    return {
        name.removesuffix(".class").replace("/", ".")
        for jar in distribution.provide().jars
        for name in zipfile.ZipFile(jar).namelist()
    }


@pytest.mark.parametrize("tool", tools.TOOLS)
def test_its_class_is_in_the_jars(tool, classes):
    assert tools.TOOLS[tool][0] in classes


@dataclass(frozen=True)
class Desk:
    """A topic of one partition with three records, and how to run a tool on its cluster."""

    run: Callable
    cluster: object
    topic: str
    folder: Path

    def __call__(self, tool: str, *arguments: str, **options: object) -> str:
        """What it printed; it must have ended with 0. The cluster's address comes first."""
        done = self.run(f"{tool}.sh", *self.servers, *arguments, **options)
        assert done.returncode == 0, (done.stdout + done.stderr).decode()
        return done.stdout.decode() + done.stderr.decode()

    def alone(self, tool: str, *arguments: str) -> str:
        """The same of a tool that asks no broker, or takes the address elsewhere."""
        done = self.run(f"{tool}.sh", *arguments)
        assert done.returncode == 0, (done.stdout + done.stderr).decode()
        return done.stdout.decode()

    def file(self, content: dict) -> str:
        path = self.folder / f"{uuid.uuid4().hex}.json"
        path.write_text(json.dumps(content))
        return str(path)

    @property
    def servers(self) -> list[str]:
        return ["--bootstrap-server", self.cluster.bootstrap_servers]


@pytest.fixture
def desk(cluster, run, unique, tmp_path) -> Iterator[Desk]:
    topic = unique("tooled")
    cluster.admin.create_topic(topic, assignment={0: [101, 102]})
    cluster.admin.produce(topic, RECORDS.split())
    return Desk(run, cluster, topic, tmp_path)


def _broker_api_versions(desk: Desk) -> None:
    assert "ConsumerGroupHeartbeat(68)" in desk("kafka-broker-api-versions")


def _cluster(desk: Desk) -> None:
    assert desk.alone("kafka-cluster", "cluster-id", *desk.servers).startswith("Cluster ID: ")


def _configs(desk: Desk) -> None:
    entity = ("--entity-type", "topics", "--entity-name", desk.topic)
    assert "Completed updating config" in desk("kafka-configs", "--alter", *entity, "--add-config", "retention.ms=5000")
    assert "retention.ms=5000" in desk("kafka-configs", "--describe", *entity)
    assert desk.cluster.snapshot().topics[desk.topic].configs["retention.ms"] == "5000"


def _console_consumer(desk: Desk) -> None:
    read = desk("kafka-console-consumer", "--topic", desk.topic, "--from-beginning", "--max-messages", "3")
    assert read.startswith(RECORDS)


def _console_producer(desk: Desk) -> None:
    desk("kafka-console-producer", "--topic", desk.topic, input=b"cuatro\n")
    assert desk.cluster.snapshot().topics[desk.topic].partitions[0].high_watermark == 4


def _console_share_consumer(desk: Desk) -> None:
    read = desk(
        "kafka-console-share-consumer", "--topic", desk.topic, "--group", _share_group(desk), "--max-messages", "3"
    )
    assert read.startswith(RECORDS)


def _share_group(desk: Desk) -> str:
    """A share group that begins at the beginning: the default is the end."""
    group = f"share-{desk.topic}"
    entity = ("--entity-type", "groups", "--entity-name", group)
    desk("kafka-configs", "--alter", *entity, "--add-config", "share.auto.offset.reset=earliest")
    return group


def _consumer_groups(desk: Desk) -> None:
    """With a refusal of Apache's, which ends with 0: its text has to be read."""
    group = f"g-{desk.topic}"
    with desk.cluster.consumer(desk.topic, group=group):
        described = desk("kafka-consumer-groups", "--describe", "--group", group)
        reset = ("--reset-offsets", "--to-earliest", "--topic", desk.topic, "--execute")
        assert "can only be reset if" in desk("kafka-consumer-groups", "--group", group, *reset)
    assert desk.topic in described
    assert "consumer-" in described
    assert "was successful" in desk("kafka-consumer-groups", "--delete", "--group", group)


def _consumer_perf_test(desk: Desk) -> None:
    told = desk("kafka-consumer-perf-test", "--topic", desk.topic, "--num-records", "3")
    assert _measured(told)["data.consumed.in.nMsg"] == "3"


def _measured(told: str) -> dict[str, str]:
    """The table of a perf test: its line of names and the line below."""
    names, values = [line.split(", ") for line in told.splitlines() if line.count(", ") > 4][:2]
    return dict(zip(names, values, strict=True))


def _delete_records(desk: Desk) -> None:
    upto = {"version": 1, "partitions": [{"topic": desk.topic, "partition": 0, "offset": 2}]}
    assert "low_watermark: 2" in desk("kafka-delete-records", "--offset-json-file", desk.file(upto))


def _dump_log(desk: Desk) -> None:
    log = desk.cluster.actors_folder.parent / "broker-101" / "data" / f"{desk.topic}-0" / f"{0:020}.log"
    assert "payload: dos" in desk.alone("kafka-dump-log", "--files", str(log), "--print-data-log")


def _features(desk: Desk) -> None:
    assert "Feature: share.version" in desk("kafka-features", "describe")


def _get_offsets(desk: Desk) -> None:
    assert desk("kafka-get-offsets", "--topic", desk.topic) == f"{desk.topic}:0:3\n"


def _groups(desk: Desk) -> None:
    with desk.cluster.consumer(desk.topic, group=f"g-{desk.topic}"):
        assert f"g-{desk.topic}" in desk("kafka-groups", "--list")


def _leader_election(desk: Desk) -> None:
    chosen = ("--election-type", "preferred", "--topic", desk.topic, "--partition", "0")
    assert "Valid replica already elected" in desk("kafka-leader-election", *chosen)


def _log_dirs(desk: Desk) -> None:
    told = desk("kafka-log-dirs", "--describe", "--topic-list", desk.topic)
    brokers = json.loads(told[told.index("{") :])["brokers"]
    held = {
        broker["broker"]: [p["partition"] for d in broker["logDirs"] for p in d["partitions"]] for broker in brokers
    }
    assert held == {101: [f"{desk.topic}-0"], 102: [f"{desk.topic}-0"], 103: []}


def _metadata_quorum(desk: Desk) -> None:
    assert "LeaderId:               1" in desk("kafka-metadata-quorum", "describe", "--status")


def _producer_perf_test(desk: Desk) -> None:
    size = ("--num-records", "50", "--record-size", "10", "--throughput", "-1")
    assert "50 records sent" in desk("kafka-producer-perf-test", "--topic", desk.topic, *size)


def _reassign_partitions(desk: Desk) -> None:
    moved = {"version": 1, "partitions": [{"topic": desk.topic, "partition": 0, "replicas": [102, 103]}]}
    plan = ("--reassignment-json-file", desk.file(moved))
    assert "Successfully started" in desk("kafka-reassign-partitions", *plan, "--execute")
    desk.cluster.wait_until(lambda s: s.topics[desk.topic].partitions[0].replicas == (102, 103))
    assert "is completed" in desk("kafka-reassign-partitions", *plan, "--verify")


def _share_consumer_perf_test(desk: Desk) -> None:
    told = desk(
        "kafka-share-consumer-perf-test", "--topic", desk.topic, "--group", _share_group(desk), "--num-records", "3",
        "--timeout", "60000",
    )  # fmt: skip
    assert _measured(told)["data.consumed.in.nMsg"] == "3"


def _share_groups(desk: Desk) -> None:
    group = _share_group(desk)
    desk("kafka-console-share-consumer", "--topic", desk.topic, "--group", group, "--max-messages", "3")
    assert group in desk("kafka-share-groups", "--list")
    assert desk.topic in desk("kafka-share-groups", "--describe", "--group", group)


def _storage(desk: Desk) -> None:
    assert len(desk.alone("kafka-storage", "random-uuid").strip()) == 22
    assert "cluster.id" in desk.alone("kafka-storage", "info", "--config", _settings_of(desk))


def _settings_of(desk: Desk) -> str:
    return str(desk.cluster.actors_folder.parent / "broker-101" / "server.properties")


def _topics(desk: Desk) -> None:
    assert desk.topic in desk("kafka-topics", "--list").splitlines()


def _transactions(desk: Desk) -> None:
    assert desk("kafka-transactions", "list").startswith("TransactionalId")


RUNS = {
    "kafka-broker-api-versions": _broker_api_versions,
    "kafka-cluster": _cluster,
    "kafka-configs": _configs,
    "kafka-console-consumer": _console_consumer,
    "kafka-console-producer": _console_producer,
    "kafka-console-share-consumer": _console_share_consumer,
    "kafka-consumer-groups": _consumer_groups,
    "kafka-consumer-perf-test": _consumer_perf_test,
    "kafka-delete-records": _delete_records,
    "kafka-dump-log": _dump_log,
    "kafka-features": _features,
    "kafka-get-offsets": _get_offsets,
    "kafka-groups": _groups,
    "kafka-leader-election": _leader_election,
    "kafka-log-dirs": _log_dirs,
    "kafka-metadata-quorum": _metadata_quorum,
    "kafka-producer-perf-test": _producer_perf_test,
    "kafka-reassign-partitions": _reassign_partitions,
    "kafka-share-consumer-perf-test": _share_consumer_perf_test,
    "kafka-share-groups": _share_groups,
    "kafka-storage": _storage,
    "kafka-topics": _topics,
    "kafka-transactions": _transactions,
}


def test_no_tool_is_left_out():
    assert set(RUNS) == set(tools.TOOLS)


@pytest.mark.cluster
@pytest.mark.parametrize("tool", RUNS)
def test_it_does_its_work(tool, desk):
    RUNS[tool](desk)
