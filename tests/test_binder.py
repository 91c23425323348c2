"""What stands for Binder, which cannot run here: its files fit the lock, and after postBuild no network is needed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_the_pip_part_of_the_environment_is_the_lock_and_nothing_else():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    pip_part = re.search(r"- pip:\n((?: +- .+\n)+)", text)
    assert pip_part is not None
    assert [line.strip() for line in pip_part[1].splitlines()] == ["- -r requirements.lock"]


def test_python_of_the_environment_is_one_that_the_package_supports():
    found = re.search(r"python=(\d+\.\d+)", (ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert found is not None
    assert found[1] in ("3.11", "3.12", "3.13")


@pytest.mark.parametrize("name", ["postBuild", "start"])
def test_binder_can_run_its_scripts(name: str):
    assert os.access(ROOT / name, os.X_OK)
    assert subprocess.run(["bash", "-n", ROOT / name], check=False).returncode == 0


@pytest.mark.network
@pytest.mark.faults
@pytest.mark.timeout(420)
def test_after_post_build_in_an_empty_home_a_cluster_starts_without_the_network(tmp_path: Path):
    environment = _empty_home(tmp_path)
    built = _run(["bash", str(ROOT / "postBuild")], environment)
    assert built.returncode == 0, built.stderr

    offline = {**environment, **dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "https_proxy"), "http://127.0.0.1:9")}
    try:
        started = _run([*_without_network(), "kafkalab", "up", "--name", "offline"], offline)
        assert started.returncode == 0, started.stderr
        assert "is ready" in started.stdout
        assert started.stderr == "", "nothing was left to download or to train"
    finally:
        _run(["kafkalab", "delete", "--name", "offline"], environment)


def _empty_home(folder: Path) -> dict[str, str]:
    """A new home, and a new Python environment for postBuild to install into; its dependencies are this one's."""
    venv.create(folder / "env", with_pip=False, symlinks=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder / "env")}))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (folder / "home").mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KAFKALAB", "XDG", "VIRTUAL_ENV"))}
    path = os.pathsep.join([str(folder / "env" / "bin"), kept["PATH"]])
    return {**kept, "HOME": str(folder / "home"), "PATH": path, "KAFKALAB_LANG": "en"}


def _without_network() -> list[str]:
    """A command that runs another one with loopback alone, where this system lets us; the dead proxy does the rest."""
    if sys.platform != "linux" or shutil.which("unshare") is None or shutil.which("ip") is None:
        return []
    wrapper = ["unshare", "--net", "--map-root-user", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    return wrapper if _run([*wrapper, "true"], dict(os.environ)).returncode == 0 else []


def _run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
