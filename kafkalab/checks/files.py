"""Small private files: written whole or not at all, readable by their owner only, appended to a line at a time."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700


def make_folder(folder: Path) -> None:
    """The folder, for its owner only where it is new."""
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)


def write_private(path: Path, text: str) -> None:
    """Replace `path` by `text` in one step: a crash leaves the old file or the new one. Raises OSError."""
    make_folder(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def append_private(path: Path, line: str) -> None:
    """Add one line. Raises OSError."""
    make_folder(path.parent)
    handle = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, _PRIVATE_FILE)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(line.rstrip("\n") + "\n")


def put_aside(path: Path) -> Path:
    """Rename a file that can't be read to the first free name beside it, and return that name. Raises OSError."""
    number = 1
    while (kept := path.with_name(f"{path.name}.bad-{number}")).exists():
        number += 1
    return path.rename(kept)
