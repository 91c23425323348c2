"""The JavaScript and the style of a view's page, joined from the parts in static/: for the widget and the replay page.

There is no build step: a part is a text of plain functions, and all parts of a page share one scope.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from kafkalab.scenes.style import DARK, LIGHT, style_sheet, variables

DRAWING = ("dom", "panel", "motion", "scene", "status")
TIME = ("reel", "timeline", "story")
LIVE = (*DRAWING, *TIME, "controls", "live")
STYLES = ("live", "timeline", "controls")

# How JupyterLab, VS Code and Colab say that their page is dark.
_DARK_PAGES = ('body[data-jp-theme-light="false"]', "body.vscode-dark", "html[theme=dark]")
_COMMENT = re.compile(r"(^|\s)//\s.*")  # to the end of its line; an address has no space behind its slashes
# A string or a template, which stays as it is; or a sign that needs no space beside it.
_SIGN = re.compile(r"""("[^"]*"|'[^']*'|`[^`]*`)|\ *([{}()\[\]=<>?:;,*|&!])\ *""")

_GOES_ON = re.compile(r"(?<=[{;,(])\n")  # after these no line has to end


def script(*parts: str) -> str:
    """The JavaScript of `parts` in that order as one text, without comments and needless white space.

    Strings, templates and regular expressions in them span no lines; the last have no spaces, none has ` // `.
    """
    lines = (_COMMENT.sub("", line).strip() for part in parts for line in static(f"{part}.js").splitlines())
    code = "\n".join(_SIGN.sub(lambda found: found[1] or found[2], line) for line in lines if line) + "\n"
    return _GOES_ON.sub("", code)


def css() -> str:
    """The style of a scene and of what surrounds it, in the colours of the page that it is on."""
    dark = ", ".join(f"{page} .kafkalab-live" for page in _DARK_PAGES)
    themes = f".kafkalab-live {{ {variables(LIGHT)} }}\n{dark} {{ {variables(DARK)} }}\n"
    return themes + style_sheet() + "".join(static(f"{name}.css") for name in STYLES)


@cache
def static(name: str) -> str:
    """The file of that name in static/."""
    return (files("kafkalab.widgets") / "static" / name).read_text(encoding="utf-8")
