"""Which controls a view has, and what they offer: tables of subject and snapshot."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from scenes.build import TOPIC, group, partition, snapshot, topic
from scenes.states import two_groups

from kafkalab.errors import UsageError
from kafkalab.i18n import LANGS, Text
from kafkalab.observe.snapshot import Actor, NodeState, Snapshot
from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.kinds import KINDS
from kafkalab.widgets import clicks, markup
from kafkalab.widgets.actions import ACTIONS
from kafkalab.widgets.choices import Choice, Field, Row, belonging, group_of, rows, topic_of
from kafkalab.widgets.subject import Subject

GROUP = "iabd-app1"
ON_TOPIC = Subject("topic", TOPIC)


def acts(made: list[Row]) -> list[tuple[str, ...]]:
    return [tuple(name for name, _ in row.acts) for row in made]


SEND, CONSUME, PRODUCE, HEAL = ("send",), ("consume",), ("produce",), ("heal",)
ACTOR, NODE = ("close", "crash"), ("kill", "pause", "stop", "resume", "start")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("topic", [SEND, PRODUCE, CONSUME, ACTOR, NODE, HEAL]),
        ("group", [SEND, CONSUME, ACTOR, NODE, HEAL]),
        ("offsets", [SEND, CONSUME, ACTOR, NODE, HEAL]),
        ("replicas", [SEND, NODE, HEAL]),
        ("cluster", [SEND, NODE, HEAL]),
        ("producers", [SEND, PRODUCE, ACTOR, NODE, HEAL]),
        ("three-brokers", [SEND, CONSUME, ACTOR, NODE, HEAL]),
    ],
)
def test_the_controls_depend_on_the_kind(kind: str, expected: list) -> None:
    assert acts(rows(Subject(kind, TOPIC), two_groups())) == expected


@pytest.mark.parametrize("kind", [*KINDS, *FIGURES])
def test_the_rows_of_a_view_never_change(kind: str) -> None:
    """The page makes them once: whatever happens, they stay the same ones; what is impossible now is off."""
    subject = Subject(kind, TOPIC)
    made = [rows(subject, seen) for seen in (None, snapshot(), two_groups())]
    assert len({str(acts(each)) for each in made}) == 1
    assert all(row.off for row in made[0] if row.of is not None), "nobody is known before the first snapshot"
    assert {name for row in made[2] for name, _ in row.acts} <= set(ACTIONS)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("up", ("kill", "pause", "stop")),
        ("paused", ("resume", "kill", "stop")),
        ("stopped", ("start",)),
        ("unreachable", ("kill", "pause", "stop")),
    ],
)
def test_what_can_be_done_to_a_node_follows_its_state(state, expected) -> None:
    node = rows(ON_TOPIC, snapshot(topic(partition(0)), states={102: state}))[4]
    offered = {choice.id: choice.acts for choice in node.of or ()}
    assert offered == {"101": ("kill", "pause", "stop"), "102": expected, "103": ("kill", "pause", "stop")}


def test_the_state_of_a_node_stands_beside_it_in_words() -> None:
    node = rows(ON_TOPIC, snapshot(topic(partition(0)), states={102: "paused"}))[4]
    assert [choice.text.es for choice in node.of or ()][1] == "broker 102: en pausa"
    assert [choice.text.en for choice in node.of or ()][1] == "broker 102: paused"


@pytest.mark.parametrize(("kind", "shown"), [("cluster", True), ("kraft-quorum", True), ("topic", False)])
def test_controllers_are_offered_where_the_diagram_is_of_the_cluster(kind: str, shown: bool) -> None:
    seen = replace(two_groups(), nodes={1: NodeState(1, "controller", "up")})
    row = next(row for row in rows(Subject(kind, TOPIC), seen) if ("kill" in dict(row.acts)))
    assert ("1" in [choice.id for choice in row.of or ()]) == shown


def with_actors(**found: Actor) -> Snapshot:
    return replace(two_groups(), actors=found)


def test_only_actors_that_run_and_belong_to_the_view_can_be_ended() -> None:
    seen = with_actors(
        mine=Actor("consumer", "running", topics=(TOPIC,), group="g"),
        new=Actor("producer", "starting", topics=(TOPIC,)),
        hung=Actor("consumer", "paused", topics=(TOPIC, "other"), group="g"),
        elsewhere=Actor("consumer", "running", topics=("other",), group="g"),
        over=Actor("consumer", "closed", topics=(TOPIC,), group="g"),
        dead=Actor("consumer", "crashed", topics=(TOPIC,), group="g"),
    )
    assert sorted(belonging(ON_TOPIC, seen)) == ["hung", "mine", "new"]
    row = rows(ON_TOPIC, seen)[3]
    assert not row.off
    assert [choice.text.en for choice in row.of or ()] == ["hung · g", "mine · g", "new"]
    assert rows(ON_TOPIC, with_actors())[3].off


def test_a_view_of_a_group_has_its_members_and_its_topic() -> None:
    of_group = Subject("group", group=GROUP)
    seen = with_actors(member=Actor("consumer", "running", topics=("other",), group=GROUP))
    assert list(belonging(of_group, seen)) == ["member"]
    assert topic_of(of_group, seen) == TOPIC
    assert topic_of(Subject("group", group="nobody"), seen) is None


def test_without_a_topic_there_is_nothing_to_send_to() -> None:
    send, node, heal = rows(Subject("cluster"), two_groups())
    assert (send.off, node.off, heal.off) == (True, False, False)
    assert topic_of(Subject("topic", "gone"), two_groups()) is None


def test_the_group_that_is_offered_is_the_views_or_one_that_reads_the_topic() -> None:
    assert group_of(Subject("topic", TOPIC, group="mine"), two_groups()) == "mine"
    assert group_of(ON_TOPIC, two_groups()) == "iabd-app1"
    assert group_of(ON_TOPIC, snapshot(topic(partition(0)))) is None
    odd = snapshot(topic(partition(0)), groups=(group("a\nb", committed={0: 1}),))
    assert group_of(ON_TOPIC, odd) is None, "a field has one line"


def test_a_cluster_that_is_not_ours_has_no_process_controls() -> None:
    assert acts(rows(ON_TOPIC, two_groups(), ours=False)) == [SEND, PRODUCE, CONSUME, ACTOR]
    assert acts(rows(Subject("cluster"), two_groups(), ours=False)) == [SEND]


# -- what a page sends ------------------------------------------------------------------------------------------------


def test_what_is_typed_is_taken_as_it_is() -> None:
    assert clicks.text({"value": " it's\n"}, "value") == " it's\n"
    assert clicks.text({}, "value") == ""
    assert clicks.text({"value": 7}, "value") == ""
    assert clicks.text({"value": "half \ud83e a duck"}, "value") == "half ? a duck"
    assert clicks.group({"group": " app "}) == "app"
    assert [clicks.acks({"acks": given}) for given in ("all", "1", "0")] == ["all", 1, 0]


@pytest.mark.parametrize(
    "read",
    [
        lambda: clicks.text({"value": "x" * 2001}, "value"),
        lambda: clicks.text({"key": "x" * 201}, "key"),
        lambda: clicks.group({"group": "  "}),
        lambda: clicks.acks({"acks": "2"}),
        lambda: clicks.acks({"acks": ["all"]}),
        lambda: clicks.acks({}),
        lambda: clicks.node({"of": "104"}, two_groups()),
        lambda: clicks.node({"of": "102; rm"}, two_groups()),
        lambda: clicks.node({}, two_groups()),
        lambda: clicks.actor({"of": "../../etc"}, {}),
    ],
)
def test_what_cannot_be_is_refused_in_words(read) -> None:
    with pytest.raises(UsageError) as refused:
        read()
    assert refused.value.next_step is not None


def test_a_node_is_found_by_its_id_whatever_its_role() -> None:
    seen = replace(two_groups(), nodes={1: NodeState(1, "controller", "up")})
    assert clicks.node({"of": "1"}, seen) == ("controller", 1)
    assert clicks.node({"of": "102"}, seen) == ("broker", 102)


# -- as HTML ----------------------------------------------------------------------------------------------------------


class Reading(HTMLParser):
    """The tags with their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", [*KINDS, *FIGURES])
