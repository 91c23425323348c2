"""A member of a consumer group, written with kafka-python. By hand: python FILE localhost:9092"""

import time

from kafka import ConsumerRebalanceListener, KafkaConsumer
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from kafka.errors import KafkaError, RetriableError

from kafkalab.actors.programs._shared import BOOTSTRAP, running, tell

# <options>
TOPICS = ["iabd-topic-group"]
SETTINGS = {"group_id": "iabd-app1"}
ASSIGNOR = "range"
COMMIT = "auto"
WORK_S = 0.0
# </options>

ASSIGNORS = {
    "range": RangePartitionAssignor,
    "roundrobin": RoundRobinPartitionAssignor,
    "cooperative-sticky": CooperativeStickyAssignor,
}


class Rebalances(ConsumerRebalanceListener):
    """Tells which partitions this member gets and gives back."""

    def on_partitions_assigned(self, assigned):
        tell("assigned", partitions=sorted(assigned))

    def on_partitions_revoked(self, revoked):
        tell("revoked", partitions=sorted(revoked))

    def on_partitions_lost(self, lost):
        tell("lost", partitions=sorted(lost))


def main():
    global waiting
    consumer = KafkaConsumer(
        bootstrap_servers=BOOTSTRAP, partition_assignment_strategy=[ASSIGNORS[ASSIGNOR]], **SETTINGS
    )
    tell("connected")
    consumer.subscribe(TOPICS, listener=Rebalances())
    try:
        waiting = True
        while running:
            batch = poll(consumer)
            waiting = False
            work_through(consumer, [record for records in batch.values() for record in records])
            waiting = True
    except KeyboardInterrupt:
        waiting = False
    consumer.close(timeout_ms=5000)
    tell("closed")


def poll(consumer):
    """Wait for records: those that are there, by partition."""
    try:
        # As long as it takes: kafka-python 3.0.12 may lose its place in the group
        # when the time of a poll is over in the middle of a rebalance.
        return consumer.poll(timeout_ms=float("inf"))
    except RetriableError as error:
        # No broker is there, for example: once more, after a pause.
        tell("error", error=f"{type(error).__name__}: {error}")
        time.sleep(0.5)
        return {}


def work_through(consumer, records):
    """The records of one poll. When they are committed decides what a crash loses or repeats."""
    if records and COMMIT == "before":
        commit(consumer)
    for record in records:
        process(record)
    if records and COMMIT == "after":
        commit(consumer)


def process(record):
    """The work on one record: here it only takes time."""
    time.sleep(WORK_S)
    tell(
        "record",
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        timestamp=record.timestamp,
        key=text(record.key),
        value=text(record.value),
    )


def commit(consumer):
    """Write down in Kafka where this group goes on reading."""
    try:
        consumer.commit(timeout_ms=5000)
    except KafkaError as error:
        # After a rebalance, for example: then another member reads these records again.
        tell("error", error=f"{type(error).__name__}: {error}")


def text(data):
    """Kafka keeps bytes."""
    return None if data is None else data.decode("utf-8", "replace")[:200]


main()
