"""Asks a broker which brokers it lists: the one question that starting and faults wait on."""

from __future__ import annotations

from kafkalab.nodes.plan import HOST, Node
from kafkalab.observe.wire import Connection, NoAnswer, questions

_DEADLINE_S = 0.5


class Probe:
    """Keeps a connection to each broker that it has asked; to be closed after use."""

    def __init__(self) -> None:
        self._connections: dict[int, Connection] = {}

    def __enter__(self) -> Probe:
        return self

    def __exit__(self, *_: object) -> None:
        for connection in self._connections.values():
            connection.close()

    def __call__(self, node: Node, cluster_id: str) -> frozenset[int] | None:
        """The ids of the brokers that `node` lists (registered and not fenced ones); None without an answer.

        The answer of another cluster, which has taken the port meanwhile, is none: it may list the very same ids.
        """
        connection = self._connections.setdefault(node.port, Connection(HOST, node.port))
        try:
            (view,) = connection.ask([questions.cluster(topics=False)], _DEADLINE_S)
        except NoAnswer:
            return None
        return frozenset(view.brokers) if view.cluster_id == cluster_id else None
