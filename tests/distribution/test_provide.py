"""Everything in place, as one value; and the quick look that Apache's tools take."""

from __future__ import annotations

import shutil

import pytest

from kafkalab import distribution, paths
from kafkalab.distribution import lock as locks
from kafkalab.i18n import using

from .conftest import Maven


@pytest.fixture
def small_kafka(lock, tmp_path, monkeypatch):
    """`provide` gives the small Kafka, in a cache of its own."""
    monkeypatch.setenv("KAFKALAB_CACHE", str(tmp_path))
    monkeypatch.setattr(distribution, "load", lambda version: lock)
    return tmp_path


def test_provide_downloads_once_and_then_asks_nobody(small_kafka, maven):
    kafka = distribution.provide("9.9", maven)
    assert [jar.parent for jar in kafka.jars] == [small_kafka / "kafka-9.9"] * 3
    assert kafka.version == "9.9"
    again = Maven()
    assert distribution.provide("9.9", again) == kafka
    assert again.asked == []


@pytest.mark.parametrize(("lang", "says"), [("es", "Descargando Apache Kafka 9.9"), ("en", "Downloading Apache Kafka")])
def test_the_progress_goes_to_standard_error(small_kafka, maven, capsys, lang, says):
    with using(lang):
        distribution.provide("9.9", maven)
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.strip().splitlines()
    assert says in line


def test_installed_sees_what_is_there_and_downloads_nothing(small_kafka, maven):
    assert distribution.installed("9.9") is None
    kafka = distribution.provide("9.9", maven)
    assert distribution.installed("9.9") == kafka
    (small_kafka / "kafka-9.9" / "tools-1.0.jar").unlink()
    assert distribution.installed("9.9") is None


def test_a_java_without_aot_gets_no_flags_even_if_a_cache_is_there(small_kafka, maven):
    kafka = distribution.provide("9.9", maven)
    cache = kafka.aot("nodes")
    cache.draft.parent.mkdir()
    cache.draft.write_bytes(b"cache")
    cache.keep()
    assert kafka.aot_flags("nodes")
    old = distribution.Distribution(distribution.Java(kafka.java.program, "21", "PATH"), kafka.lock, kafka.jars)
    shutil.copy2(cache.path, old.aot("nodes").path)
    shutil.copy2(cache.path.with_suffix(".stamp"), old.aot("nodes").path.with_suffix(".stamp"))
    assert old.aot("nodes").is_good()
    assert old.aot_flags("nodes") == []


def test_the_cache_may_be_named_relative_to_where_one_is(tmp_path, monkeypatch):
    """Nodes run in folders of their own: what they are told must not depend on where they stand."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KAFKALAB_CACHE", "cache")
    monkeypatch.setenv("KAFKALAB_HOME", "home")
    assert paths.cache() == tmp_path / "cache"
    assert paths.cluster_dir("lab") == tmp_path / "home" / "clusters" / "lab"


def test_the_lock_of_the_package_is_the_one_provided():
    kafka = distribution.installed()
    assert kafka is None or kafka.lock == locks.load()
