"""A cluster of this folder's own, started by two programs at the same moment, one of which is killed right after."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from kafkalab import Cluster

STARTER = """
import json, sys
from kafkalab import Cluster
cluster = Cluster.up(sys.argv[1])
print(json.dumps(cluster.status().to_dict()), flush=True)
sys.stdin.read()
"""


@dataclass
class Started:
    """The cluster, what each of the two programs that started it was told, and what was left once both were gone:
    each node's pid, and its process's parent. Taken down here, since tests that break the cluster may come first.
    """

    cluster: Cluster
    told: list[dict]
    pids: dict[int, int | None]
    parents: set[int]


@pytest.fixture(scope="session")
def started(home: Path) -> Started:
    command = [sys.executable, "-c", STARTER, "faults"]
    programs = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
    told = [json.loads(program.stdout.readline()) for program in programs]
    for program in programs:
        program.kill()
        program.communicate()
    cluster = Cluster.attach("faults")
    pids = {node.id: node.pid for node in cluster.status().nodes}
    return Started(cluster, told, pids, {psutil.Process(pid).ppid() for pid in pids.values() if pid})


@pytest.fixture
def broken(started) -> Cluster:
    """The cluster to break; a test may leave it as broken as it likes."""
    return Cluster.up("faults")
