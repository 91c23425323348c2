"""Kafka's protocol as far as a snapshot needs it: one request to one broker, one deadline, plain values back.

The only place that knows kafka-python's inner modules (its schemas). Nothing of them leaves this package.
"""

from kafkalab.observe.wire import groups, questions, writes
from kafkalab.observe.wire.connection import DEADLINE_S, Address, Connection, NoAnswer, Question

__all__ = ["DEADLINE_S", "Address", "Connection", "NoAnswer", "Question", "groups", "questions", "writes"]
