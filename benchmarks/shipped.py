"""The same four nodes as Apache ships them: 1 GB heaps, G1, a JVM for each format, no cache. What ours is compared to.

Apache's shell scripts around Java are not counted, and the Java is ours: the difference is flags, settings and format.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from benchmarks.startup import Start, make_topic, memory_mb
from kafkalab import distribution
from kafkalab.nodes import environment, fleet, folders, launch, ports, process, properties, settings, state
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.probe import Probe

_G1 = [
    "-server", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-XX:InitiatingHeapOccupancyPercent=35",
    "-XX:+ExplicitGCInvokesConcurrent", "-Djava.awt.headless=true", "-Dcom.sun.management.jmxremote=true",
    "-Dcom.sun.management.jmxremote.authenticate=false", "-Dcom.sun.management.jmxremote.ssl=false",
]  # fmt: skip
SERVER_FLAGS = ["-Xmx1G", "-Xms1G", *_G1]
TOOL_FLAGS = ["-Xmx256M", *_G1]

# What a server.properties of Apache's needs so that three brokers can hold a lesson; all else is Kafka's default.
_KEPT = (
    "node.id", "process.roles", "controller.quorum.voters", "controller.listener.names", "listeners", "log.dirs",
    "listener.security.protocol.map", "advertised.listeners", "inter.broker.listener.name",
    "offsets.topic.replication.factor", "transaction.state.log.replication.factor", "transaction.state.log.min.isr",
)  # fmt: skip


def measure(folder: Path) -> Start:
    """Format four folders, start four nodes, weigh them, kill them."""
    kafka = distribution.provide()
    known = state.State(_plan(folder, kafka.version))
    began = time.monotonic()
    try:
        _run(kafka, ["kafka.tools.StorageTool", "random-uuid"])
        for node in known.plan.nodes:
            known = known.with_pid(node, _format_and_start(kafka, known.plan, node))
        with Probe() as probe:
            fleet.wait_ready(known, probe, timeout_s=180)
        ready_s = time.monotonic() - began
        make_topic(known.plan.bootstrap_servers)
        return Start(ready_s, memory_mb(known.pids.values()))
    finally:
        for node in known.plan.nodes:
            fleet.kill(known, node)


def _plan(folder: Path, version: str) -> Plan:
    wanted = [("broker", 101, 21092), ("broker", 102, 21093), ("broker", 103, 21094), ("controller", 1, 21095)]
    free = ports.choose([port for _, _, port in wanted])
    nodes = tuple(
        Node(node_id, "broker" if role == "broker" else "controller", port)
        for (role, node_id, _), port in zip(wanted, free, strict=True)
    )
    return Plan("shipped", folders.new_id(), version, nodes, folder)


def _format_and_start(kafka: distribution.Distribution, plan: Plan, node: Node) -> int:
    folder = plan.node_folder(node)
    (folder / "logs").mkdir(parents=True)
    kept = {key: value for key, value in settings.settings(plan, node).items() if key in _KEPT}
    path = folder / "server.properties"
    path.write_text(properties.render(kept), encoding="utf-8")
    _run(kafka, ["kafka.tools.StorageTool", "format", "-t", plan.cluster_id, "-c", str(path)])
    logging = Path(launch.__file__).with_name("log4j2-node.xml")
    marks = [
        f"-Dlog4j2.configurationFile={logging}", process.mark(state.tag(plan, node)),
        f"-Xlog:gc*:file={folder / 'logs' / 'gc.log'}:time,tags",
    ]  # fmt: skip
    command = [*java(kafka, SERVER_FLAGS + marks), launch.KAFKA_4.main_class, str(path)]
    return process.spawn(command, folder, environment.for_java())


def java(kafka: distribution.Distribution, flags: list[str]) -> list[str]:
    """Java with `flags` and Kafka's class path; a main class and its arguments follow."""
    return [str(kafka.java.program), *flags, "-cp", ":".join(str(jar) for jar in kafka.jars)]


def _run(kafka: distribution.Distribution, arguments: list[str]) -> None:
    command = [*java(kafka, TOOL_FLAGS), *arguments]
    subprocess.run(command, env=environment.for_java(), capture_output=True, check=True, timeout=120)
