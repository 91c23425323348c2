"""The environment that a JVM of ours is given. Small: the command-line tools come through here."""

from __future__ import annotations

import os

# Variables that would change a JVM behind our back, or make it print to a student's output.
_FOREIGN = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH")


def for_java() -> dict[str, str]:
    """Our own environment without what would disturb Java."""
    kept = {key: value for key, value in os.environ.items() if key not in _FOREIGN}
    if kept.get("LC_ALL") in ("C", "POSIX"):
        kept["LC_ALL"] = "C.UTF-8"  # or Java could not open a file below a folder with an ñ in its name
    return kept | {"MALLOC_ARENA_MAX": "1"}  # glibc would set aside 64 MB of address space per thread
