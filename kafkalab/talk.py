"""What kafkalab says while it works: line by line on standard error, so that results on standard output stay clean.

Who works in a thread with a place of its own for words, as a live view does, listens instead.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from kafkalab.i18n import Text

_listener: ContextVar[Callable[[Text], object] | None] = ContextVar("kafkalab_listener", default=None)


def say(text: Text) -> None:
    """Print one line for the reader, at once (or tell it to who listens in this thread)."""
    listener = _listener.get()
    if listener is not None:
        listener(text)
    else:
        print(str(text), file=sys.stderr, flush=True)


@contextmanager
def heard(listener: Callable[[Text], object]) -> Iterator[None]:
    """Inside the block, and in its thread only, `listener` is told what is said; nothing is printed."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
