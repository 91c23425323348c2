"""Apache Kafka's own command-line tools as commands: found, and then this process becomes Java.

Arguments, output, exit code and Ctrl-C are Apache's. Nothing is imported that the launch does not need, since a tool is
typed often: once a tool was launched from here, its command line is kept in a small text file and read from there.
"""

from __future__ import annotations

import os
import sys
import zlib

from kafkalab import __version__, paths

TYPE_CHECKING = False  # as typing's, which costs 10 ms
if TYPE_CHECKING:
    from typing import NoReturn

# The AOT caches that there are, each by the tool that it is trained with (kafkalab.nodes.training). What is in a cache
# depends on the class path alone: one that has seen an admin client, a consumer or a producer serves all tools that use
# such a client. That takes two thirds of their time away; a cache of each tool's own would take little more, and 40 MB.
ADMIN, CONSUMER, PRODUCER = "kafka-topics", "kafka-console-consumer", "kafka-console-producer"

# The command's name without .sh -> the class that Apache's script of that name runs, and the cache that it starts with.
TOOLS = {
    "kafka-broker-api-versions": ("org.apache.kafka.tools.BrokerApiVersionsCommand", ADMIN),
    "kafka-cluster": ("org.apache.kafka.tools.ClusterTool", ADMIN),
    "kafka-configs": ("kafka.admin.ConfigCommand", ADMIN),
    "kafka-console-consumer": ("org.apache.kafka.tools.consumer.ConsoleConsumer", CONSUMER),
    "kafka-console-producer": ("org.apache.kafka.tools.ConsoleProducer", PRODUCER),
    "kafka-console-share-consumer": ("org.apache.kafka.tools.consumer.ConsoleShareConsumer", CONSUMER),
    "kafka-consumer-groups": ("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", ADMIN),
    "kafka-consumer-perf-test": ("org.apache.kafka.tools.ConsumerPerformance", CONSUMER),
    "kafka-delete-records": ("org.apache.kafka.tools.DeleteRecordsCommand", ADMIN),
    "kafka-dump-log": ("org.apache.kafka.tools.DumpLogSegments", ADMIN),
    "kafka-features": ("org.apache.kafka.tools.FeatureCommand", ADMIN),
    "kafka-get-offsets": ("org.apache.kafka.tools.GetOffsetShell", ADMIN),
    "kafka-groups": ("org.apache.kafka.tools.GroupsCommand", ADMIN),
    "kafka-leader-election": ("org.apache.kafka.tools.LeaderElectionCommand", ADMIN),
    "kafka-log-dirs": ("org.apache.kafka.tools.LogDirsCommand", ADMIN),
    "kafka-metadata-quorum": ("org.apache.kafka.tools.MetadataQuorumCommand", ADMIN),
    "kafka-producer-perf-test": ("org.apache.kafka.tools.ProducerPerformance", PRODUCER),
    "kafka-reassign-partitions": ("org.apache.kafka.tools.reassign.ReassignPartitionsCommand", ADMIN),
    "kafka-share-consumer-perf-test": ("org.apache.kafka.tools.ShareConsumerPerformance", CONSUMER),
    "kafka-share-groups": ("org.apache.kafka.tools.consumer.group.ShareGroupCommand", ADMIN),
    "kafka-storage": ("kafka.tools.StorageTool", ADMIN),
    "kafka-topics": ("org.apache.kafka.tools.TopicCommand", ADMIN),
    "kafka-transactions": ("org.apache.kafka.tools.TransactionsCommand", ADMIN),
}


def main() -> NoReturn:
    """Whichever tool this process was started as: every command of the package comes here."""
    tool = os.path.basename(sys.argv[0]).removesuffix(".sh")  # noqa: PTH119 - speed
    if tool not in TOOLS:
        from kafkalab.i18n import Text

        unknown = Text(es="«{tool}» no es una herramienta de Kafka.", en='"{tool}" is none of Kafka\'s tools.')
        sys.exit(str(unknown.format(tool=tool)))
    _become(tool)


def _become(tool: str) -> NoReturn:
    command = _remembered(tool) or _worked_out(tool)
    os.execvpe(command[0], [*command, *sys.argv[1:]], _environment())  # noqa: S606 - no shell is meant


def _environment() -> dict[str, str]:
    from kafkalab.nodes.environment import for_java

    return for_java()


def _remembered(tool: str) -> list[str] | None:
    """The command line as it was last worked out, unless one of its files has gone or changed since."""
    try:
        with open(_memory(tool), encoding="utf-8") as file:  # noqa: PTH123 - speed
            marks, *command = file.read().split("\n")
        return command if marks == _marks(command) else None
    except (OSError, ValueError, IndexError):  # there is none, or it is damaged
        return None


def _worked_out(tool: str) -> list[str]:
    from kafkalab import distribution
    from kafkalab.errors import KafkalabError
    from kafkalab.nodes.launch import tool_command

    try:
        kafka = distribution.installed() or distribution.provide()
    except KafkalabError as error:
        sys.exit(str(error))
    main_class, cache = TOOLS[tool]
    aot = kafka.aot_flags(cache)
    command = tool_command(kafka.java, kafka.jars, main_class, aot)
    if aot or not kafka.java.has_aot:  # a cache that is yet to be trained must not be missed then
        _remember(tool, command)
    return command


def _remember(tool: str, command: list[str]) -> None:
    memory = _memory(tool)
    draft = f"{memory}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(memory), exist_ok=True)  # noqa: PTH103, PTH120
        with open(draft, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write("\n".join([_marks(command), *command]))
        os.replace(draft, memory)  # noqa: PTH105
    except OSError:
        return  # a cache that cannot be written to: the command line is worked out each time


def _memory(tool: str) -> str:
    """Two environments on one machine have two Javas: each remembers its own, and each version of kafkalab."""
    place = f"{sys.prefix}|{__file__}|{__version__}|{os.environ.get('JAVA_HOME')}".encode()
    return f"{paths.cache()}/launch/{tool}-{zlib.crc32(place):08x}"


def _marks(command: list[str]) -> str:
    """Size and time of each file that decides on the command line: Java, the jars, the AOT cache, our own modules.

    Raises OSError if one is gone, ValueError or IndexError if this is no such command line.
    """
    class_path = command[command.index("-cp") + 1].split(os.pathsep)
    caches = [argument.partition("=")[2] for argument in command if argument.startswith("-XX:AOTCache=")]
    package = os.path.dirname(__file__)  # noqa: PTH120
    ours = [__file__, f"{package}/nodes/launch.py", f"{package}/distribution/lock.py"]
    stats = [os.stat(path) for path in (command[0], *caches, *class_path, *ours)]  # noqa: PTH116
    return " ".join(f"{stat.st_size}:{stat.st_mtime_ns}" for stat in stats)
