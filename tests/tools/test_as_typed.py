"""Apache's tools on a cluster: their output, exit codes, pipes and Ctrl-C are Apache's own."""

from __future__ import annotations

import shlex
import shutil
import signal
import subprocess
import time

import psutil
import pytest

import kafkalab

from .conftest import SCRIPTS

pytestmark = pytest.mark.cluster


@pytest.fixture
def servers(cluster) -> list[str]:
    return ["--bootstrap-server", cluster.bootstrap_servers]


@pytest.fixture
def topic(run, servers, unique) -> str:
    name = unique("typed")
    done = run("kafka-topics.sh", *servers, "--create", "--topic", name, "--partitions", "1")
    assert done.stdout.decode() == f"Created topic {name}.\n"
    assert done.returncode == 0
    return name


def test_the_commands_are_on_the_path_of_whoever_imports_kafkalab():
    assert kafkalab.__version__
    for tool in ("kafka-topics.sh", "kafka-console-producer.sh", "kafka-console-consumer.sh", "kafkalab"):
        assert shutil.which(tool)


def test_a_topic_is_listed_and_described(run, servers, topic):
    assert topic in run("kafka-topics.sh", *servers, "--list").stdout.decode().splitlines()
    described = run("kafka-topics.sh", *servers, "--describe", "--topic", topic).stdout.decode()
    assert f"Topic: {topic}" in described
    assert "PartitionCount: 1" in described


def test_a_topic_that_exists_is_an_error_as_apache_says_it(run, servers, topic):
    done = run("kafka-topics.sh", *servers, "--create", "--topic", topic)
    assert done.returncode == 1
    assert f"Topic '{topic}' already exists." in (done.stdout + done.stderr).decode()


def test_a_wrong_option_is_an_error(run):
    done = run("kafka-topics.sh", "--no-such-option")
    assert done.returncode == 1
    assert b"no-such-option" in done.stderr + done.stdout


def test_standard_output_holds_nothing_but_the_answer(run, servers, topic):
    """`kafka-topics.sh --list | wc -l` must count topics, not warnings of the JVM."""
    done = run("kafka-topics.sh", *servers, "--list")
    assert b"WARN" not in done.stdout
    assert b"[aot" not in done.stdout
    assert done.stderr == b""


def test_foreign_java_options_spoil_nothing(run, servers, topic):
    noisy = {"JAVA_TOOL_OPTIONS": "-Dnoise=1", "_JAVA_OPTIONS": "-Dnoise=2", "JDK_JAVA_OPTIONS": "-Dnoise=3"}
    done = run("kafka-topics.sh", *servers, "--list", env=noisy)
    assert b"Picked up" not in done.stdout + done.stderr
    assert done.returncode == 0


def test_records_go_through_a_pipe_and_come_back(run, servers, topic):
    sent = run("kafka-console-producer.sh", *servers, "--topic", topic, input="uno\ndós\ntres\n".encode())
    assert sent.returncode == 0, sent.stderr
    done = run("kafka-console-consumer.sh", *servers, "--topic", topic, "--from-beginning", "--max-messages", "3")
    assert done.stdout.decode() == "uno\ndós\ntres\n"
    assert b"Processed a total of 3 messages" in done.stderr
    assert done.returncode == 0


def test_arguments_pass_untouched_and_through_no_shell(run, servers, tmp_path):
    """Apache's tool refuses the name and quotes it: so we see what has reached it."""
    name = f"""with space, "quoted" it's; $(touch {tmp_path}/a) `touch {tmp_path}/b` | tee {tmp_path}/c * ñ $HOME"""
    done = run("kafka-topics.sh", *servers, "--create", "--topic", name)
    assert done.returncode == 1
    assert name in (done.stdout + done.stderr).decode()
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_leaves_early_ends_the_tool_quietly(servers, topic):
    tool = shlex.quote(str(SCRIPTS / "kafka-topics.sh"))
    servers_text = " ".join(map(shlex.quote, servers))
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {tool} {servers_text} --list | head -1"], capture_output=True, timeout=60
    )
    assert len(done.stdout.splitlines()) == 1
    assert b"Exception" not in done.stderr


def test_ctrl_c_ends_a_consumer_that_waits_and_counts(servers, topic, run):
    run("kafka-console-producer.sh", *servers, "--topic", topic, input=b"one\n")
    command = [SCRIPTS / "kafka-console-consumer.sh", *servers, "--topic", topic, "--from-beginning"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as consumer:
        assert consumer.stdout.readline() == b"one\n"
        consumer.send_signal(signal.SIGINT)
        _, errors = consumer.communicate(timeout=30)
    assert b"Processed a total of 1 messages" in errors
    assert consumer.returncode == 130


def test_the_process_that_was_started_becomes_java(servers, topic):
    """One process, so that signals and exit codes are Java's own."""
    command = [SCRIPTS / "kafka-console-consumer.sh", *servers, "--topic", topic]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as consumer:
        deadline = time.monotonic() + 20
        while "java" not in psutil.Process(consumer.pid).name():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        consumer.kill()
