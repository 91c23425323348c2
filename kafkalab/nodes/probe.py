"""Asks single nodes what they see: which brokers there are, who leads which partition, who leads the quorum.

Starting and faults wait on these questions. Each has a short deadline; silence is an answer, None.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kafkalab.nodes.plan import HOST, Node
from kafkalab.observe.wire import Connection, NoAnswer, Question, questions
from kafkalab.observe.wire.answers import ClusterView, QuorumView

_DEADLINE_S = 0.5


class Probe:
    """Keeps a connection to each node that it has asked; to be closed after use."""

    def __init__(self) -> None:
        self._connections: dict[int, Connection] = {}

    def __enter__(self) -> Probe:
        return self

    def __exit__(self, *_: object) -> None:
        for connection in self._connections.values():
            connection.close()

    def __call__(self, node: Node, cluster_id: str) -> frozenset[int] | None:
        """The ids of the brokers that `node` lists (registered and not fenced ones); None without an answer."""
        view = self._view(node, cluster_id, topics=False)
        return None if view is None else frozenset(view.brokers)

    def metadata(self, node: Node, cluster_id: str) -> ClusterView | None:
        """What `node` says of brokers, topics, leaders and in-sync replicas; None without an answer."""
        return self._view(node, cluster_id, topics=True)

    def quorum(self, nodes: Iterable[Node]) -> QuorumView | None:
        """The KRaft quorum (KIP-595) as the newest epoch among the answers of `nodes` has it; None without an answer.

        Asked of the controllers themselves, of whom only the active one answers: no broker needs to run for it.
        """
        answers = [self._ask(node.controller_port, questions.quorum()) for node in nodes]
        return max((view for view in answers if view is not None), key=lambda view: view.epoch, default=None)

    def _view(self, node: Node, cluster_id: str, *, topics: bool) -> ClusterView | None:
        """The answer of another cluster, which has taken the port meanwhile, is none: it may list the very same ids."""
        view: ClusterView | None = self._ask(node.port, questions.cluster(topics=topics))
        return view if view is not None and view.cluster_id == cluster_id else None

    def _ask(self, port: int, question: Question) -> Any:
        connection = self._connections.setdefault(port, Connection(HOST, port))
        try:
            (answer,) = connection.ask([question], _DEADLINE_S)
        except NoAnswer:
            return None
        return answer
