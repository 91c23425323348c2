"""Apache's `zookeeper-shell.sh`, which left Kafka together with ZooKeeper: from the last Kafka that has it.

The other tools, which are typed often and always those of the newest Kafka, are in kafkalab.tools.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from kafkalab import distribution
from kafkalab.errors import KafkalabError
from kafkalab.i18n import Text
from kafkalab.nodes.environment import for_java
from kafkalab.nodes.launch import ZOOKEEPER_SHELL, tool_command

_USAGE = Text(
    es="Uso: zookeeper-shell.sh localhost:PUERTO [ls /brokers/ids]; el puerto lo dice `kafkalab status`.",
    en="Usage: zookeeper-shell.sh localhost:PORT [ls /brokers/ids]; the port is in `kafkalab status`.",
)


def main() -> NoReturn:
    """Become Java: arguments, output and exit code are Apache's."""
    if len(sys.argv) < 2:
        print(_USAGE, file=sys.stderr)
        sys.exit(2)
    try:
        version = distribution.KAFKA_WITH_ZOOKEEPER
        kafka = distribution.installed(version) or distribution.provide(version)
    except KafkalabError as error:
        sys.exit(str(error))
    aot = kafka.aot_flags(ZOOKEEPER_SHELL.purpose)
    command = tool_command(kafka.java, kafka.jars, ZOOKEEPER_SHELL.main_class, aot, ZOOKEEPER_SHELL.logging)
    os.execvpe(command[0], [*command, "-server", *sys.argv[1:]], for_java())  # noqa: S606 - no shell is meant
