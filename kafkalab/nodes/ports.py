"""Which ports are free on this machine's loopback, tried by knocking and by binding. It reserves nothing."""

from __future__ import annotations

import socket
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kafkalab import paths
from kafkalab.nodes.plan import Node

# 127.0.0.1 is what the nodes listen on; a program on ::1 alone would still answer a client that asks for "localhost".
_LOOPBACK = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


_SPARE = range(20092, 32000)  # below 32768, where Linux begins to hand out ports to outgoing connections


def is_free(port: int) -> bool:
    """Whether no program answers on `port` and a node could listen there."""
    return not any(_answers(family, host, port) for family, host in _LOOPBACK) and _can_bind(port)


def choose(wanted: Iterable[int], taken: Iterable[int] = ()) -> list[int]:
    """A free port for each wanted one: itself where it is free, else a free one above 20000. All differ."""
    used = set(taken)
    kept = [port if port not in used and is_free(port) else None for port in wanted]
    used.update(port for port in kept if port)
    spare = _spare(used)
    return [port or next(spare) for port in kept]


def give(nodes: Sequence[Node], taken: Iterable[int] = (), *, first: int | None = None) -> tuple[Node, ...]:
    """`nodes` on free ports: each on those that it wants where they are free. `first`: all from that number on."""
    wanted = [port for node in nodes for port in node.ports]
    chosen = iter(choose(wanted if first is None else range(first, first + len(wanted)), taken))
    return tuple(
        replace(node, port=next(chosen), more_ports=tuple(next(chosen) for _ in node.more_ports)) for node in nodes
    )


def _spare(used: set[int]) -> Iterator[int]:
    # Each home begins elsewhere: on a machine of many users, two who start at once should not want the same ports.
    start = zlib.crc32(str(paths.home()).encode()) % len(_SPARE)
    for port in (*_SPARE[start:], *_SPARE[:start]):
        if port not in used and is_free(port):
            yield port


def _answers(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as knock:
            knock.settimeout(0.2)
            return knock.connect_ex((host, port)) == 0
    except OSError:  # a machine without IPv6
        return False


def _can_bind(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Kafka does: a port in TIME_WAIT is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
