"""Whether there is room on disk, at home and in the cache."""

from __future__ import annotations

import shutil
from pathlib import Path

from kafkalab import paths
from kafkalab.doctor.finding import Finding
from kafkalab.i18n import Text

SUBJECT = Text(es="Disco", en="Disk")

# A new cluster's folder has some MB, jars and AOT caches 300 MB; a course's records and logs stay below the rest.
LEAST_MB = 400
COMFORTABLE_MB = 1500

_FREE = Text(es="{free} MB libres en {folder}.", en="{free} MB free in {folder}.")
_NEXT = Text(
    es="Libera espacio, o pon en {variable} una carpeta de otro disco.",
    en="Free some space, or set {variable} to a folder on another disk.",
)


def look() -> list[Finding]:
    """Home and cache; one line where both are on the same disk."""
    home, cache = _existing(paths.home()), _existing(paths.cache())
    wanted = [(home, "KAFKALAB_HOME")]
    if home.stat().st_dev != cache.stat().st_dev:
        wanted.append((cache, "KAFKALAB_CACHE"))
    return [judge(shutil.disk_usage(folder).free // 1_000_000, folder, variable) for folder, variable in wanted]


def judge(free_mb: int, folder: Path, variable: str) -> Finding:
    """Kafka stops a broker whose disk is full."""
    what = _FREE.format(free=free_mb, folder=folder)
    if free_mb >= COMFORTABLE_MB:
        return Finding("ok", SUBJECT, what)
    return Finding("warning" if free_mb >= LEAST_MB else "problem", SUBJECT, what, _NEXT.format(variable=variable))


def _existing(folder: Path) -> Path:
    """`folder`, or the nearest one above it that is there already."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())
