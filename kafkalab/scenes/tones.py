"""A colour for each topic of a cluster, the same one in every diagram that shows several topics. No drawing."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

TONES = 6


def topic_tones(topics: Iterable[str]) -> dict[str, int]:
    """A tone (0 to 5) for each name: its own choice, or the next that is free, so that a new topic repaints few."""
    tones: dict[str, int] = {}
    for name in sorted(topics):
        first = zlib.crc32(name.encode("utf-8", "surrogatepass")) % TONES
        order = [(first + step) % TONES for step in range(TONES)]
        tones[name] = next((tone for tone in order if tone not in tones.values()), first)
    return tones
