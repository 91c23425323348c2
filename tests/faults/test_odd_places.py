"""A cluster in a folder with an odd name, in the C locale, with an AOT cache that Java refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.cluster, pytest.mark.faults]

PROGRAM = """
import os, pathlib
from kafkalab import Cluster
from kafkalab.distribution.aot import AotCache
from kafkalab.observe.admin import Admin

noise = pathlib.Path(os.environ["KAFKALAB_HOME"]) / "noise.aot"
noise.parent.mkdir(parents=True)
noise.write_bytes(b"no cache" * 1000)
AotCache.flags = lambda self: [f"-XX:AOTCache={noise}"]
AotCache.is_good = lambda self: True
AotCache.distrust = lambda self: print("distrusted", self.path.name.split("-")[0])

cluster = Cluster.up(brokers=1)
Admin(cluster._reading()).create_topic("t")
print(Admin(cluster._reading()).produce("t", ["x"]))
cluster.down()
data = noise.parent / "clusters" / "lab" / "broker-101" / "data"
print([path.name for path in data.glob("t-*")])
cluster.delete()
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> subprocess.CompletedProcess[str]:
    home = tmp_path_factory.mktemp("odd") / "el niño" / "back\\slash" / "日本 😀" / "100% $HOME ${x}"
    environment = {**os.environ, "KAFKALAB_HOME": str(home), "LC_ALL": "C", "KAFKALAB_LANG": "en"}
    command = [sys.executable, "-X", "utf8", "-c", PROGRAM]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, encoding="utf-8")


def test_records_are_written_and_kept(run):
    assert run.returncode == 0, run.stderr
    assert "[(0, 0)]" in run.stdout
    assert "['t-0']" in run.stdout


def test_the_refused_cache_is_said_in_one_line_and_trusted_no_more(run):
    said = run.stderr.strip().splitlines()
    assert said == [
        "Java did not accept its AOT cache: it started more slowly this time; the next `up` prepares it anew."
    ]
    assert "distrusted nodes" in run.stdout


def test_nothing_was_written_beside_the_folder_that_was_meant(tmp_path_factory, run):
    """A path that Java misread would have made a second folder."""
    places = list(Path(tmp_path_factory.getbasetemp()).glob("odd[0-9]*/*"))
    assert [place.name for place in places] == ["el niño"]
