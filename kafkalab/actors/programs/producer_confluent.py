"""A producer, written with confluent-kafka (librdkafka). By hand: python FILE localhost:9092"""

import itertools
import time

from confluent_kafka import KafkaException, Producer

from kafkalab.actors.programs._shared import BOOTSTRAP, running, tell

# <options>
TOPIC = "iabd-topic"
SETTINGS = {"acks": "all"}
KEYS = [None]
VALUES = ["value {n}"]
RATE = 5.0
COUNT = None
# </options>


def main():
    producer = Producer({"bootstrap.servers": BOOTSTRAP, "error_cb": trouble, **SETTINGS})
    producer.list_topics(timeout=10)
    tell("connected", acks=SETTINGS["acks"])
    began = time.monotonic()
    for n in itertools.count() if COUNT is None else range(COUNT):
        wait_until(producer, began + n / RATE if RATE else began)
        if not running:
            break
        send(producer, n)
    unsent = producer.flush(8)
    if unsent:
        tell("error", error=f"{unsent} records were not acknowledged in time")
    tell("closed")


def send(producer, n):
    """Send record number n; librdkafka calls back when the broker has acknowledged it, or when it is given up."""
    key = KEYS[n % len(KEYS)]
    value = VALUES[n % len(VALUES)].replace("{n}", str(n)).replace("{key}", str(key))

    def delivered(error, record):
        if error:
            tell("failed", key=key, value=value, error=f"{error.name()}: {error.str()}")
        else:
            acknowledged(key, value, record)

    try:
        producer.produce(TOPIC, value=value, key=key, on_delivery=delivered)
    except KafkaException as error:
        delivered(error.args[0], None)
    except BufferError as error:
        tell("failed", key=key, value=value, error=f"BufferError: {error}")


def acknowledged(key, value, record):
    tell(
        "acked",
        topic=record.topic(),
        partition=record.partition(),
        offset=record.offset(),
        timestamp=record.timestamp()[1],
        key=key,
        value=value,
    )


def wait_until(producer, deadline):
    """Keep the pace, and let librdkafka call back meanwhile."""
    producer.poll(0)
    while running and (left := deadline - time.monotonic()) > 0:
        producer.poll(min(left, 0.05))


def trouble(error):
    tell("error", error=f"{error.name()}: {error.str()}")


main()
