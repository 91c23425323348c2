"""A finished picture with its alternative text: shown in a notebook, or saved as SVG or PNG."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kafkalab.errors import UsageError
from kafkalab.i18n import Text
from kafkalab.scenes.png import to_png
from kafkalab.scenes.svg import to_svg

if TYPE_CHECKING:
    from kafkalab.scenes.marks import Scene

SCALE = 2.0

_ODD_NAME = Text("No sé en qué formato guardar «{name}».", "I cannot tell in which format to save “{name}”.")
_OTHER_NAME = Text("Elige un nombre que termine en .png o .svg.", "Choose a name that ends in .png or .svg.")
_UNWRITABLE = Text("No puedo escribir en «{path}» ({why}).", "I cannot write to “{path}” ({why}).")
_OTHER_FOLDER = Text(
    "Elige una carpeta que exista y en la que puedas escribir.",
    "Choose a folder that exists and that you may write to.",
)


@dataclass(frozen=True)
class Picture:
    """`svg` is the whole file as text, `alt` says in words what it shows."""

    svg: str
    alt: str

    @classmethod
    def of(cls, scene: Scene) -> Picture:
        """The picture of `scene`."""
        return cls(to_svg(scene), scene.alt)

    @cached_property
    def png(self) -> bytes:
        """The picture as PNG, twice as many pixels as px, with the alternative text inside."""
        return to_png(self.svg, SCALE, alt=self.alt)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', self.svg)
        assert found is not None, "to_svg writes a viewBox"
        return round(float(found[1])), round(float(found[2]))

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to `path`, which ends in .svg or .png, and give that path back.

        A file that was there is replaced as a whole or not at all. Raises UsageError for another ending and for a
        folder that does not exist or can't be written to.
        """
        target = Path(path).expanduser()
        suffix = target.suffix.lower()
        if suffix not in (".svg", ".png"):
            raise UsageError(_ODD_NAME.format(name=target.name), _OTHER_NAME)
        write_whole(target, self.png if suffix == ".png" else self.svg.encode("utf-8"))
        return target

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
        """PNG and text, for Jupyter: an SVG would not be shown in a notebook that is not trusted."""
        return {"image/png": self.png, "text/plain": self.alt}, self.metadata

    @property
    def metadata(self) -> dict[str, Any]:
        """What Jupyter has to know about the PNG: its size in px and its alternative text."""
        width, height = self.size
        return {"image/png": {"width": width, "height": height, "alt": self.alt}}

    def __repr__(self) -> str:
        return self.alt


def write_whole(target: Path, content: bytes) -> None:
    """Replace the file `target` as a whole or not at all. Raises UsageError where it can't be written."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=target.suffix)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise UsageError(_UNWRITABLE.format(path=target, why=error.strerror or error), _OTHER_FOLDER) from error
