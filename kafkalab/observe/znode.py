"""One znode of ZooKeeper, to be looked at from a notebook's cell: what stands in it and what is below it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kafkalab.errors import UsageError
from kafkalab.i18n import Text
from kafkalab.observe import zookeeper
from kafkalab.observe.wire import Address

_NO_ZNODE = Text(es="ZooKeeper no tiene ningún znode «{path}».", en='ZooKeeper has no znode "{path}".')
_LOOK = Text(
    es='Empieza por cluster.znode("/"): sus children son los caminos que hay.',
    en='Begin with cluster.znode("/"): its children are the paths that there are.',
)
_EPHEMERAL = Text(es="efímero, de la sesión {owner:#x}", en="ephemeral, of session {owner:#x}")


@dataclass(frozen=True)
class Znode:
    """A znode: its path, its data (decoded where it is JSON; None where there is none), the names below it.

    `ephemeral_owner` is the session with which it will vanish; None for a znode that stays.
    """

    path: str
    data: Any
    children: tuple[str, ...]
    ephemeral_owner: int | None = None

    def __repr__(self) -> str:
        owner = self.ephemeral_owner
        lines = [self.path if owner is None else f"{self.path}  ({_EPHEMERAL.format(owner=owner)})"]
        if self.data is not None:
            lines.append(f"  {self.data if isinstance(self.data, str) else json.dumps(self.data)}")
        return "\n".join([*lines, *(f"  └ {child}" for child in self.children)])


def look(addresses: Iterable[Address], path: str) -> Znode:
    """The znode at `path`, such as "/brokers/ids". Raises UsageError where there is none, ClusterError in silence."""
    from kazoo.exceptions import NoNodeError

    if not isinstance(path, str) or not path.startswith("/"):
        raise UsageError(_NO_ZNODE.format(path=path), _LOOK)
    with zookeeper.session(addresses) as client:
        try:
            data, stat = client.get(path)
            children = client.get_children(path)
        except (NoNodeError, ValueError) as error:  # ValueError: what is no path
            raise UsageError(_NO_ZNODE.format(path=path), _LOOK) from error
    return Znode(path, _decoded(data), tuple(sorted(children, key=_by_number)), stat.ephemeralOwner or None)


def _decoded(data: bytes | None) -> Any:
    if not data:
        return None
    text = data.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return text


def _by_number(name: str) -> tuple[int, str]:
    return (int(name) if name.isdigit() else -1, name)
