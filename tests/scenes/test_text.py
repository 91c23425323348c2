"""The picture in words."""

from __future__ import annotations

from kafkalab.scenes.text import describe_topic

from .build import TOPIC, group, member, partition, snapshot, topic
from .states import STATES, name_of


def test_the_designs_state_in_spanish() -> None:
    assert describe_topic(STATES["two_groups"](), TOPIC, "es") == (
        "Topic iabd-topic: 3 particiones. P0: líder 102; offsets del 0 al 11; el siguiente será el 12. "
        "P1: líder 103; offsets del 0 al 8; el siguiente será el 9. "
        "P2: líder 101; offsets del 3 al 14; el siguiente será el 15. "
        "Grupo A, iabd-app1 (estable): lag 7; consumer-1 lee P0 P1, consumer-2 lee P2. "
        "Grupo B, iabd-app2 (estable): lag 5; consumer-1 lee P0 P1 P2."
    )


def test_what_is_wrong_is_said() -> None:
    told = describe_topic(STATES["failover"](), TOPIC, "en")
    assert (
        "P0: leader 101 (that broker is paused); offsets 0 to 11; the next one will be 12; as of its last answer."
        in told
    )
    assert "P1: no leader; offsets 0 to 8; as of its last answer." in told
    assert "P3: no leader; offsets not known now." in told
    behind = describe_topic(STATES["follower_out"](), TOPIC, "en")
    assert (
        "P0: leader 102; offsets 0 to 11; the next one will be 12; consumers read up to the high watermark (HW) 9."
        in behind
    )


def test_nobody_reads() -> None:
    state = snapshot(topic(partition(0, end=1)), groups=(group("other", committed={0: 1}, name="other"),))
    assert describe_topic(state, TOPIC, "en") == (
        "Topic iabd-topic: 1 partition. P0: leader 101; only offset 0; the next one will be 1. "
        "Nobody reads it in a group."
    )
    assert describe_topic(state, TOPIC, "en", group="g").endswith("Group g does not read it.")


def test_a_member_without_partition_is_named() -> None:
    state = snapshot(topic(partition(0)), groups=(group("g", member("m", 0), member("n")),))
    assert "m reads P0, n has no partition." in describe_topic(state, TOPIC, "en")


def test_many_partitions_and_members_are_summed_up() -> None:
    told = describe_topic(STATES["forty"](), TOPIC, "en")
    assert "40 partitions. Next offsets: 0 to 1300. Without a leader: P7." in told
    assert "and 2 more" in told
    assert len(told) < 700


def test_control_characters_do_not_reach_a_terminal() -> None:
    state = STATES["hostile"]()
    told = describe_topic(state, name_of(state), "en")
    assert told.isprintable()


def test_a_topic_that_is_not_there() -> None:
    assert describe_topic(snapshot(), "x", "es") == "No hay ningún topic «x»."
