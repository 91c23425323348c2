"""Writes the lock of an Apache Kafka: resolves its jars on Maven Central and takes down what arrived. For maintainers.

`python -m kafkalab.distribution.relock 4.3.1`. The SHA-256 of a jar is what was downloaded on that day, over TLS;
compare the diff of the lock file with Apache's release notes before you commit it.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

from jgo.maven import Dependency, MavenContext

from kafkalab.distribution.lock import Artifact, Lock, save

LOG4J = "2.25.4"

# Only Kafka Connect's plug-in commands need these, and they are two thirds of all jars.
_CONNECT_ONLY = (
    "connect-", "jersey-", "jetty-", "hk2-", "jakarta.", "jackson-jakarta-", "jackson-module-jakarta", "jaxb-",
    "activation", "javax.", "swagger-", "maven-artifact", "plexus-utils", "classgraph", "osgi-", "aopalliance",
    "javassist", "jackson-module-blackbird",
)  # fmt: skip


def resolve(version: str, folder: Path) -> Lock:
    """Resolve Kafka's server and tools and their logging, download each jar into `folder`, and return the lock.

    The roots are resolved apart: in one call jgo would let each govern the versions of the others.
    """
    context = MavenContext(repo_cache=folder, local_repos=[])
    roots = [
        ("org.apache.kafka", "kafka_2.13", version),
        ("org.apache.kafka", "kafka-tools", version),
        ("org.apache.logging.log4j", "log4j-slf4j-impl", LOG4J),
    ]
    chosen: dict[tuple[str, str], str] = {}
    for group, name, root_version in roots:
        component = context.project(group, name).at_version(root_version)
        chosen.setdefault((group, name), root_version)
        _, nodes = context.resolver.get_dependency_list([Dependency(component.artifact())])
        for node in nodes:
            if not node.dep.artifactId.startswith(_CONNECT_ONLY):
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
