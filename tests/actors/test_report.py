"""What an actor tells, summed up: events, positions, damage. No cluster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kafkalab.actors.report import RECORDS_KEPT, Rebalance, Record, Report


class Telling:
    """An actor's report, written line by line as its process does."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self._path = path
        self.report = Report(path)

    def raw(self, data: bytes) -> Report:
        with self._path.open("ab") as out:
            out.write(data)
        return self.report.ask(lambda told: told)

    def tell(self, event: str, **facts: object) -> Report:
        return self.raw(json.dumps({"event": event, "time": 1.0, **facts}).encode() + b"\n")

    def record(self, event: str, offset: int, partition: int = 0) -> Report:
        return self.tell(event, topic="t", partition=partition, offset=offset, key="k", value="ñ", timestamp=5)


@pytest.fixture
def telling(tmp_path) -> Telling:
    return Telling(tmp_path / "report.jsonl")


def test_partitions_come_and_go(telling):
    telling.tell("assigned", partitions=[["t", 0], ["t", 1]])
    telling.record("record", 7, partition=1)
    assert telling.report.positions == {("t", 1): 8}
    report = telling.tell("revoked", partitions=[["t", 1]])
    assert report.assignment == {("t", 0)}
    assert report.positions == {}
    assert telling.tell("lost", partitions=[["t", 0]]).assignment == set()
    assert [rebalance.kind for rebalance in report.rebalances] == ["assigned", "revoked", "lost"]
    assert report.rebalances[0] == Rebalance(1.0, "assigned", (("t", 0), ("t", 1)))


def test_a_rebalance_of_nothing_is_no_news(telling):
    assert not telling.tell("assigned", partitions=[]).rebalances


def test_records_are_kept_as_they_came_and_the_oldest_go(telling):
    report = telling.record("record", 3)
    assert list(report.records) == [Record("t", 0, 3, "k", "ñ", 5)]
    lines = [
        json.dumps({"event": "record", "time": 1, **vars(Record("t", 0, n, None, None, None))})
        for n in range(RECORDS_KEPT + 5)
    ]
    telling.raw("\n".join([*lines, ""]).encode())
    assert len(report.records) == RECORDS_KEPT
    assert report.records[-1].offset == RECORDS_KEPT + 4
    assert report.read_count == RECORDS_KEPT + 6


def test_a_producer_is_told_apart_from_a_consumer(telling):
    telling.record("acked", 0)
    report = telling.tell("failed", key=None, value="v", error="MessageSizeTooLargeError: big")
    assert (report.acked, report.failed, report.read_count) == (1, 1, 0)
    assert [trouble.error for trouble in report.errors] == ["MessageSizeTooLargeError: big"]


@pytest.mark.parametrize(("told", "acks"), [("all", "all"), (-1, "all"), (1, "1"), (0, "0"), (None, None)])
def test_a_producer_tells_which_acks_it_asks_for(telling, told, acks):
    """As its client was really set up; a program of before that told it gives None."""
    facts = {} if told is None else {"acks": told}
    assert telling.tell("connected", **facts).acks == acks


def test_half_a_line_waits_for_its_other_half(telling):
    line = json.dumps({"event": "connected", "time": 1.0}).encode()
    assert not telling.raw(line[:9]).is_connected
    assert telling.raw(line[9:] + b"\n").is_connected


@pytest.mark.parametrize(
    "line",
    [b"WARNING of a library", b"\xff\xfe", b"{", b"[1]", b"3", b'{"event": 3}', b'{"event": "unheard-of"}', b'"event"',
     b'{"event": "record"}', b'{"event": "assigned", "time": 1, "partitions": [1]}'],
)  # fmt: skip
def test_any_other_line_is_kept_as_output_and_nothing_else(telling, line):
    report = telling.raw(line + b"\n")
    assert len(report.lines) == 1
    assert (report.records, report.assignment, report.is_connected) == (type(report.records)(), set(), False)


def test_an_actor_keeps_its_report_when_another_of_its_name_begins(tmp_path):
    """The file is made anew: an old handle must not read what the new actor tells."""
    path = tmp_path / "report.jsonl"
    first = Telling(path)
    first.record("record", 1)
    path.unlink()
    second = Telling(path)
    second.record("record", 2)
    assert [record.offset for record in first.report.records] == [1]
    assert [record.offset for record in second.report.records] == [2]
