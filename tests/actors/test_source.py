"""The programs of actors: self-contained, in both languages, with the options as literals. No cluster."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkalab.actors import source
from kafkalab.actors.comments import COMMENTS
from kafkalab.actors.source import program

PROGRAMS = [(kind, client) for kind in ("consumer", "producer") for client in ("kafka-python", "confluent")]
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in source._FOLDER.glob("*.py")}


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize(("kind", "client"), PROGRAMS)
def test_a_program_is_one_file_that_needs_nothing_of_kafkalab(kind, client, lang):
    text = program(kind, client, {"TOPIC": "t"}, lang, "actor-1")
    tree = ast.parse(text)
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    assert imported <= {"confluent_kafka", "itertools", "json", "kafka", "os", "signal", "sys", "time"}
    assert "<options>" not in text
    assert "python actor-1.py localhost:9092" in ast.get_docstring(tree)


@pytest.mark.parametrize(("kind", "client"), PROGRAMS)
def test_every_option_of_a_template_is_given_by_the_options(kind, client):
    """A name that only the template's example has would be missing in the program, and the other way round."""
    from kafkalab.actors.options import consumer_options, producer_options

    if kind == "consumer":
        given_options = consumer_options("t", "g", "a", client=client, **CONSUMER)
    else:
        given_options = producer_options("t", "a", client=client, **PRODUCER)
    text = TEMPLATES[f"{kind}_{client.replace('-', '_')}.py"]
    examples = text[text.index("# <options>") : text.index("# </options>")]
    assert {node.targets[0].id for node in ast.parse(examples).body} == set(given_options)


CONSUMER = {
    "protocol": "classic", "auto_offset_reset": "earliest", "commit": "auto", "commit_interval_ms": 1000,
    "max_poll_records": 500, "work_ms": 0, "session_timeout_ms": None, "group_instance_id": None, "assignor": None,
    "isolation_level": "read_uncommitted", "settings": None,
}  # fmt: skip
PRODUCER = {
    "rate": 5, "keys": None, "values": None, "count": None, "acks": "all", "idempotence": None, "settings": None,
}  # fmt: skip

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()


@given(st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20))
def test_whatever_an_option_is_the_program_has_just_that_value(value):
    assert ast.literal_eval(source._literal(value)) == value


@given(st.text())
def test_no_topic_can_become_code(topic):
    text = program("producer", "kafka-python", {"TOPIC": topic}, "en", "p")
    (assigned,) = [
        node for node in ast.parse(text).body if isinstance(node, ast.Assign) and node.targets[0].id == "TOPIC"
    ]
    assert ast.literal_eval(assigned.value) == topic


def test_long_lists_and_settings_stand_on_lines_of_their_own():
    assert source._literal({"a": 1, "b": "x"}) == '{\n    "a": 1,\n    "b": "x",\n}'
    assert max(map(len, source._literal(["x" * 30] * 9).splitlines())) < 100


@pytest.mark.parametrize("comment", COMMENTS, ids=lambda comment: comment.en[:40])
def test_each_spanish_comment_belongs_to_a_sentence_of_a_template(comment):
    assert any(comment.en in text for text in TEMPLATES.values())
    assert comment.es != comment.en


@pytest.mark.parametrize(("kind", "client"), PROGRAMS)
def test_no_english_comment_is_left_in_a_spanish_program(kind, client):
    """Each docstring and each comment of a program has its Spanish."""
    english = set(_said(program(kind, client, {}, "en", "a")))
    spanish = set(_said(program(kind, client, {}, "es", "a")))
    assert english & spanish == set()


def _said(text: str) -> list[str]:
    nodes = [
        node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))
    ]
    docstrings = [doc for node in nodes if (doc := ast.get_docstring(node))]
    return docstrings + [line.partition("# ")[2] for line in text.splitlines() if "# " in line]


@pytest.mark.parametrize("client", ["kafka-python", "confluent"])
def test_by_hand_it_says_in_words_why_it_cannot_go_on(client, tmp_path):
    """Without kafkalab: an ordinary Python program with an ordinary traceback, its address as an argument."""
    options = {"SETTINGS": {"bootstrap_timeout_ms": 300} if client == "kafka-python" else {}, "TOPIC": "t"}
    path = tmp_path / "program.py"
    path.write_text(program("producer", client, options, "en", "p").replace("timeout=10", "timeout=0.3"))
    done = subprocess.run([sys.executable, path, "localhost:1"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "Traceback" in done.stderr
