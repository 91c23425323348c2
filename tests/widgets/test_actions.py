"""The lines that a click shows: what they are, whether they read back as what was typed, whatever that is."""

from __future__ import annotations

import ast
import shlex
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkalab import cli, tools
from kafkalab.i18n import LANGS
from kafkalab.widgets import shell
from kafkalab.widgets.actions import ACTIONS, Place
from kafkalab.widgets.clicks import Click
from kafkalab.widgets.lines import Attribute, Call, Item, line, literal

LAB = Place("lab", "localhost:9092,localhost:9093", "orders", 'Cluster.attach("lab")', "cluster")
HOSTILE = [
    "it's", 'say "hi"', "both ' and \"", "back\\slash", "line\nbreak", "tab\tstop", "-n", "--help", "$HOME `id` $(id)",
    "; rm -rf /", "a && b | c > d", "!!", "*?[a]", "ñandú 🦆",
    "\x1b[31mred", "\u202egnp.exe", "nul\x00", "%s%d\\n", "{value}",
    "#", "", " ", "x" * 2000,
]  # fmt: skip
BUTTONS = [
    ("send", Click("send", key="ana", value="hola", acks=1),
     'cluster.admin.produce("orders", [("ana", "hola")], acks=1)',
     r"printf '%s\t%s\n' ana hola | kafka-console-producer.sh --topic orders --reader-property parse.key=true "
     "--request-required-acks 1 --bootstrap-server localhost:9092,localhost:9093"),
    ("send", Click("send", value="hola", partition=2),
     'cluster.admin.produce("orders", ["hola"], partition=2, acks="all")',
     r"printf '%s\n' hola | kafka-console-producer.sh --topic orders --request-required-acks all "
     "--bootstrap-server localhost:9092,localhost:9093"),
    ("consume", Click("consume", group="billing"),
     'cluster.consumer("orders", group="billing")',
     "kafka-console-consumer.sh --topic orders --group billing --from-beginning "
     "--bootstrap-server localhost:9092,localhost:9093"),
    ("produce", Click("produce", acks=0),
     'cluster.producer("orders", rate=5, acks=0)',
     "kafka-producer-perf-test.sh --topic orders --num-records 1000000 --record-size 20 --throughput 5 "
     "--command-property acks=0 --bootstrap-server localhost:9092,localhost:9093"),
    ("close", Click("close", actor="consumer-1", pid=77), 'cluster.actors["consumer-1"].close()', "kill 77"),
    ("crash", Click("crash", actor="consumer-1", pid=77), 'cluster.actors["consumer-1"].kill()', "kill -KILL 77"),
    *[(verb, Click(verb, node=102), f"cluster.broker(102).{verb}()", f"kafkalab {verb} 102")
      for verb in ("kill", "pause", "stop", "resume", "start")],
    ("kill", Click("kill", role="controller", node=1), "cluster.controller(1).kill()", "kafkalab kill 1"),
    ("stop", Click("stop", role="zookeeper", node=2), "cluster.zookeeper(2).stop()", "kafkalab stop 2"),
    ("heal", Click("heal"), "cluster.heal()", "kafkalab heal"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "click", "python", "terminal"), BUTTONS)
def test_each_click_shows_the_two_lines_that_do_the_same(name: str, click: Click, python: str, terminal: str) -> None:
    action = ACTIONS[name]
    assert LAB.python(action.line(LAB, click)) == python
    assert action.shell(LAB, click) == terminal


def test_every_action_has_its_lines_tested() -> None:
    assert {name for name, *_ in BUTTONS} == set(ACTIONS)


def test_every_shell_line_is_a_command_that_there_is() -> None:
    """Those of kafkalab are what its command line takes; the others are tools that it has, or the system's."""
    for _, _, _, terminal in BUTTONS:
        command, *arguments = shlex.split(terminal.split(" | ")[-1])
        if command == "kafkalab":
            assert cli._parsed(arguments).command == arguments[0]
        else:
            assert command == "kill" or command.removesuffix(".sh") in tools.TOOLS


