"""Asking who leads the KRaft quorum, beside the round.

A broker passes this question on to the controller and waits for it. So it has a connection of its own, and a quorum
that was silent the last time is asked but not waited for.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor, Future

from kafkalab.observe.wire import Connection, NoAnswer, questions
from kafkalab.observe.wire.answers import QuorumView

Address = tuple[str, int]


class QuorumAsker:
    """One question at a time, to one broker of those given; after silence to the next one. Not thread-safe."""

    def __init__(self, pool: Executor, deadline_s: float) -> None:
        self._pool = pool
        self._deadline_s = deadline_s
        self._connection: Connection | None = None
        self._asked: Future[QuorumView | None] | None = None
        self._answers = True  # did it answer the last time
        self._turn = 0
        self.kraft = True  # False once a broker said that it knows no such question

    def ask(self, brokers: Mapping[int, Address]) -> None:
        """Put the question to one of `brokers`, unless the last one is still out."""
        if self._asked is not None or not brokers or not self.kraft:
            return
        address = brokers[sorted(brokers)[self._turn % len(brokers)]]
        if self._connection is None or (self._connection.host, self._connection.port) != address:
            self.close()
            self._connection = Connection(*address)
        self._asked = self._pool.submit(self._question, self._connection)

    def answer(self) -> QuorumView | None:
        """The answer to the question that is out; None if there is none (in time)."""
        if self._asked is None or not (self._answers or self._asked.done()):
            return None
        asked, self._asked = self._asked, None
        view = asked.result()
        self._answers = view is not None
        self._turn += view is None
        return view

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()

    def _question(self, connection: Connection) -> QuorumView | None:
        try:
            (view,) = connection.ask([questions.quorum()], self._deadline_s)
        except NoAnswer:
            return None
        self.kraft = view is not None
        return view
