"""What ZooKeeper says, and how long its silence is waited for; its servers are small stand-ins that know one word."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from kafkalab.errors import ClusterError, UsageError
from kafkalab.i18n import using
from kafkalab.observe import znode, zookeeper
from kafkalab.observe.wire import Address
from kafkalab.observe.znode import Znode
from kafkalab.observe.zookeeper import ZooKeeperWatch

SRVR = "Zookeeper version: 3.8.4\nLatency min/avg/max: 0/1/2\nMode: {mode}\nNode count: 9\n"
ELECTING = "This ZooKeeper instance is not currently serving requests\n"
Serve = Callable[[str | None], Address]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server that answers each call with that text and hangs up; with None it accepts and keeps silent."""
    with ExitStack() as stack:

        def serve(answer: str | None) -> Address:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            if answer is not None:
                threading.Thread(target=_answer_all, args=(listener, answer.encode()), daemon=True).start()
            return listener.getsockname()

        yield serve


def _answer_all(listener: socket.socket, answer: bytes) -> None:
    while True:
        try:
            caller, _ = listener.accept()
        except OSError:
            return
        with caller:
            caller.recv(4)
            caller.sendall(answer)


def nobody() -> Address:
    """An address on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()


@pytest.mark.parametrize("mode", ["leader", "follower", "standalone"])
def test_a_server_says_what_it_is(serve, mode):
    assert zookeeper.mode(serve(SRVR.format(mode=mode)), 5) == mode


@pytest.mark.parametrize("answer", [ELECTING, "", "HTTP/1.1 400 Bad Request\r\n", "\x00\xff"])
def test_a_server_that_does_not_serve_is_nothing(serve, answer):
    assert zookeeper.mode(serve(answer), 5) is None


def test_a_server_that_is_gone_or_silent_is_nothing(serve):
    assert zookeeper.mode(nobody()) is None
    assert zookeeper.mode(serve(None), 0.05) is None


def answered(watch: ZooKeeperWatch, timeout_s: float = 20.0) -> dict:
    """What it says once it says something."""
    deadline = time.monotonic() + timeout_s
    while (answer := watch.answer()) is None:
        assert time.monotonic() < deadline
        watch.ask()
        time.sleep(0.01)
    return dict(answer)


def test_where_all_are_silent_nobody_knows_anything(serve):
    addresses = {1: nobody(), 2: serve(None), 3: serve(ELECTING)}
    watch = ZooKeeperWatch(lambda: addresses)
    assert answered(watch) == {
        "servers": {1: "silent", 2: "silent", 3: "silent"}, "brokers": None, "controller": None,
        "controller_epoch": None,
    }  # fmt: skip
    watch.close()


def test_silence_is_waited_for_once_and_not_in_every_round(serve):
    """Else each snapshot of a view would take as long as a paused server keeps silent."""
    address = serve(None)
    watch = ZooKeeperWatch(lambda: {1: address})
    answered(watch)
    slow = 0
    for _ in range(20):
        watch.ask()
        began = time.monotonic()
        watch.answer()
        slow += time.monotonic() - began > zookeeper.DEADLINE_S / 2
    watch.close()
    assert slow <= 1


def test_without_servers_there_is_no_answer():
    watch = ZooKeeperWatch(dict)
    watch.ask()
    assert watch.answer() is None
    watch.close()


def test_a_fresh_answer_is_not_asked_for_again(serve):
    """Each question is a line in ZooKeeper's log."""
    asked: list[bool] = []
    address = nobody()

    def servers() -> dict[int, Address]:
        asked.append(True)
        return {1: address}

    watch = ZooKeeperWatch(servers)
    watch.ask()
    assert watch.answer() is not None
    for _ in range(5):
        watch.ask()
    watch.close()
    assert len(asked) == 1


def test_a_znode_of_a_dead_zookeeper_is_one_sentence(monkeypatch):
    monkeypatch.setattr(zookeeper, "_CONNECT_S", 0.3)
    with pytest.raises(ClusterError, match=r"No ZooKeeper server answers.*kafkalab up"):
        znode.look([nobody()], "/")


@pytest.mark.parametrize("path", ["brokers", "", None, 3])
def test_what_is_no_path_is_said_without_asking(path):
    with pytest.raises(UsageError, match="has no znode"):
        znode.look([nobody()], path)


def test_a_znode_reads_well():
    there = Znode("/controller", {"brokerid": 101}, ())
    with using("en"):
        assert repr(there) == '/controller\n  {"brokerid": 101}'
        assert repr(Znode("/x", None, ("a", "b"), 255)) == "/x  (ephemeral, of session 0xff)\n  └ a\n  └ b"
    with using("es"):
        assert "efímero, de la sesión 0xff" in repr(Znode("/x", "text", (), 255))


@pytest.mark.parametrize(
    ("data", "value"), [(b'{"a": 1}', {"a": 1}), (b"1", 1), (b"text", "text"), (b"", None), (None, None)]
)
def test_data_is_decoded_where_it_is_json(data, value):
    assert znode._decoded(data) == value


def test_names_that_are_numbers_stand_in_their_order():
    assert sorted(["102", "99", "b", "a"], key=znode._by_number) == ["a", "b", "99", "102"]
