"""The command line of a JVM: flags, class path, main class. Nothing is started here.

Which flags made a difference, and which did not, was measured: benchmarks/README.md.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from kafkalab.distribution.java import Java

NODE_CLASS = "kafka.Kafka"

_LEAN = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss256k", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8"]
_NODE = [*_LEAN, "-Xms16m", "-Xmx192m", "-XX:ReservedCodeCacheSize=48m", "-XX:+ExitOnOutOfMemoryError"]
_TOOL = [*_LEAN, "-Xms16m", "-Xmx256m"]

# Variables that would change a JVM behind our back, or make it print to a student's output.
_FOREIGN = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH")


def node_command(java: Java, jars: Sequence[Path], settings: Path, log: Path, aot: Sequence[str], tag: str) -> list[str]:
    """How a node is started. `tag` names cluster and node, so that a forgotten process can be told from a stranger's."""
    config = Path(__file__).with_name("log4j2-node.xml")
    marks = [f"-Dlog4j2.configurationFile={config}", f"-Dkafkalab.log={log}", f"-Dkafkalab.node={tag}"]
    return [str(java.program), *_NODE, *aot, *marks, "-cp", _class_path(jars), NODE_CLASS, str(settings)]


def tool_command(java: Java, jars: Sequence[Path], main_class: str, aot: Sequence[str]) -> list[str]:
    """How one of Apache's command-line tools is started; its own arguments follow."""
    config = Path(__file__).with_name("log4j2-tools.xml")
    return [
        str(java.program), *_TOOL, *aot, f"-Dlog4j2.configurationFile={config}", "-cp", _class_path(jars), main_class,
    ]  # fmt: skip


def environment(base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment for a JVM of ours."""
    kept = {key: value for key, value in base.items() if key not in _FOREIGN}
    return kept | {"MALLOC_ARENA_MAX": "1"}  # glibc would set aside 64 MB of address space per thread


def _class_path(jars: Sequence[Path]) -> str:
    return os.pathsep.join(str(jar) for jar in jars)
