"""One TCP connection to one broker: several questions out, their answers back, all within one deadline.

It retries nothing and picks no other broker. What is asked, and what the answers mean, is in the modules beside it.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kafka.protocol.metadata import ApiVersionsRequest, ApiVersionsResponse

Address = tuple[str, int]
DEADLINE_S = 0.4
# A broker that was silent is left alone for this long (then twice as long, …): a view must not wait for it every time.
BACKOFF_S, LONGEST_BACKOFF_S = 0.25, 1.0
CLIENT_ID = "kafkalab"
_LATEST_S = 1.0
_LARGEST_ANSWER = 64 * 1024 * 1024  # more than this is no Kafka broker talking (or no answer a picture needs)


class NoAnswer(Exception):  # noqa: N818 - a fact about a broker that the reader handles, not an error people see
    """The broker refused, kept silent until the deadline, hung up, or said what Kafka would not say."""


@dataclass(frozen=True)
class Question:
    """One request of the Kafka protocol. `build(version)` makes it; `read(response)` turns the answer into ours.

    We read the versions `oldest` to `newest`. `name` tells two questions of the same API on one connection apart.
    One that is not `answered`, by Kafka's protocol, gets None.
    """

    name: str
    request: Any
    response: Any
    newest: int
    build: Callable[[int], Any]
    read: Callable[[Any], Any]
    oldest: int = 0
    answered: bool = True


@dataclass(frozen=True)
class _Seen:
    """The last answer to a question: byte for byte the same again need not be decoded again."""

    version: int
    asked: bytes
    answered: bytes
    answer: Any


def open_socket(host: str, port: int, timeout_s: float) -> socket.socket:
    """Every connection is opened here and nowhere else: TLS or SASL would be added in this function."""
    opened = socket.create_connection((host, port), timeout_s)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened


class Connection:
    """A connection to `host`:`port`, opened when first asked and again after a failure. One thread at a time."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self._socket: socket.socket | None = None
        self._versions: dict[int, tuple[int, int]] = {}
        self._seen: dict[str, _Seen] = {}
        self._correlation = 0
        self._quiet_until = 0.0
        self._backoff_s = BACKOFF_S
        self._interrupted = False

    def ask(self, questions: Sequence[Question], timeout_s: float = DEADLINE_S) -> list[Any]:
        """The answers in order; None for a question that this broker's Kafka does not know, and for one that it does
        not answer. Raises NoAnswer.
        """
        deadline = time.monotonic() + timeout_s
        used_before = self._socket is not None
        try:
            sent, frames = self._exchange(questions, deadline)
        except NoAnswer:
            if not used_before or self._given_up():
                raise
            # A broker hangs up on a connection that was idle for ten minutes; we find out only now.
            sent, frames = self._exchange(questions, deadline)
        self._backoff_s = BACKOFF_S
        return [
            self._decode(question, version, body, frame) if number else None
            for question, (number, version, body), frame in zip(questions, sent, frames, strict=True)
        ]

    def interrupt(self) -> None:
        """Make an `ask` that waits in another thread fail now. The connection is of no further use."""
        self._interrupted = True
        opened = self._socket
        if opened is not None:
            try:
                opened.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it was closed already

    def close(self) -> None:
        """Hang up. The next `ask` opens the connection again."""
        opened, self._socket = self._socket, None
        if opened is not None:
            opened.close()

    def _exchange(
        self, questions: Sequence[Question], deadline: float
    ) -> tuple[list[tuple[int, int, bytes]], list[bytes]]:
        """What was sent, as `_send` says it, and the frames that came back."""
        try:
            self._open(deadline)
            sent = self._send(questions)
            return sent, [self._receive(number, deadline) if number else b"" for number, _, _ in sent]
        except (OSError, UnicodeError, OverflowError, NoAnswer) as error:  # the middle two: a host or port that is none
            self.close()
            if isinstance(error, TimeoutError):
                self._quiet_until = time.monotonic() + self._backoff_s
                self._backoff_s = min(2 * self._backoff_s, LONGEST_BACKOFF_S)
            raise NoAnswer(f"{self.host}:{self.port}: {error}") from error

    def _given_up(self) -> bool:
        return self._interrupted or time.monotonic() < self._quiet_until

    def _open(self, deadline: float) -> None:
        if self._socket is not None:
            return
        if self._given_up():
            raise NoAnswer("silent a moment ago")
        self._socket = open_socket(self.host, self.port, _left(deadline))
        self._seen.clear()
        self._versions = self._ask_versions(deadline)

    def _ask_versions(self, deadline: float) -> dict[int, tuple[int, int]]:
        number, body = self._encode(ApiVersionsRequest(version=0))
        self._connected().sendall(body)
        return _decoded(ApiVersionsResponse, self._receive(number, deadline), 0, _versions)

    def _send(self, questions: Sequence[Question]) -> list[tuple[int, int, bytes]]:
        """Correlation id, version and body of each; 0 as the id of one that nobody answers, or that is unknown here."""
        sent = []
        frames = []
        for question in questions:
            version = self._version(question)
            if version is None:
                sent.append((0, 0, b""))
                continue
            number, frame = self._encode(question.build(version))
            frames.append(frame)
            body = frame[12:]  # without size, API, version and correlation id
            sent.append((number if question.answered else 0, version, body))
        self._connected().sendall(b"".join(frames))
        return sent

    def _version(self, question: Question) -> int | None:
        oldest, newest = self._versions.get(question.request.API_KEY, (0, -1))
        version = min(newest, question.newest)
        return version if version >= max(oldest, question.oldest) else None

    def _encode(self, request: Any) -> tuple[int, bytes]:
        self._correlation = self._correlation % 0x7FFFFFFF + 1
        request.with_header(correlation_id=self._correlation, client_id=CLIENT_ID)
        return self._correlation, bytes(request.encode(framed=True, header=True))

    def _receive(self, number: int, deadline: float) -> bytes:
        size = struct.unpack(">i", self._read(4, deadline))[0]
        if not 4 <= size <= _LARGEST_ANSWER:
            raise NoAnswer(f"not Kafka: an answer of {size} bytes")
        frame = self._read(size, deadline)
        if struct.unpack_from(">i", frame)[0] != number:
            raise NoAnswer("not Kafka: an answer to another question")
        return frame

    def _read(self, size: int, deadline: float) -> bytes:
        buffer = bytearray(size)
        view, have = memoryview(buffer), 0
        while have < size:
            self._connected().settimeout(_left(deadline))
            got = self._connected().recv_into(view[have:])
            if not got:
                raise NoAnswer("the broker hung up")
            have += got
        return bytes(buffer)

    def _decode(self, question: Question, version: int, asked: bytes, frame: bytes) -> Any:
        seen = self._seen.get(question.name)
        answered = frame[4:]
        if seen is None or (seen.version, seen.asked, seen.answered) != (version, asked, answered):
            try:
                answer = _decoded(question.response, frame, version, question.read)
            except NoAnswer:
                self.close()
                raise
            seen = self._seen[question.name] = _Seen(version, asked, answered, answer)
        return seen.answer

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise NoAnswer("hung up")
        return self._socket


def _left(deadline: float) -> float:
    """Seconds that are left; for a while never 0: what has arrived may be taken even when we are late ourselves."""
    left = deadline - time.monotonic()
    if left < -_LATEST_S:
        raise TimeoutError("the deadline")
    return max(left, 0.001)


def _decoded(response: Any, frame: bytes, version: int, read: Callable[[Any], Any]) -> Any:
    try:
        return read(response.decode(frame, version=version, header=True))
    except NoAnswer:
        raise
    except Exception as error:  # what decoders raise on garbage, or we on its absurd contents, is not promised anywhere
        raise NoAnswer(f"not Kafka: {response.__name__} cannot be read ({error!r})") from error


def _versions(response: Any) -> dict[int, tuple[int, int]]:
    if response.error_code:
        raise NoAnswer(f"ApiVersions error {response.error_code}")
    return {api.api_key: (api.min_version, api.max_version) for api in response.api_keys}
