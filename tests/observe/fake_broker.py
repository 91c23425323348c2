"""A broker for tests: a real TCP program that speaks just enough of Kafka's protocol, or misbehaves as it is told.

    broker = FakeBroker({METADATA: lambda version, frame: MetadataResponse(version=version, ...)})

An answer is a response of kafka-python, raw bytes that are sent as they are, SILENT (nothing, connection open) or
HANG_UP; or a callable that gets the version and the whole frame and returns one of these. Unless given, ApiVersions
tells of the APIs that are in `answers`.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from kafka.protocol.metadata import ApiVersionsResponse

SILENT, HANG_UP = object(), object()
API_VERSIONS, METADATA, FETCH, LIST_OFFSETS, LIST_GROUPS, QUORUM, TOPICS, CONFIGS = 18, 3, 1, 2, 16, 55, 75, 32


class FakeBroker:
    """Listens on 127.0.0.1:`port`. `asked` collects (api key, version); `connections` counts who came."""

    def __init__(self, answers: Mapping[int, Any], *, newest: Mapping[int, int] | None = None) -> None:
        self.answers = dict(answers)
        self._newest = dict(newest or {})
        self.asked: list[tuple[int, int]] = []
        self.connections = 0
        self.drip_s = 0.0  # a pause between the bytes of an answer
        self._paused = False
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.address = ("127.0.0.1", self.port)
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> FakeBroker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Die: refuse connections, drop those there are."""
        # Other threads are in accept() and recv(): a shutdown ends that, closing the descriptor alone would not.
        for each in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def pause(self) -> None:
        """Keep connections open and say nothing, as a paused process does."""
        self._paused = True

    def resume(self) -> None:
        """Answer again what is asked from now on."""
        self._paused = False

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            while True:
                (size,) = struct.unpack(">i", _exactly(connection, 4))
                frame = _exactly(connection, size)
                if not self._answer(connection, frame):
                    connection.close()
                    return
        except OSError:
            return

    def _answer(self, connection: socket.socket, frame: bytes) -> bool:
        key, version, correlation = struct.unpack_from(">hhi", frame)
        self.asked.append((key, version))
        answer = self._api_versions() if key == API_VERSIONS and key not in self.answers else self.answers.get(key)
        if isinstance(answer, Callable):
            answer = answer(version, frame)
        if answer is HANG_UP:
            return False
        if answer is SILENT or self._paused:
            return True
        self._send(connection, answer if isinstance(answer, bytes) else framed(answer, correlation))
        return True

    def _api_versions(self) -> ApiVersionsResponse:
        known = [
            ApiVersionsResponse.ApiVersion(version=0, api_key=key, min_version=0, max_version=self._newest.get(key, 20))
            for key in self.answers
        ]
        return ApiVersionsResponse(version=0, error_code=0, api_keys=known)

    def _send(self, connection: socket.socket, data: bytes) -> None:
        if not self.drip_s:
            connection.sendall(data)
            return
        for byte in data:
            connection.sendall(bytes([byte]))
            time.sleep(self.drip_s)


def framed(response: Any, correlation: int) -> bytes:
    """The bytes of a response as a broker sends them."""
    response.with_header(correlation_id=correlation)
    return bytes(response.encode(framed=True, header=True))


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        got = connection.recv(size - len(data))
        if not got:
            raise ConnectionError
        data += got
    return data
