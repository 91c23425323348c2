"""Ports: free means that nobody answers there and that a node could listen there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kafkalab.nodes import ports
from kafkalab.nodes.plan import Node

PORT = 11411  # below the ports that the system gives to outgoing connections


@contextmanager
def taken(family: socket.AddressFamily, host: str, port: int = PORT, only_v6: bool = True) -> Iterator[None]:
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(only_v6))
        listener.bind((host, port))
        listener.listen()
        yield


def test_a_port_that_nobody_uses_is_free():
    assert ports.is_free(PORT)


LISTENERS = {
    "loopback": (socket.AF_INET, "127.0.0.1", True),
    "every address": (socket.AF_INET, "0.0.0.0", True),
    "IPv6 loopback only": (socket.AF_INET6, "::1", True),
    "every IPv6 address": (socket.AF_INET6, "::", True),
    "both families": (socket.AF_INET6, "::", False),
}


@pytest.mark.parametrize("listener", LISTENERS)
def test_a_port_with_a_listener_is_not_free(listener):
    """A program on ::1 alone would answer a client that asks for "localhost"."""
    family, host, only_v6 = LISTENERS[listener]
    if family == socket.AF_INET6 and not _has_ipv6():
        pytest.skip("this machine has no IPv6")
    with taken(family, host, only_v6=only_v6):
        assert not ports.is_free(PORT)
    assert ports.is_free(PORT)


def _has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def test_a_program_that_holds_a_port_but_does_not_answer_is_noticed():
    """A paused broker, say: its queue of connections is full and nobody knocks through."""
    with socket.create_server(("127.0.0.1", PORT), backlog=0):
        callers = [socket.socket() for _ in range(3)]
        for caller in callers:
            caller.setblocking(False)
            caller.connect_ex(("127.0.0.1", PORT))
        assert not ports.is_free(PORT)
        for caller in callers:
            caller.close()


def test_a_port_that_was_in_use_a_moment_ago_is_free():
    """Connections in TIME_WAIT stay for a minute; a cluster that goes down and up again must keep its ports."""
    with socket.create_server(("127.0.0.1", PORT)) as listener:
        caller = socket.create_connection(("127.0.0.1", PORT))
        accepted, _ = listener.accept()
        accepted.close()  # the side that closes first keeps the port in TIME_WAIT
        caller.close()
    assert ports.is_free(PORT)


def test_free_ports_are_taken_as_wanted():
    assert ports.choose([PORT, PORT + 1]) == [PORT, PORT + 1]


def test_a_taken_port_is_replaced_and_the_others_kept():
    with taken(socket.AF_INET, "127.0.0.1"):
        chosen = ports.choose([PORT, PORT + 1])
    assert chosen[1] == PORT + 1
    assert chosen[0] not in (PORT, PORT + 1)
    assert 20092 <= chosen[0] < 32000, "below the ports that Linux hands to outgoing connections"


def test_promised_ports_are_left_alone():
    spare = ports.choose([PORT], taken=[PORT])
    assert spare != [PORT]
    again = ports.choose([PORT], taken=[PORT, *spare])
    assert again not in ([PORT], spare)


def test_a_replacement_is_never_a_port_that_another_node_keeps():
    """Else one taken port would push all the following nodes from theirs."""
    (first_spare,) = ports.choose([PORT], taken=[PORT])
    assert ports.choose([PORT, first_spare], taken=[PORT])[1] == first_spare


def test_all_chosen_ports_differ():
    wanted = [PORT + i for i in range(8)]
    assert len(set(ports.choose(wanted, taken=wanted[:6]))) == 8


def test_two_homes_begin_their_search_at_different_ports(monkeypatch, tmp_path):
    """Two users of one machine who start at the same moment would otherwise choose alike."""
    chosen = []
    for user in ("ana", "luis"):
        monkeypatch.setenv("KAFKALAB_HOME", str(tmp_path / user))
        chosen += ports.choose([PORT], taken=[PORT])
    assert abs(chosen[0] - chosen[1]) > 3


def test_nodes_get_the_ports_that_they_want_where_those_are_free():
    wanted = (Node(101, "combined", PORT, (PORT + 1,)), Node(102, "broker", PORT + 2))
    assert ports.give(wanted) == wanted
    with socket.create_server(("127.0.0.1", PORT + 1)):
        given = ports.give(wanted, taken=[PORT + 2])
    assert given[0].port == PORT
    assert not {PORT + 1, PORT + 2} & {port for node in given for port in node.ports}
    assert len({port for node in given for port in node.ports}) == 3


def test_a_row_of_ports_can_begin_elsewhere():
    given = ports.give((Node(101, "broker", 1), Node(1, "zookeeper", 2, (3, 4))), first=PORT)
    assert [node.ports for node in given] == [(PORT,), (PORT + 1, PORT + 2, PORT + 3)]
