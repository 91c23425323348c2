"""The quorum is asked beside the round: its silence is told from a broker's, and costs one deadline at a time."""

from __future__ import annotations

import pytest
from kafka.protocol.admin import DescribeQuorumResponse
from kafka.protocol.metadata import MetadataResponse

from kafkalab.observe import quorum
from kafkalab.observe.quorum import QuorumAsker
from kafkalab.observe.workers import Workers
from observe.fake_broker import METADATA, QUORUM, SILENT, FakeBroker


def leader(node: int):
    def answer(version: int, _frame: bytes) -> DescribeQuorumResponse:
        topic = DescribeQuorumResponse.TopicData
        part = topic.PartitionData(
            version=version, partition_index=0, error_code=0, error_message=None, leader_id=node, leader_epoch=4,
            high_watermark=9, current_voters=[], observers=[],
        )  # fmt: skip
        topics = [topic(version=version, topic_name="__cluster_metadata", partitions=[part])]
        return DescribeQuorumResponse(version=version, error_code=0, error_message=None, topics=topics, nodes=[])

    return answer


class Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(quorum, "time", clock)
    return clock


@pytest.fixture
def workers():
    workers = Workers()
    yield workers
    workers.close()


def test_the_controller_is_whom_the_broker_names(workers):
    with FakeBroker({QUORUM: leader(3)}) as broker:
        asker = QuorumAsker(workers, 0.4)
        asker.ask({101: broker.address})
        view = asker.answer({101})
    assert (view.leader, view.epoch) == (3, 4)


def test_a_silent_controller_is_none_and_is_waited_for_only_once_in_a_while(workers, clock):
    with FakeBroker({QUORUM: SILENT}) as broker:
        asker = QuorumAsker(workers, 0.1)
        asker.ask({101: broker.address})
        assert asker.answer({101}) is None
        asker.ask({101: broker.address})
        out = asker._asked
        assert asker.answer({101}) is None
        assert asker._asked is out, "it was not left to be answered later"
        clock.now += 3
        assert asker.answer({101}) is None
        assert asker._asked is None, "after a while it is waited for again"


def test_an_answer_that_came_after_silence_is_taken_the_next_time(workers, clock):
    with FakeBroker({QUORUM: SILENT}) as broker:
        asker = QuorumAsker(workers, 0.1)
        asker.ask({101: broker.address})
        assert asker.answer({101}) is None
        broker.answers[QUORUM] = leader(2)
        other = FakeBroker({QUORUM: leader(2)})
        asker.ask({101: broker.address, 102: other.address})  # the next broker's turn
        asker._asked.result()
        assert asker.answer({101, 102}).leader == 2


def test_an_old_answer_that_nobody_took_is_not_believed(workers, clock):
    with FakeBroker({QUORUM: leader(1)}) as broker:
        asker = QuorumAsker(workers, 0.4)
        asker.ask({101: broker.address})
        asker._asked.result()
        broker.answers[QUORUM] = leader(2)
        clock.now += 60
        asker.ask({101: broker.address})
        assert asker.answer({101}).leader == 2


def test_a_broker_s_own_silence_is_not_the_controller_s(workers):
    with FakeBroker({QUORUM: leader(1)}) as broker:
        asker = QuorumAsker(workers, 0.1)
        asker.ask({101: broker.address})
        known = asker.answer({101})
        broker.answers[QUORUM] = SILENT
        asker.ask({101: broker.address})
        assert asker.answer({102, 103}) == known


def test_with_no_broker_answering_nothing_is_known(workers):
    with FakeBroker({QUORUM: leader(1)}) as broker:
        asker = QuorumAsker(workers, 0.1)
        asker.ask({101: broker.address})
        asker.answer({101})
    asker.ask({101: broker.address})
    assert asker.answer(()) is None
    asker.ask({})
    assert asker.answer(()) is None


def test_a_cluster_that_knows_no_quorum_is_not_asked_again(workers):
    with FakeBroker({METADATA: MetadataResponse}) as broker:
        asker = QuorumAsker(workers, 0.4)
        asker.ask({101: broker.address})
        assert asker.answer({101}) is None
        assert asker.kraft is False
        asked = len(broker.asked)
        asker.ask({101: broker.address})
        assert len(broker.asked) == asked
