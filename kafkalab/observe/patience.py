"""Letting a moment's silence pass: a slow answer is no event, and a group that is between two coordinators not gone.

It holds a change back for a second or two; what is true after that is told.
"""

from __future__ import annotations

from dataclasses import replace

from kafkalab.observe.snapshot import BrokerState, Group, Snapshot

SILENT_S = 2.0  # a broker
MISSING_S = 1.0  # a group


class Patience:
    """Remembers since when something is silent or missing. Snapshots come in the order in which they were taken."""

    def __init__(self) -> None:
        self._since: dict[tuple[str, object], float] = {}

    def settled(self, known: Snapshot, latest: Snapshot) -> Snapshot:
        """`latest`, with what has been silent or missing for a moment only as it was `known`."""
        missing = {("group", name) for name in known.groups if name not in latest.groups}
        silent = {("broker", id_) for id_, broker in latest.brokers.items() if _fell_silent(known, broker)}
        self._since = {what: self._since.get(what, latest.taken_at) for what in silent | missing}
        brokers = {
            id_: replace(broker, state="up") if self._is_new("broker", id_, latest, SILENT_S) else broker
            for id_, broker in latest.brokers.items()
        }
        if not latest.is_heard:
            return replace(latest, brokers=brokers, topics=known.topics, groups=known.groups)
        kept: dict[str, Group] = {
            name: group for name, group in known.groups.items() if self._is_new("group", name, latest, MISSING_S)
        }
        return replace(latest, brokers=brokers, groups={**latest.groups, **kept})

    def _is_new(self, kind: str, what: object, latest: Snapshot, patience_s: float) -> bool:
        since = self._since.get((kind, what))
        return since is not None and latest.taken_at - since < patience_s


def _fell_silent(known: Snapshot, broker: BrokerState) -> bool:
    was = known.brokers.get(broker.id)
    return broker.state == "unreachable" and was is not None and was.state == "up"
