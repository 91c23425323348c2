"""The command line of a JVM: flags, class path, main class. Nothing is started here.

Which flags made a difference, and which did not, was measured: benchmarks/README.md.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kafkalab.distribution.java import Java

_LEAN = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss256k", "-Djava.awt.headless=true"]
_NODE = [*_LEAN, "-Xms16m", "-Xmx192m", "-XX:ReservedCodeCacheSize=48m", "-XX:+ExitOnOutOfMemoryError"]
# A cache that does not fit is no business of the reader of a tool's output.
_TOOL = [*_LEAN, "-Xms16m", "-Xmx256m", "-Xlog:disable"]


@dataclass(frozen=True)
class Program:
    """What a node runs: its main class, how its logging is told where its settings are, and which AOT cache it uses."""

    main_class: str
    logging: str
    purpose: str


def _beside(name: str) -> Path:
    return Path(__file__).with_name(name)


TOOL_LOGGING = f"-Dlog4j2.configurationFile={_beside('log4j2-tools.xml')}"
TOOL_LOGGING_3 = f"-Dlog4j.configuration={_beside('log4j-tools.properties').as_uri()}"
_LOG4J_1 = f"-Dlog4j.configuration={_beside('log4j-node.properties').as_uri()}"
KAFKA_4 = Program("kafka.Kafka", f"-Dlog4j2.configurationFile={_beside('log4j2-node.xml')}", "nodes")
KAFKA_3 = Program("kafka.Kafka", _LOG4J_1, "nodes")
# A cache of its own: with the brokers' one it starts no faster and takes 24 MB more.
ZOOKEEPER = Program("org.apache.zookeeper.server.quorum.QuorumPeerMain", _LOG4J_1, "zookeeper")
# Apache's zookeeper-shell.sh, with the jars of that Kafka: the server's cache makes it twice as quick.
ZOOKEEPER_SHELL = Program("org.apache.zookeeper.ZooKeeperMainWithTlsSupportForKafka", TOOL_LOGGING_3, "zookeeper")


def node_command(
    java: Java, jars: Sequence[Path], settings: Path, aot: Sequence[str], mark: str, program: Program = KAFKA_4
) -> list[str]:
    """How a node is started, in its folder. Its `mark` tells our process from a stranger's."""
    return [
        str(java.program), *_NODE, *aot, program.logging, mark, "-cp", _class_path(jars), program.main_class,
        str(settings),
    ]  # fmt: skip


def tool_command(
    java: Java, jars: Sequence[Path], main_class: str, aot: Sequence[str], logging: str = TOOL_LOGGING
) -> list[str]:
    """How one of Apache's command-line tools is started; its own arguments follow."""
    return [str(java.program), *_TOOL, *aot, logging, "-cp", _class_path(jars), main_class]


def _class_path(jars: Sequence[Path]) -> str:
    return os.pathsep.join(str(jar) for jar in jars)
