"""Asking who leads the KRaft quorum, beside the round.

A broker passes this question on to the controller and waits for it. So it has a connection of its own, and a quorum
that was silent the last time is asked but not waited for.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from concurrent.futures import Future

from kafkalab.observe.wire import Address, Connection, NoAnswer, questions
from kafkalab.observe.wire.answers import QuorumView
from kafkalab.observe.workers import Workers

_STALE_S = 1.0
_PATIENT_AFTER_S = 2.0  # for so long after a silence nobody waits for the answer


class QuorumAsker:
    """One question at a time, to one of the brokers given; after silence to the next one. Not thread-safe."""

    def __init__(self, workers: Workers, deadline_s: float) -> None:
        self._workers = workers
        self._deadline_s = deadline_s
        self._connection: Connection | None = None
        self._asked: Future[QuorumView | None] | None = None
        self._asked_broker = -1
        self._asked_at = 0.0
        self._silent_at = -_PATIENT_AFTER_S
        self._last: QuorumView | None = None
        self._turn = 0
        self.kraft = True  # False once a broker said that it knows no such question

    def ask(self, brokers: Mapping[int, Address]) -> None:
        """Put the question to one of `brokers`, unless it is still out; an old answer that nobody took is dropped."""
        now = time.monotonic()
        if self._asked is not None and self._asked.done() and now - self._asked_at > _STALE_S:
            self._asked = None
        if self._asked is not None or not brokers or not self.kraft:
            return
        self._asked_broker = sorted(brokers)[self._turn % len(brokers)]
        self._asked_at = now
        self._asked = self._workers.submit(self._question, self._connected(brokers[self._asked_broker]))

    def answer(self, answering: Collection[int]) -> QuorumView | None:
        """The quorum now; None if the controller is silent.

        `answering`: the brokers that answered other questions. Where the one that was asked is not among them, the
        silence is its own and says nothing about the controller: then the quorum is as last seen.
        """
        patient = time.monotonic() - self._silent_at > _PATIENT_AFTER_S
        if self._asked is None or not (patient or self._asked.done()):
            return None
        asked, self._asked = self._asked, None
        view = asked.result()
        if view is not None:
            self._last = view
            self._silent_at = -_PATIENT_AFTER_S
            return view
        self._turn += 1
        if answering and self._asked_broker not in answering:
            return self._last
        self._silent_at = time.monotonic()
        return None

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()

    def _connected(self, address: Address) -> Connection:
        if self._connection is None or (self._connection.host, self._connection.port) != address:
            self.close()
            self._connection = Connection(*address)
        return self._connection

    def _question(self, connection: Connection) -> QuorumView | None:
        try:
            (view,) = connection.ask([questions.quorum()], self._deadline_s)
        except NoAnswer:
            return None
        self.kraft = view is not None
        return view
