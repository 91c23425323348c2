"""Every state of states_cluster.py has a committed picture, in both languages; one of them narrow as well."""

from __future__ import annotations

import pytest

from kafkalab.scenes.cluster import cluster_scene
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.svg import to_svg

from .states_cluster import STATES
from .test_golden import GOLDEN, compare

DRAWN = {f"{state}.{lang}": (state, lang, 1120) for state in STATES for lang in ("es", "en")}
DRAWN["failover.narrow.es"] = ("failover", "es", 480)


def drawn(name: str) -> Scene:
    state, lang, width = DRAWN[name]
    return cluster_scene(STATES[state](), lang=lang, width=width)


@pytest.mark.parametrize("name", DRAWN)
def test_a_state_is_drawn_as_committed(name: str) -> None:
    compare(f"cluster/{name}", to_svg(drawn(name)))


def test_no_golden_picture_is_left_over() -> None:
    """A state that was renamed takes its picture with it."""
    assert {path.stem for path in (GOLDEN / "cluster").glob("*.svg") if ".new" not in path.name} == set(DRAWN)
