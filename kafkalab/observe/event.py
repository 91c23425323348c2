"""One thing that happened in a cluster: a sentence in both languages, and what it is about as fields. No I/O.

Which events two snapshots amount to is for `events` and the modules beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from kafkalab.i18n import Text
from kafkalab.observe.naming import clean
from kafkalab.observe.snapshot import Topic

Kind = Literal[
    "broker", "node", "session", "controller", "zookeeper",
    "topic", "partitions", "replicas", "config",
    "leader", "isr", "lost", "truncated", "deleted",
    "actor", "group", "coordinator", "member", "assignment", "committed",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)  # what causes comes before what is caused by it


@dataclass(frozen=True)
class Event:
    """What changed, seen at `at` (s since the epoch).

    `kind`: broker and node (a process, or whether it answers), session (whether the cluster counts on a broker),
    controller (who leads the quorum), zookeeper; topic, partitions (how many), replicas, config; leader, isr, lost
    (records that could be read are gone), truncated (a replica cut back its log), deleted (the beginning of a log);
    actor; group (there, or its state), coordinator, member, assignment, committed (set back).

    The subject is in `broker` to `actor`, as far as it applies; `before` and `after` are the values (None: there was
    none): a leader's id, the ISR as ids, an offset, a state, … `parts`: the events that this one sums up.
    """

    at: float
    kind: Kind
    text: Text
    broker: int | None = None
    topic: str | None = None
    partition: int | None = None
    group: str | None = None
    member: str | None = None
    actor: str | None = None
    key: str | None = None
    epoch: int | None = None
    before: Any = None
    after: Any = None
    internal: bool = False
    parts: tuple[Event, ...] = ()

    def __str__(self) -> str:
        return str(self.text)

    @property
    def topics(self) -> frozenset[str]:
        """The topics that it is about: of all that it sums up, too."""
        return frozenset(topic for each in (self, *self.parts) if (topic := each.topic) is not None)

    def to_dict(self) -> dict[str, Any]:
        """The same as plain values, ready for `json.dumps`; what does not apply is left out."""
        told = {name: value for name, value in vars(self).items() if value is not None and value != ()}
        return {name: _plain(value) for name, value in told.items()} | {"text": dict(vars(self.text))}


@dataclass(frozen=True)
class Place:
    """A partition to which something happened, and when."""

    at: float
    topic: Topic
    partition: int

    def __str__(self) -> str:
        return f"{clean(self.topic.name)}-{self.partition}"

    def event(self, kind: Kind, text: Text, **fields: Any) -> Event:
        """An event of this partition; `text` may have a place for {where}."""
        said = text.format(where=self, **fields)
        return Event(self.at, kind, said, topic=self.topic.name, partition=self.partition,
                     internal=self.topic.internal, **fields)  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, Event):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value
