"""In the diagrams of groups, offsets and producers no text leaves the frame or lies on another, at any width."""

from __future__ import annotations

import pytest

from . import places
from .series import SERIES

KINDS = [kind for kind in ("group", "offsets", "producers") if kind in SERIES]
STATES = [(kind, state) for kind in KINDS for state in SERIES[kind].states]


@pytest.mark.parametrize("width", [480, 560, 760, 900, 1120])
@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize(("kind", "state"), STATES)
def test_every_text_has_a_place_of_its_own(kind: str, state: str, lang: str, width: int) -> None:
    scene = SERIES[kind].scene(state, lang, width)
    assert places.outside(scene) == []
    assert places.overlaps(scene) == []
