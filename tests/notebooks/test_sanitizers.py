"""The sanitizers replace what differs between two runs, and nothing that a lesson teaches."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbval.plugin import get_sanitize_patterns

CONFIG = Path(__file__).with_name("nbval_sanitize.cfg").read_text()
PATTERNS = get_sanitize_patterns(CONFIG)


def sanitize(text: str) -> str:
    for pattern, replacement in PATTERNS:
        text = re.sub(pattern, replacement, text)
    return text


def test_every_pair_of_lines_is_read():
    """A `regex:` whose `replace:` is not on the very next line would be ignored in silence."""
    assert len(PATTERNS) == CONFIG.count("\nregex: ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("localhost:9092,localhost:9093", "localhost:40001,localhost:40002"),
        ("TopicId: f7RNxMPLT4uVvLJm-2x4aA", "TopicId: Qe0cYcJzR8yJ5l_JzWb3tw"),
        ("[2026-11-23 04:43:12,345] WARN", "[2027-01-02 14:03:00,001] WARN"),
        ("CreateTime:1795410055658\thola", "CreateTime:1795410099999\thola"),
        ("<Thing object at 0x7f3a2b4c5d60>", "<Thing object at 0x7fffffffffff>"),
        ("/tmp/kafkalab-home-ab12_xy/clusters", "/private/var/folders/x/kafkalab-home-zz/clusters"),
        ("pid 1234", "pid 9"),
        ("ql-a\r\n", "ql-a\n"),
    ],
)
def test_what_differs_between_runs_is_replaced(one: str, other: str):
    assert sanitize(one) == sanitize(other)


@pytest.mark.parametrize(
    "text",
    [
        "Topic: iabd-topic\tPartition: 0\tLeader: 101\tReplicas: 101,102,103\tIsr: 101,102,103",
        "Processed a total of 5 messages",
        "min.insync.replicas=2,retention.ms=604800000",
        "__consumer_offsets",
        "q1  Leer no borra  … sin contestar    0/1",
        "un-topic-con-un-nombre-muy-largo-de-verdad",
    ],
)
def test_what_a_lesson_shows_is_left_alone(text: str):
    assert sanitize(text) == text
