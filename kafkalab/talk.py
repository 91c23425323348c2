"""What kafkalab says while it works: line by line on standard error, so that results on standard output stay clean."""

from __future__ import annotations

import sys

from kafkalab.i18n import Text


def say(text: Text) -> None:
    """Print one line for the reader, at once."""
    print(str(text), file=sys.stderr, flush=True)
