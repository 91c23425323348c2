"""What people call the things of a cluster. Names are written by strangers: none may steer a terminal or a page.

How long a name may be in a picture is the picture's business.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

from kafkalab.observe.snapshot import Member

_DIRECTION = {chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_HIDDEN = {"Cc", "Cs", "Zl", "Zp"}
_NO_CHARACTERS = {chr(code) for code in (0xFFFE, 0xFFFF, *range(0xFFF9, 0xFFFC))}  # refused by XML, or no text


def clean(text: str) -> str:
    r"""`text` with control characters and marks of writing direction made visible, as Python writes them (`\x1b`)."""
    if text.isprintable():  # then none of its characters is one of those
        return text
    return "".join(_visible(character) for character in text)


def member_names(members: Iterable[Member]) -> dict[str, str]:
    """A short name for each member id: its instance or client id, and the end of its member id where that is shared."""
    members = tuple(members)
    plain = {member.id: member.instance_id or member.client_id or member.id for member in members}
    times = Counter(plain.values())
    return {id_: name if times[name] == 1 else f"#{id_[-4:]} {name}" for id_, name in plain.items()}


def numbers(values: Iterable[int]) -> str:
    """Whole numbers as people write them: `0, 1, 5–9`."""
    runs: list[list[int]] = []
    for value in sorted(values):
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ", ".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    return f"{run[0]}–{run[-1]}" if len(run) > 3 else ", ".join(map(str, run))


def _visible(character: str) -> str:
    if character in _DIRECTION or character in _NO_CHARACTERS or unicodedata.category(character) in _HIDDEN:
        return character.encode("unicode_escape").decode("ascii")
    return character
