"""Every state of the diagrams of groups, offsets and producers has a committed picture, as test_golden.py explains."""

from __future__ import annotations

import pytest

from kafkalab.scenes.group import group_scene
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.offsets import offsets_scene
from kafkalab.scenes.svg import to_svg

from .states_group import GROUPS
from .states_offsets import OFFSETS
from .test_golden import GOLDEN, compare


def _group(state: str, lang: str, width: int = 1120) -> Scene:
    snapshot, name = GROUPS[state]()
    return group_scene(snapshot, name, lang=lang, width=width)


def _offsets(state: str, lang: str, width: int = 1120) -> Scene:
    return offsets_scene(*OFFSETS[state](), lang=lang, width=width)


DRAWN = {"group": (_group, GROUPS), "offsets": (_offsets, OFFSETS)}
PICTURES = {
    f"{kind}/{state}.{lang}": (kind, state, lang, 1120)
    for kind in DRAWN
    for state in DRAWN[kind][1]
    for lang in ("es", "en")
}
PICTURES |= {
    f"{kind}/{next(iter(DRAWN[kind][1]))}.narrow": (kind, next(iter(DRAWN[kind][1])), "es", 480) for kind in DRAWN
}


def scene_of(picture: str) -> Scene:
    kind, state, lang, width = PICTURES[picture]
    return DRAWN[kind][0](state, lang, width)


@pytest.mark.parametrize("picture", PICTURES)
def test_a_state_is_drawn_as_committed(picture: str) -> None:
    (GOLDEN / picture).parent.mkdir(exist_ok=True)
    compare(picture, to_svg(scene_of(picture)))


@pytest.mark.parametrize("kind", DRAWN)
def test_no_golden_picture_is_left_over(kind: str) -> None:
    found = {f"{kind}/{path.stem}" for path in (GOLDEN / kind).glob("*.svg") if ".new" not in path.name}
    assert found == {picture for picture in PICTURES if picture.startswith(f"{kind}/")}
