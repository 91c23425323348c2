"""A connection keeps its deadline whatever a broker does, and says "no answer" rather than anything else."""

from __future__ import annotations

import socket
import struct
import threading
import time

import pytest
from kafka.protocol.admin import ListGroupsResponse
from kafka.protocol.metadata import ApiVersionsResponse, MetadataResponse

from kafkalab.observe.wire import Connection, NoAnswer, groups, questions
from kafkalab.observe.wire.answers import ListedGroups
from observe.fake_broker import API_VERSIONS, HANG_UP, LIST_GROUPS, METADATA, SILENT, FakeBroker, framed
from observe.limits import IN_TIME_S


def metadata(version: int, _frame: bytes) -> MetadataResponse:
    broker = MetadataResponse.MetadataResponseBroker(
        version=version, node_id=101, host="localhost", port=9092, rack=None
    )
    return MetadataResponse(version=version, brokers=[broker], cluster_id="c", controller_id=101, topics=[])


def no_groups(version: int, _frame: bytes) -> ListGroupsResponse:
    return ListGroupsResponse(version=version, error_code=0, groups=[])


CLUSTER = questions.cluster(topics=False)


def took(call) -> float:
    started = time.monotonic()
    with pytest.raises(NoAnswer):
        call()
    return time.monotonic() - started


def test_several_questions_are_answered_in_order():
    with FakeBroker({METADATA: metadata, LIST_GROUPS: no_groups}) as broker:
        view, listed = Connection(*broker.address).ask([CLUSTER, groups.listed()])
    assert view.brokers == {101: ("localhost", 9092)}
    assert listed == ListedGroups((), complete=True)


def test_versions_are_negotiated_once_per_connection_and_never_above_what_we_read():
    with FakeBroker({METADATA: metadata}) as broker:
        connection = Connection(*broker.address)
        connection.ask([CLUSTER])
        connection.ask([CLUSTER])
    assert broker.asked == [(API_VERSIONS, 0), (METADATA, 12), (METADATA, 12)]


def test_an_older_broker_is_asked_in_its_own_version():
    with FakeBroker({METADATA: metadata}, newest={METADATA: 9}) as broker:
        assert Connection(*broker.address).ask([CLUSTER])[0].cluster_id == "c"
    assert broker.asked[-1] == (METADATA, 9)


def test_a_question_the_broker_does_not_know_is_answered_with_none_and_not_sent():
    with FakeBroker({METADATA: metadata}) as broker:
        quorum, view = Connection(*broker.address).ask([questions.quorum(), CLUSTER])
    assert quorum is None
    assert view.brokers
    assert [key for key, _ in broker.asked] == [API_VERSIONS, METADATA]


def test_a_silent_broker_costs_one_deadline():
    with FakeBroker({METADATA: SILENT}) as broker:
        seconds = took(lambda: Connection(*broker.address).ask([CLUSTER], 0.2))
    assert 0.15 < seconds < IN_TIME_S


def test_a_broker_that_drips_bytes_gets_no_more_than_the_deadline():
    with FakeBroker({METADATA: metadata}) as broker:
        broker.drip_s = 0.05
        seconds = took(lambda: Connection(*broker.address).ask([CLUSTER], 0.3))
    assert seconds < IN_TIME_S


def test_after_silence_a_broker_is_left_alone_for_a_moment_and_then_asked_on_a_new_connection():
    with FakeBroker({METADATA: SILENT}) as broker:
        connection = Connection(*broker.address)
        took(lambda: connection.ask([CLUSTER], 0.1))
        took(lambda: connection.ask([CLUSTER], 0.1))
        assert broker.connections == 1, "it was asked again at once"
        broker.answers[METADATA] = metadata
        time.sleep(0.3)
        assert connection.ask([CLUSTER])[0].brokers
        assert broker.connections == 2


def test_a_refused_connection_is_known_at_once_and_tried_again_at_once():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    connection = Connection("127.0.0.1", port)
    assert took(lambda: connection.ask([CLUSTER], 4 * IN_TIME_S)) < IN_TIME_S
    with socket.create_server(("127.0.0.1", port)) as listener:
        seconds = took(lambda: connection.ask([CLUSTER], 0.2))
        assert seconds > 0.15, "it was not asked again"
        assert listener.accept()


@pytest.mark.parametrize(
    "answer",
    [
        HANG_UP,
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        struct.pack(">i", -1),
        struct.pack(">i", 2) + b"xx",
        struct.pack(">i", 2**31 - 1),
        struct.pack(">ii", 40, 3) + b"\xff" * 36,
        struct.pack(">ii", 9, 99) + b"\x00" * 5,
    ],
    ids=["hangs up", "http", "negative size", "too short", "too long", "garbage", "another's answer"],
)
def test_a_broker_that_talks_nonsense_gives_no_answer_and_a_later_answer_is_still_good(answer):
    with FakeBroker({METADATA: answer}) as broker:
        connection = Connection(*broker.address)
        assert took(lambda: connection.ask([CLUSTER], 0.3)) < IN_TIME_S
        broker.answers[METADATA] = metadata
        time.sleep(0.3)
        assert connection.ask([CLUSTER])[0].brokers


