"""A tiny project, built once; and a kernel that finds its lesson."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kafkalab.course.build import Report, build
from kafkalab.i18n import set_language

from .project import TINY, make_project


@pytest.fixture(autouse=True)
def _surroundings(tmp_path, monkeypatch):
    monkeypatch.setenv("KAFKALAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KAFKALAB_LANG", "en")
    monkeypatch.setenv("PYTHONPATH", str(TINY))
    monkeypatch.syspath_prepend(str(TINY))
    yield
    set_language(None)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Sources only."""
    return make_project(tmp_path / "project")


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(TINY))
        root = make_project(tmp_path_factory.mktemp("built"))
        return root, build(root, say=lambda text: None)


@pytest.fixture
def report(_built) -> Report:
    """What the first build said."""
    return _built[1]


@pytest.fixture
def built(_built, tmp_path: Path) -> Path:
    """Sources and notebooks, to be broken by one test."""
    return Path(shutil.copytree(_built[0], tmp_path / "project"))
