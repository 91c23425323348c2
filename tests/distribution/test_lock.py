"""The lock: what makes one Apache Kafka, and no word about where it is to be had."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kafkalab.distribution import lock
from kafkalab.errors import DistributionError

FILES = sorted(Path(lock.__file__).parent.glob("*.lock.json"))


def test_the_default_kafka_has_a_lock():
    found = lock.load()
    assert found.version == lock.KAFKA
    names = [artifact.file_name for artifact in found.artifacts]
    assert f"kafka_2.13-{lock.KAFKA}.jar" in names
    assert f"kafka-tools-{lock.KAFKA}.jar" in names
    assert any(name.startswith("log4j-slf4j-impl") for name in names), "or Kafka's logs vanish"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_lock_file_names_coordinates_sizes_and_hashes_and_no_address(path):
    text = path.read_text()
    assert "://" not in text
    assert not re.search(r"\b(maven|apache)\.(org|com)\b", text.replace("org.apache", ""))
    table = json.loads(text)
    assert f"kafka-{table['kafka']}.lock.json" == path.name
    for row in table["artifacts"]:
        assert set(row) == {"coordinate", "size", "sha256"}
        assert re.fullmatch(r"[^:\s]+:[^:\s]+:[^:\s]+", row["coordinate"])
        assert re.fullmatch(r"[0-9a-f]{64}", row["sha256"])
        assert row["size"] > 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_jar_is_locked_twice(path):
    """Two versions of one jar on a class path is how clients get silently downgraded."""
    artifacts = lock.load(path.name.removeprefix("kafka-").removesuffix(".lock.json")).artifacts
    assert len({(a.group, a.name) for a in artifacts}) == len(artifacts)
    assert len({a.file_name for a in artifacts}) == len(artifacts)


def test_kafkas_own_jars_are_all_of_one_version():
    versions = {a.version for a in lock.load().artifacts if a.group == "org.apache.kafka"}
    assert versions == {lock.KAFKA}


def test_the_kafka_with_zookeeper_brings_zookeeper_and_its_logging_and_no_tools():
    """Apache's tools are always those of the newest Kafka, and nothing here speaks TLS."""
    artifacts = lock.load(lock.KAFKA_WITH_ZOOKEEPER).artifacts
    names = {artifact.name for artifact in artifacts}
    assert {"kafka_2.13", "zookeeper", "slf4j-reload4j", "reload4j"} <= names
    assert not [name for name in names if name.startswith(("netty-", "kafka-tools-4", "connect-", "log4j-core"))]
    assert {a.version for a in artifacts if a.group == "org.apache.kafka"} == {lock.KAFKA_WITH_ZOOKEEPER}


def test_the_digest_changes_with_a_jar_and_with_the_order():
    one = lock.Artifact("g", "a", "1", 1, "aa")
    two = lock.Artifact("g", "b", "1", 1, "bb")
    digests = {lock.Lock("1", jars).digest for jars in [(one, two), (two, one), (one,)]}
    assert len(digests) == 3


def test_an_unknown_kafka_names_the_known_ones():
    with pytest.raises(DistributionError) as caught:
        lock.load("0.1")
    assert "0.1" in caught.value.what.en
    assert lock.KAFKA in caught.value.next_step.es


def test_what_is_saved_is_what_is_loaded(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "_path", lambda version: tmp_path / f"kafka-{version}.lock.json")
    wanted = lock.Lock("1.2", (lock.Artifact("g", "n", "3", 4, "ab"),))
    lock.save(wanted)
    assert lock.load("1.2") == wanted
