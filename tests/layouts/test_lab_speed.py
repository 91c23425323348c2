"""The table of lab speed against a running broker: it can't say what is not so."""

from __future__ import annotations

import pytest

from .defaults import in_the_table, told_by_broker

pytestmark = pytest.mark.cluster


def test_each_row_says_what_a_broker_says_of_its_value_and_of_its_default(cluster):
    assert in_the_table(cluster) == told_by_broker(cluster)
