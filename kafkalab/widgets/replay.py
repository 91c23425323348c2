"""A recorded view as one page of HTML that needs nothing else: no kernel, no network, no server.

The page allows itself its own script and style and nothing more; whatever a cluster said stands in it as data.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import time
from string import Template
from typing import TYPE_CHECKING, Any

from kafkalab.i18n import Text
from kafkalab.observe.naming import clean
from kafkalab.scenes.style import DARK, variables
from kafkalab.scenes.svg import groups
from kafkalab.widgets.page import DRAWING, TIME, css, script, static
from kafkalab.widgets.reel import Reel
from kafkalab.widgets.words import WORDS

if TYPE_CHECKING:
    from kafkalab.cluster import ClusterStatus
    from kafkalab.i18n import Lang
    from kafkalab.scenes.marks import Scene

_WORDS = {
    **WORDS,
    "play": Text("Reproducir", "Play"),
    "pause": Text("Pausa", "Pause"),
    "ago": Text("a {age} del final", "{age} before the end"),
    "recorded": Text("grabación · {time}", "recording · {time}"),
    "nothing": Text("Mientras se grababa no pasó nada que contar.", "Nothing to tell happened during the recording."),
}
_TITLE = Text("{title}: lo que pasó", "{title}: what happened")
_RECORDED = Text("Grabado el {date}", "Recorded {date}")
_VERSION = Text("Apache Kafka {version}", "Apache Kafka {version}")
_SECONDS = Text("{n} s", "{n} s")
_ROLES = {
    "broker": (Text("1 broker", "1 broker"), Text("{n} brokers", "{n} brokers")),
    "controller": (Text("1 controlador", "1 controller"), Text("{n} controladores", "{n} controllers")),
    "zookeeper": (Text("1 servidor de ZooKeeper", "1 ZooKeeper server"),
                  Text("{n} servidores de ZooKeeper", "{n} ZooKeeper servers")),
}  # fmt: skip
_NO_SCRIPT = Text(
    "Sin JavaScript se ven la primera imagen y lo que pasó después; con él, la grabación se reproduce.",
    "Without JavaScript there are the first picture and what happened then; with it, the recording plays.",
)


def to_html(reel: Reel, lang: Lang, *, title: str | None = None, about: ClusterStatus | None = None) -> str:
    """The page that plays `reel`, which is not empty; without JavaScript it shows the first picture and the story.

    `title` is any text; `about` tells in which cluster it was recorded, if that is known.
    """
    first = reel.first
    assert first is not None, "a view has its first frame before it is saved"
    title = title or _TITLE.format(title=first.title).in_(lang)
    told = reel.encoded(lang)
    code, style = script(*DRAWING, *TIME, "replay"), _style()
    words = {name: text.in_(lang) for name, text in _WORDS.items()} | {"lang": lang}
    return Template(static("replay.html")).substitute(
        lang=lang,
        title=html.escape(clean(title)),
        caption=_caption(told, lang, about),
        picture=_picture(first),
        story_name=html.escape(words["story"]),
        nothing=html.escape(words["nothing"]),
        story="".join(_line(*event) for event in told["events"]),
        no_script=_NO_SCRIPT.in_(lang),
        words=json.dumps(words).replace("<", "\\u003c"),
        reel=reel.packed(lang),
        style=style,
        style_hash=_hash(style),
        script=code,
        script_hash=_hash(code),
    )


def _style() -> str:
    """That of a live view; light or dark is the reader's system's to say."""
    dark = f"@media (prefers-color-scheme: dark) {{ .kafkalab-live {{ {variables(DARK)} }} }}\n"
    return css() + dark + static("replay.css")


def _hash(content: str) -> str:
    """How a Content-Security-Policy names a piece of the page that it lets pass."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


def _picture(scene: Scene) -> str:
    box = f"0 0 {scene.width:g} {scene.height:g}"
    return (
        f'<svg class="kafkalab" viewBox="{box}" role="img" aria-label="{html.escape(clean(scene.alt))}">'
        f"{groups(scene)}</svg>"
    )


def _caption(told: dict[str, Any], lang: Lang, about: ClusterStatus | None) -> str:
    """When, for how long, and in which cluster."""
    frames = told["frames"]
    began, ended = frames[0]["at"], max([frames[-1]["at"], *(event[0] for event in told["events"][:1])])
    moment = time.localtime(began / 1000)
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S%z", moment)
    date = f'<time datetime="{stamp}">{time.strftime("%Y-%m-%d %H:%M", moment)}</time>'
    seconds = _SECONDS.format(n=max(1, round((ended - began) / 1000))).in_(lang)
    parts = [_RECORDED.format(date=date).in_(lang), seconds, *_cluster(about, lang)]
    return " · ".join(parts)


def _cluster(about: ClusterStatus | None, lang: Lang) -> list[str]:
    if about is None:
        return []
    counts = {role: sum(node.role == role for node in about.nodes) for role in _ROLES}
    sizes = [_ROLES[role][n > 1].format(n=n).in_(lang) for role, n in counts.items() if n]
    version = [] if about.version == "?" else [_VERSION.format(version=html.escape(about.version)).in_(lang)]
    return [*version, ", ".join(sizes)]


def _line(at: int, kind: str, text: str) -> str:
    clock = time.strftime("%H:%M:%S", time.localtime(at / 1000))
    return f'<li><span class="{kind}"><time>{clock}</time>{html.escape(text)}</span></li>\n'
