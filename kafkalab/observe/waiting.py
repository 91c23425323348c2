"""Waiting until a cluster is as a condition says: snapshots up to a deadline; on failure, what the last one showed."""

from __future__ import annotations

import time
from collections.abc import Callable

from kafkalab.errors import WaitTimeoutError
from kafkalab.i18n import Text
from kafkalab.observe.snapshot import Group, Partition, Snapshot

PAUSE_S = 0.05
_SHOWN = 6  # partitions and groups in a message
# A condition may look at what is not there yet, or compare an offset that nobody knows yet.
_NOT_YET = (LookupError, AttributeError, TypeError)

_CONDITION = Text(es="La condición", en="The condition")
_TIMEOUT = Text(
    es="{what} no se cumplió en {seconds:g} s.{trouble} Lo último que se vio: {seen}.",
    en="{what} was not met within {seconds:g} s.{trouble} What was seen last: {seen}.",
)
_TROUBLE = Text(es=" Al evaluarla se produjo {error}.", en=" Evaluating it raised {error}.")
_NEXT = Text(
    es="Compara la condición con lo que se vio, o da más tiempo con timeout_s.",
    en="Compare the condition with what was seen, or allow more time with timeout_s.",
)


def wait_until(
    take_snapshot: Callable[[], Snapshot],
    condition: Callable[[Snapshot], object],
    timeout_s: float = 20.0,
    what: Text | None = None,
) -> Snapshot:
    """The first snapshot for which `condition` holds, looked at about 20 times a second.

    `what` names the condition in the message ("The new leader"). A KeyError, AttributeError or the like inside the
    condition means "not yet". Raises WaitTimeoutError after `timeout_s`; the condition was tried at least once.
    """
    deadline = time.monotonic() + timeout_s
    while True:
        snapshot = take_snapshot()
        trouble = None
        try:
            if condition(snapshot):
                return snapshot
        except _NOT_YET as error:
            trouble = error
        if time.monotonic() >= deadline:
            raise WaitTimeoutError(_message(what, timeout_s, trouble, snapshot), _NEXT)
        time.sleep(PAUSE_S)


def describe(snapshot: Snapshot) -> str:
    """A snapshot in one line of Kafka's own terms, which need no translation: what a failed wait reports."""
    brokers = ", ".join(f"{broker.id} {broker.state}" for broker in snapshot.brokers.values()) or "-"
    lines = [f"controller {_or_dash(snapshot.controller.id)}; brokers {brokers}"]
    partitions = [
        _partition(topic.name, partition)
        for topic in snapshot.topics.values()
        if not topic.internal
        for partition in topic.partitions.values()
    ]
    lines += _some(partitions) + _some([_group(group) for group in snapshot.groups.values()])
    return "; ".join(lines)


def _message(what: Text | None, seconds: float, trouble: Exception | None, snapshot: Snapshot) -> Text:
    told = _TROUBLE.format(error=repr(trouble)) if trouble else Text("", "")
    return _TIMEOUT.format(what=what or _CONDITION, seconds=seconds, trouble=told, seen=describe(snapshot))


def _partition(topic: str, partition: Partition) -> str:
    isr = ",".join(map(str, partition.isr))
    return (
        f"{topic}-{partition.id} leader {_or_dash(partition.leader)} ISR {isr} HW {_or_dash(partition.high_watermark)}"
    )


def _group(group: Group) -> str:
    return f"group {group.id} {group.state} members {len(group.members)}"


def _some(items: list[str]) -> list[str]:
    return items if len(items) <= _SHOWN else [*items[:_SHOWN], f"… (+{len(items) - _SHOWN})"]


def _or_dash(value: int | None) -> str:
    return "-" if value is None else str(value)
