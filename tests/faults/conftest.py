"""A cluster of this folder's own, started by two programs at the same moment, one of which is killed right after."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

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
    """The cluster, and what each of the two programs that started it was told."""

    cluster: Cluster
    told: list[dict]


@pytest.fixture(scope="session")
def started(home: Path) -> Started:
    command = [sys.executable, "-c", STARTER, "faults"]
    programs = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
    told = [json.loads(program.stdout.readline()) for program in programs]
    for program in programs:
        program.kill()
        program.communicate()
    return Started(Cluster.attach("faults"), told)


@pytest.fixture
def broken(started) -> Cluster:
    """The cluster to break; a test may leave it as broken as it likes."""
    return Cluster.up("faults")
