"""Java's ahead-of-time caches (JEP 483, 514): where each is kept, whether to trust it, the flags that use or make it.

A cache is a file that Java maps into memory and believes: one that was altered can crash the JVM. So each has a stamp
beside it, written after the file was complete, and a file that does not match its stamp is not used. The stamp knows
the jars as well: Java refuses a cache whose jars have another date.
Training, which runs Kafka, happens in kafkalab.nodes.training.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kafkalab.distribution import fingerprint
from kafkalab.distribution.java import Java
from kafkalab.distribution.lock import Lock


@dataclass(frozen=True)
class AotCache:
    """The cache for one purpose: "nodes", or the name of a tool. It may not exist yet."""

    path: Path
    jars: tuple[Path, ...]

    def is_good(self) -> bool:
        """Whether the file is the one that its training left, and the jars are those it was trained with."""
        try:
            noted = json.loads(self._stamp.read_text(encoding="utf-8"))
            return noted["jars"] == self._jar_times() and fingerprint.fits(noted["cache"], self.path)
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def flags(self) -> list[str]:
        """JVM flags that use the cache, or none. Never -Xshare:auto beside them: Java refuses the two together."""
        return [f"-XX:AOTCache={self.path}"] if self.is_good() else []

    def training_flags(self) -> list[str]:
        """JVM flags that write the cache to `draft` when that JVM ends cleanly."""
        return [f"-XX:AOTCacheOutput={self.draft}"]

    @property
    def draft(self) -> Path:
        """Where training writes, until `keep`."""
        return self.path.with_suffix(".draft")

    def keep(self) -> bool:
        """Put a finished draft in its place. False where training left none."""
        if not self.draft.is_file():
            return False
        self.distrust()
        self.draft.replace(self.path)
        stamp = {"cache": fingerprint.of(self.path), "jars": self._jar_times()}
        self._stamp.write_text(json.dumps(stamp), encoding="utf-8")
        return True

    def distrust(self) -> None:
        """Use it no more: the next training makes it anew."""
        self._stamp.unlink(missing_ok=True)

    @property
    def _stamp(self) -> Path:
        return self.path.with_suffix(".stamp")

    def _jar_times(self) -> list[int]:
        """In whole seconds, as Java compares them."""
        return [int(jar.stat().st_mtime) for jar in self.jars]


def cache_for(purpose: str, folder: Path, java: Java, lock: Lock, jars: Sequence[Path]) -> AotCache:
    """The cache that fits this Java and these jars in this place: another Java or another folder gets another file."""
    place = f"{java.program}|{java.version}|{jars[0].parent}"
    key = hashlib.sha256(f"{place}|{lock.digest}".encode()).hexdigest()[:12]
    return AotCache(folder / f"{purpose}-{key}.aot", tuple(jars))
