"""The one widget of the live view: a scene, the words around it, and the page of JavaScript and CSS that shows them."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from kafkalab.i18n import Text
from kafkalab.scenes.style import DARK, LIGHT, style_sheet, variables

if TYPE_CHECKING:
    from kafkalab.i18n import Lang

WORDS = {
    "live": Text("en vivo · último cambio hace {age}", "live · last change {age} ago"),
    "lost": Text("desconectado", "disconnected"),
    "saved": Text("imagen guardada · {time}", "saved picture · {time}"),
    "key": Text("clave", "key"),
    "noKey": Text("(sin clave)", "(no key)"),
    "value": Text("valor", "value"),
    "noValue": Text("(nulo: un tombstone)", "(null: a tombstone)"),
    "time": Text("hora", "time"),
}

# How JupyterLab, VS Code and Colab say that their page is dark.
_DARK_PAGES = ('body[data-jp-theme-light="false"]', "body.vscode-dark", "html[theme=dark]")


def _static(name: str) -> str:
    return (files("kafkalab.widgets") / "static" / name).read_text(encoding="utf-8")


def css() -> str:
    """The style of a scene and of what surrounds it, in the colours of the page that it is on."""
    dark = ", ".join(f"{page} .kafkalab-live" for page in _DARK_PAGES)
    themes = f".kafkalab-live {{ {variables(LIGHT)} }}\n{dark} {{ {variables(DARK)} }}\n"
    return themes + style_sheet() + _static("live.css")


class SceneWidget(anywidget.AnyWidget):
    """A scene in the page, as `Drawing.state()` gives it. Nothing comes back from the page but who is looking."""

    _esm = _static("live.js")
    _css = css()
    scene = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, scene: dict[str, Any], lang: Lang) -> None:
        words = {name: text.in_(lang) for name, text in WORDS.items()}
        super().__init__(scene=scene, words={**words, "lang": lang})
