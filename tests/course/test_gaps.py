"""One solved cell, two readings."""

from __future__ import annotations

import pytest

from kafkalab.course.gaps import MarkerError, solved, with_gap

CELL = """before = 1
### solution
answer = "b"
### gap
answer = ...
### end
between = 2
  ### solution
  more()
  ### gap
  ### end
after = 3"""


def test_the_solution_is_kept_without_its_gap():
    assert solved(CELL) == 'before = 1\nanswer = "b"\nbetween = 2\n  more()\nafter = 3'


def test_the_gap_is_kept_without_its_solution():
    assert with_gap(CELL) == "before = 1\nanswer = ...\nbetween = 2\nafter = 3"


def test_a_cell_without_markers_stays_as_it_is():
    code = "# a comment\n#### solution\nx = '### gap'\n!kafka-topics.sh --list"
    assert solved(code) == with_gap(code) == code


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("### solution\nx = 1", "`### gap` is missing"),
        ("### solution\nx = 1\n### gap\nx = ...", "`### end` is missing"),
        ("### solution\nx = 1\n### end", "`### end` where `### gap` was due"),
        ("### gap\nx = ...\n### end", "`### gap` where `### solution` was due"),
        ("x = 1\n### end", "`### end` where `### solution` was due"),
        ("### solution\n### solution\n### gap\n### end", "`### solution` where `### gap` was due"),
    ],
)
def test_markers_out_of_order_are_named(code, says):
    for read in (solved, with_gap):
        with pytest.raises(MarkerError, match=says):
            read(code)


def test_a_gap_may_not_leave_a_blank_cell():
    """A blank cell is never run, so nobody could tell a stripped notebook by it."""
    with pytest.raises(MarkerError, match="blank"):
        with_gap("### solution\nx = 1\n### gap\n### end")
