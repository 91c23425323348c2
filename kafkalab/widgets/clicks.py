"""What a page says was clicked, typed and chosen, checked before anything is done with it.

A page may show what was true a moment ago, and messages are not trusted: whatever is named must be there now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kafkalab.errors import UsageError
from kafkalab.i18n import Text
from kafkalab.scenes.ink import clean

if TYPE_CHECKING:
    from kafkalab.observe.snapshot import Actor, Snapshot

LONGEST = {"key": 200, "value": 2000, "group": 200}  # characters: more is no longer for a field in a toolbar
ACKS: dict[str, str | int] = {"all": "all", "1": 1, "0": 0}  # as a page says it, and as Python does

_TOO_LONG = Text(
    es="En ese campo caben {most} caracteres, y hay {count}.", en="That field takes {most} characters, and has {count}."
)
_BY_CODE = Text(
    es='Envía los textos largos desde Python: cluster.admin.produce("topic", ["…"]).',
    en='Send long texts from Python: cluster.admin.produce("topic", ["…"]).',
)
_NO_GROUP = Text(es="Falta el nombre del grupo.", en="The name of the group is missing.")
_WRITE_IT = Text(es="Escríbelo en su campo.", en="Write it into its field.")
_NO_ACKS = Text(es="acks es all, 1 o 0.", en="acks is all, 1 or 0.")
_GONE = Text(es="«{name}» ya no está.", en='"{name}" is no longer there.')
_LOOK = Text(es="Elige entre lo que ofrece ahora la vista.", en="Choose from what the view offers now.")


@dataclass(frozen=True)
class Click:
    """What is to be done with what. Only what the action reads is set.

    `of`: the node or actor it is done to, as the page named it. `role` and `node`: which node. `actor` and its `pid`.
    `partition`: where a record without a key goes.
    """

    act: str
    of: str = ""
    key: str | None = None
    value: str = ""
    acks: str | int = "all"
    group: str = ""
    role: str = "broker"
    node: int = 0
    actor: str = ""
    pid: int = 0
    partition: int | None = None


def text(fields: Mapping[str, Any], name: str) -> str:
    """What was typed into that field. Raises UsageError if it is too long."""
    typed = fields.get(name)
    given = typed.encode("utf-8", "replace").decode() if isinstance(typed, str) else ""  # half a character is none
    if len(given) > LONGEST[name]:
        raise UsageError(_TOO_LONG.format(most=LONGEST[name], count=len(given)), _BY_CODE)
    return given


def value(fields: Mapping[str, Any]) -> str:
    """What the record says; nothing is a text too. Raises UsageError if it is too long."""
    return text(fields, "value")


def group(fields: Mapping[str, Any]) -> str:
    """The group's name. Raises UsageError where there is none."""
    given = text(fields, "group").strip()
    if not given:
        raise UsageError(_NO_GROUP, _WRITE_IT)
    return given


def acks(fields: Mapping[str, Any]) -> str | int:
    """Which acknowledgements: "all", 1 or 0. Raises UsageError."""
    given = fields.get("acks")
    if not isinstance(given, str) or given not in ACKS:
        raise UsageError(_NO_ACKS, _LOOK)
    return ACKS[given]


def node(fields: Mapping[str, Any], snapshot: Snapshot) -> tuple[str, int]:
    """The role and the id of the node that was chosen. Raises UsageError if there is no such node."""
    given = str(fields.get("of"))
    roles = {str(other.id): other.role for other in snapshot.nodes.values()}
    roles |= {str(broker): "broker" for broker in snapshot.brokers}
    if given not in roles:
        raise gone(given)
    return roles[given], int(given)


def actor(fields: Mapping[str, Any], found: Mapping[str, Actor]) -> str:
    """The name of the actor that was chosen, one of `found`. Raises UsageError if it is none of these."""
    given = str(fields.get("of"))
    if given not in found:
        raise gone(given)
    return given


def gone(name: str) -> UsageError:
    """Somebody clicked on what is no longer there."""
    return UsageError(_GONE.format(name=clean(name[:60])), _LOOK)