def test_another_cluster_is_named() -> None:
    place = Place("second", "localhost:1", "t", 'Cluster.attach("second")')
    heal = ACTIONS["heal"]
    assert heal.shell(place, Click("heal")) == "kafkalab heal --name second"
    assert place.python(heal.line(place, Click("heal"))) == (
        'from kafkalab import Cluster\nCluster.attach("second").heal()'
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_reads_back_as_python(text: str) -> None:
    """As a line of its own, with the very same text in it."""
    click = Click("send", key=text, value=text, acks=1)
    python = LAB.python(ACTIONS["send"].line(LAB, click))
    assert python.isprintable()
    call = ast.parse(python, mode="eval").body
    assert isinstance(call, ast.Call)
    assert [ast.literal_eval(argument) for argument in call.args] == ["orders", [(text, text)]]
    (record,) = ast.parse(
        LAB.python(ACTIONS["consume"].line(LAB, Click("consume", group=text))), mode="eval"
    ).body.keywords  # type: ignore[attr-defined]
    assert ast.literal_eval(record.value) == text


@pytest.mark.parametrize("key", [None, *HOSTILE])
@pytest.mark.parametrize("value", HOSTILE)
def test_a_real_shell_hands_over_just_what_was_typed(key: str | None, value: str) -> None:
    """The producer's standard input and arguments, with a stand-in for the tool; or the arguments of Python."""
    click = Click("send", key=key, value=value, acks=1)
    said = ACTIONS["send"].shell(LAB, click)
    assert said.isprintable(), "nothing in it steers the terminal, or ends the line"
    if not shell.can_be_pasted(key, value):
        command, option, program = shlex.split(said)
        assert (command, option) == ("python", "-c")
        assert ast.literal_eval(_calls(program)[-1].args[1]) == [value if key is None else (key, value)]
        return
    done = subprocess.run(
        ["bash", "-c", f'kafka-console-producer.sh() {{ cat; echo "$*"; }}; {said}'], capture_output=True, timeout=20
    )
    record, options = done.stdout.decode().rsplit("\n", 2)[:2]
    assert record == (value if key is None else f"{key}\t{value}")
    assert options.startswith("--topic orders ")
    assert ("parse.key=true" in options) == (key is not None)
    assert done.stderr == b""


def _calls(program: str) -> list[ast.Call]:
    return [node.value for node in ast.parse(program).body if isinstance(node, ast.Expr)]  # type: ignore[misc]


@pytest.mark.parametrize("group", HOSTILE)
def test_a_group_stays_one_word_of_the_shell_line(group: str) -> None:
    said = ACTIONS["consume"].shell(LAB, Click("consume", group=group))
    assert said.isprintable()
    words = shlex.split(said)
    if shell.can_be_pasted(group):
        assert words[0] == "kafka-console-consumer.sh"
        assert f"--group={group}" in words or words[words.index("--group") + 1] == group
        assert not group.startswith("-") or f"--group={group}" in words, "it must not look like an option"
    else:
        assert words[:2] == ["python", "-c"]
        assert ast.literal_eval(_calls(words[2])[0].keywords[0].value) == group


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_a_literal_is_printable_and_reads_back(text: str) -> None:
    assert literal(text).isprintable()
    assert ast.literal_eval(literal(text)) == text
    assert ast.literal_eval(literal([(text, None), 1])) == [(text, None), 1]
    assert ast.literal_eval(literal((text,))) == (text,)


def test_a_line_runs_as_it_reads() -> None:
    class Thing:
        def __init__(self) -> None:
            self.part = {"a": self}

        def double(self, number: int, *, plus: int) -> int:
            return 2 * number + plus

    wanted = line(Attribute("part"), Item("a"), Call("double", (4,), {"plus": 1}))
    assert wanted.text("thing") == 'thing.part["a"].double(4, plus=1)'
    assert wanted.run(Thing()) == 9 == eval(wanted.text("thing"), {"thing": Thing()})


def test_what_came_of_it_is_told_in_both_languages() -> None:
    told = ACTIONS["send"].told(Click("send", acks=1), [(2, 14)])
    assert [told.in_(lang) for lang in LANGS] == [
        "Guardado en P2, offset 14 (acks=1).",
        "Written to P2, offset 14 (acks=1).",
    ]
    blind = ACTIONS["send"].told(Click("send", acks=0), [(2, -1)])
    assert "nobody confirms" in blind.en
    assert "-1" not in blind.en, "an offset that nobody told is not shown"
    assert ACTIONS["kill"].told(Click("kill", role="controller", node=1), None).es.startswith("El controlador 1 ")
