"""The gallery: one page with every diagram and figure in all of its states, to be looked at. `make gallery` writes it.

`python -m scenes.gallery FOLDER`, in tests/, writes FOLDER/index.html, which needs nothing else: no network, no fonts,
no script. With `--png` behind it, each picture is written as a PNG as well, light and dark.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from kafkalab.i18n import LANGS, Lang
from kafkalab.scenes.kinds import KINDS
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.png import to_png
from kafkalab.scenes.style import DARK, LIGHT, style_sheet, variables
from kafkalab.scenes.svg import to_svg

from .series import NARROW, SERIES, Series

LOOK = Path(__file__).with_name("gallery.css")
NAMES = {"es": "Español", "en": "English"}
TITLE = "kafkalab: diagrams and figures · diagramas y figuras"


def page() -> str:
    """The whole page. It is XML too, so that a test can read it."""
    sections = "".join(_section(series) for series in SERIES.values())
    return (
        f'<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><meta charset="utf-8"/>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"/><title>{escape(TITLE)}</title>'
        f"<style>{_style()}</style></head>\n<body><main><h1>{escape(TITLE)}</h1>{_switches()}"
        f"{_index()}\n{sections}</main></body></html>\n"
    )


def _index() -> str:
    """A place on the page for each diagram and for each of its states."""
    rows = "".join(_row(series) for series in SERIES.values())
    return f'<nav id="index" aria-label="index">\n<dl>{rows}</dl></nav>'


def _row(series: Series) -> str:
    states = "".join(f'<li><a href="#{series.kind}-{state}">{state}</a></li>' for state in series.states)
    return f'<div><dt><a href="#{series.kind}">{series.kind}</a></dt><dd><ul>{states}</ul></dd></div>\n'


def _style() -> str:
    colours = f"body {{ {variables(LIGHT)} }}\nbody:has(#theme-dark:checked) {{ {variables(DARK)} }}\n"
    return colours + style_sheet() + LOOK.read_text(encoding="utf-8")


def _switches() -> str:
    """What the reader chooses; the style sheet alone acts on it."""
    languages = _switch("lang", "language", {lang: NAMES[lang] for lang in LANGS})
    return f'<form class="switches">{languages}{_switch("theme", "theme", {"light": "light", "dark": "dark"})}</form>'


def _switch(name: str, legend: str, choices: dict[str, str]) -> str:
    first = next(iter(choices))
    buttons = "".join(
        f'<label><input type="radio" name="{name}" id="{name}-{value}"{_checked(value == first)}/>{label}</label>'
        for value, label in choices.items()
    )
    return f"<fieldset><legend>{legend}</legend>{buttons}</fieldset>"


def _checked(yes: bool) -> str:
    return ' checked="checked"' if yes else ""


def _section(series: Series) -> str:
    states = "".join(_state(series, state) for state in series.states)
    back = '<a class="back" href="#index">index</a>'
    return f'<section id="{series.kind}"><h2>{series.kind}{back}</h2>\n{states}</section>\n'


def _state(series: Series, state: str) -> str:
    name = f"{series.kind}-{state}"
    shown = "".join(_figures(series, state, lang) for lang in LANGS)
    return f'<article id="{name}"><h3>{state}</h3><p>{escape(series.about(state))}</p>\n{shown}</article>\n'


def _figures(series: Series, state: str, lang: Lang) -> str:
    """For a wide page and, of diagrams, which have a form of their own for it, for a narrow one."""
    name = f"{series.kind}-{state}-{lang}"
    if series.kind not in KINDS:
        return _figure(series.scene(state, lang), name, lang, "")
    wide = _figure(series.scene(state, lang), name, lang, "wide")
    return wide + _figure(series.scene(state, lang, NARROW), f"{name}-narrow", lang, "narrow")


def _figure(scene: Scene, name: str, lang: Lang, width: str) -> str:
    return (
        f'<figure class="{lang} {width}" lang="{lang}">{inline(scene, name)}'
        f"<figcaption>{escape(scene.alt)}</figcaption></figure>\n"
    )


def inline(scene: Scene, name: str) -> str:
    """The SVG as a part of a page: the page has its style sheet, and `name` makes its ids its own."""
    svg = re.sub(r"<style>.*?</style>\n?", "", to_svg(scene), flags=re.DOTALL)
    head, body = svg.split(">", 1)
    return f"{head}>{body}".replace("kafkalab-title", f"{name}-title").replace("kafkalab-desc", f"{name}-desc")


def pngs() -> Iterator[tuple[str, bytes]]:
    """(file name, PNG) of each picture, in both languages and both themes."""
    for series in SERIES.values():
        for state in series.states:
            for lang in LANGS:
                svg = to_svg(series.scene(state, lang))
                for theme, colours in (("light", LIGHT), ("dark", DARK)):
                    yield f"{series.kind}.{state}.{lang}.{theme}.png", to_png(coloured(svg, colours), 1.5)


def coloured(svg: str, colours: dict[str, str]) -> str:
    """The file in other colours than those of a light page."""
    style = re.sub(r"var\(--kl-(\w+)\)", lambda found: colours[found[1]], style_sheet())
    return re.sub(r"<style>.*?</style>", lambda _: f"<style>{style}</style>", svg, flags=re.DOTALL)


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(page(), encoding="utf-8")
    if "--png" in arguments:
        for name, png in pngs():
            (folder / name).write_bytes(png)
    print(f"{folder.resolve() / 'index.html'}: {sum(len(series.states) for series in SERIES.values())} states")


if __name__ == "__main__":
    main(sys.argv[1:])
