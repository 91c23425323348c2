"""Building: what is written, what is left alone, what happens when a cell fails. Kernels are real, clusters are not."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest

from kafkalab.course.build import build
from kafkalab.course.homes import fresh_home
from kafkalab.course.outcomes import verdicts

from .project import change

ALL = [f"{kind}/{lang}/00_tiny.ipynb" for lang in ("es", "en") for kind in ("notebooks", "exercises", "solutions")]


def quiet(root, **options):
    return build(root, say=lambda text: None, **options)


def read(root: Path, name: str):
    return nbformat.read(root / name, as_version=4)


def bytes_of(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in ALL}


def test_everything_is_built_and_executed(report, built):
    assert (report.written, report.current, report.problems) == (ALL, [], [])
    for name in ALL:
        code = [cell for cell in read(built, name).cells if cell.cell_type == "code"]
        assert all(cell.execution_count for cell in code)


def test_the_exercise_is_executed_untouched_and_the_solution_solved(built):
    assert verdicts(read(built, ALL[1])) == [("e1", "todo"), ("e2", "todo")]
    assert verdicts(read(built, ALL[2])) == [("e1", "pass"), ("e2", "pass")]


def test_outputs_speak_the_editions_language(built):
    assert "sin contestar" in (built / ALL[0]).read_text()
    assert "not answered" in (built / ALL[3]).read_text()


def test_an_unchanged_source_changes_no_byte(built):
    before = bytes_of(built)
    report = quiet(built)
    assert (report.written, report.current) == ([], ALL)
    assert bytes_of(built) == before


def test_building_everything_again_gives_the_same_bytes(built):
    """No time, no random id, no machine gets into a notebook."""
    before = bytes_of(built)
    assert quiet(built, everything=True, only="00_tiny.md").written == [ALL[0], ALL[3]]
    assert bytes_of(built) == before


def test_only_what_changed_is_built(built):
    before = bytes_of(built)
    change(built / "course/en/00_tiny.md", "Prose", "Other prose")
    assert quiet(built).written == [ALL[3]]
    changed = [name for name, content in bytes_of(built).items() if content != before[name]]
    assert changed == [ALL[3]]


def test_only_chooses_sources_by_name(built):
    assert quiet(built, only="es/00_tiny_exercises").current == ALL[1:3]
    (problem,) = quiet(built, only="99").problems
    assert str(problem) == "99: no source has that in its name"


def test_metadata_names_the_source_and_nothing_of_this_machine(built):
    notebook = json.loads((built / ALL[0]).read_text())
    assert list(notebook["metadata"]) == ["kafkalab", "kernelspec", "language_info"]
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "version" not in notebook["metadata"]["language_info"]
    assert notebook["metadata"]["kafkalab"]["source"] == "course/es/00_tiny.md"
    assert all(set(cell["metadata"]) <= {"tags"} for cell in notebook["cells"])
    assert stat.S_IMODE((built / ALL[0]).stat().st_mode) == 0o644


DEFECTS = {
    "exception": ('raise ValueError("a\\nb")', 'cell 4 (`raise ValueError("a\\nb")`) fails: ValueError: a b'),
    "our error": (
        "from kafkalab.errors import UsageError; from kafkalab.i18n import Text; raise UsageError(Text('mal', 'bad'))",
        "fails: UsageError: mal",
    ),
    "dead kernel": ("import os; os._exit(1)", "cell 4 (`import os; os._exit(1)`) fails: the kernel died"),
    "folder": ("print('/home/ana/secret')", "the output of cell 4 names /home/ana"),
    "widget": (
        "display({'application/vnd.jupyter.widget-view+json': {}, 'text/plain': 'x'}, raw=True)",
        "cell 4 shows a widget without the picture",
    ),
}  # fmt: skip


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_named_in_one_line_and_the_old_notebook_stays(built, defect):
    code, says = DEFECTS[defect]
    before = (built / ALL[0]).read_bytes()
    change(built / "course/es/00_tiny.md", 'print("hola")', code)
    (problem,) = quiet(built).problems
    assert str(problem).startswith("notebooks/es/00_tiny.ipynb: ")
    assert says in str(problem)
    assert (built / ALL[0]).read_bytes() == before


def test_all_failures_are_reported_and_the_rest_is_built(built):
    for lang in ("es", "en"):
        change(built / f"course/{lang}/00_tiny.md", 'print("hola")', "1 / 0")
    change(built / "course/en/00_tiny_exercises.md", "# Tiny en", "# Very tiny")
    report = quiet(built)
    assert [problem.where for problem in report.problems] == [ALL[0], ALL[3]]
    assert report.written == ALL[4:]


def test_a_cell_that_does_not_end_is_named(built, monkeypatch):
    from kafkalab.course import build as module
    from kafkalab.course.execute import execute

    monkeypatch.setattr(module, "execute", lambda *args: execute(*args, timeout_s=2))
    change(built / "course/es/00_tiny.md", 'print("hola")', "import time; time.sleep(60)")
    (problem,) = quiet(built).problems
    assert "fails: it did not end within 2 s" in str(problem)


def test_a_cell_that_is_meant_to_fail_may(built):
    cell = "```{code-cell}\n:tags: [raises-exception]\n\n1 / 0\n```"
    change(built / "course/es/00_tiny.md", '```{code-cell}\nprint("hola")\n```', cell)
    assert quiet(built).problems == []


def test_a_notebook_that_cannot_be_read_is_built_again(built):
    (built / ALL[0]).write_text("{ half a noteb")
    assert quiet(built).written == [ALL[0]]


def test_the_users_own_surroundings_do_not_reach_a_notebook(built, monkeypatch):
    """A language, a bootstrap address and a home of the user's would change what students read."""
    monkeypatch.setenv("BOOTSTRAP", "elsewhere:1")
    monkeypatch.setenv("COLUMNS", "20")
    code = 'import os; print([os.environ.get(n) for n in ("KAFKALAB_LANG", "COLUMNS")], os.environ["KAFKALAB_HOME"])'
    change(built / "course/es/00_tiny.md", 'print("hola")', code)
    assert quiet(built).problems == []
    assert read(built, ALL[0]).cells[3].outputs[0].text == "[None, '100'] $KAFKALAB_HOME\n"


