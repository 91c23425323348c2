"""What is taken out of an executed notebook before it is committed: widgets, timings, and this machine's folders."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kafkalab import paths
from kafkalab.course.problem import Problem
from kafkalab.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDGET = "application/vnd.jupyter.widget-view+json"
_SHOWS = ("image/png", "text/plain")

_NO_PICTURE = Text(
    es="la celda {number} muestra un widget sin imagen y texto que queden en su lugar",
    en="cell {number} shows a widget without the picture and the text that stay in its place",
)
_LEAK = Text(es="la salida de la celda {number} nombra {place}", en="the output of cell {number} names {place}")
# Folders that only this machine has, whoever made the output.
_LOCAL = re.compile(r"(?<![\w.$~-])/(?:home|Users|root|tmp|var/folders|private)/[\w.-]+")


def clean(notebook: Any, root: Path, home: Path) -> None:
    """Edit the notebook in place."""
    places = _places(root, home)
    notebook.metadata.pop("widgets", None)
    for _, cell in _code_cells(notebook):
        cell.metadata.pop("execution", None)
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET, None)
        cell.outputs = [_scrub(output, places) for output in cell.outputs]


def widgets_without_picture(notebook: Any, where: str) -> list[Problem]:
    """Cells whose widget would leave nothing behind. To be asked before `clean`."""
    found = []
    for number, cell in _code_cells(notebook):
        for output in cell.outputs:
            data = output.get("data", {})
            if WIDGET in data and not all(kind in data for kind in _SHOWS):
                found.append(Problem(where, _NO_PICTURE.format(number=number)))
    return found


def leaks(notebook: Any, where: str) -> list[Problem]:
    """Cells whose outputs still name a folder of some machine. To be asked after `clean`."""
    found = []
    for number, cell in _code_cells(notebook):
        local = _LOCAL.search(json.dumps([_words(output) for output in cell.outputs]))
        if local:
            found.append(Problem(where, _LEAK.format(number=number, place=local.group())))
    return found


def _words(output: Any) -> dict[str, Any]:
    """An output without its pictures, whose base64 may spell anything."""
    data = {kind: shown for kind, shown in output.get("data", {}).items() if not kind.startswith("image/")}
    return {**output, "data": data}


def _code_cells(notebook: Any) -> Iterator[tuple[int, Any]]:
    return ((n, cell) for n, cell in enumerate(notebook.cells, start=1) if cell.cell_type == "code")


def _places(root: Path, home: Path) -> list[tuple[re.Pattern[str], str]]:
    """Folders of this machine, the longest first, and what is written in their place."""
    named = {
        home: "$KAFKALAB_HOME",
        paths.cache(): "$KAFKALAB_CACHE",
        Path(sys.prefix): "$VIRTUAL_ENV",
        root: ".",
        Path(tempfile.gettempdir()): "$TMPDIR",
        Path.home(): "~",
    }
    both = {
        str(form): name for place, name in named.items() for form in (place, place.resolve()) if len(form.parts) > 1
    }
    return [(re.compile(re.escape(place) + r"(?![\w-])"), both[place]) for place in sorted(both, key=len, reverse=True)]


def _scrub(value: Any, places: list[tuple[re.Pattern[str], str]]) -> Any:
    if isinstance(value, str):
        value = value.replace("\r\n", "\n")  # a command in a cell writes to a terminal
        for place, name in places:
            value = place.sub(name.replace("\\", r"\\"), value)
        return value
    if isinstance(value, dict):
        for key in value:
            value[key] = _scrub(value[key], places)
        return value
    return [_scrub(item, places) for item in value] if isinstance(value, list) else value
