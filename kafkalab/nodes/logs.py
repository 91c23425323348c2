"""What a node's own log says about why it did not start: one line of reason, and what to do where we know it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from kafkalab.i18n import Text
from kafkalab.nodes.plan import Node, Plan

_KNOWN: list[tuple[str, Text, Text]] = [
    (
        r"BindException|Address already in use",
        Text(es="otro programa usa su puerto {port}", en="another program uses its port {port}"),
        Text(
            es="Repite `up`: si ese programa sigue ahí, el nodo pasará a otro puerto.",
            en="Repeat `up`: if that program is still there, the node will move to another port.",
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

_REJECTED = re.compile(r"\[error *\]\[aot")

_SEE_LOG = Text(es="Mira su registro: {log}", en="Read its log: {log}")
_NO_REASON = Text(es="su registro no dice por qué", en="its log does not say why")


def explain(plan: Plan, node: Node) -> tuple[Text, Text]:
    """Why `node` ended, as (reason, next step), from the last lines of its log and its output."""
    folder = plan.node_folder(node)
    lines = last_lines(folder, 5000)
    text = "\n".join(lines)
    for pattern, reason, step in _KNOWN:
        if re.search(pattern, text):
            return reason.format(port=node.port), step.format(name=plan.name)
    told = next((line for line in reversed(lines) if re.search(r"\b(ERROR|FATAL)\b|Exception|Error:", line)), None)
    log = _SEE_LOG.format(log=folder / "logs" / "server.log")
    return (Text(told, told) if told else _NO_REASON), log


def aot_rejected(folder: Path) -> bool:
    """Whether the node in `folder` said when it started that its AOT cache is of no use to it."""
    return any(_REJECTED.search(line) for line in _lines(folder / "logs" / "node.out"))


def last_lines(folder: Path, count: int = 20) -> list[str]:
    """The newest lines of the node's output and of its log, `count` of each, stack frames left out, oldest first."""
    lines: list[str] = []
    for name in ("node.out", "server.log"):
        lines.extend(deque(_lines(folder / "logs" / name), maxlen=count))
    return lines


def last_words(folder: Path, count: int = 3, width: int = 160) -> list[str]:
    """The newest entries of the node's log, oldest first, each on one line of `width` characters at most."""
    entries = (line for line in _lines(folder / "logs" / "server.log") if line and not line[0].isspace())
    return [line if len(line) <= width else f"{line[: width - 1]}…" for line in deque(entries, maxlen=count)]


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            yield from (line.rstrip() for line in file if not line.startswith("\tat "))
    except OSError:
        return
