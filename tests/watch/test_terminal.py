"""`kafkalab watch` as people start it: on a terminal, into a pipe, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

KAFKALAB = str(Path(sys.executable).with_name("kafkalab"))
ENTERS, LEAVES, SHOWS_CURSOR = "\x1b[?1049h", "\x1b[?1049l", "\x1b[?25h"

pytestmark = pytest.mark.cluster


@pytest.fixture
def terminal(cluster, unique):
    """`kafkalab watch` on a terminal of 24 lines."""
    started = []

    def start(*arguments: str) -> pexpect.spawn:
        env = {**os.environ, "TERM": "xterm-256color"}
        command = ["watch", "--name", cluster.name, *arguments]
        started.append(pexpect.spawn(KAFKALAB, command, env=env, dimensions=(24, 100), encoding="utf-8", timeout=60))
        return started[-1]

    yield start
    for each in started:
        each.close(force=True)


def test_on_a_terminal_it_shows_what_happens_and_ctrl_c_ends_it(cluster, terminal, unique):
    """As `top`: a screen of its own, the old one back at the end, exit code 0."""
    topic = unique("seen")
    screen = terminal()
    screen.expect_exact(ENTERS)
    screen.expect("101.*up")
    cluster.admin.create_topic(topic, partitions=2)
    screen.expect_exact(f"topic {topic} was created (2 partitions)")
    screen.sendintr()
    rest = screen.read()
    screen.close()
    assert (screen.exitstatus, screen.signalstatus) == (0, None)
    assert LEAVES in rest
    assert SHOWS_CURSOR in rest
    assert "Traceback" not in rest


def test_a_terminal_gets_its_screen_back_from_a_watch_that_is_told_to_end(terminal):
    screen = terminal()
    screen.expect("101.*up")
    screen.kill(signal.SIGTERM)
    rest = screen.read()
    assert LEAVES in rest
    assert SHOWS_CURSOR in rest


def test_one_topic_that_is_not_there_yet(cluster, terminal, unique):
    topic, other = unique("later"), unique("other")
    screen = terminal(topic)
    screen.expect_exact(f"There is no topic “{topic}”")
    cluster.admin.create_topic(other)
    cluster.admin.create_topic(topic)
    screen.expect_exact(f"topic {topic} was created")
    assert f"topic {other} was created" not in screen.before
    screen.sendintr()
    screen.expect(pexpect.EOF)


def test_into_a_pipe_each_event_is_a_line_at_once(cluster, unique):
    """So that `kafkalab watch | grep created` works."""
    topic = unique("piped")
    command = [KAFKALAB, "watch", "--name", cluster.name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
        assert "Ctrl-C" in watching.stderr.readline()
        cluster.admin.create_topic(topic)
        line = next(line for line in watching.stdout if topic in line)
        assert line.split("  ", 1)[1] == f"topic {topic} was created (1 partition)\n"
        watching.send_signal(signal.SIGINT)
        assert watching.wait(60) == 0
        assert watching.stderr.read() == ""


def once(cluster, topic: str) -> subprocess.CompletedProcess[str]:
    command = [KAFKALAB, "watch", topic, "--once", "--name", cluster.name]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_once(cluster, unique):
    topic = unique("once")
    cluster.admin.create_topic(topic)
    done = once(cluster, topic)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("brokers   ● 101 up   ● 102 up   ● 103 up\n")
    assert f"\n{topic}  1 partition\n" in done.stdout


def test_once_a_topic_that_is_not_there(cluster):
    done = subprocess.run(
        [KAFKALAB, "watch", "nowhere", "--once", "--name", cluster.name], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "nowhere" in done.stderr
