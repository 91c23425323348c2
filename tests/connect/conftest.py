"""A Kafka that nobody of ours started: one node, settings written here, no state file, no tag on its command line."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kafkalab import Cluster, distribution

SETTINGS = """
process.roles=broker,controller
node.id=7
controller.quorum.voters=7@localhost:{controller}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://localhost:{port},CONTROLLER://localhost:{controller}
advertised.listeners=PLAINTEXT://localhost:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={folder}/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
log.cleaner.dedupe.buffer.size=8388608
"""
CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qg"


@dataclass
class Outside:
    """Where it listens, and its process."""

    address: str
    process: subprocess.Popen[bytes]


def free_ports(count: int) -> list[int]:
    taken = [socket.socket() for _ in range(count)]
    for each in taken:
        each.bind(("localhost", 0))
    ports = [each.getsockname()[1] for each in taken]
    for each in taken:
        each.close()
    return ports


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    folder = tmp_path_factory.mktemp("outside")
    port, controller = free_ports(2)
    path = folder / "server.properties"
    path.write_text(SETTINGS.format(port=port, controller=controller, folder=folder))
    kafka = distribution.provide()
    java = [str(kafka.java.program), "-Xmx256m", "-cp", ":".join(map(str, kafka.jars))]
    format_ = [*java, "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(path)]
    subprocess.run(format_, check=True, capture_output=True, timeout=120)
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen([*java, "kafka.Kafka", str(path)], cwd=folder, stdout=out, stderr=out)
    try:
        _await(port, process, folder / "out")
        yield Outside(f"localhost:{port}", process)
    finally:
        process.kill()
        process.wait()


def _await(port: int, process: subprocess.Popen[bytes], out: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert process.poll() is None, out.read_text()[-2000:]
        try:
            socket.create_connection(("localhost", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("it does not listen")


@pytest.fixture
def connected(outside, monkeypatch) -> Iterator[Cluster]:
    monkeypatch.delenv("BOOTSTRAP", raising=False)
    cluster = Cluster.connect(outside.address)
    yield cluster
    cluster.journal.off()
    cluster.observer.close()
