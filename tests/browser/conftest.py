"""One JupyterLab, one browser and one notebook on the run's cluster, for all tests of live views."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from widgets.lab import Lab

from browser.desk import Desk
from browser.lab import start


# Until the last test of this folder, and no longer: while Playwright runs, other tests cannot use asyncio.
@pytest.fixture(scope="package")
def jupyter(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab in an empty folder; its kernels see the clusters of this run."""
    lab = start(tmp_path_factory.mktemp("jupyter"))
    yield lab
    lab.stop()


@pytest.fixture(scope="package")
def shared_desk(jupyter: Lab, cluster) -> Iterator[Desk]:
    """A notebook whose kernel has the run's cluster as `cluster`."""
    desk = Desk.on(jupyter, cluster.name)
    yield desk
    desk.close()


@pytest.fixture
def desk(shared_desk: Desk, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The same with nothing in it; what the test leaves there is stopped, and kept as a picture in `out`."""
    yield shared_desk
    shared_desk.clear(request.node.name)


@pytest.fixture(scope="module")
def breakable(home: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A cluster of this module's own, with the topic "fallible", whose only partition is led by broker 102."""
    from kafkalab import Cluster

    cluster = Cluster.up(request.path.stem.replace("_", "-"))
    cluster.admin.create_topic("fallible", assignment={0: [102, 101, 103]})
    yield cluster
    cluster.delete()


@pytest.fixture(scope="module")
def breakable_desk(jupyter: Lab, breakable: Any) -> Iterator[Desk]:
    """One notebook on that cluster."""
    made = Desk.on(jupyter, breakable.name)
    yield made
    made.close()


@pytest.fixture
def faulty(breakable_desk: Desk, breakable: Any, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The same with nothing in it. After the test the cluster is whole again, and the page is empty."""
    yield breakable_desk
    breakable_desk.clear(request.node.name)
    breakable.heal()
