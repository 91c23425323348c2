"""Writes the lock of an Apache Kafka: resolves its jars on Maven Central and takes down what arrived. For maintainers.

`python -m kafkalab.distribution.relock 4.3.1` (or 3.9.2). The SHA-256 of a jar is what was downloaded on that day, over
TLS; compare the diff of the lock file with Apache's release notes before you commit it.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from jgo.maven import Dependency, MavenContext

from kafkalab.distribution.lock import Artifact, Lock, save

# Only Kafka Connect's plug-in commands need these, and they are two thirds of all jars.
_CONNECT_ONLY = (
    "connect-", "jersey-", "jetty-", "hk2-", "jakarta.", "jackson-jakarta-", "jackson-module-jakarta", "jaxb-",
    "activation", "javax.", "swagger-", "maven-artifact", "plexus-utils", "classgraph", "osgi-", "aopalliance",
    "javassist", "jackson-module-blackbird",
)  # fmt: skip

# ZooKeeper needs netty for TLS alone; the others are for OAuth, CSV output and argument lists of tools.
_NOT_ON_LOOPBACK = ("netty-", "jose4j", "jackson-dataformat-csv", "argparse4j", "error_prone_annotations")


@dataclass(frozen=True)
class Recipe:
    """What one Kafka is resolved from: root artifacts beside `kafka_2.13`, and the beginnings of names to leave out."""

    roots: tuple[tuple[str, str, str], ...]
    left_out: tuple[str, ...]


def recipe(version: str) -> Recipe:
    """From 4.0 on, server and tools with log4j2; before, the server alone, which brings ZooKeeper and needs log4j 1."""
    if int(version.partition(".")[0]) < 4:
        return Recipe((("org.slf4j", "slf4j-reload4j", "1.7.36"),), _NOT_ON_LOOPBACK)
    roots = (
        ("org.apache.kafka", "kafka-tools", version),
        ("org.apache.logging.log4j", "log4j-slf4j-impl", "2.25.4"),
    )
    return Recipe(roots, _CONNECT_ONLY)


def resolve(version: str, folder: Path) -> Lock:
    """Resolve the jars of Kafka `version` and their logging, download each into `folder`, and return the lock.

    The roots are resolved apart: in one call jgo would let each govern the versions of the others.
    """
    context = MavenContext(repo_cache=folder, local_repos=[])
    used = recipe(version)
    chosen: dict[tuple[str, str], str] = {}
    for group, name, root_version in (("org.apache.kafka", "kafka_2.13", version), *used.roots):
        component = context.project(group, name).at_version(root_version)
        chosen.setdefault((group, name), root_version)
        _, nodes = context.resolver.get_dependency_list([Dependency(component.artifact())])
        for node in nodes:
            if not node.dep.artifactId.startswith(used.left_out):
                chosen.setdefault((node.dep.groupId, node.dep.artifactId), node.dep.version)
    return Lock(version, tuple(_take_down(context, *key, chosen[key]) for key in chosen))


def _take_down(context: MavenContext, group: str, name: str, version: str) -> Artifact:
    jar = context.project(group, name).at_version(version).artifact().resolve()
    return Artifact(group, name, version, jar.stat().st_size, hashlib.sha256(jar.read_bytes()).hexdigest())


def main() -> None:
    """Write the lock of the version named on the command line."""
    with tempfile.TemporaryDirectory() as folder:
        lock = resolve(sys.argv[1], Path(folder))
    print(f"{save(lock)}: {len(lock.artifacts)} jars, {lock.size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
