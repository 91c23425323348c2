"""The one widget of the live view: a scene, the words around it, and the page of JavaScript and CSS that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from kafkalab.widgets.page import LIVE, css, script
from kafkalab.widgets.words import WORDS

if TYPE_CHECKING:
    from kafkalab.i18n import Lang


class SceneWidget(anywidget.AnyWidget):
    """A scene in the page, as `Drawing.state()` gives it, and what stands around it.

    `story` is a JSON text (see story.py), `controls` HTML (markup.py). `keep_s`: how far back the page can go, in s.
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
        self, scene: dict[str, Any], lang: Lang, *, story: str = "[]", controls: str = "", keep_s: float = 0
    ) -> None:
        words = {name: text.in_(lang) for name, text in WORDS.items()} | {"lang": lang}
        super().__init__(scene=scene, words=words, story=story, controls=controls, keep_s=keep_s)
