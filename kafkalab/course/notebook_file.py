"""Reading and writing a notebook file: always the same bytes for the same notebook, and never half of them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import nbformat


def read_notebook(path: Path) -> Any | None:
    """The notebook; None where there is none, or none that can be read."""
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError):
        return None


def to_text(notebook: Any) -> str:
    """The file's content: keys sorted, one line break at the end."""
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"


def write_notebook(path: Path, notebook: Any) -> None:
    """Write it whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(to_text(notebook))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
