"""A producer, written with kafka-python. By hand: python FILE localhost:9092"""

import itertools
import time

from kafka import KafkaProducer
from kafka.errors import KafkaError

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
    producer = KafkaProducer(bootstrap_servers=BOOTSTRAP, **SETTINGS)
    tell("connected", acks=SETTINGS["acks"])
    began = time.monotonic()
    for n in itertools.count() if COUNT is None else range(COUNT):
        wait_until(began + n / RATE if RATE else began)
        if not running:
            break
        send(producer, n)
    finish(producer)
    tell("closed")


def finish(producer):
    """Send what still waits, if there is anybody to acknowledge it."""
    try:
        producer.close(timeout=8)
    except KafkaError as error:
        tell("error", error=f"{type(error).__name__}: {error}")


def send(producer, n):
    """Send record number n; its future calls back when the broker has acknowledged it, or when it is given up."""
    key = KEYS[n % len(KEYS)]
    value = VALUES[n % len(VALUES)].replace("{n}", str(n)).replace("{key}", str(key))
    try:
        future = producer.send(TOPIC, key=key.encode() if key is not None else None, value=value.encode())
    except KafkaError as error:
        failed(key, value, error)
    else:
        future.add_callback(acknowledged, key, value)
        future.add_errback(failed, key, value)


def acknowledged(key, value, metadata):
    tell(
        "acked",
        topic=metadata.topic,
        partition=metadata.partition,
        offset=metadata.offset,
        timestamp=metadata.timestamp,
        key=key,
        value=value,
    )


def failed(key, value, error):
    tell("failed", key=key, value=value, error=f"{type(error).__name__}: {error}")


def wait_until(deadline):
    """Keep the pace, and notice within a moment that it is time to stop."""
    while running and (left := deadline - time.monotonic()) > 0:
        time.sleep(min(left, 0.05))


main()