def test_garbage_in_the_first_exchange_gives_no_answer():
    with FakeBroker({API_VERSIONS: b"\x00\x00\x00\x08garbage!", METADATA: metadata}) as broker:
        took(lambda: Connection(*broker.address).ask([CLUSTER], 0.3))


def test_a_broker_that_refuses_to_tell_its_versions_gives_no_answer():
    refusal = ApiVersionsResponse(version=0, error_code=35, api_keys=[])
    with FakeBroker({API_VERSIONS: lambda *_: refusal, METADATA: metadata}) as broker:
        took(lambda: Connection(*broker.address).ask([CLUSTER], 0.3))


def test_the_same_answer_again_is_not_decoded_again_and_another_one_is():
    with FakeBroker({METADATA: metadata}) as broker:
        connection = Connection(*broker.address)
        first, second = connection.ask([CLUSTER])[0], connection.ask([CLUSTER])[0]
        assert second is first
        broker.answers[METADATA] = lambda version, _: MetadataResponse(
            version=version, brokers=[], cluster_id="other", controller_id=1, topics=[]
        )
        assert connection.ask([CLUSTER])[0].cluster_id == "other"


def test_an_answer_that_came_while_we_were_late_is_still_taken():
    with FakeBroker({METADATA: metadata}) as broker:
        connection = Connection(*broker.address)
        connection.ask([CLUSTER])
        assert connection.ask([CLUSTER], 0.02)


def test_interrupt_ends_an_ask_that_waits_in_another_thread():
    with FakeBroker({METADATA: SILENT}) as broker:
        connection = Connection(*broker.address)
        ended = threading.Event()

        def ask() -> None:
            took(lambda: connection.ask([CLUSTER], 5))
            ended.set()

        threading.Thread(target=ask, daemon=True).start()
        while (METADATA, 12) not in broker.asked:
            time.sleep(0.01)
        connection.interrupt()
        assert ended.wait(1)
        connection.interrupt()  # again does no harm


def test_a_closed_connection_opens_again_when_asked():
    with FakeBroker({METADATA: metadata}) as broker:
        connection = Connection(*broker.address)
        connection.ask([CLUSTER])
        connection.close()
        assert connection.ask([CLUSTER])[0].brokers
        assert broker.connections == 2


def test_a_connection_that_the_broker_closed_while_idle_is_opened_again_unnoticed():
    """Kafka closes connections that were idle for ten minutes; that is no reason to call a broker unreachable."""
    with FakeBroker({METADATA: metadata}) as broker:
        connection = Connection(*broker.address)
        connection.ask([CLUSTER])
        for each in broker._open:
            each.shutdown(socket.SHUT_RDWR)
        assert connection.ask([CLUSTER])[0].brokers
        assert broker.connections == 2


def test_a_used_connection_that_is_refused_now_is_tried_once_and_no_more():
    with FakeBroker({METADATA: metadata}) as broker:
        connection = Connection(*broker.address)
        connection.ask([CLUSTER])
    assert took(lambda: connection.ask([CLUSTER], 4 * IN_TIME_S)) < IN_TIME_S


def test_a_used_connection_that_goes_silent_costs_one_deadline_not_two():
    with FakeBroker({METADATA: metadata}) as broker:
        connection = Connection(*broker.address)
        connection.ask([CLUSTER])
        broker.answers[METADATA] = SILENT
        took(lambda: connection.ask([CLUSTER], 0.2))
        assert [key for key, _ in broker.asked].count(METADATA) == 2, "the silent question was sent again"


def test_a_broker_that_never_stops_talking_is_not_listened_to_for_ever():
    endless = struct.pack(">ii", 60_000_000, 2)
    with FakeBroker({METADATA: endless + b"x" * 3_000}) as broker:
        broker.drip_s = 0.0002  # always something within a millisecond
        seconds = took(lambda: Connection(*broker.address).ask([CLUSTER], 0.1))
    assert seconds < IN_TIME_S


@pytest.mark.parametrize(
    "address", [("not..a..name", 9092), ("127.0.0.1", 99999), ("", 0), ("no-such-host.invalid", 1)]
)
def test_an_address_that_cannot_be_gives_no_answer(address):
    took(lambda: Connection(*address).ask([CLUSTER], 0.3))


def test_framed_answers_carry_the_correlation_id():
    """The helper of these tests itself: else the test of "another's answer" would prove nothing."""
    assert struct.unpack_from(">ii", framed(metadata(12, b""), 77))[1] == 77
