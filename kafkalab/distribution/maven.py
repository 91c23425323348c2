"""One artifact from Maven Central, through jgo. It trusts nothing that arrives: jars.py compares it with the lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from kafkalab.distribution.jars import Advance
from kafkalab.distribution.lock import Artifact

_TIMEOUT_S = 60


def from_maven_central(artifact: Artifact, folder: Path, advance: Advance) -> Path:
    """Download `artifact` below `folder` and return the file. A jars.Fetch.

    Raises OSError (requests' errors are OSErrors) when nobody answers or Maven Central does not have it.
    """
    from jgo.maven import MavenContext, PythonResolver  # 0.2 s, and needed only when something is missing

    resolver = PythonResolver(progress_callback=_reporting(advance))
    context = MavenContext(resolver=resolver, repo_cache=folder, local_repos=[], timeout=_TIMEOUT_S)
    component = context.project(artifact.group, artifact.name).at_version(artifact.version)
    try:
        return component.artifact().resolve()
    except (
        RuntimeError,
        ValueError,
        IndexError,
    ) as error:  # jgo: nobody has it, or a proxy answered what Maven never does
        raise ConnectionError(f"{artifact.coordinate}: {error}") from error


def _reporting(advance: Advance) -> Callable[[str, int], AbstractContextManager[Advance]]:
    @contextmanager
    def report(_name: str, _size: int) -> Iterator[Advance]:
        yield advance

    return report
