"""Programs as processes: their limits, what they are given, and that nothing of them is left running."""

from __future__ import annotations

import dataclasses
import time

import psutil
import pytest

from kafkalab.checks import Outcome, failed, run_program
from kafkalab.checks.magic import register, store
from kafkalab.checks.program import programs_folder
from kafkalab.errors import UsageError

from .samples import PROGRAM, hold, text


@pytest.fixture
def program(tmp_path):
    """Writes a program and returns its path."""

    def write(source: str):
        path = tmp_path / "program.py"
        path.write_text(source)
        return path

    return write


def gone(pid: int) -> bool:
    """Whether that process ends within a few seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def test_a_program_gets_its_environment_its_folder_and_no_input(program):
    source = "import os, sys; print(os.environ['TOPIC'], os.getcwd(), repr(sys.stdin.read()))"
    result = run_program(program(source), {"TOPIC": "scratch"})
    assert (result.exit_code, result.timed_out, result.cut) == (0, False, False)
    assert result.output == f"scratch {program('').parent} ''\n"


def test_an_exception_is_the_last_line(program):
    result = run_program(program("print('before')\n1 / 0"), {})
    assert result.exit_code == 1
    assert result.last_line == "ZeroDivisionError: division by zero"


def test_a_program_that_does_not_end_is_ended_with_what_it_started(program):
    """Its child would otherwise keep the output open, and go on."""
    source = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid); time.sleep(60)"
    )
    began = time.monotonic()
    result = run_program(program(source), {}, timeout_s=3)
    assert result.timed_out
    assert time.monotonic() - began < 20
    assert gone(int(result.output))


def test_what_a_program_leaves_behind_is_ended_too(program):
    source = (
        "import subprocess, sys\nprint(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid)"
    )
    result = run_program(program(source), {})
    assert result.exit_code == 0
    assert gone(int(result.output))


def test_a_flood_of_output_is_cut_and_the_program_goes_on(program):
    source = "import sys\nfor n in range(2000): sys.stdout.write('x' * 10_000)\nsys.exit(7)"
    result = run_program(program(source), {}, output_bytes=1000)
    assert (result.exit_code, result.cut, len(result.output)) == (7, True, 1000)


def test_output_that_is_no_text_is_shown_all_the_same(program):
    result = run_program(program("import sys; sys.stdout.buffer.write(bytes([0xff, 65]))"), {})
    assert result.output == "\ufffdA"


def test_a_stored_cell_is_what_the_check_runs(capsys):
    live = hold(PROGRAM)
    assert live.check().outcome is Outcome.TODO
    store(" writer.py ", "import os\nprint(os.environ['TOPIC'])")
    assert capsys.readouterr().out == "Stored: writer.py (2 lines).\n"
    verdict = live.check()
    assert verdict.passed
    assert "it said 'scratch\\n'." in str(verdict.message)


@pytest.mark.parametrize("source", ["", "# here\n\n", "import os\nfor n in range(3):\n    ...\n"])
def test_a_program_with_its_gap_is_not_answered(source):
    store("writer.py", source)
    assert hold(PROGRAM).check().outcome is Outcome.TODO


def test_a_program_that_fails_shows_its_last_line():
    store("writer.py", "raise KeyError('pedidos')")
    verdict = hold(PROGRAM).check()
    assert verdict.outcome is Outcome.FAIL
    assert "`KeyError: 'pedidos'`" in str(verdict.message)


def test_a_program_that_is_too_slow_is_told_so():
    store("writer.py", "import time; time.sleep(60)")
    verdict = hold(dataclasses.replace(PROGRAM, timeout_s=1)).check()
    assert "did not end within 1 s" in str(verdict.message)


def test_the_surroundings_are_tidied_up_whatever_happens():
    from contextlib import contextmanager

    seen = []

    @contextmanager
    def surroundings(cluster):
        try:
            yield {}
        finally:
            seen.append("tidied")

    def broken(*_):
        raise RuntimeError

    store("writer.py", "pass")
    live = hold(dataclasses.replace(PROGRAM, surroundings=surroundings, examine=broken))
    assert live.check().outcome is Outcome.SKIPPED
    assert seen == ["tidied"]


def test_another_file_may_be_named(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("print('mine')")
    live = hold(dataclasses.replace(PROGRAM, examine=lambda c, result, e: failed(text(result.output.strip()))))
    assert "en mine" in str(live.check(str(path)).message)
    assert "I can't find that file" in str(live.check("nothing.py").message)


@pytest.mark.parametrize("name", ["", "../up.py", "a b.py", "/tmp/x.py", "x.txt", "ñ.py", ".py", "x" * 99 + ".py"])
def test_a_program_needs_a_plain_name(name):
    with pytest.raises(UsageError, match="%%program"):
        store(name, "pass")
    assert not programs_folder().exists() or list(programs_folder().iterdir()) == []


def test_the_magic_is_known_in_ipython_once_a_lesson_is_there(monkeypatch):
    import IPython
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    register()
    shell.run_cell_magic("program", "writer.py", "print(1)\n")
    assert (programs_folder() / "writer.py").read_text() == "print(1)\n"
