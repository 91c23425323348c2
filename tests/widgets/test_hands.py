"""What a click sets going, on a cluster that only notes what it is asked: order, answers, words, failures."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from scenes.build import TOPIC
from scenes.states import two_groups

from kafkalab.errors import ClusterError
from kafkalab.i18n import LANGS, Text, language
from kafkalab.observe.snapshot import Actor, Snapshot
from kafkalab.talk import say
from kafkalab.widgets import controls, markup
from kafkalab.widgets.controls import Hands
from kafkalab.widgets.subject import Subject

from .fake_cluster import FakeCluster


class Page:
    """Collects answers."""

    def __init__(self) -> None:
        self.answers: list[dict] = []

    def __call__(self, answer: dict) -> None:
        self.answers.append(answer)

    def ended(self, count: int = 1) -> list[dict]:
        eventually(lambda: len([a for a in self.answers if a["state"] != "begun"]) == count)
        return [a for a in self.answers if a["state"] != "begun"]


def eventually(condition: Callable[[], object], timeout: float = 5) -> None:
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.fixture
def cluster(unique) -> FakeCluster:
    return FakeCluster(unique("fake"))


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def hands(cluster) -> Hands:
    return hands_on(cluster)


def hands_on(cluster: FakeCluster, seen: Snapshot | None = None, lang="en", partition=None) -> Hands:
    made = Hands(cluster, Subject("topic", TOPIC, partition), lang)  # type: ignore[arg-type]
    made.follow(seen or two_groups())
    return made


def test_a_click_is_answered_when_it_begins_and_when_it_is_over(cluster, hands, page) -> None:
    hands.act("kill", {"of": "102"}, page)
    assert page.ended() == [
        {"act": "kill", "of": "102", "state": "ok", "text": "Broker 102 has crashed, and the others know."}
    ]
    begun = page.answers[0]
    python = f'from kafkalab import Cluster\nCluster.attach("{cluster.name}").broker(102).kill()'
    same = markup.same(python, f"kafkalab kill 102 --name {cluster.name}", "en")
    assert begun == {
        "act": "kill", "of": "102", "state": "begun", "text": "Kill 102…",
        "same": same,
    }  # fmt: skip
    assert cluster.calls == ["kill 102", "kill 102 is over"]


def test_a_click_returns_at_once_and_a_slow_one_holds_up_no_other_node(cluster, hands, page) -> None:
    cluster.held = {"kill 101"}
    began = time.monotonic()
    hands.act("kill", {"of": "101"}, page)
    hands.act("kill", {"of": "102"}, page)
    assert time.monotonic() - began < 0.5
    assert [answer["of"] for answer in page.ended()] == ["102"]
    cluster.go.set()
    assert [answer["of"] for answer in page.ended(2)] == ["102", "101"]


def test_the_same_click_twice_does_it_once(cluster, hands, page) -> None:
    cluster.held = {"kill 101"}
    hands.act("kill", {"of": "101"}, page)
    eventually(lambda: cluster.calls)
    again = Page()
    hands.act("kill", {"of": "101"}, again)
    assert [(answer["state"], answer["text"]) for answer in again.ended()] == [("failed", "That is under way already.")]
    cluster.go.set()
    page.ended()
    assert cluster.calls == ["kill 101", "kill 101 is over"]
    hands.act("kill", {"of": "101"}, page)
    page.ended(2)
    assert len(cluster.calls) == 4, "once it is over, it can be done again"


def test_two_clicks_on_one_node_wait_for_each_other_also_from_two_views(cluster, hands, page) -> None:
    cluster.held = {"kill 101"}
    hands.act("kill", {"of": "101"}, page)
    eventually(lambda: cluster.calls)
    hands_on(cluster).act("start", {"of": "101"}, page)
    eventually(lambda: len(page.answers) == 2)
    time.sleep(0.1)
    assert cluster.calls == ["kill 101"]
    cluster.go.set()
    page.ended(2)
    assert cluster.calls == ["kill 101", "kill 101 is over", "start 101", "start 101 is over"]


def test_healing_waits_for_every_node_that_somebody_touches(cluster, hands, page) -> None:
    cluster.held = {"kill 101"}
    hands.act("kill", {"of": "101"}, page)
    eventually(lambda: cluster.calls)
    hands.act("heal", {}, page)
    time.sleep(0.1)
    assert "heal" not in cluster.calls
    cluster.go.set()
    page.ended(2)
    assert cluster.calls[-2:] == ["heal", "heal is over"]


@pytest.mark.parametrize("lang", LANGS)
def test_an_error_is_its_sentence_and_its_next_step_in_the_views_language(cluster, page, lang) -> None:
    def refuse() -> None:
        raise ClusterError(Text("No puede ser.", "It cannot be."), Text("Espera.", "Wait."))

    cluster.does = refuse
    hands_on(cluster, lang=lang).act("kill", {"of": "101"}, page)
    (answer,) = page.ended()
    assert (answer["state"], answer["text"]) == (
        "failed", {"es": "No puede ser. Espera.", "en": "It cannot be. Wait."}[lang],
    )  # fmt: skip


def test_what_nobody_foresaw_is_one_line_and_the_next_click_works(cluster, hands, page, caplog) -> None:
    def stumble() -> None:
        raise OSError("disk full")

    cluster.does = stumble
    hands.act("kill", {"of": "101"}, page)
    assert page.ended()[0]["text"] == "That did not work: OSError: disk full."
    assert "a click failed" in caplog.text
    cluster.does = lambda: None
    hands.act("kill", {"of": "101"}, page)
    assert page.ended(2)[1]["state"] == "ok"


def test_what_is_said_on_the_way_is_told_in_the_view_and_nowhere_else(cluster, page, capsys) -> None:
    spoken: list[str] = []

    def talk() -> None:
        spoken.append(language())
        say(Text("No queda nadie.", "Nobody is left."))

    cluster.does = talk
    hands_on(cluster, lang="es").act("kill", {"of": "101"}, page)
    assert page.ended()[0]["text"] == "No queda nadie. El broker 101 ha caído, y los demás ya lo saben."
    assert spoken == ["es"]
    assert capsys.readouterr() == ("", "")
    say(Text("fuera", "outside"))
    assert capsys.readouterr().err == "outside\n"


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("kill", {"of": "104"}),
        ("kill", {}),
        ("__class__", {}),
        ("close", {"of": "stranger"}),
        ("send", {"value": "x" * 5000, "acks": "1"}),
        ("send", {"value": "x", "acks": "two"}),
        ("consume", {"group": ""}),
    ],
)
def test_what_a_page_may_not_ask_is_refused_and_nothing_is_done(cluster, hands, page, act, fields) -> None:
    hands.act(act, fields, page)
    (answer,) = page.ended()
    assert answer["state"] == "failed"
    assert "did not work" not in answer["text"]
    assert cluster.calls == []


def test_before_the_first_snapshot_nothing_can_be_done(cluster, page) -> None:
    early = Hands(cluster, Subject("topic", TOPIC), "en")
    early.act("heal", {}, page)
    assert page.ended()[0]["state"] == "failed"
    assert cluster.calls == []


def test_a_record_with_a_key_goes_where_the_key_says(cluster, hands, page) -> None:
    hands.act("send", {"key": "ana", "value": "hola", "acks": "0"}, page)
    page.ended()
    assert cluster.calls[0] == "produce iabd-topic [('ana', 'hola')] {'acks': 0}"


def test_a_record_without_a_key_goes_to_the_views_partition_or_to_any_that_has_a_leader(cluster, page) -> None:
    for _ in range(3):
        hands_on(cluster, partition=1).act("send", {"key": "", "value": "hola", "acks": "all"}, page)
        page.ended()
        page.answers.clear()
    assert set(cluster.calls[::2]) == {"produce iabd-topic ['hola'] {'partition': 1, 'acks': 'all'}"}
    seen = two_groups()
    parts = seen.topics[TOPIC].partitions
    headless = {number: replace(part, leader=None if number != 2 else part.leader) for number, part in parts.items()}
    lost = replace(seen, topics={TOPIC: replace(seen.topics[TOPIC], partitions=headless)})
    hands_on(cluster, lost).act("send", {"value": "hola", "acks": "1"}, page)
    page.ended()
    assert cluster.calls[-2] == "produce iabd-topic ['hola'] {'partition': 2, 'acks': 1}"


def test_an_actor_is_ended_by_its_name_and_its_process_is_named_for_the_shell(cluster, page) -> None:
    seen = replace(two_groups(), actors={"consumer-1": Actor("consumer", "running", topics=(TOPIC,), group="g")})
    cluster.actors = {"consumer-1": SimpleNamespace(pid=4711, close=lambda: cluster.calls.append("closed"))}
    hands_on(cluster, seen).act("close", {"of": "consumer-1"}, page)
    assert page.ended()[0]["text"] == "consumer-1 has ended in order."
    assert "<code>kill 4711</code>" in page.answers[0]["same"]
    assert cluster.calls == ["closed"]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ({"cluster": "it"}, "cluster"),
        ({"lab": "it", "cluster": "it"}, "cluster"),
        ({"lab": "it", "cluster": "another"}, "lab"),
        ({"_3": "it", "cluster": "another"}, None),
        ({"cluster": None}, None),
        ({}, None),
    ],
)
def test_the_line_calls_the_cluster_what_the_notebook_calls_it(cluster, monkeypatch, names, found) -> None:
    known = {"it": cluster, "another": FakeCluster("another"), None: None}
    notebook = SimpleNamespace(user_ns={name: known[which] for name, which in names.items()})
    monkeypatch.setattr(controls, "shell", lambda: notebook)
    assert controls._variable(cluster) == found
