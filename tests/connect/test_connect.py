"""Somebody else's cluster, really started by somebody else: what works, what is refused, and what is said."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from contextlib import AbstractContextManager

import psutil
import pytest
from observe.fake_cluster import FakeCluster

from kafkalab import Cluster, paths
from kafkalab.cli import main
from kafkalab.errors import ClusterError, NotOursError, UnknownTopicError, UsageError
from kafkalab.foreign import addresses
from kafkalab.i18n import using

from .conftest import free_ports

pytestmark = pytest.mark.cluster


def test_no_state_file_is_read_or_written(connected):
    assert not list(paths.home().glob("**/connected/*"))
    assert not paths.cluster_dir("connected").exists()


def test_bootstrap_is_what_was_given(connected, outside):
    assert connected.bootstrap_servers == outside.address == os.environ["BOOTSTRAP"]


def test_a_snapshot_has_what_the_brokers_tell(connected, unique):
    topic = unique("read")
    connected.admin.create_topic(topic, partitions=2)
    connected.admin.produce(topic, ["one", "two", "three"], partition=1)
    seen = connected.wait_until(lambda s: s.topics[topic].partitions[1].high_watermark == 3)
    assert {broker.id: broker.state for broker in seen.brokers.values()} == {7: "up"}
    assert (seen.controller.id, seen.quorum.voters) == (7, (7,))
    assert [record.value for record in seen.topics[topic].partitions[1].records] == ["one", "two", "three"]
    assert seen.nodes == {}, "of processes nothing is known"


def test_pictures_and_figures(connected, unique, tmp_path):
    topic = unique("drawn")
    connected.admin.create_topic(topic)
    picture = connected.picture(topic)
    assert topic in picture.alt
    assert picture.save(tmp_path / "p.png").stat().st_size > 1000
    assert connected.figure("middleware", topic).alt
    view = connected.show(topic)
    assert topic in repr(view)
    view.stop()


def test_what_happens_is_told(connected, unique):
    topic = unique("told")
    connected.events()
    connected.admin.create_topic(topic, partitions=3)
    assert [(e.kind, e.after) for e in connected.events().of(topic=topic)] == [("topic", 3)]
    connected.admin.delete_topic(topic)
    assert [(e.kind, e.after) for e in connected.events().of(topic=topic)] == [("topic", 3), ("topic", None)]


def enter(block: AbstractContextManager) -> None:
    with block:
        pytest.fail("it went in")


FAULTS = {
    "kill": lambda c: c.broker(7).kill(),
    "kill at once": lambda c: c.broker(7).kill(wait=False),
    "stop": lambda c: c.broker(7).stop(),
    "stop at once": lambda c: c.broker(7).stop(wait=False),
    "start": lambda c: c.broker(7).start(),
    "pause": lambda c: c.broker(7).pause(),
    "resume": lambda c: c.broker(7).resume(),
    "killed": lambda c: enter(c.broker(7).killed()),
    "stopped": lambda c: enter(c.broker(7).stopped()),
    "paused": lambda c: enter(c.broker(7).paused()),
    "throttle": lambda c: c.broker(7).throttle(1000),
    "unthrottle": lambda c: c.broker(7).unthrottle(),
    "throttled": lambda c: enter(c.broker(7).throttled(1000)),
    "node": lambda c: c.node(7).kill(),
    "controller": lambda c: c.controller(7).kill(),
    "zookeeper": lambda c: c.zookeeper(1).kill(),
    "heal": lambda c: c.heal(),
    "down": lambda c: c.down(),
    "delete": lambda c: c.delete(),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_reaches_it(connected, outside, fault, capsys):
    with pytest.raises(NotOursError) as refused:
        FAULTS[fault](connected)
    assert refused.value.exit_code == 1
    assert refused.value.what.en == "This cluster is not ours to break."
    assert "`Cluster.up()`" in str(refused.value)
    assert refused.value.what.es == "Este clúster no es nuestro: no lo vamos a romper."
    assert psutil.Process(outside.process.pid).status() not in (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE)
    assert capsys.readouterr().err == ""


def test_what_can_be_said_of_a_broker_is_said(connected, outside):
    port = int(outside.address.split(":")[1])
    status = connected.broker(7).status
    assert (status.id, status.role, status.state, status.pid, status.port) == (7, "broker", "up", None, port)
    with pytest.raises(UsageError, match="has no broker 101; it has: 7"):
        connected.broker(101)


def test_status_is_what_can_be_known(connected, outside):
    status = connected.status()
    assert repr(status).splitlines()[0] == f"Apache Kafka (kraft), {outside.address}"
    told = json.loads(json.dumps(status.to_dict()))
    assert set(told) == {"name", "layout", "version", "bootstrap_servers", "nodes", "ready_s"}
    assert told["nodes"] == [
        {"id": 7, "role": "broker", "state": "up", "pid": None, "port": status.nodes[0].port, "host": "localhost"}
    ]


def test_its_settings_are_not_the_labs(connected):
    with pytest.raises(NotOursError, match=r"kafka-configs\.sh"):
        connected.settings()


def test_a_topic_that_is_not_there_is_named_with_those_that_are(connected):
    with pytest.raises(UnknownTopicError, match="nowhere"):
        connected.picture("nowhere")


def test_from_the_command_line(outside, connected, unique, capsys, tmp_path):
    topic = unique("cli")
    connected.admin.create_topic(topic)
    assert main(["show", topic, "--bootstrap", outside.address]) == 0
    assert topic in capsys.readouterr().out
    assert main(["show", topic, "--bootstrap", outside.address, "-o", str(tmp_path / "p.svg")]) == 0
    assert (tmp_path / "p.svg").exists()
    assert main(["watch", topic, "--once", "--bootstrap", outside.address]) == 0
    assert "7 up" in capsys.readouterr().out


# -- nobody there ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given", ["", "localhost", "localhost:", ":9092", "localhost:99999", "localhost:0", "a b:9092", "http://a:9092",
              "a:1,,b:2", "a:9092;b:9092", None, 9092, "localhost:nine"],
)  # fmt: skip
def test_what_is_no_address_is_bad_usage(given):
    with pytest.raises(UsageError, match="is not an address"):
        Cluster.connect(given)


def test_addresses():
    assert addresses("a:1, b.c-d.example:65535,[::1]:9092") == (("a", 1), ("b.c-d.example", 65535), ("::1", 9092))


def quickly(address: str) -> ClusterError:
    began = time.monotonic()
    with pytest.raises(ClusterError) as refused:
        Cluster.connect(address)
    assert time.monotonic() - began < 30  # a limit for slow machines; what is meant is 5 s
    return refused.value


def test_nobody_there():
    (port,) = free_ports(1)
    error = quickly(f"localhost:{port}")
    assert f"No Kafka broker answers at localhost:{port}." in str(error)
    with using("es"):
        assert "no responde ningún broker" in str(error)


def test_somebody_who_is_no_kafka_broker():
    with socket.create_server(("localhost", 0)) as server:
        threading.Thread(target=_shout, args=(server,), daemon=True).start()
        assert "No Kafka broker answers" in str(quickly(f"localhost:{server.getsockname()[1]}"))


def _shout(server: socket.socket) -> None:
    while True:
        try:
            caller, _ = server.accept()
        except OSError:
            return
        caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


class Misadvertised(FakeCluster):
    """A broker whose `advertised.listeners` are wrong for us: the most common trouble with containers."""

    elsewhere = "localhost", 1

    @property
    def addresses(self) -> dict[int, tuple[str, int]]:
        return {101: self.elsewhere}


def test_a_broker_that_sends_its_clients_where_nobody_is():
    with Misadvertised(1) as fake:
        host, port = fake.brokers[101].address
        error = quickly(f"{host}:{port}")
    assert "sends its clients to localhost:1, and nobody answers there" in str(error)
    assert "advertised.listeners" in str(error)


def test_from_the_command_line_nobody_there_is_exit_code_1(capsys):
    (port,) = free_ports(1)
    assert main(["show", "t", "--bootstrap", f"localhost:{port}"]) == 1
    assert "No Kafka broker answers" in capsys.readouterr().err
    assert main(["watch", "--once", "--bootstrap", "localhost"]) == 2
