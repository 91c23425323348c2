"""Threads that put questions to several brokers at once. Each question has its deadline, so none is waited for long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from kafkalab.observe.wire import NoAnswer

_THREADS = 16
T = TypeVar("T")
R = TypeVar("R")


class ReaderClosedError(Exception):
    """Asked after `close`, or while the interpreter ends: no thread can be had any more."""


class Workers:
    """A few threads, started when first needed. Thread-safe."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, "kafkalab-reader")

    def submit(self, ask: Callable[[T], R], target: T) -> Future[R]:
        """Begin `ask(target)`. Raises ReaderClosedError."""
        try:
            return self._pool.submit(ask, target)
        except RuntimeError as error:
            raise ReaderClosedError from error

    def of_each(self, targets: Iterable[T], ask: Callable[[T], R]) -> dict[T, R]:
        """`ask` of each target at once: {target: answer} of those that answered. Raises ReaderClosedError."""
        asked = {target: self.submit(ask, target) for target in targets}
        answers = {}
        for target, future in asked.items():
            try:
                answers[target] = future.result()
            except NoAnswer:
                continue
        return answers

    def close(self) -> None:
        """Let the threads go; what they are doing is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)