SLEEPER = [sys.executable, "-c", "import time; time.sleep(120)"]


def test_a_home_takes_its_processes_with_it():
    """Whatever a notebook started in it, whether or not it was told to stop; and nobody else's."""
    with fresh_home() as home:
        tagged = subprocess.Popen(SLEEPER, env={**os.environ, "KAFKALAB_HOME": str(home)}, start_new_session=True)
        named = subprocess.Popen([*SLEEPER, f"-Dfolder={home}/clusters/lab"])
        other = subprocess.Popen(SLEEPER, env={**os.environ, "KAFKALAB_HOME": str(home) + "-other"})
        deadline = time.monotonic() + 10
        while "KAFKALAB_HOME" not in psutil.Process(tagged.pid).environ() and time.monotonic() < deadline:
            time.sleep(0.01)
    try:
        assert not home.exists()
        tagged.wait(10)
        named.wait(10)
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_home_is_cleared_away_after_a_failure_too():
    homes = []

    def interrupted():
        with fresh_home() as home:
            homes.append(home)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not homes[0].exists()


def test_a_kernel_ends_with_its_notebook(built, monkeypatch):
    """Also in a home that goes on, as the checker's: otherwise each notebook would leave one behind."""
    from kafkalab.course.build import run_target
    from kafkalab.course.derive import Kind, Target
    from kafkalab.course.source import read_source

    change(built / "course/es/00_tiny.md", 'print("hola")', "import os; print(os.getpid())")
    target = Target(read_source(built / "course/es/00_tiny.md", "es"), Kind.LESSON)
    with fresh_home() as home:
        notebook, _ = run_target(target, built, home)
        assert not psutil.pid_exists(int(notebook.cells[3].outputs[0].text))


def test_ctrl_c_ends_the_build_and_its_kernel(built, tmp_path):
    """Not only the notebook that is being built: nbclient takes the signal for itself."""
    pid_file = tmp_path / "pid"
    code = f"import os, pathlib, time; pathlib.Path({str(pid_file)!r}).write_text(str(os.getpid())); time.sleep(100)"
    for lang in ("es", "en"):
        change(built / f"course/{lang}/00_tiny.md", 'print("hola")', code)
    program = "from pathlib import Path; from kafkalab.course.build import build; build(Path('.'))"
    builder = subprocess.Popen([sys.executable, "-c", program], cwd=built, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not (pid_file.exists() and pid_file.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    builder.send_signal(signal.SIGINT)
    _, said = builder.communicate(timeout=30)
    assert "KeyboardInterrupt" in said
    assert not psutil.pid_exists(int(pid_file.read_text()))
