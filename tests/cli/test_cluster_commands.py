"""The commands on real clusters: what they print where, and the one line of the README that chains them."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kafkalab.observe.admin import Admin

from .conftest import KAFKALAB

pytestmark = pytest.mark.cluster


def test_status_as_json_is_one_line_with_exactly_the_promised_keys(cluster, call):
    done = call("status", "--json", "--name", "shared")
    assert (done.code, done.err) == (0, "")
    (line,) = done.out.splitlines()
    table = json.loads(line)
    assert list(table) == ["name", "layout", "version", "bootstrap_servers", "nodes", "ready_s"]
    assert [list(node) for node in table["nodes"]] == [["id", "role", "state", "pid", "port"]] * 4
    assert table["bootstrap_servers"] == cluster.bootstrap_servers
    assert (table["name"], table["layout"], table["version"]) == ("shared", "kraft", "4.3.1")


def test_status_for_people(cluster, call):
    assert call("status", "--name", "shared").out == f"{cluster.status()!r}\n"


def test_settings_are_the_table_of_the_cluster(cluster, call):
    done = call("settings", "--name", "shared")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{cluster.settings()!r}\n"


def test_up_attaches_and_says_where_on_standard_output(cluster, call):
    done = call("up", "--name", "shared")
    assert done.out == f'Cluster "shared" is ready: {cluster.bootstrap_servers}\n'
    assert (done.code, done.err) == (0, "")


def test_up_with_another_size_is_refused(cluster, call):
    done = call("up", "--name", "shared", "--brokers", "2")
    assert (done.code, done.out) == (1, "")
    assert "exists already, with 3 brokers" in done.err


@pytest.mark.parametrize("node", ["104", "0", "-5"])
def test_an_unknown_node_is_bad_usage(cluster, call, node):
    done = call("kill", "--name", "shared", "--", node)
    assert done.code == 2
    assert f"has no broker {node}; it has: 101, 102, 103" in done.err


def test_a_topic_that_does_not_exist_is_one_line_with_the_next_step(cluster, call, unique):
    name = unique("nobody")
    done = call("show", name, "--name", "shared", "-o", "x.png")
    assert (done.code, done.out) == (1, "")
    assert "There is no topic" in done.err
    assert f"kafka-topics.sh --create --topic {name}" in done.err
    assert len(done.err.splitlines()) == 1
    assert not Path("x.png").exists()


@pytest.fixture
def topic(cluster, unique) -> str:
    name = unique("shown")
    Admin(cluster._reading()).create_topic(name, partitions=2, replicas=3)
    Admin(cluster._reading()).produce(name, ["one", "two"])
    return name


def test_show_without_a_file_tells_in_words(call, topic):
    done = call("show", topic, "--name", "shared")
    assert (done.code, done.err) == (0, "")
    assert topic in done.out


@pytest.mark.parametrize(("suffix", "magic"), [("png", b"\x89PNG"), ("svg", b"<svg")])
def test_show_writes_the_picture(call, topic, tmp_path, suffix, magic):
    file = tmp_path / f"picture.{suffix}"
    done = call("show", topic, "--name", "shared", "-o", str(file))
    assert (done.code, done.out) == (0, "")
    assert str(file) in done.err
    assert magic in file.read_bytes()[:200]


@pytest.mark.parametrize("file", ["x.gif", "x", "nowhere/x.png"])
def test_a_picture_that_cannot_be_written_is_one_line(call, topic, tmp_path, monkeypatch, file):
    monkeypatch.chdir(tmp_path)
    done = call("show", topic, "--name", "shared", "-o", file)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_leaves_early_causes_no_traceback(cluster):
    command = f"{shlex.quote(str(KAFKALAB))} status --name shared | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60)
    assert done.stderr == b""


@pytest.mark.faults
def test_the_commands_one_after_the_other_in_a_terminal(tmp_path):
    """The line that the README promises, with a cluster of one broker, and then the rest of a cluster's life."""
    script = f"""
    set -e
    export PATH={shlex.quote(str(Path(sys.executable).parent))}:$PATH
    kafkalab up --brokers 1 && kafkalab status --json
    kafka-topics.sh --bootstrap-server "$(kafkalab status --json | python -c '
import json, sys; print(json.load(sys.stdin)["bootstrap_servers"])')" --create --topic iabd-topic
    kafkalab show iabd-topic -o t.png
    kafkalab kill 101 && kafkalab start 101 && kafkalab stop 101
    kafkalab start 101 --no-wait && kafkalab heal && kafkalab pause 101 && kafkalab resume 101
    kafkalab stop 101
    kafkalab up
    kafkalab down && kafkalab status && kafkalab delete
    """
    environment = {**os.environ, "KAFKALAB_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, timeout=240, cwd=tmp_path, env=environment
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout
    assert 'Cluster "lab" is ready' in said
    assert said.count("Node 101: stopped.") == 3
    assert said.count("Node 101: up.") == 2
    assert said.count("Node 101: paused.") == 1
    assert "Node 101: start, without waiting for the effect." in said
    assert 'Cluster "lab" is whole' in said
    assert "broker     101  stopped" in said
    assert (tmp_path / "t.png").read_bytes()[:4] == b"\x89PNG"
    assert "is stopped; its data is kept" in done.stderr
    assert "is deleted, data and all" in done.stderr
    assert not (tmp_path / "home" / "clusters" / "lab").exists()
