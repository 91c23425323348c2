"""The one widget of the live view: a scene, the words around it, and the page of JavaScript and CSS that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from kafkalab.i18n import Text
from kafkalab.widgets.page import LIVE, css, script

if TYPE_CHECKING:
    from kafkalab.i18n import Lang

WORDS = {
    "live": Text("en vivo · último cambio hace {age}", "live · last change {age} ago"),
    "lost": Text("desconectado", "disconnected"),
    "saved": Text("imagen guardada · {time}", "saved picture · {time}"),
    "past": Text("así estaba · {time}", "as it was · {time}"),
    "key": Text("clave", "key"),
    "noKey": Text("(sin clave)", "(no key)"),
    "value": Text("valor", "value"),
    "noValue": Text("(nulo: un tombstone)", "(null: a tombstone)"),
    "time": Text("hora", "time"),
    "play": Text("Reproducir", "Play"),
    "pause": Text("Pausa", "Pause"),
    "moment": Text("Momento que se ve", "Moment shown"),
    "keys": Text(
        "Flechas: de imagen en imagen. RePág y AvPág: de suceso en suceso.",
        "Arrow keys: from picture to picture. Page Up and Page Down: from event to event.",
    ),
    "ago": Text("hace {age}", "{age} ago"),
    "toLive": Text("volver al presente", "back to live"),
    "story": Text("Qué ha pasado", "What happened"),
    "nothing": Text("Aquí se cuenta lo que pasa en el clúster.", "What happens in the cluster is told here."),
    "copy": Text("copiar", "copy"),
    "copied": Text("copiado", "copied"),
    "waits": Text("Espera a que acabe la celda que se está ejecutando…", "Waits for the cell that is running…"),
}


class SceneWidget(anywidget.AnyWidget):
    """A scene in the page, as `Drawing.state()` gives it, and what stands around it.

    `story` and `controls` are JSON texts (see story.py, controls.py). `keep_s`: how far back the page can go, in s.
    The page says who is looking and what was clicked.
    """

    _esm = script(*LIVE)
    _css = css()
    scene = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    story = traitlets.Unicode().tag(sync=True)
    controls = traitlets.Unicode().tag(sync=True)
    keep_s = traitlets.Float().tag(sync=True)

    def __init__(
        self, scene: dict[str, Any], lang: Lang, *, story: str = "[]", controls: str = "[]", keep_s: float = 0
    ) -> None:
        words = {name: text.in_(lang) for name, text in WORDS.items()} | {"lang": lang}
        super().__init__(scene=scene, words=words, story=story, controls=controls, keep_s=keep_s)
