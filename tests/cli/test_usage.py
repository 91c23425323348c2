"""Bad usage and failures: one line that says what to do next, the promised exit code, and never a traceback."""

from __future__ import annotations

import argparse

import pytest

from kafkalab import Cluster, __version__, cli
from kafkalab.cli import _parser
from kafkalab.nodes import lifecycle
from kafkalab.observe.snapshot import Controller, Snapshot, Topic

COMMANDS = ["up", "down", "delete", "status", "kill", "stop", "start", "show", "watch", "settings", "lab", "course"]


def test_the_promised_commands_are_there():
    assert set(COMMANDS) <= set(_commands(_parser()))


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    (found,) = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    return found.choices


@pytest.mark.parametrize("command", [[], *([c] for c in COMMANDS), ["course", "build"], ["course", "check"]])
def test_every_command_has_help(call, command):
    done = call(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"usage: {' '.join(['kafkalab', *command])}")


def test_every_command_says_in_a_line_what_it_does(call):
    out = call("--help").out
    for command in _commands(_parser()):
        (line,) = [line for line in out.splitlines() if line.strip().startswith(f"{command} ")]
        assert len(line.split()) > 2


def test_the_version(call):
    assert call("--version").out == f"kafkalab {__version__}\n"


USAGE = [
    [],
    ["fly"],
    ["kill"],
    ["kill", "one"],
    ["show"],
    ["up", "--brokers", "many"],
    ["up", "--brokers"],
    ["status", "--yaml"],
    ["course"],
    ["course", "eat"],
    ["down", "now"],
    ["watch", "one", "two"],
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_bad_usage_is_one_line_that_names_the_help(call, arguments):
    done = call(*arguments)
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.startswith("kafkalab")
    assert "--help`." in line


ODD_VALUES = [
    (["up", "--name", "a b"], "cannot be the name"),
    (["up", "--name", "../x"], "cannot be the name"),
    (["down", "--name", "ñ"], "cannot be the name"),
    (["delete", "--name", "/"], "cannot be the name"),
    (["delete", "--name", ".."], "cannot be the name"),
    (["status", "--name", ""], "cannot be the name"),
    (["kill", "101", "--name", "$(x)"], "cannot be the name"),
    (["up", "--name", "odd", "--layout", "raft"], "no layout"),
    (["up", "--name", "odd", "--layout", "zookeeper", "--combined"], "plays the controller"),
    (["up", "--name", "odd", "--zookeepers", "3"], "no ZooKeeper in KRaft"),
    (["up", "--name", "odd", "--layout", "zookeeper", "--zookeepers", "2"], "1 or 3 ZooKeeper servers"),
    (["up", "--brokers", "9"], "1 to 5 brokers"),
    (["up", "--controllers", "2"], "1 or 3 controllers"),
]


@pytest.mark.parametrize(("arguments", "says"), ODD_VALUES, ids=lambda value: " ".join(value))
def test_values_that_cannot_be_right_are_one_line_and_exit_2(call, arguments, says):
    done = call(*arguments)
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert says in line


@pytest.mark.parametrize("arguments", [["status"], ["kill", "101"], ["start", "1"], ["show", "t"]], ids=" ".join)
def test_no_cluster_is_one_line_with_the_command_that_makes_one_and_exit_1(call, arguments):
    done = call(*arguments, "--name", "nobody")
    assert (done.code, done.out) == (1, "")
    assert done.err == 'There is no cluster "nobody". Start it with `kafkalab up --name nobody`.\n'


@pytest.mark.parametrize("command", ["down", "delete"])
def test_what_is_not_there_is_down_and_deleted_already(call, command):
    done = call(command, "--name", "nobody")
    assert (done.code, done.out, done.err) == (0, "", 'There is no cluster "nobody".\n')


def test_messages_are_spanish_where_spanish_is_asked_for(call, monkeypatch):
    monkeypatch.setenv("KAFKALAB_LANG", "es")
    assert (
        call("status", "--name", "nobody").err
        == "No hay ningún clúster «nobody». Arráncalo con `kafkalab up --name nobody`.\n"
    )


def test_ctrl_c_is_quiet(call, monkeypatch):
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kafkalab.nodes.lifecycle.down", interrupted)
    done = call("down")
    assert (done.code, done.out, done.err) == (130, "", "")


def test_a_home_that_cannot_be_written_to_is_one_line(typed, tmp_path):
    (tmp_path / "file").write_text("")
    done = typed("down", env={"KAFKALAB_HOME": str(tmp_path / "file" / "home")})
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "cannot be written to" in line
    assert "KAFKALAB_HOME" in line


def test_lab_brings_the_cluster_up_and_becomes_jupyterlab(call, monkeypatch, tmp_path):
    """Up to the moment at which this process would become JupyterLab."""
    ups, became = [], []
    monkeypatch.setattr(Cluster, "up", lambda name: ups.append(name))
    monkeypatch.setattr("os.execv", lambda program, command: became.extend(command))
    monkeypatch.chdir(tmp_path)
    assert call("lab", "--name", "mine", "--no-browser", "--port=8899").code == 0
    assert ups == ["mine"]
    assert became[1:4] == ["-m", "jupyterlab", "--ip=127.0.0.1"]
    assert became[-2:] == ["--no-browser", "--port=8899"]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_lab_opens_the_first_lesson_in_the_readers_language(call, monkeypatch, tmp_path, lang):
    notebook = tmp_path / "notebooks" / lang / "00_hola_kafka.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_text("{}")
    seen = []
    monkeypatch.setattr(Cluster, "up", lambda name: None)
    monkeypatch.setattr("os.execv", lambda program, command: seen.extend(command))
    monkeypatch.setenv("KAFKALAB_LANG", lang)
    monkeypatch.chdir(tmp_path)
    call("lab")
    assert f"--LabApp.default_url=/lab/tree/{notebook.relative_to(tmp_path).as_posix()}" in seen


def test_lab_without_jupyterlab_says_how_to_install_it(call, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = call("lab")
    assert done.code == 1
    assert "pip install" in done.err


def test_the_default_cluster_is_the_same_everywhere():
    assert cli.DEFAULT_NAME == lifecycle.DEFAULT_NAME


class OneTopic:
    """A cluster that holds what is created on it."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.admin = self

    def snapshot(self):
        topics = {name: Topic(name, name, {}, {}, internal=name.startswith("__")) for name in self.names}
        return Snapshot(0.0, Controller(1, 1), {}, topics, {})

    def create_topic(self, name, *, assignment):
        assert assignment
        self.names.append(name)


def test_an_empty_default_cluster_gets_the_example_topic_and_one_in_use_gets_nothing(capsys):
    empty, used = OneTopic("__consumer_offsets"), OneTopic("mine")
    cli._give_something_to_show(empty)
    cli._give_something_to_show(used)
    assert (empty.names, used.names) == (["__consumer_offsets", "iabd-topic"], ["mine"])
    assert "kafkalab show iabd-topic" in capsys.readouterr().err
