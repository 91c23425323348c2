"""What a real fault leaves in the log of events: the right sentences, in the right order, in both languages."""

from __future__ import annotations

import time

import pytest

from kafkalab import Cluster
from kafkalab.i18n import using
from kafkalab.observe.listing import Events

pytestmark = [pytest.mark.cluster, pytest.mark.faults]


@pytest.fixture
def watched(broken):
    """The cluster to break, whole, as a new program sees it."""
    broken.heal()
    cluster = Cluster.attach("faults")
    yield cluster
    cluster.journal.off()
    cluster.observer.close()


def about(events: Events, topic: str, broker: int) -> list[str]:
    """The sentences about that broker's process and that topic, in order."""
    return [str(event) for event in events if topic in event.topics or (event.kind, event.broker) == ("broker", broker)]


def test_the_failover_after_a_kill_is_there_though_nobody_asked_before(watched, unique):
    topic = unique("told")
    watched.admin.create_topic(topic, assignment={0: [102, 101, 103]})
    watched.broker(102).kill()
    events = watched.events()
    epoch = watched.snapshot().topics[topic].partitions[0].leader_epoch
    assert about(events, topic, 102) == [
        "broker 102 is no longer running",
        f"the leader of {topic}-0 went from 102 to 101 (epoch {epoch})",
        f"102 left the ISR of {topic}-0 (now 101, 103)",
    ]
    with using("es"):
        assert about(events, topic, 102) == [
            "el broker 102 ya no está en marcha",
            f"el líder de {topic}-0 pasa de 102 a 101 (epoch {epoch})",
            f"102 sale del ISR de {topic}-0 (ahora, 101, 103)",
        ]

    kinds = [event.kind for event in events if event.broker == 102 or topic in event.topics]
    assert kinds == ["broker", "session", "leader", "isr"]

    began = time.time()
    watched.broker(102).start()
    watched.wait_until(lambda s: s.brokers[102].state == "up" and 102 in s.topics[topic].partitions[0].isr, 60)
    back = about(watched.events().since(began), topic, 102)
    assert set(back) == {"broker 102 is running again", f"102 is back in the ISR of {topic}-0 (now 101, 102, 103)"}
    assert len(back) == 2, "it may be in sync a moment before it answers us"


def test_a_clean_stop_hands_over_before_it_ends(watched, unique):
    """The difference between `stop` and `kill` is in the order of the events."""
    topic = unique("stopped")
    watched.admin.create_topic(topic, assignment={0: [101, 102, 103]})
    watched.broker(101).stop()
    told = about(watched.events(), topic, 101)
    assert told[0].startswith(f"the leader of {topic}-0 went from 101 to 102")
    assert told[-1] == "broker 101 is no longer running"


def test_a_kill_that_nobody_waits_for_is_told_too(watched, unique):
    topic = unique("hasty")
    watched.admin.create_topic(topic, assignment={0: [103, 101, 102]})
    watched.broker(103).kill(wait=False)
    watched.wait_until(lambda s: s.topics[topic].partitions[0].leader == 101, 60)
    kinds = [event.kind for event in watched.events() if topic in event.topics or event.broker == 103]
    assert kinds[:3] == ["broker", "session", "leader"]


def test_a_pause_is_noticed_when_its_session_is_over(watched):
    watched.broker(103).pause()
    watched.broker(103).resume()
    watched.wait_until(lambda s: s.brokers[103].state == "up", 60)
    assert [
        str(event) for event in watched.events() if event.broker == 103 and event.kind in ("broker", "session")
    ] == [
        "broker 103 is paused",
        "the session of broker 103 has expired: the cluster no longer counts on it",
        "broker 103 goes on after its pause",
        "the cluster counts on broker 103 again",
    ]


def test_what_a_terminal_broke_is_told_as_its_result(watched, unique):
    """Another program killed the leader; this one had only taken a snapshot before."""
    topic = unique("elsewhere")
    watched.admin.create_topic(topic, assignment={0: [102, 103, 101]})
    watched.snapshot()
    Cluster.attach("faults").broker(102).kill()
    assert about(watched.events(), topic, 102)[:2] == [
        "broker 102 is no longer running",
        f"the leader of {topic}-0 went from 102 to 103 (epoch 1)",
    ]


def test_a_consumer_that_crashes(watched, unique):
    topic, group = unique("read"), unique("readers")
    watched.admin.create_topic(topic, partitions=2)
    with_one = watched.consumer(topic, group, name="ana")
    watched.events()
    with_two = watched.consumer(topic, group, name="luis")
    watched.wait_until(lambda s: all(len(m.assignment) == 1 for m in s.groups[group].members), 60)
    joined = [str(event) for event in watched.events().of("member", "assignment", group=group)]
    assert "luis joined " + group in joined
    assert joined[-1].startswith(f"partitions of {topic} moved in {group}: ana has ")

    began = time.time()
    with_two.kill()
    watched.wait_until(lambda s: [len(m.assignment) for m in s.groups[group].members] == [2], 60)
    crashed = watched.events().since(began)
    kinds = [event.kind for event in crashed if event.group == group or event.actor == "luis"]
    assert kinds.index("actor") < kinds.index("member") < kinds.index("assignment")
    assert f"partitions of {topic} moved in {group}: ana has 0, 1" in map(str, crashed)
    with_one.close()


def test_records_that_are_lost_are_told_and_the_log_that_is_truncated(watched, unique):
    """An unclean election, on purpose: the only replica that has the records is gone when the other one comes back."""
    topic = unique("lost")
    watched.admin.create_topic(
        topic,
        assignment={0: [101, 102]},
        configs={"unclean.leader.election.enable": True, "min.insync.replicas": 1},
    )
    watched.broker(102).kill()
    watched.admin.produce(topic, ["one", "two", "three"])
    watched.wait_until(lambda s: s.topics[topic].partitions[0].high_watermark == 3, 60)
    watched.events()  # who tells what is lost has seen it, too
    watched.broker(101).kill()
    watched.broker(102).start()
    watched.wait_until(lambda s: s.topics[topic].partitions[0].leader == 102, 60)
    watched.broker(101).start()
    watched.wait_until(lambda s: sorted(s.topics[topic].partitions[0].isr) == [101, 102], 60)
    told = [str(event) for event in watched.events().of("lost", "truncated", topic=topic)]
    assert told == [
        f"records of {topic}-0 that could be read are lost (offsets 0–2): the log of the leader, 102, goes on at "
        "offset 0 now",
        f"the replica of {topic}-0 on 101 truncated its log from offset 3 to 0",
    ]
