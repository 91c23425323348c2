"""Java's .properties files: written so that Java reads back what was meant, and read again. Nothing of Kafka in it."""

from __future__ import annotations

from pathlib import Path


def render(properties: dict[str, str]) -> str:
    """The text of a .properties file, in a settled order."""
    return "".join(f"{key}={_escaped(value)}\n" for key, value in sorted(properties.items()))


def read(path: Path) -> dict[str, str]:
    """What stands in a file that we or Kafka wrote, escapes as they are. Raises OSError or ValueError."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def _escaped(value: str) -> str:
    """Java reads a backslash as an escape, and ISO-8859-1: a folder with an ñ in its name must survive that."""
    units = value.replace("\\", "\\\\").encode("utf-16-be", "surrogatepass")
    codes = [int.from_bytes(units[i : i + 2]) for i in range(0, len(units), 2)]
    return "".join(chr(code) if 32 <= code < 127 else f"\\u{code:04x}" for code in codes)
