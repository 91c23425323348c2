"""Training of Java's AOT caches, once for each Java and Kafka: a node that is used a little, and each tool run once.

What a JVM loaded and compiled in a training run is there at once in every later run. It is worth half of a node's start
and three quarters of a tool's. Failing to train is no failure of the lab: it then starts more slowly, and says so.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from filelock import FileLock

from kafkalab import paths
from kafkalab.distribution import Distribution
from kafkalab.distribution.aot import AotCache
from kafkalab.errors import KafkalabError, NodeError
from kafkalab.i18n import Text
from kafkalab.nodes import ensemble, environment, fleet, folders, launch, layouts, logs, ports, process, state
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.size import Whole
from kafkalab.talk import say

DUMP_TIMEOUT_S = 120.0

_TRAINING = Text(
    es="Preparando el arranque rápido de Java (solo esta vez, unos 15 s)…",
    en="Preparing Java's fast start (only this once, about 15 s)…",
)
_NO_AOT = Text(
    es="Este Java ({version}, de {source}) no tiene caché AOT: los nodos tardarán más en arrancar.",
    en="This Java ({version}, from {source}) has no AOT cache: nodes will take longer to start.",
)
_FAILED = Text(
    es="No se ha podido preparar el arranque rápido de Java ({reason}): los nodos tardarán más en arrancar.",
    en="Java's fast start could not be prepared ({reason}): nodes will take longer to start.",
)
_NO_FILE = Text(es="Java no ha escrito la caché", en="Java wrote no cache")
_REJECTED = Text(
    es="Java no ha aceptado su caché AOT: esta vez ha arrancado más despacio; el próximo `up` la prepara de nuevo.",
    en="Java did not accept its AOT cache: it started more slowly this time; the next `up` prepares it anew.",
)
_FOLDER = "training-"
_FIRST_PORT = 20092

# What each tool does while its cache is trained: enough to connect, ask and print.
TOOL_RUNS = {
    "kafka-topics": ("org.apache.kafka.tools.TopicCommand", ["--create", "--topic", "t", "--partitions", "3"]),
    "kafka-console-producer": ("org.apache.kafka.tools.ConsoleProducer", ["--topic", "t"]),
    "kafka-console-consumer": (
        "org.apache.kafka.tools.consumer.ConsoleConsumer",
        ["--topic", "t", "--from-beginning", "--max-messages", "3", "--timeout-ms", "20000"],
    ),
}


def ensure(distribution: Distribution, ask: fleet.Ask) -> None:
    """Train whatever cache is missing, with a line that says so. Never raises: a plain start always works."""
    if not distribution.java.has_aot:
        say(_NO_AOT.format(version=distribution.java.version, source=distribution.java.source))
    elif not _all_good(distribution):
        _train(distribution, ask)


def note_rejected(known: state.State, started: Iterable[Node], distribution: Distribution) -> None:
    """Say so if Java refused the cache for one of the nodes that were `started`, and have it made anew next time."""
    if any(logs.aot_rejected(known.plan.node_folder(node)) for node in started):
        say(_REJECTED)
        for purpose in purposes(distribution):
            distribution.aot(purpose).distrust()


def _all_good(distribution: Distribution) -> bool:
    return all(distribution.aot(purpose).is_good() for purpose in purposes(distribution))


def purposes(distribution: Distribution) -> tuple[str, ...]:
    """What this Kafka is used for: Apache's tools are always those of the newest."""
    layout = layouts.of_version(distribution.version)
    return (*layout.purposes, *(TOOL_RUNS if layout.name == "kraft" else ()))


def _train(distribution: Distribution, ask: fleet.Ask) -> None:
    folder = paths.cache() / "aot"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock"):
            if not _all_good(distribution):  # somebody else may just have done it
                say(_TRAINING)
                _clear_away()
                _run(distribution, ask)
    except (OSError, KafkalabError, subprocess.SubprocessError) as error:
        say(_FAILED.format(reason=_reason(error)))


def _reason(error: Exception) -> Text:
    if isinstance(error, KafkalabError):
        return error.what
    told = getattr(error, "strerror", None) or type(error).__name__
    return Text(told, told)


def _clear_away() -> None:
    """What this training leaves, and what one that was killed has left: its node, its folder, half a cache."""
    for folder in paths.cache().glob(f"{_FOLDER}*"):
        fleet.kill_below(folder)
        shutil.rmtree(folder, ignore_errors=True)
    for draft in (paths.cache() / "aot").glob("*.draft*"):
        draft.unlink(missing_ok=True)


def _run(distribution: Distribution, ask: fleet.Ask) -> None:
    """As few nodes as do all that there is to do; under KRaft one in both roles, so that one cache serves both."""
    layout = layouts.of_version(distribution.version)
    folder = Path(tempfile.mkdtemp(prefix=_FOLDER, dir=paths.cache()))
    draft = layout.draft(Whole(layout.name, brokers=1, controllers=1, zookeepers=1, combined=True))
    nodes = ports.give(draft, first=_FIRST_PORT)
    known = state.State(Plan("training", folders.new_id(), distribution.version, nodes, folder, layout.name))
    try:
        for node in reversed(nodes):  # ZooKeeper before the broker
            known = known.with_pid(node, _spawn_training(known.plan, node, distribution))
            ensemble.introduce(known)
        fleet.wait_ready(known, ask)
        for purpose, (main_class, arguments) in TOOL_RUNS.items() if layout.name == "kraft" else ():
            servers = known.plan.bootstrap_servers
            _train_tool(distribution, purpose, [main_class, "--bootstrap-server", servers, *arguments])
        for node in nodes:
            _end_cleanly(known, node)
            _keep(distribution.aot(layout.programs[node.role].purpose))
    finally:
        _clear_away()


def _end_cleanly(known: state.State, node: Node) -> None:
    """A JVM writes its cache when it ends cleanly; one that has to be killed leaves half a cache."""
    pid, tag = known.pids[node.id], state.tag(known.plan, node)
    asked = process.send(pid, tag, signal.SIGTERM)
    if asked is None or not process.wait_gone(asked, DUMP_TIMEOUT_S):
        raise NodeError(_NO_FILE)


def _keep(cache: AotCache) -> None:
    if not cache.keep():
        raise NodeError(_NO_FILE)


def _spawn_training(plan: Plan, node: Node, distribution: Distribution) -> int:
    program = layouts.of(plan).programs[node.role]
    flags, mark = distribution.aot(program.purpose).training_flags(), process.mark(state.tag(plan, node))
    settings = folders.prepare(plan, node)
    command = launch.node_command(distribution.java, distribution.jars, settings, flags, mark, program)
    return process.spawn(command, plan.node_folder(node), environment.for_java())


def _train_tool(distribution: Distribution, purpose: str, arguments: list[str]) -> None:
    cache = distribution.aot(purpose)
    main_class, *rest = arguments
    command = launch.tool_command(distribution.java, distribution.jars, main_class, cache.training_flags())
    subprocess.run(
        [*command, *rest], input=b"one\ntwo\nthree\n", capture_output=True, env=environment.for_java(),
        timeout=DUMP_TIMEOUT_S, check=True,
    )  # fmt: skip
    _keep(cache)