def test_every_control_is_native_and_has_a_name(kind: str, lang) -> None:
    for made in rows(Subject(kind, TOPIC), two_groups()):
        html = Reading(markup.toolbar([made], lang))
        assert {tag for tag, _ in html.tags} <= {
            "div",
            "p",
            "form",
            "fieldset",
            "legend",
            "label",
            "input",
            "select",
            "option",
            "button",
        }
        assert all(select["name"] != "of" or select["aria-label"] for select in html.all("select"))
        assert len(html.all("label")) == len(made.fields)
        assert made.title.in_(lang) in html.words
        assert all(label.in_(lang) in html.words for _, label in made.acts)


def test_names_from_strangers_stay_text() -> None:
    evil = '"><img src=x onerror=alert(1)>\u202e'
    field = Field("value", Text("v", "v"), Text(evil, evil), 9)
    row = Row(Text("t", "t"), (field,), (Choice(evil, Text(evil, evil), ("kill",)),), (), off=False)
    html = Reading(markup.toolbar([row], "en"))
    assert "img" not in [tag for tag, _ in html.tags]
    assert "<img" in "".join(html.words)
    assert "\u202e" not in "".join(html.words)


def test_a_row_with_nothing_to_do_is_hidden_and_stays() -> None:
    row = Row(Text("t", "t"), (), (), (), off=True)
    assert Reading(markup.toolbar([row], "en")).all("form") == [{"hidden": ""}]


def test_the_page_has_a_place_for_what_came_of_a_click() -> None:
    html = Reading(markup.toolbar([], "es", Text("No es nuestro.", "Not ours.")))
    assert [each.get("role") for each in html.all("p")] == [None, "status"]
    assert html.words == ["No es nuestro."]


def test_the_lines_are_shown_as_they_are_each_with_a_button_that_says_what_it_copies() -> None:
    html = Reading(markup.same('f("<b>&amp;")\ng()', "printf '<b>' | tool", "es"))
    assert [tag for tag, _ in html.tags] == ["div", "span", "code", "button"] * 2
    assert html.words == [
        "en Python",
        'f("<b>&amp;")\ng()',
        "copiar",
        "en la terminal",
        "printf '<b>' | tool",
        "copiar",
    ]
    assert [button["aria-label"] for button in html.all("button")] == ["copiar: en Python", "copiar: en la terminal"]
