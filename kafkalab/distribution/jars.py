"""The jars on disk: what is there and unharmed, and the download of what is not. Where they come from is a parameter.

A jar is fetched into a folder of its own, compared with the lock, and only then renamed to its place: whatever stops a
download, no half jar is ever seen under a jar's name.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from threading import Event

from filelock import FileLock

from kafkalab.distribution import fingerprint
from kafkalab.distribution.lock import Artifact, Lock
from kafkalab.errors import DistributionError
from kafkalab.i18n import Text

Advance = Callable[[int], None]
"""Called with the number of bytes that arrived since the last call, from any thread."""

Fetch = Callable[[Artifact, Path, Advance], Path]
"""Brings one artifact into the given folder and returns the file. Raises OSError (requests' errors are OSErrors).

It reports its progress often: that is where a download that is no longer wanted is stopped.
"""

Progress = Callable[[int], AbstractContextManager[Advance]]
"""Shows a download of so many bytes."""

_STAMP = "verified.json"
_PARTIAL = ".partial-"
_AT_ONCE = 4
_UNWRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EEXIST, errno.ENOTDIR, errno.EISDIR)

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
    try:
        if missing(lock, folder):
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder / ".lock"):
                _complete(lock, folder, fetch, progress)
    except OSError as error:
        raise _explained(error, lock, folder) from error
    return [folder / artifact.file_name for artifact in lock.artifacts]


def _complete(lock: Lock, folder: Path, fetch: Fetch, progress: Progress) -> None:
    for left in folder.glob(f"{_PARTIAL}*"):  # by a download that was killed: whoever runs one holds the lock
        shutil.rmtree(left, ignore_errors=True)
    wanted = missing(lock, folder)
    if wanted:  # else somebody else fetched them while we waited for the lock
        _download(wanted, folder, fetch, progress)
        _stamp(lock, folder)


def missing(lock: Lock, folder: Path) -> list[Artifact]:
    """The jars of `lock` that are not in `folder`, or not with their SHA-256."""
    known = _read_stamp(folder)
    return [a for a in lock.artifacts if not _is_good(a, folder / a.file_name, known.get(a.file_name))]


def _is_good(artifact: Artifact, jar: Path, stamp: object) -> bool:
    if not jar.is_file() or jar.stat().st_size != artifact.size:
        return False
    # Hashing 46 MB costs a fifth of a second: a jar is read again only if it changed since it was found good.
    found_good = isinstance(stamp, list) and stamp[:1] == [artifact.sha256] and fingerprint.fits(stamp[1:], jar)
    return found_good or _sha256(jar) == artifact.sha256


def _download(missing: Sequence[Artifact], folder: Path, fetch: Fetch, progress: Progress) -> None:
    staging = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=folder))
    try:
        with progress(sum(a.size for a in missing)) as advance, ThreadPoolExecutor(_AT_ONCE) as pool:
            unwanted = Event()
            jobs = [pool.submit(_download_one, a, staging, folder, fetch, _until(unwanted, advance)) for a in missing]
            try:
                for job in jobs:
                    job.result()
            except BaseException:
                unwanted.set()
                pool.shutdown(cancel_futures=True)
                raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _until(unwanted: Event, advance: Advance) -> Advance:
    """`advance`, which ends its download once another has failed or Ctrl-C was pressed."""

    def advance_if_wanted(amount: int) -> None:
        if unwanted.is_set():
            raise InterruptedError
        advance(amount)

    return advance_if_wanted


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


def _read_stamp(folder: Path) -> dict[str, object]:
    try:
        stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _stamp(lock: Lock, folder: Path) -> None:
    stamp = {a.file_name: [a.sha256, *fingerprint.of(folder / a.file_name)] for a in lock.artifacts}
    with suppress(OSError):  # without the stamp the jars are hashed each time: slower, not wrong
        temporary = folder / f".{_STAMP}"
        temporary.write_text(json.dumps(stamp), encoding="utf-8")
        temporary.replace(folder / _STAMP)


def _explained(error: OSError, lock: Lock, folder: Path) -> DistributionError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        mb = -(-lock.size // 1_000_000)
        return DistributionError(_FULL.format(folder=folder), _FULL_NEXT.format(mb=mb))
    if error.errno in _UNWRITABLE:
        return DistributionError(_READ_ONLY.format(folder=folder), _READ_ONLY_NEXT)
    return DistributionError(_OFFLINE.format(reason=type(error).__name__), _OFFLINE_NEXT)
