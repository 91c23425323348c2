"""`kafkalab doctor`: its exit code, its lines, its JSON, and what --fix ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kafkalab import paths
from kafkalab.doctor import orphans
from kafkalab.nodes import process


@pytest.fixture
def own_home(tmp_path, monkeypatch) -> Path:
    """A home without a cluster; and only what belongs to it is looked at, not what others left on this machine."""
    monkeypatch.setenv("KAFKALAB_HOME", str(tmp_path))
    everywhere = orphans.orphans
    monkeypatch.setattr(
        orphans, "orphans", lambda: [each for each in everywhere() if each.folder.is_relative_to(tmp_path)]
    )
    return tmp_path


def test_before_there_is_any_cluster_the_doctor_finds_no_problem(own_home, call):
    done = call("doctor")
    assert done.code == 0, done.out
    assert "Clusters: none yet; `kafkalab up` makes the first one." in done.out
    assert "Orphan processes: none." in done.out
    assert all(line.startswith(("ok  ", "warning  ")) for line in done.out.splitlines())


def test_before_anything_was_downloaded_it_finds_no_problem_either(own_home, call, monkeypatch):
    monkeypatch.setenv("KAFKALAB_CACHE", str(own_home / "cache"))
    done = call("doctor")
    assert done.code == 0, done.out
    assert "not there yet; the first `up` downloads them" in done.out


def test_the_same_as_json_on_one_line(own_home, call):
    (line,) = call("doctor", "--json").out.splitlines()
    table = json.loads(line)
    assert all(set(row) == {"level", "subject", "what", "next_step"} for row in table)
    assert {row["level"] for row in table} <= {"ok", "warning"}


def test_an_orphan_is_a_problem_until_fix_has_ended_it(own_home, call):
    folder = paths.cluster_dir("gone") / "broker-101"
    program = subprocess.Popen(
        [sys.executable, "-c", 'print("ready", flush=True); input()', process.mark(f"id/101@{folder}")],
        stdout=subprocess.PIPE, stdin=subprocess.PIPE,
    )  # fmt: skip
    assert program.stdout.readline()

    done = call("doctor")
    assert done.code == 1
    assert f"problem   Orphan processes: process {program.pid} ({folder}) belongs to no cluster." in done.out
    assert program.poll() is None
    done = call("doctor", "--fix")
    assert done.code == 0
    assert f"process {program.pid} ({folder}) belonged to no cluster: ended." in done.out
    program.communicate(timeout=30)
    assert call("doctor").code == 0


@pytest.mark.cluster
def test_with_a_cluster_up_the_doctor_is_green_and_names_it(cluster, call, monkeypatch):
    monkeypatch.setattr(orphans, "orphans", list)
    done = call("doctor")
    assert done.code == 0, done.out
    assert '"shared" is up, 4 nodes, Kafka 4.3.1 (kraft).' in done.out
