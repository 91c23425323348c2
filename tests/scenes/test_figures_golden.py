"""Every figure in every state of figure_states.py has a committed picture, in Spanish; the first one in English too."""

from __future__ import annotations

import pytest

from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.svg import to_svg

from .figure_states import FIGURE_STATES, name_of
from .test_golden import GOLDEN, compare

DRAWN = [
    (kind, state, lang)
    for kind, states in FIGURE_STATES.items()
    for index, state in enumerate(states)
    for lang in (("es", "en") if index == 0 else ("es",))
]


def figure_scene(kind: str, state: str, lang: str) -> Scene:
    snapshot = FIGURE_STATES[kind][state]()
    return FIGURES[kind].draw(snapshot, name_of(snapshot), lang)


@pytest.mark.parametrize(("kind", "state", "lang"), DRAWN)
def test_a_figure_is_drawn_as_committed(kind: str, state: str, lang: str) -> None:
    compare(f"figures/{kind}.{state}.{lang}", to_svg(figure_scene(kind, state, lang)))


def test_no_golden_figure_is_left_over() -> None:
    """A state that was renamed takes its picture with it."""
    found = {path.stem for path in (GOLDEN / "figures").glob("*.svg") if ".new" not in path.name}
    assert found == {f"{kind}.{state}.{lang}" for kind, state, lang in DRAWN}


def test_every_figure_has_states() -> None:
    assert set(FIGURE_STATES) == set(FIGURES)
