"""The way to Maven Central: its failures come out as what a download may raise, whatever jgo made of them."""

from __future__ import annotations

import pytest

from kafkalab.distribution import jars
from kafkalab.distribution.lock import Artifact, Lock, load
from kafkalab.distribution.maven import from_maven_central
from kafkalab.errors import DistributionError

from .conftest import Shown

JAR = Artifact("org.example", "kafka", "1.0", 3, "ab")


@pytest.mark.parametrize(
    "trouble", [RuntimeError("not found in remote repositories"), ValueError("Retry-After"), IndexError("empty .sha1")]
)
def test_what_jgo_makes_of_odd_answers_is_a_failed_download(tmp_path, monkeypatch, trouble):
    def fail(*_: object) -> None:
        raise trouble

    monkeypatch.setattr("jgo.maven.PythonResolver.download", fail)
    with pytest.raises(DistributionError, match=r"could not be downloaded.*internet connection"):
        jars.ensure(Lock("1", (JAR,)), tmp_path, from_maven_central, Shown())


def test_without_a_network_the_reader_is_told_to_check_it(tmp_path, monkeypatch):
    import requests

    def no_network(*_: object, **__: object) -> None:
        raise requests.ConnectionError("Failed to resolve")

    monkeypatch.setattr("requests.request", no_network)
    with pytest.raises(DistributionError, match=r"ConnectionError.*internet connection"):
        jars.ensure(load(), tmp_path, from_maven_central, Shown())
    assert not list(tmp_path.glob("*.jar"))


@pytest.mark.network
def test_a_real_jar_arrives_with_its_hash_and_its_progress(tmp_path, shown):
    smallest = min(load().artifacts, key=lambda artifact: artifact.size)
    try:
        (jar,) = jars.ensure(Lock("1", (smallest,)), tmp_path / "cache", from_maven_central, shown)
    except DistributionError as error:
        pytest.skip(f"Maven Central is not to be reached: {error}")
    assert jar.stat().st_size == smallest.size == shown.arrived
