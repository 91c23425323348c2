"""`kafkalab` as it is typed, and as a function where no process is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kafkalab.cli import main

KAFKALAB = Path(sys.executable).with_name("kafkalab")
Typed = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code, its standard output and its standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def call(capsys) -> Callable[..., Done]:
    """Runs a command in this process."""

    def call(*arguments: str) -> Done:
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return call


@pytest.fixture
def typed() -> Typed:
    """Runs a command as a process, as a terminal does."""

    def typed(*arguments: str, env: dict[str, str] | None = None, timeout: float = 120):
        environment = {**os.environ, **(env or {})}
        return subprocess.run([KAFKALAB, *arguments], capture_output=True, text=True, env=environment, timeout=timeout)

    return typed
