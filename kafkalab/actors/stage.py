"""Cluster's side of actors: `consumer(…)`, `producer(…)` and `actors`, for any cluster that can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kafkalab.actors import options, registry
from kafkalab.actors.card import Card
from kafkalab.actors.options import Commit, Isolation, Options, Protocol, Reset
from kafkalab.actors.source import Client, program
from kafkalab.i18n import language

if TYPE_CHECKING:
    from kafkalab.actors.handles import Consumer, Handle, Producer
    from kafkalab.actors.registry import Actors
    from kafkalab.observe.snapshot import Snapshot


class Stage:
    """What is added to a cluster that has `bootstrap_servers`, `snapshot()`, `require_topic()` and `actors_folder`."""

    if TYPE_CHECKING:

        @property
        def bootstrap_servers(self) -> str:
            """`host:port,…`: what a client is given."""

        def snapshot(self) -> Snapshot:
            """What the brokers say now."""

        def require_topic(self, topic: str) -> Snapshot:
            """A snapshot that has `topic` in it. Raises UnknownTopicError or ClusterError."""

        @property
        def actors_folder(self) -> Path:
            """Where the actors' programs and reports are kept."""

    @property
    def actors(self) -> Actors:
        """Its producers and consumers by name: those of this notebook, and those of others while they run."""
        return registry.actors_in(self.actors_folder)

    def consumer(
        self,
        topic: str | Sequence[str],
        group: str,
        *,
        name: str | None = None,
        client: Client = "kafka-python",
        protocol: Protocol = "classic",
        auto_offset_reset: Reset = "earliest",
        commit: Commit = "auto",
        commit_interval_ms: int = 1000,
        max_poll_records: int = 500,
        work_ms: float = 0,
        session_timeout_ms: int | None = None,
        group_instance_id: str | None = None,
        assignor: str | None = None,
        isolation_level: Isolation = "read_uncommitted",
        settings: Mapping[str, Any] | None = None,
        keep: bool = False,
        wait: bool = True,
        wait_for_topic: bool = False,
    ) -> Consumer:
        """Start a consumer of `topic` (or of several) as a member of `group`: a real program in a process of its own.

        `name`: its client id; consumer-1, consumer-2 … if None. `client`: "kafka-python", or "confluent" (librdkafka),
        which also knows `protocol="consumer"` (KIP-848). `commit`: "auto" (every `commit_interval_ms`), "after" each
        batch of `max_poll_records`, "before" it, "never". `work_ms`: the time that each record takes. `assignor`:
        "range", "roundrobin", "cooperative-sticky"; with protocol="consumer" "uniform" or "range". `settings`: whatever
        else the client knows, like {"max_poll_interval_ms": 2500}. A session is 3 s (Kafka's own value: 45 s).

        It ends with this process, unless `keep`. `wait`: return once it has joined the group. `wait_for_topic`: start
        even if there is no such topic yet; kafka-python makes the brokers create it then.

        Raises UsageError, UnknownTopicError, ClusterError, ActorError.
        """
        asked = options.topics(topic)
        write = partial(
            options.consumer_options, asked, group, client=client, protocol=protocol, commit=commit,
            commit_interval_ms=commit_interval_ms, max_poll_records=max_poll_records, work_ms=work_ms,
            auto_offset_reset=auto_offset_reset, session_timeout_ms=session_timeout_ms, assignor=assignor,
            group_instance_id=group_instance_id, isolation_level=isolation_level, settings=settings,
        )  # fmt: skip
        card = partial(Card, kind="consumer", client=client, topics=tuple(asked), group=group, keep=keep)
        return cast("Consumer", self._start(name, card, write, wait, [] if wait_for_topic else asked))

    def producer(
        self,
        topic: str,
        *,
        name: str | None = None,
        client: Client = "kafka-python",
        rate: float = 5,
        keys: Sequence[str | None] | None = None,
        values: str | Sequence[str] | None = None,
        count: int | None = None,
        acks: str | int = "all",
        idempotence: bool | None = None,
        settings: Mapping[str, Any] | None = None,
        keep: bool = False,
        wait: bool = True,
        wait_for_topic: bool = False,
    ) -> Producer:
        """Start a producer that writes to `topic`: a real program in a process of its own.

        `name`: its client id; producer-1, producer-2 … if None. `rate`: records a second; 0 is as fast as it can.
        `keys` and `values` are used in turn; in a value, {n} is the record's number and {key} its key. `count`: end
        after so many records. `acks`: "all", 1 or 0. `idempotence`: on with acks="all" if None.

        `client`, `settings`, `keep`, `wait`, `wait_for_topic` and what is raised: as with `consumer`.
        """
        write = partial(
            options.producer_options, topic, client=client, rate=rate, keys=keys, values=values, count=count, acks=acks,
            idempotence=idempotence, settings=settings,
        )  # fmt: skip
        card = partial(Card, kind="producer", client=client, topics=(topic,), group=None, keep=keep)
        return cast("Producer", self._start(name, card, write, wait, [] if wait_for_topic else [topic]))

    def _start(
        self,
        name: str | None,
        make_card: Callable[[Path], Card],
        options_of: Callable[..., Options],
        wait: bool,
        topics: Sequence[str],
    ) -> Handle:
        for topic in topics:
            self.require_topic(topic)
        told = make_card(self.actors_folder)

        def write(chosen: str) -> str:
            return program(told.kind, told.client, options_of(name=chosen), language(), chosen)

        handle = self.actors.start(told.kind, name, make_card, write, self.bootstrap_servers)
        if wait:
            registry.wait_ready(handle, lambda: _has_nothing_to_read(self.snapshot(), handle))
        return handle


def _has_nothing_to_read(snapshot: Snapshot, handle: Handle) -> bool:
    """Whether its group has taken it in, and has no partition for it: then its client may say nothing at all."""
    group = snapshot.groups.get(handle.group or "")
    members = [] if group is None or group.state != "Stable" else group.members
    return any(member.client_id == handle.name and not member.assignment for member in members)
