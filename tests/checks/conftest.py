"""A home and a language for every test of the question engine."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Scores of one test are nobody else's."""
    monkeypatch.setenv("KAFKALAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KAFKALAB_LANG", "en")
    return tmp_path / "home"
