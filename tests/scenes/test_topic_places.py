"""The diagram of a topic on pages of every width: nothing leaves the frame, nothing lies on anything else."""

from __future__ import annotations

import pytest

from kafkalab.scenes.topic import BESIDE_FROM

from . import places, reading
from .series import SERIES

TOPIC = SERIES["topic"]
WIDTHS = (480, 640, BESIDE_FROM, 1120)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("state", [state for state in TOPIC.states if state != "hostile"])
def test_texts_stay_in_the_frame_and_off_one_another(state: str, width: int) -> None:
    scene = TOPIC.scene(state, "es", width)
    assert places.outside(scene) == []
    assert places.overlaps(scene) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_names_of_any_length_stay_in_the_frame(width: int) -> None:
    assert places.outside(TOPIC.scene("hostile", "es", width)) == []


def test_the_groups_stand_below_the_partitions_where_there_is_no_room_beside_them() -> None:
    wide, narrow = (reading.by_key(TOPIC.scene("two_groups", "es", width)) for width in (1120, 480))
    assert wide["groups"].x > wide["p2"].x + 700
    assert wide["groups"].y < wide["p1"].y
    assert narrow["groups"].y > narrow["p2"].y


def test_many_partitions_stand_in_one_column_on_a_narrow_page() -> None:
    for width, columns in ((1120, 2), (480, 1)):
        marks = TOPIC.scene("forty", "es", width).marks
        assert len({mark.x for mark in marks if mark.key.startswith("p") and mark.key != "page"}) == columns
