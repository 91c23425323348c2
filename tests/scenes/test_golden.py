"""Every state of every diagram and figure (series.py) has a committed picture. Where ours differs, the new one is
written beside it: look at both, and move it over the old one if it is better."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.svg import to_svg

from .series import SERIES, WIDTH

GOLDEN = Path(__file__).parent / "golden"
NARROW = {  # the state that is drawn for a narrow page too
    "topic": "two_groups",
    "replicas": "under_minimum",
    "cluster": "failover",
    "group": "healthy",
    "offsets": "healthy",
    "producers": "healthy",
}


def pictures(kind: str) -> dict[str, tuple[str, str, str, int]]:
    """Name of the file -> kind, state, language, width (px). Of figures only the first state is kept in English too."""
    states = list(SERIES[kind].states)
    english = states[:1] if kind in FIGURES else states
    found = {f"{kind}/{state}.es": (kind, state, "es", WIDTH) for state in states}
    found |= {f"{kind}/{state}.en": (kind, state, "en", WIDTH) for state in english}
    if kind in NARROW:
        found[f"{kind}/{NARROW[kind]}.narrow"] = (kind, NARROW[kind], "es", 480)
    return found


PICTURES = {name: picture for kind in SERIES for name, picture in pictures(kind).items()}


def without_style(svg: str) -> str:
    """The picture without its style sheet: a rule more, for another diagram, changes no picture of this one."""
    return re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL)


@pytest.mark.parametrize("name", PICTURES)
def test_a_state_is_drawn_as_committed(name: str) -> None:
    kind, state, lang, width = PICTURES[name]
    svg = to_svg(SERIES[kind].scene(state, lang, width))
    expected, new = GOLDEN / f"{name}.svg", GOLDEN / f"{name}.new.svg"
    if expected.exists() and without_style(expected.read_text(encoding="utf-8")) == without_style(svg):
        new.unlink(missing_ok=True)
        return
    new.parent.mkdir(exist_ok=True)
    new.write_text(svg, encoding="utf-8")
    pytest.fail(
        f"{name} is not drawn as it was: compare {expected} with {new}, and move the new one over it if it is right"
    )


@pytest.mark.parametrize("kind", SERIES)
def test_no_golden_picture_is_left_over(kind: str) -> None:
    """A state that was renamed takes its picture with it."""
    found = {f"{kind}/{path.stem}" for path in (GOLDEN / kind).glob("*.svg") if ".new" not in path.name}
    assert found == set(pictures(kind))
