"""What changed between two snapshots, in the words that a teacher would use. Pure.

Nothing is told from ignorance: what one of the two does not know is no change. What happened in between and left no
trace is not told either.
"""

from __future__ import annotations

from kafkalab.observe.alike import Seen, together
from kafkalab.observe.event import KINDS, Event
from kafkalab.observe.events_groups import group_events
from kafkalab.observe.events_nodes import node_events
from kafkalab.observe.events_topics import topic_events
from kafkalab.observe.snapshot import Snapshot

_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}
_OF_GROUPS = _RANKS["group"]


def changes(before: Snapshot, after: Snapshot) -> tuple[Event, ...]:
    """What changed from `before` to `after`, causes before effects; more than three alike changes as one event.

    `at` of each is the time of `after`. New records are no event.
    """
    seen = list(node_events(before, after))
    if after.is_heard and (before.is_heard or before.topics):
        seen += topic_events(before, after)
        seen += group_events(before, after)
    return together(sorted(seen, key=_rank))


def _rank(seen: Seen) -> int:
    """Events of groups stay in the order in which they were seen: a member joins, then its group rebalances."""
    return min(_RANKS[seen.event.kind], _OF_GROUPS)
