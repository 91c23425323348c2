"""Every state of states_replicas.py has a committed picture, in both languages; one of them narrow as well."""

from __future__ import annotations

import pytest

from kafkalab.scenes.marks import Scene
from kafkalab.scenes.replicas import replicas_scene
from kafkalab.scenes.svg import to_svg

from .build import TOPIC
from .states_replicas import STATES
from .test_golden import GOLDEN, compare

DRAWN = {f"{state}.{lang}": (state, lang, 1120) for state in STATES for lang in ("es", "en")}
DRAWN["under_minimum.narrow.es"] = ("under_minimum", "es", 480)


def drawn(name: str) -> Scene:
    state, lang, width = DRAWN[name]
    return replicas_scene(STATES[state](), TOPIC, 0, lang=lang, width=width)


@pytest.mark.parametrize("name", DRAWN)
def test_a_state_is_drawn_as_committed(name: str) -> None:
    compare(f"replicas/{name}", to_svg(drawn(name)))


def test_no_golden_picture_is_left_over() -> None:
    """A state that was renamed takes its picture with it."""
    assert {path.stem for path in (GOLDEN / "replicas").glob("*.svg") if ".new" not in path.name} == set(DRAWN)
