"""Every state of the diagrams of groups, offsets and producers has a committed picture, as test_golden.py explains."""

from __future__ import annotations

import pytest

from kafkalab.scenes.svg import to_svg

from .series import SERIES
from .test_golden import GOLDEN, compare

KINDS = [kind for kind in ("group", "offsets", "producers") if kind in SERIES]
PICTURES = {
    f"{kind}/{state}.{lang}": (kind, state, lang, 1120)
    for kind in KINDS
    for state in SERIES[kind].states
    for lang in ("es", "en")
}
PICTURES |= {f"{kind}/healthy.narrow": (kind, "healthy", "es", 480) for kind in KINDS}


@pytest.mark.parametrize("picture", PICTURES)
def test_a_state_is_drawn_as_committed(picture: str) -> None:
    kind, state, lang, width = PICTURES[picture]
    (GOLDEN / kind).mkdir(exist_ok=True)
    compare(picture, to_svg(SERIES[kind].scene(state, lang, width)))


@pytest.mark.parametrize("kind", KINDS)
def test_no_golden_picture_is_left_over(kind: str) -> None:
    found = {f"{kind}/{path.stem}" for path in (GOLDEN / kind).glob("*.svg") if ".new" not in path.name}
    assert found == {picture for picture in PICTURES if picture.startswith(f"{kind}/")}
