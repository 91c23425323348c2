"""What a node's own log says about why it did not start: one line of reason, and what to do where we know it."""

from __future__ import annotations

import re
from collections import deque
from pathlib import Path

from kafkalab.i18n import Text

_KNOWN: list[tuple[str, Text, Text]] = [
    (
        r"BindException|Address already in use",
        Text(es="otro programa usa su puerto {port}", en="another program uses its port {port}"),
        Text(
            es="Cierra ese programa, o borra el clúster con `kafkalab delete` para que use otros puertos.",
            en="Close that program, or delete the cluster with `kafkalab delete` so that it takes other ports.",
        ),
    ),
    (
        r"OutOfMemoryError|Cannot allocate memory|insufficient memory",
        Text(es="no queda memoria", en="there is no memory left"),
        Text(es="Cierra otros programas y repite `up`.", en="Close other programs and repeat `up`."),
    ),
    (
        r"No space left on device",
        Text(es="el disco está lleno", en="the disk is full"),
        Text(es="Libera espacio y repite `up`.", en="Free some space and repeat `up`."),
    ),
    (
        r"UnsupportedClassVersionError",
        Text(es="este Java es demasiado viejo", en="this Java is too old"),
        Text(es="Pon en JAVA_HOME un Java 17 o posterior.", en="Set JAVA_HOME to a Java 17 or newer."),
    ),
]

_SEE_LOG = Text(es="Mira su registro: {log}", en="Read its log: {log}")
_NO_REASON = Text(es="su registro no dice por qué", en="its log does not say why")


def explain(folder: Path, port: int) -> tuple[Text, Text]:
    """Why the node in `folder` ended, as (reason, next step), from the last lines of its log and its output."""
    lines = last_lines(folder, 400)
    text = "\n".join(lines)
    for pattern, reason, step in _KNOWN:
        if re.search(pattern, text):
            return reason.format(port=port), step
    told = next((line for line in reversed(lines) if re.search(r"\b(ERROR|FATAL)\b|Exception|Error:", line)), None)
    log = _SEE_LOG.format(log=folder / "logs" / "server.log")
    return (Text(told, told) if told else _NO_REASON), log


def last_lines(folder: Path, count: int = 20) -> list[str]:
    """The newest lines of the node's output and of its log, stack frames left out, oldest first."""
    lines: deque[str] = deque(maxlen=count)
    for name in ("node.out", "server.log"):
        try:
            with (folder / "logs" / name).open(encoding="utf-8", errors="replace") as file:
                lines.extend(line.rstrip() for line in file if not line.startswith("\tat "))
        except OSError:
            continue
    return list(lines)
