"""Every state of states.py has a committed picture. Where ours differs, the new one is written beside it: look at both,
and move it over the old one if it is better."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kafkalab.scenes.svg import to_svg
from kafkalab.scenes.topic import topic_scene

from .states import STATES, name_of

GOLDEN = Path(__file__).parent / "golden"


def without_style(svg: str) -> str:
    """The picture without its style sheet: a rule more, for another diagram, changes no picture of this one."""
    return re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL)


def compare(name: str, svg: str) -> None:
    expected, new = GOLDEN / f"{name}.svg", GOLDEN / f"{name}.new.svg"
    if expected.exists() and without_style(expected.read_text(encoding="utf-8")) == without_style(svg):
        new.unlink(missing_ok=True)
        return
    new.write_text(svg, encoding="utf-8")
    pytest.fail(
        f"{name} is not drawn as it was: compare {expected} with {new}, and move the new one over it if it is right"
    )


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("state", STATES)
def test_a_state_is_drawn_as_committed(state: str, lang: str) -> None:
    snapshot = STATES[state]()
    compare(f"{state}.{lang}", to_svg(topic_scene(snapshot, name_of(snapshot), lang=lang)))


def test_no_golden_picture_is_left_over() -> None:
    """A state that was renamed takes its picture with it."""
    wanted = {f"{state}.{lang}" for state in STATES for lang in ("es", "en")}
    assert {path.stem for path in GOLDEN.glob("*.svg") if ".new" not in path.name} == wanted
