"""The command line of a JVM: flags, class path, main class. Nothing is started here.

Which flags made a difference, and which did not, was measured: benchmarks/README.md.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from kafkalab.distribution.java import Java

NODE_CLASS = "kafka.Kafka"

_LEAN = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss256k", "-Djava.awt.headless=true"]
_NODE = [*_LEAN, "-Xms16m", "-Xmx192m", "-XX:ReservedCodeCacheSize=48m", "-XX:+ExitOnOutOfMemoryError"]
# A cache that does not fit is no business of the reader of a tool's output.
_TOOL = [*_LEAN, "-Xms16m", "-Xmx256m", "-Xlog:disable"]


def node_command(java: Java, jars: Sequence[Path], settings: Path, aot: Sequence[str], mark: str) -> list[str]:
    """How a node is started, in its folder. Its `mark` tells our process from a stranger's."""
    config = f"-Dlog4j2.configurationFile={Path(__file__).with_name('log4j2-node.xml')}"
    return [str(java.program), *_NODE, *aot, config, mark, "-cp", _class_path(jars), NODE_CLASS, str(settings)]


def tool_command(java: Java, jars: Sequence[Path], main_class: str, aot: Sequence[str]) -> list[str]:
    """How one of Apache's command-line tools is started; its own arguments follow."""
    config = Path(__file__).with_name("log4j2-tools.xml")
    return [
        str(java.program), *_TOOL, *aot, f"-Dlog4j2.configurationFile={config}", "-cp", _class_path(jars), main_class,
    ]  # fmt: skip


def _class_path(jars: Sequence[Path]) -> str:
    return os.pathsep.join(str(jar) for jar in jars)
