"""What may be asked of an actor, and what each client is told. No cluster."""

from __future__ import annotations

import re

import pytest

from kafkalab.actors.options import consumer_options, producer_options, topics
from kafkalab.errors import UsageError
from kafkalab.i18n import using

from .test_source import CONSUMER, PRODUCER


def consumer(client: str = "kafka-python", **changed: object) -> dict:
    return consumer_options(
        changed.pop("topic", "t"), changed.pop("group", "g"), "c-1", client=client, **{**CONSUMER, **changed}
    )


def producer(client: str = "kafka-python", **changed: object) -> dict:
    return producer_options(changed.pop("topic", "t"), "p-1", client=client, **{**PRODUCER, **changed})


def test_a_consumer_has_its_name_as_client_id_and_a_session_that_a_lesson_can_wait_for():
    settings = consumer()["SETTINGS"]
    assert settings["client_id"] == "c-1"
    assert settings["group_id"] == "g"
    assert (settings["session_timeout_ms"], settings["heartbeat_interval_ms"]) == (3000, 300)
    assert settings["bootstrap_timeout_ms"] == 10_000
    assert "group_instance_id" not in settings


def test_each_client_hears_its_own_spelling():
    python, confluent = consumer()["SETTINGS"], consumer("confluent")["SETTINGS"]
    assert {"group_id", "auto_offset_reset", "enable_auto_commit"} <= set(python)
    assert {"group.id", "auto.offset.reset", "enable.auto.commit"} <= set(confluent)
    extra = {"max_poll_interval_ms": 2500, "fetch.min.bytes": 1}
    assert {"max_poll_interval_ms", "fetch_min_bytes"} <= set(consumer(settings=extra)["SETTINGS"])
    assert {"max.poll.interval.ms", "fetch.min.bytes"} <= set(consumer("confluent", settings=extra)["SETTINGS"])


def test_the_new_protocol_leaves_session_and_assignment_to_the_broker():
    settings = consumer("confluent", protocol="consumer", assignor="range")["SETTINGS"]
    assert settings["group.protocol"] == "consumer"
    assert settings["group.remote.assignor"] == "range"
    assert not {"session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy"} & set(settings)


def test_the_assignor_of_the_classic_protocol():
    assert consumer(assignor="cooperative-sticky")["ASSIGNOR"] == "cooperative-sticky"
    strategy = consumer("confluent", assignor="roundrobin")["SETTINGS"]["partition.assignment.strategy"]
    assert strategy == "roundrobin"


@pytest.mark.parametrize(
    ("commit", "automatic"), [("auto", True), ("before", False), ("after", False), ("never", False)]
)
def test_only_auto_commit_is_the_clients_business(commit, automatic):
    options = consumer(commit=commit)
    assert (options["COMMIT"], options["SETTINGS"]["enable_auto_commit"]) == (commit, automatic)


@pytest.mark.parametrize(
    ("acks", "told", "idempotent"),
    [("all", "all", True), (-1, "all", True), (1, 1, False), (0, 0, False), ("1", 1, False), ("-1", "all", True)],
)
def test_a_producer_is_idempotent_where_it_can_be(acks, told, idempotent):
    settings = producer(acks=acks)["SETTINGS"]
    assert (settings["acks"], settings["enable_idempotence"]) == (told, idempotent)
    assert producer(idempotence=False)["SETTINGS"]["enable_idempotence"] is False


def test_keys_and_values_are_lists_of_text():
    assert producer(keys=("ana", None))["KEYS"] == ["ana", None]
    assert producer(values="x{n}")["VALUES"] == ["x{n}"]
    assert producer(values=["a", "b"])["VALUES"] == ["a", "b"]
    assert producer()["KEYS"] == [None]


def test_one_topic_or_several():
    assert topics("t") == ["t"]
    assert topics(("a", "b")) == ["a", "b"]


WRONG = {
    "a client that there is not": lambda: consumer("java"),
    "kafka-python and KIP-848": lambda: consumer(protocol="consumer"),
    "a session that the broker decides on": lambda: consumer("confluent", protocol="consumer", session_timeout_ms=1),
    "another protocol's assignor": lambda: consumer("confluent", protocol="consumer", assignor="roundrobin"),
    "an assignor that there is not": lambda: consumer(assignor="sticki"),
    "no topic": lambda: consumer(topic=""),
    "no topics": lambda: consumer(topic=[]),
    "a topic of bytes": lambda: producer(topic=b"t"),
    "no group": lambda: consumer(group=""),
    "commit": lambda: consumer(commit=True),
    "reset": lambda: consumer(auto_offset_reset="begin"),
    "isolation": lambda: consumer(isolation_level="committed"),
    "negative work": lambda: consumer(work_ms=-1),
    "a batch of nothing": lambda: consumer(max_poll_records=0),
    "a batch of True": lambda: consumer(max_poll_records=True),
    "endless rate": lambda: producer(rate=float("inf")),
    "a rate in words": lambda: producer(rate="5"),
    "acks": lambda: producer(acks=2),
    "acks=True is not acks=1": lambda: producer(acks=True),
    "idempotence without all": lambda: producer(acks=1, idempotence=True),
    "keys as one text": lambda: producer(keys="ana"),
    "numbers as values": lambda: producer(values=[1, 2]),
    "count 0": lambda: producer(count=0),
    "settings as a list": lambda: producer(settings=["a"]),
    "a function as a setting": lambda: producer(settings={"partitioner": print}),
    "NaN as a setting": lambda: producer(settings={"linger_ms": float("nan")}),
    "the group as a setting": lambda: consumer(settings={"group_id": "other"}),
    "the address as a setting": lambda: consumer(settings={"bootstrap.servers": "other"}),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("lang", ["es", "en"])
def test_what_cannot_be_right_is_said_with_what_would_be(wrong, lang):
    with pytest.raises(UsageError) as error, using(lang):
        WRONG[wrong]()
    assert error.value.next_step is not None
    assert not re.search(r"\{\w+\}", str(error.value)), "a place that was not filled in"
