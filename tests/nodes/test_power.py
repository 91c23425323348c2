"""The sentence after a power loss: said when a broker ran as the machine went off, and in no other case."""

from __future__ import annotations

import json
from dataclasses import replace

import psutil
import pytest

from kafkalab.nodes import folders, power, state
from kafkalab.nodes.settings import data_folder


@pytest.fixture
def ran(known):
    """A cluster whose nodes have run, as the disk shows it after they were killed."""
    for node in known.plan.nodes:
        folders.prepare(known.plan, node)
    return known.plan


def said(capsys) -> bool:
    return "may be missing" in capsys.readouterr().err


def test_a_broker_that_ran_when_the_machine_went_off_may_lack_its_newest_records(ran, capsys):
    power.say_if_lost(ran, ran.brokers, "another boot")
    assert capsys.readouterr().err == (
        'The machine went off or restarted while the cluster "test" ran: '
        "the newest records, those not on disk yet, may be missing.\n"
    )


def test_after_a_mere_kill_nothing_is_lost_and_nothing_said(ran, capsys):
    power.say_if_lost(ran, ran.brokers, power.boot())
    assert not said(capsys)


def test_brokers_that_stopped_in_order_before_the_restart_lack_nothing(ran, capsys):
    for node in ran.brokers:
        (data_folder(ran, node) / power.CLEAN).touch()
    power.say_if_lost(ran, ran.brokers, "another boot")
    assert not said(capsys)


def test_a_new_cluster_and_one_of_an_older_kafkalab_have_nothing_to_say(plan, ran, capsys):
    power.say_if_lost(replace(plan, folder=plan.folder / "new"), plan.brokers, "another boot")
    power.say_if_lost(ran, ran.brokers, None)
    assert not said(capsys)


def test_without_a_boot_id_the_time_of_the_start_tells_and_a_corrected_clock_is_no_restart(
    ran, capsys, monkeypatch, tmp_path
):
    monkeypatch.setattr(power, "_BOOT_ID", tmp_path / "none")
    monkeypatch.setattr(psutil, "boot_time", lambda: 1_000_000.4)
    assert power.boot() == "1000000"
    power.say_if_lost(ran, ran.brokers, "1000003")
    assert not said(capsys)
    power.say_if_lost(ran, ran.brokers, "990000")
    assert said(capsys)


def test_the_state_file_notes_the_boot_and_an_older_one_is_read_without_it(known):
    node = known.plan.brokers[0]
    assert known.with_pid(known.plan.controllers[0], 4320).boot is None, "the sentence is about brokers' records"
    assert state.write(known.with_pid(node, 4321)) == state.read("test")
    assert state.read("test").boot == power.boot()
    path = known.plan.folder / state.FILE
    table = json.loads(path.read_text())
    del table["boot"]
    path.write_text(json.dumps(table))
    assert state.read("test").boot is None
    assert state.read("test").pids == {node.id: 4321}
