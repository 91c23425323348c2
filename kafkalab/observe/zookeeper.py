"""What ZooKeeper itself says, on the layout that has it: who leads the ensemble, which brokers there are, who controls.

Servers are asked with one of ZooKeeper's four-letter words, znodes are read in a session. Nothing here waits long, and
a ZooKeeper that is dead or paused is not waited for at all.
"""

from __future__ import annotations

import json
import logging
import re
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from kafkalab.errors import ClusterError
from kafkalab.i18n import Text
from kafkalab.observe.wire import Address, NoAnswer
from kafkalab.observe.workers import Workers

if TYPE_CHECKING:
    from kazoo.client import KazooClient

DEADLINE_S = 0.3
FRESH_S = 0.4  # an answer is believed for so long: each question is a line in ZooKeeper's log
_SESSION_S = 4.0
_CONNECT_S = 5.0

_SILENT = Text(es="Ningún servidor ZooKeeper responde.", en="No ZooKeeper server answers.")
_SILENT_NEXT = Text(es="Arranca el clúster con `kafkalab up`.", en="Start the cluster with `kafkalab up`.")
_quiet = logging.getLogger("kafkalab.kazoo")  # kazoo warns of each connection that is lost; that is what lessons do
_quiet.setLevel(logging.CRITICAL)


def mode(address: Address, timeout_s: float = DEADLINE_S) -> str | None:
    """`leader`, `follower` or `standalone`; None where that server does not answer or does not serve (yet)."""
    try:
        found = re.search(r"^Mode: (\w+)", _four_letters(address, b"srvr", timeout_s), re.MULTILINE)
    except OSError:
        return None
    return found[1] if found else None


@contextmanager
def session(addresses: Iterable[Address]) -> Iterator[KazooClient]:
    """A session with one of these servers, ended afterwards. Raises ClusterError where none answers within 5 s."""
    from kazoo.handlers.threading import KazooTimeoutError

    client = _client(addresses)
    try:
        client.start(timeout=_CONNECT_S)
        yield client
    except KazooTimeoutError as error:
        raise ClusterError(_SILENT, _SILENT_NEXT) from error
    finally:
        client.stop()
        client.close()


def create(addresses: Iterable[Address], path: str, data: bytes) -> None:
    """Make a znode with that data, and those above it; one that is there stays as it is. Raises ClusterError."""
    from kazoo.exceptions import NodeExistsError

    with session(addresses) as client:
        try:
            client.create(path, data, makepath=True)
        except NodeExistsError:
            return


class ZooKeeperWatch:
    """What ZooKeeper says now, for one reader. Not thread-safe. `servers` tells the address of each server by id."""

    def __init__(self, servers: Callable[[], Mapping[int, Address]]) -> None:
        self._servers = servers
        self._workers = Workers()
        self._client: tuple[frozenset[Address], KazooClient] | None = None
        self._asked: Future[Mapping[str, Any]] | None = None
        self._asked_at = -FRESH_S
        self._patient = True
        self._last: Mapping[str, Any] | None = None

    def ask(self) -> None:
        """Begin to look, unless that is under way or the last look is still fresh."""
        now = time.monotonic()
        if self._asked is None and now - self._asked_at >= FRESH_S and (servers := self._servers()):
            self._asked_at = now
            self._asked = self._workers.submit(self._look, servers)

    def answer(self) -> Mapping[str, Any] | None:
        """`servers` {id: leader, follower, standalone or silent}, `brokers`, `controller` and `controller_epoch`.

        The last three are None where nobody knows. What was silent the last time is not waited for: then it is as last
        seen until the new look has ended.
        """
        if self._asked is not None and (self._patient or self._asked.done()):
            try:
                self._last = self._asked.result(DEADLINE_S)
                self._asked = None
                self._patient = self._last["brokers"] is not None
            except TimeoutError:
                self._patient = False
        return self._last

    def close(self) -> None:
        """End the session. Of no further use."""
        self._workers.close()
        if self._asked is not None:
            with suppress(CancelledError, TimeoutError):  # what it may still open is closed below
                self._asked.exception(3 * DEADLINE_S)
        self._hang_up()

    def _look(self, servers: Mapping[int, Address]) -> Mapping[str, Any]:
        modes = self._workers.of_each(servers.values(), _mode_or_silence)
        said = {server: modes.get(address, "silent") for server, address in servers.items()}
        brokers, controller, epoch = self._read(servers.values()) if modes else (None, None, None)
        return {"servers": said, "brokers": brokers, "controller": controller, "controller_epoch": epoch}

    def _read(self, addresses: Iterable[Address]) -> tuple[tuple[int, ...] | None, int | None, int | None]:
        client = self._connected(frozenset(addresses))
        if not client.connected:
            return None, None, None
        ids = client.get_children_async("/brokers/ids")
        controller, epoch = client.get_async("/controller"), client.get_async("/controller_epoch")
        found = _value(ids)
        brokers = None if found is None else tuple(sorted(map(int, found)))
        named, number = _value(controller), _value(epoch)
        return brokers, json.loads(named[0])["brokerid"] if named else None, int(number[0]) if number else None

    def _connected(self, addresses: frozenset[Address]) -> KazooClient:
        """Our session; a new one where the servers have moved to other ports."""
        if self._client is None or self._client[0] != addresses:
            self._hang_up()
            client = _client(addresses)
            self._client = addresses, client
            client.start_async().wait(DEADLINE_S)
        return self._client[1]

    def _hang_up(self) -> None:
        if self._client is not None:
            self._client[1].stop()
            self._client[1].close()
            self._client = None


def _client(addresses: Iterable[Address]) -> KazooClient:
    from kazoo.client import KazooClient  # 0.1 s, and only this layout needs it
    from kazoo.retry import KazooRetry

    hosts = ",".join(f"{host}:{port}" for host, port in addresses)
    retry = KazooRetry(max_tries=-1, delay=0.1, max_delay=0.5)
    return KazooClient(hosts, timeout=_SESSION_S, connection_retry=retry, logger=_quiet)


def _value(asked: Any) -> Any:
    """What came back in time; None if nothing did, or there is no such znode."""
    from kazoo.exceptions import KazooException
    from kazoo.handlers.threading import KazooTimeoutError

    try:
        return asked.get(timeout=DEADLINE_S)
    except (KazooException, KazooTimeoutError):
        return None


def _mode_or_silence(address: Address) -> str:
    found = mode(address)
    if found is None:
        raise NoAnswer("ZooKeeper is silent")
    return found


def _four_letters(address: Address, word: bytes, timeout_s: float) -> str:
    deadline = time.monotonic() + timeout_s
    with socket.create_connection(address, timeout_s) as asked:
        asked.sendall(word)
        answer = b""
        while chunk := _some(asked, deadline):
            answer += chunk
    return answer.decode(errors="replace")


def _some(asked: socket.socket, deadline: float) -> bytes:
    asked.settimeout(max(deadline - time.monotonic(), 0.001))
    return asked.recv(4096)
