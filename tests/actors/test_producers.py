"""Producers on a real cluster: what they had acknowledged is in the topic, and what failed is said."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kafkalab.errors import UnknownTopicError

pytestmark = pytest.mark.cluster

CLIENTS = ["kafka-python", "confluent"]


def held(cluster, topic: str) -> int:
    return sum(part.high_watermark or 0 for part in cluster.snapshot().topics[topic].partitions.values())


@pytest.mark.parametrize("client", CLIENTS)
def test_every_acknowledged_record_is_in_the_topic_at_its_offset(cluster, topic, until, client):
    writer = cluster.producer(topic, client=client, rate=0, count=30, keys=["ana", "luis"], values="{key} {n}")
    until(lambda: writer.state == "closed", "it ends after its 30 records")
    assert (writer.acked, writer.failed, writer.exit_code) == (30, 0, 0)
    assert held(cluster, topic) == 30
    places = {(record.partition, record.offset) for record in writer.records}
    assert len(places) == 30
    assert {record.value for record in writer.records} == {f"{('ana', 'luis')[n % 2]} {n}" for n in range(30)}
    assert len({record.partition for record in writer.records if record.key == "ana"}) == 1


@pytest.mark.parametrize("client", CLIENTS)
def test_it_goes_on_until_it_is_stopped_and_loses_nothing_by_that(cluster, topic, client):
    with cluster.producer(topic, client=client, rate=100) as writer:
        cluster.wait_until(lambda s: s.actors[writer.name].acked >= 20)
    assert writer.state == "closed"
    assert held(cluster, topic) == writer.acked


def test_the_pace_is_kept(cluster, topic, until):
    """Two records a second: ten would need five seconds, so that after the second few have been sent."""
    writer = cluster.producer(topic, rate=2)
    until(lambda: writer.acked >= 3, "three records")
    first, *_, last = [record.timestamp for record in writer.records]
    # Two pauses of half a second, or a little less where the first record was late.
    assert last - first >= 500
    writer.kill()
    assert writer.state == "killed"


@pytest.mark.parametrize(("acks", "failed"), [("all", 3), (1, 3), (0, 0)])
def test_what_the_broker_refuses_is_counted_and_said_except_with_acks_0(cluster, unique, until, acks, failed):
    """With acks=0 nobody waits for the answer: all three look as if they had arrived."""
    topic = unique("small")
    cluster.admin.create_topic(topic, configs={"max.message.bytes": 500})
    writer = cluster.producer(topic, rate=5, count=3, acks=acks, values="y" * 2000)
    until(lambda: writer.state == "closed", "it ends")
    assert (writer.acked, writer.failed) == (3 - failed, failed)
    assert held(cluster, topic) == 0
    assert len(writer.errors) == failed
    assert all("MessageSizeTooLarge" in trouble.error for trouble in writer.errors)


def test_an_unknown_topic_is_an_error_and_not_created(cluster, unique):
    name = unique("nowhere")
    with pytest.raises(UnknownTopicError):
        cluster.producer(name)
    assert name not in cluster.snapshot().topics


@pytest.mark.parametrize("client", CLIENTS)
def test_a_copy_of_its_program_runs_by_hand_and_speaks_in_words(cluster, topic, until, client, tmp_path):
    writer = cluster.producer(topic, client=client, count=1)
    until(lambda: writer.state == "closed", "it ends")
    copy = tmp_path / "mine.py"
    copy.write_text(writer.source())
    done = subprocess.run(
        [sys.executable, copy], env={**os.environ, "BOOTSTRAP": cluster.bootstrap_servers}, text=True,
        capture_output=True, timeout=60, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "value=record 0" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("closed")
    assert held(cluster, topic) == 2
