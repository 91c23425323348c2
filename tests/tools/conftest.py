"""Apache's tools as they are typed: the commands beside this Python, each run as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPTS = Path(sys.executable).parent
Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run() -> Run:
    """Runs one tool with its arguments; `env` is added to the environment, `input` is what it reads."""

    def run(tool: str, *arguments: str, env: dict[str, str] | None = None, **options: object):
        environment = {**os.environ, **(env or {})}
        options.setdefault("timeout", 60)
        options.setdefault("stdin", None if "input" in options else subprocess.DEVNULL)
        if "input" in options:
            options.pop("stdin")
        return subprocess.run([SCRIPTS / tool, *arguments], capture_output=True, env=environment, **options)

    return run
