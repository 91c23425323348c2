"""A member of a consumer group, written with confluent-kafka (librdkafka). By hand: python FILE localhost:9092"""

import time

from confluent_kafka import Consumer, KafkaException

from kafkalab.actors.programs._shared import BOOTSTRAP, running, tell

# <options>
TOPICS = ["iabd-topic-group"]
SETTINGS = {"group.id": "iabd-app1"}
COMMIT = "auto"
MAX_RECORDS = 500
WORK_S = 0.0
# </options>


def main():
    consumer = Consumer({"bootstrap.servers": BOOTSTRAP, "error_cb": trouble, **SETTINGS})
    consumer.list_topics(timeout=10)
    tell("connected")
    consumer.subscribe(TOPICS, on_assign=assigned, on_revoke=revoked, on_lost=lost)
    while running:
        batch = consumer.consume(MAX_RECORDS, timeout=0.2)
        work_through(consumer, [record for record in batch if is_record(record)])
    consumer.close()
    tell("closed")


def work_through(consumer, records):
    """The records of one poll. When they are committed decides what a crash loses or repeats."""
    if records and COMMIT == "before":
        commit(consumer)
    for record in records:
        process(record)
    if records and COMMIT == "after":
        commit(consumer)


def is_record(message):
    """librdkafka hands over errors in the place of records."""
    if message.error():
        trouble(message.error())
    return not message.error()


def process(record):
    """The work on one record: here it only takes time."""
    time.sleep(WORK_S)
    tell(
        "record",
        topic=record.topic(),
        partition=record.partition(),
        offset=record.offset(),
        timestamp=record.timestamp()[1],
        key=text(record.key()),
        value=text(record.value()),
    )


def commit(consumer):
    """Write down in Kafka where this group goes on reading."""
    try:
        consumer.commit(asynchronous=False)
    except KafkaException as error:
        # After a rebalance, for example: then another member reads these records again.
        trouble(error.args[0])


def assigned(_, partitions):
    tell("assigned", partitions=pairs(partitions))


def revoked(_, partitions):
    tell("revoked", partitions=pairs(partitions))


def lost(_, partitions):
    tell("lost", partitions=pairs(partitions))


def pairs(partitions):
    return sorted((each.topic, each.partition) for each in partitions)


def trouble(error):
    tell("error", error=f"{error.name()}: {error.str()}")


def text(data):
    """Kafka keeps bytes."""
    return None if data is None else data.decode("utf-8", "replace")[:200]


main()
