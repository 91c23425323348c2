"""The lock: which jars make one Apache Kafka, each with its size and SHA-256. It names no address, downloads nothing.

The lock files beside this module are written by `python -m kafkalab.distribution.relock`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from kafkalab.errors import DistributionError
from kafkalab.i18n import Text

KAFKA = "4.3.1"
KAFKA_WITH_ZOOKEEPER = "3.9.2"  # of the last line that can

_NO_LOCK = Text(
    es="kafkalab no conoce Apache Kafka {version}.",
    en="kafkalab does not know Apache Kafka {version}.",
)
_KNOWN = Text(es="Versiones conocidas: {known}.", en="Known versions: {known}.")


@dataclass(frozen=True)
class Artifact:
    """One jar of Maven Central: its coordinates, its size in bytes and the SHA-256 (hex) that it must have."""

    group: str
    name: str
    version: str
    size: int
    sha256: str

    @property
    def file_name(self) -> str:
        """The jar's file name, as Maven writes it."""
        return f"{self.name}-{self.version}.jar"

    @property
    def coordinate(self) -> str:
        """`group:name:version`."""
        return f"{self.group}:{self.name}:{self.version}"


@dataclass(frozen=True)
class Lock:
    """The jars of one Apache Kafka, in class path order."""

    version: str
    artifacts: tuple[Artifact, ...]

    @property
    def size(self) -> int:
        """All jars together, in bytes."""
        return sum(artifact.size for artifact in self.artifacts)

    @property
    def digest(self) -> str:
        """A short name for exactly these jars in this order: caches made from them carry it."""
        return hashlib.sha256("\n".join(a.sha256 for a in self.artifacts).encode()).hexdigest()[:12]


def load(version: str = KAFKA) -> Lock:
    """Read the lock of Apache Kafka `version`. Raises DistributionError when the package has none."""
    path = _path(version)
    if not path.is_file():
        locks = path.parent.glob("*.lock.json")
        known = sorted(p.name.removeprefix("kafka-").removesuffix(".lock.json") for p in locks)
        raise DistributionError(_NO_LOCK.format(version=version), _KNOWN.format(known=", ".join(known)))
    table = json.loads(path.read_text(encoding="utf-8"))
    return Lock(version, tuple(_artifact(row) for row in table["artifacts"]))


def save(lock: Lock) -> Path:
    """Write `lock` beside this module (maintainers only). Returns the file."""
    rows = [{"coordinate": a.coordinate, "size": a.size, "sha256": a.sha256} for a in lock.artifacts]
    path = _path(lock.version)
    path.write_text(json.dumps({"kafka": lock.version, "artifacts": rows}, indent=1) + "\n", encoding="utf-8")
    return path


def _path(version: str) -> Path:
    return Path(__file__).with_name(f"kafka-{version}.lock.json")


def _artifact(row: dict[str, str | int]) -> Artifact:
    group, name, version = str(row["coordinate"]).split(":")
    return Artifact(group, name, version, int(row["size"]), str(row["sha256"]))
