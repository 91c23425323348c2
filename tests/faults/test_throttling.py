"""The replication throttle's configs: what is set on which topic, and what is taken away again. Pure."""

from __future__ import annotations

from kafkalab.observe.throttling import FOLLOWERS, LEADERS, changes, throttled_brokers
from kafkalab.observe.wire.answers import PartitionView, TopicView


def topic(name: str, *replicas: tuple[int, ...], internal: bool = False) -> TopicView:
    parts = tuple(PartitionView(number, held[0], 0, held, held) for number, held in enumerate(replicas))
    return TopicView(name, name, internal, parts)


ORDERS = topic("orders", (101, 103), (101, 102))


def test_only_the_brokers_own_replicas_are_throttled_and_whoever_may_lead_them():
    assert changes([ORDERS], {}, frozenset({103})) == {"orders": {FOLLOWERS: "0:103", LEADERS: "0:101,0:103"}}


def test_two_brokers_are_throttled_side_by_side():
    both = changes([ORDERS], {}, frozenset({102, 103}))["orders"]
    assert both[FOLLOWERS] == "0:103,1:102"
    assert throttled_brokers({"orders": {FOLLOWERS: both[FOLLOWERS] or ""}}) == {102, 103}


def test_nothing_stays_when_nobody_is_throttled_any_more():
    throttled = changes([ORDERS], {}, frozenset({103}))
    assert changes([ORDERS], throttled, frozenset()) == {"orders": {FOLLOWERS: None, LEADERS: None}}


def test_what_is_as_it_should_be_is_not_written_again():
    assert changes([ORDERS], {}, frozenset()) == {}
    assert changes([ORDERS], changes([ORDERS], {}, frozenset({103})), frozenset({103})) == {}


def test_internal_topics_are_left_alone():
    assert changes([topic("__consumer_offsets", (101, 103), internal=True)], {}, frozenset({103})) == {}


def test_a_wildcard_that_somebody_set_by_hand_is_taken_away_too():
    assert throttled_brokers({"orders": {FOLLOWERS: "*"}}) == frozenset()
    assert changes([ORDERS], {"orders": {FOLLOWERS: "*"}}, frozenset()) == {"orders": {FOLLOWERS: None, LEADERS: None}}
