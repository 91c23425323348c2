"""One JupyterLab, one browser and one notebook on the run's cluster, for all tests of live views."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
