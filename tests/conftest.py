"""What every test shares: a home of its own, one cluster for the whole run, and what may not be skipped in silence."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)


# A shell that puts a test run into the background makes it deaf to Ctrl-C, and with it every program that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def home() -> Iterator[Path]:
    """A KAFKALAB_HOME for this run: no test touches the clusters, scores or programs of whoever runs it."""
    folder = Path(tempfile.mkdtemp(prefix="kafkalab-tests-"))
    before = os.environ.get("KAFKALAB_HOME")
    os.environ["KAFKALAB_HOME"] = str(folder)
    os.environ["KAFKALAB_LANG"] = "en"
    yield folder
    _delete_clusters(folder)
    os.environ.pop("KAFKALAB_HOME")
    if before is not None:
        os.environ["KAFKALAB_HOME"] = before
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster(home: Path):
    """The cluster that the run shares. Tests use topics and groups of unique names, and break no node of it."""
    from kafkalab import Cluster

    return Cluster.up("shared")


@pytest.fixture
def unique() -> Callable[[str], str]:
    """Makes a name that no other test has: `unique("orders")`."""
    return lambda name: f"{name}-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def chromium() -> str:
    """The path of an installed Chromium; without one the test is skipped, unless KAFKALAB_REQUIRE names browser."""
    if CHROMIUM is None:
        if "browser" in os.environ.get("KAFKALAB_REQUIRE", ""):
            pytest.fail("KAFKALAB_REQUIRE=browser, and no Chromium is installed")
        pytest.skip("no Chromium is installed")
    return CHROMIUM


def _delete_clusters(folder: Path) -> None:
    from kafkalab.nodes import lifecycle

    for found in (folder / "clusters").glob("*/"):
        lifecycle.delete(found.name)
