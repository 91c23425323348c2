"""Where connections are made: one place for our own, one for clients, so that TLS and SASL can be added there."""

from __future__ import annotations

import ast
from pathlib import Path
from types import SimpleNamespace

import kafka
import pytest

import kafkalab
from kafkalab import clients
from kafkalab.observe.wire import Connection, connection

PACKAGE = Path(kafkalab.__file__).parent
CALLS = {"create_connection", "KafkaConsumer", "KafkaProducer", "KafkaAdminClient", "connect_ex"}
ALLOWED = {
    "observe/wire/connection.py": {"create_connection"},
    "observe/zookeeper.py": {"create_connection"},  # ZooKeeper's own words, always to one of ours
    "nodes/ports.py": {"connect_ex"},  # whether a port of this machine is free
    "clients.py": {"KafkaConsumer", "KafkaProducer"},
    "actors/programs/consumer_kafka_python.py": {"KafkaConsumer"},  # a program that a student reads, and runs by hand
    "actors/programs/producer_kafka_python.py": {"KafkaProducer"},
}


def calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [ast.unparse(node.func).split(".")[-1] for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return CALLS.intersection(names)


def test_nobody_else_opens_a_connection():
    found = {path.relative_to(PACKAGE).as_posix(): calls(path) for path in PACKAGE.rglob("*.py")}
    assert {name: made for name, made in found.items() if made - ALLOWED.get(name, set())} == {}


def test_the_search_still_finds_what_it_looks_for():
    assert calls(PACKAGE / "observe/wire/connection.py") == {"create_connection"}
    assert calls(PACKAGE / "clients.py") == {"KafkaConsumer", "KafkaProducer"}


def test_every_question_goes_through_the_one_function(monkeypatch):
    opened = []

    def note(host, port, timeout_s):
        opened.append((host, port))
        raise OSError("not now")

    monkeypatch.setattr(connection, "open_socket", note)
    with pytest.raises(connection.NoAnswer):
        Connection("somewhere", 9092).ask([])
    assert opened == [("somewhere", 9092)]


def test_every_reader_prober_poller_and_writer_asks_over_such_a_connection():
    """Who imports Connection from the wire has no other way to a broker."""
    users = {
        path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if "Connection(" in path.read_text()
    }
    assert {"observe/reader.py", "observe/quorum.py", "observe/polling.py", "observe/admin.py"} <= users


def test_clients_are_told_where_to_go_in_one_place(monkeypatch):
    made = []
    monkeypatch.setattr(kafka, "KafkaConsumer", lambda **settings: made.append(settings))
    monkeypatch.setattr(kafka, "KafkaProducer", lambda **settings: made.append(settings))
    cluster = SimpleNamespace(bootstrap_servers="a:1")
    clients.consumer(cluster, group_id="g")
    clients.producer(cluster, acks=1)
    reaching = {"bootstrap_servers": "a:1", "bootstrap_timeout_ms": clients.CONNECT_MS}
    assert made == [{**reaching, "group_id": "g"}, {**reaching, "max_block_ms": clients.CONNECT_MS, "acks": 1}]
