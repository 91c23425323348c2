"""The live view's page without a notebook: its JavaScript and style in an empty page, with a model that tests fill."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Browser, Page

from kafkalab.widgets.page import LIVE, css, script
from kafkalab.widgets.sender import Drawing
from kafkalab.widgets.subject import Subject
from kafkalab.widgets.widget import SceneWidget

PAGE = """<!doctype html><meta charset="utf-8"><style>{css}</style><div id="view"></div><script type="module">{code}
const heard = {{}};
const state = {state};
window.sent = [];
window.put = (name, value) => {{ state[name] = value; for (const listen of heard[`change:${{name}}`]) listen(); }};
window.tell = (message) => heard["msg:custom"].forEach((listen) => listen(message));
const model = {{
  get: (name) => state[name], on: (name, listen) => (heard[name] ??= []).push(listen), off() {{}},
  send: (message) => sent.push(message),
}};
render({{ model, el: document.getElementById("view") }});
</script>"""


class Bare:
    """A page that shows `subject`; `show(snapshot)` is its next state."""

    def __init__(self, browser: Browser, subject: Subject, snapshot: Any, **context: Any) -> None:
        self.subject = subject
        self.page: Page = browser.new_context(viewport={"width": 1300, "height": 900}, **context).new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        state = SceneWidget(self.state(snapshot), "en", keep_s=300).get_state()
        sent = {name: state[name] for name in ("scene", "words", "story", "controls", "keep_s")}
        code = script(*LIVE).replace("export default", "window.made =")
        self.page.set_content(PAGE.format(css=css(), code=code, state=json.dumps(sent)))
        self.page.wait_for_selector(".kafkalab-live .mark")

    def state(self, snapshot: Any) -> dict[str, Any]:
        """What Python sends of `snapshot`."""
        scene = self.subject.draw(snapshot, "en", snapshot.taken_at)
        return Drawing(scene, snapshot.taken_at, ages=False).state()

    def show(self, snapshot: Any) -> dict[str, list[str]]:
        """The next state arrives; gives back what moves at that moment, as `moving` does."""
        then = f"scene => {{ put('scene', scene); return ({_MOVING})(); }}"
        return _by_key(self.page.evaluate(then, self.state(snapshot)))

    def moving(self) -> dict[str, list[str]]:
        """Key of each mark that is moving now -> which of its properties are."""
        return _by_key(self.page.evaluate(_MOVING))


_MOVING = """() => document.getAnimations().map((each) => [
    each.effect.target.closest(".mark")?.dataset.key,
    each.transitionProperty ?? Object.keys(each.effect.getKeyframes()[0]).filter(
        (name) => ["translate", "opacity", "scale", "strokeDashoffset"].includes(name)).join(" "),
])"""


def _by_key(found: list[tuple[str | None, str]]) -> dict[str, list[str]]:
    moving: dict[str, list[str]] = {}
    for key, what in found:
        if key is not None:
            moving.setdefault(key, []).append(what)
    return moving
