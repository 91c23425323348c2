"""Which Java and which Apache Kafka: found, downloaded once, verified, and described as one value, `Distribution`.

How nodes are configured and started is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kafkalab import paths
from kafkalab.distribution import jars as _jars
from kafkalab.distribution.aot import AotCache, cache_for
from kafkalab.distribution.java import Java, find
from kafkalab.distribution.lock import KAFKA, KAFKA_WITH_ZOOKEEPER, Lock, load
from kafkalab.distribution.maven import from_maven_central
from kafkalab.i18n import Text

__all__ = ["KAFKA", "KAFKA_WITH_ZOOKEEPER", "Distribution", "bad_jars", "installed", "provide"]

_DOWNLOADING = Text(
    es="Descargando Apache Kafka {version} ({mb} MB, solo esta vez)",
    en="Downloading Apache Kafka {version} ({mb} MB, only this once)",
)


@dataclass(frozen=True)
class Distribution:
    """A Java and the jars of one Apache Kafka, ready to be started."""

    java: Java
    lock: Lock
    jars: tuple[Path, ...]

    @property
    def version(self) -> str:
        """Apache Kafka's version."""
        return self.lock.version

    def aot(self, purpose: str) -> AotCache:
        """The AOT cache for "nodes" or for a tool; it may not have been trained yet."""
        return cache_for(purpose, paths.cache() / "aot", self.java, self.lock, self.jars)

    def aot_flags(self, purpose: str) -> list[str]:
        """JVM flags that use that cache, or none."""
        return self.aot(purpose).flags() if self.java.has_aot else []


def provide(version: str = KAFKA, fetch: _jars.Fetch = from_maven_central) -> Distribution:
    """Everything in place, downloaded if need be with a progress bar. Raises DistributionError."""
    java, lock = find(), load(version)
    jars = _jars.ensure(lock, _folder(version), fetch, lambda size: _progress_bar(version, size))
    return Distribution(java, lock, tuple(jars))


def installed(version: str = KAFKA) -> Distribution | None:
    """The same without a look into the jars, and None where one is missing: for the tools, which start often."""
    lock = load(version)
    jars = tuple(_folder(version) / artifact.file_name for artifact in lock.artifacts)
    return Distribution(find(), lock, jars) if all(jar.is_file() for jar in jars) else None


def bad_jars(version: str = KAFKA) -> tuple[Lock, list[str]]:
    """The lock, and the file names of the jars that are missing or not as it has them. Touches no network."""
    lock = load(version)
    return lock, [artifact.file_name for artifact in _jars.missing(lock, _folder(version))]


def _folder(version: str) -> Path:
    return paths.cache() / f"kafka-{version}"


@contextmanager
def _progress_bar(version: str, size: int) -> Iterator[_jars.Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    title = str(_DOWNLOADING.format(version=version, mb=round(size / 1e6)))
    # Within 80 columns, so that it stays one line in any terminal.
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=15), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(title, total=size)
        yield lambda amount: progress.advance(task, amount)
