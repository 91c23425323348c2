"""The jars on disk: what is there and unharmed, and the download of what is not. Where they come from is a parameter.

A jar is fetched into a folder of its own, compared with the lock, and only then renamed to its place: whatever stops a
download, no half jar is ever seen under a jar's name.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from filelock import FileLock

from kafkalab.distribution.lock import Artifact, Lock
from kafkalab.errors import DistributionError
from kafkalab.i18n import Text

Advance = Callable[[int], None]
"""Called with the number of bytes that arrived since the last call, from any thread."""

Fetch = Callable[[Artifact, Path, Advance], Path]
"""Brings one artifact into the given folder and returns the file. Raises OSError (requests' errors are OSErrors)."""

Progress = Callable[[int], AbstractContextManager[Advance]]
"""Shows a download of so many bytes."""

_STAMP = "verified.json"
_AT_ONCE = 4

_HARMED = Text(
    es="El fichero {jar} que llegó no es el esperado (SHA-256 {got}… en vez de {want}…); se ha rechazado.",
    en="The file {jar} that arrived is not the one expected (SHA-256 {got}…, not {want}…); it was refused.",
)
_HARMED_NEXT = Text(
    es="Vuelve a intentarlo; si se repite, algo en tu red (un proxy, un antivirus) cambia las descargas.",
    en="Try again; if it happens again, something on your network (a proxy, a virus scanner) alters downloads.",
)
_OFFLINE = Text(
    es="No se han podido descargar los jars de Apache Kafka ({reason}).",
    en="Apache Kafka's jars could not be downloaded ({reason}).",
)
_OFFLINE_NEXT = Text(
    es="Comprueba la conexión a internet y repite: lo que ya llegó se conserva.",
    en="Check the internet connection and try again: what has arrived is kept.",
)
_FULL = Text(
    es="No queda sitio en el disco para los jars de Apache Kafka en {folder}.",
    en="The disk has no room for Apache Kafka's jars in {folder}.",
)
_FULL_NEXT = Text(
    es="Libera {mb} MB, o pon en KAFKALAB_CACHE una carpeta de otro disco.",
    en="Free {mb} MB, or set KAFKALAB_CACHE to a folder on another disk.",
)
_READ_ONLY = Text(
    es="Faltan jars de Apache Kafka y no se puede escribir en {folder}.",
    en="Some of Apache Kafka's jars are missing and {folder} cannot be written to.",
)
_READ_ONLY_NEXT = Text(
    es="Pon en KAFKALAB_CACHE una carpeta en la que puedas escribir.",
    en="Set KAFKALAB_CACHE to a folder that you can write to.",
)


def ensure(lock: Lock, folder: Path, fetch: Fetch, progress: Progress) -> list[Path]:
    """Every jar of `lock` in `folder`, in class path order, each with the SHA-256 of the lock.

    Fetches only what is missing or harmed; with all in place it touches no network and writes nothing.
    Raises DistributionError (no network, wrong jar, full disk, read-only folder); what was good stays.
    """
    if _missing(lock, folder):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder / ".lock"):
                _download(_missing(lock, folder), folder, fetch, progress)
                _stamp(lock, folder)
        except OSError as error:
            raise _explained(error, lock, folder) from error
    return [folder / artifact.file_name for artifact in lock.artifacts]


def _missing(lock: Lock, folder: Path) -> list[Artifact]:
    known = _read_stamp(folder)
    return [a for a in lock.artifacts if not _is_good(a, folder / a.file_name, known.get(a.file_name))]


def _is_good(artifact: Artifact, jar: Path, stamp: list[object] | None) -> bool:
    try:
        stat = jar.stat()
    except OSError:
        return False
    if stat.st_size != artifact.size:
        return False
    # Hashing 46 MB costs a fifth of a second: a jar is read again only if it changed since it was found good.
    return stamp == [artifact.sha256, stat.st_size, stat.st_mtime_ns] or _sha256(jar) == artifact.sha256


def _download(missing: Sequence[Artifact], folder: Path, fetch: Fetch, progress: Progress) -> None:
    staging = Path(tempfile.mkdtemp(prefix=".partial-", dir=folder))
    try:
        with progress(sum(a.size for a in missing)) as advance, ThreadPoolExecutor(_AT_ONCE) as pool:
            jobs = [pool.submit(_download_one, a, staging, folder, fetch, advance) for a in missing]
            try:
                for job in jobs:
                    job.result()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _download_one(artifact: Artifact, staging: Path, folder: Path, fetch: Fetch, advance: Advance) -> None:
    arrived = fetch(artifact, staging, advance)
    got = _sha256(arrived)
    if got != artifact.sha256:
        arrived.unlink()
        values = {"jar": artifact.file_name, "got": got[:12], "want": artifact.sha256[:12]}
        raise DistributionError(_HARMED.format(**values), _HARMED_NEXT)
    arrived.replace(folder / artifact.file_name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_stamp(folder: Path) -> dict[str, list[object]]:
    try:
        stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _stamp(lock: Lock, folder: Path) -> None:
    stamp = {}
    for artifact in lock.artifacts:
        stat = (folder / artifact.file_name).stat()
        stamp[artifact.file_name] = [artifact.sha256, stat.st_size, stat.st_mtime_ns]
    temporary = folder / f".{_STAMP}.{os.getpid()}"
    temporary.write_text(json.dumps(stamp), encoding="utf-8")
    with suppress(OSError):  # without the stamp the jars are hashed each time: slower, not wrong
        temporary.replace(folder / _STAMP)


def _explained(error: OSError, lock: Lock, folder: Path) -> DistributionError:
    if error.errno == errno.ENOSPC:
        mb = -(-lock.size // 1_000_000)
        return DistributionError(_FULL.format(folder=folder), _FULL_NEXT.format(mb=mb))
    unwritable = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EEXIST, errno.ENOTDIR)
    if unwritable:
        return DistributionError(_READ_ONLY.format(folder=folder), _READ_ONLY_NEXT)
    return DistributionError(_OFFLINE.format(reason=type(error).__name__), _OFFLINE_NEXT)
