"""The committed notebooks: each is run again and compared by nbval, and none could pass by being stripped."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest

from kafkalab.course.execute import CELL_TIMEOUT_S, kernel_environment
from kafkalab.course.homes import fresh_home

ROOT = Path(__file__).parents[2]
SANITIZE = Path(__file__).with_name("nbval_sanitize.cfg")
FOLDERS = ("notebooks", "exercises", "solutions")
NOTEBOOKS = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*/*.ipynb"))
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(ROOT).as_posix())


def run_nbval(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """nbval on one notebook, in a pytest of its own: a fresh home means no scores and no topics of another one."""
    with fresh_home() as home, tempfile.TemporaryDirectory() as profile:
        command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-q", "-p", "no:cacheprovider"]
        limits = ["--nbval-cell-timeout", str(CELL_TIMEOUT_S), "--timeout", str(CELL_TIMEOUT_S + 30), "--color", "no"]
        sanitize = ["--nbval-sanitize-with", str(SANITIZE)]
        return subprocess.run(
            [*command, *limits, *sanitize, *options, str(path)],
            env=kernel_environment(home, profile),
            capture_output=True, text=True, check=False, timeout=900,
        )  # fmt: skip


def test_the_course_has_notebooks():
    """Otherwise every test below would pass by having nothing to do."""
    assert NOTEBOOKS


@every_notebook
def test_every_code_cell_has_been_run(path: Path):
    """nbval compares nothing in a notebook without outputs, and passes."""
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert [cell.source for cell in code if cell.execution_count is None] == []


@pytest.mark.cluster
@pytest.mark.timeout(900)
@every_notebook
def test_running_it_again_gives_the_stored_outputs(path: Path):
    """What students read on the web is what this version of the package does."""
    result = run_nbval(path)
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
