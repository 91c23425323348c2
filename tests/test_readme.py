"""The README is true: its links, its commands, its pictures, the names it promises."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from kafkalab.cli import _parser
from kafkalab.cluster import Cluster

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REPOSITORY = PROJECT["tool"]["kafkalab"]["repository"]


def test_every_badge_and_clone_command_names_the_repository_of_pyproject():
    owner_and_name = urlparse(REPOSITORY).path.strip("/")
    named = re.findall(r"mybinder\.org/v2/gh/([^/]+/[^/]+)/", README) + re.findall(
        r"git clone https://[^/]+/(\S+)", README
    )
    assert len(named) == 4
    assert set(named) == {owner_and_name}


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_badge_opens_the_first_notebook_in_each_language(lang: str):
    paths = [unquote(path) for path in re.findall(r"urlpath=lab%2Ftree%2F([^)]+)\)", README)]
    path = f"notebooks/{lang}/00_hola_kafka.ipynb"
    assert path in paths
    assert (ROOT / path).is_file()


def test_every_link_and_picture_inside_the_project_exists():
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_make_target_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"`make (\w+)", README))
    assert {"lab", "test"} <= targets
    assert [target for target in targets if f"\n{target}:" not in makefile] == []


def test_every_command_of_the_terminal_exists():
    lines = [line.partition("#")[0] for line in README.splitlines() if line.startswith("kafkalab ")]
    typed = {word for line in lines for word in re.findall(r"(?:^kafkalab |\| )([a-z]+)", re.sub(r"\[.*?\]", "", line))}
    commands = set(_parser()._subparsers._group_actions[0].choices)  # type: ignore[union-attr]
    assert {"up", "status", "pause", "show", "doctor"} <= typed
    assert typed <= commands


def test_every_method_of_the_example_exists():
    example = README.split("```python")[1].split("```")[0]
    used = set(re.findall(r"\bcluster\.(\w+)", example))
    assert used
    assert [name for name in used if not hasattr(Cluster, name)] == []


def test_apaches_tools_of_the_readme_are_commands():
    scripts = set(PROJECT["project"]["scripts"])
    assert set(re.findall(r"kafka-[a-z-]+\.sh", README)) <= scripts
