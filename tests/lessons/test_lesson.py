"""A lesson as a student holds it: starting, what it touches and says, its questions, and what does not exist."""

from __future__ import annotations

import dataclasses
import os
from types import SimpleNamespace

import pytest

import kafkalab
from kafkalab.checks import Experiment, Observation, Outcome, Text, Wrong, YesNo
from kafkalab.errors import ClusterError, UsageError
from kafkalab.i18n import language, set_language
from kafkalab.lessons import Lesson, LessonSpec, Sheet, TopicSpec, registry
from kafkalab.lessons.lesson import _bring_up as bring_up

SAID = Text("sí", "yes")


def question(name: str) -> YesNo:
    return YesNo(
        id=name, title=Text(f"título de {name}", f"title of {name}"), prompt=SAID, answer=True, hints=(SAID, SAID),
        wrong=(Wrong(False, SAID),), otherwise=SAID, explanation=SAID,
    )  # fmt: skip


SPEC = LessonSpec(
    number="00",
    slug="hola",
    title=Text("Hola", "Hello"),
    topics=(TopicSpec(name="made", assignment={0: [101, 102, 103]}), TopicSpec(name="yours", left_to_student=True)),
    groups=("readers",),
    questions=(question("q1"), question("q2")),
    exercise_topics=(TopicSpec(name="other", partitions=3, configs={"retention.ms": "1000"}),),
    exercises=(question("e1"),),
)


class FakeAdmin:
    """Remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def delete_group(self, cluster, group):
        self.asked.append(("delete group", group))

    def delete_topic(self, cluster, name):
        self.asked.append(("delete", name))

    def create_topic(self, cluster, topic):
        self.asked.append(("create", topic.name))


CLUSTER = SimpleNamespace(bootstrap_servers="localhost:9092,localhost:9093", snapshot=lambda: None)


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("KAFKALAB_HOME", str(tmp_path))
    monkeypatch.setenv("BOOTSTRAP", "nowhere:1")
    yield
    set_language(None)


def lesson(kind=Lesson, lang="en", bring_up=lambda: CLUSTER):
    admin = FakeAdmin()
    return kind(SPEC, lang, bring_up, admin), admin


def test_starting_makes_the_listed_topics_and_groups_anew_and_nothing_else():
    hello, admin = lesson()
    hello.start()
    assert admin.asked == [("delete group", "readers"), ("delete", "made"), ("create", "made"), ("delete", "yours")]
    assert hello.cluster is CLUSTER
    assert os.environ["BOOTSTRAP"] == CLUSTER.bootstrap_servers


def test_starting_says_what_it_did_always_in_the_same_words(capsys):
    hello, _ = lesson()
    hello.start()
    hello.start()
    first, second = capsys.readouterr().out.splitlines()
    assert first == second
    assert first == (
        "The cluster is up. Topics created anew: made. Topics that you will create: yours. "
        "Groups reset: readers. Everything else is as you left it."
    )


def test_experiments_are_run_again_after_a_start():
    """Their topics are new, and so may be what they show."""
    runs = []
    asked = dataclasses.replace(
        question("q1"), experiment=Experiment(lambda cluster: runs.append(1) or Observation(True, SAID, SAID))
    )
    hello = Lesson(dataclasses.replace(SPEC, questions=(asked,)), "en", lambda: CLUSTER, FakeAdmin())
    for _ in range(2):
        hello.start()
        hello.q1.check("yes")
        hello.q1.check("no")
    assert len(runs) == 2


def test_a_sheet_starts_with_its_own_topics():
    """So that starting it leaves the lesson's alone."""
    sheet, admin = lesson(Sheet)
    sheet.start()
    assert admin.asked == [("delete", "other"), ("create", "other")]


def test_the_lessons_language_is_spoken_from_the_start(capsys):
    lesson(lang="es")[0].start()
    assert language() == "es"
    assert "Clúster en marcha" in capsys.readouterr().out


def test_a_cluster_that_does_not_come_up_is_the_clusters_error():
    def bring_up():
        raise ClusterError(SAID)

    hello, admin = lesson(bring_up=bring_up)
    with pytest.raises(ClusterError):
        hello.start()
    assert admin.asked == []


def test_a_lesson_can_start_on_another_cluster():
    hello, admin = lesson(bring_up=lambda: pytest.fail("it brought one up"))
    theirs = SimpleNamespace(bootstrap_servers="school:9092", snapshot=lambda: None)
    hello.start(cluster=theirs)
    assert hello.cluster is theirs
    assert os.environ["BOOTSTRAP"] == "school:9092"
    assert admin.asked


def test_a_variable_names_the_cluster_of_a_whole_classroom(monkeypatch):
    monkeypatch.setattr(kafkalab.Cluster, "connect", lambda servers: f"connected to {servers}")
    monkeypatch.setattr(kafkalab.Cluster, "up", lambda: "our own")
    assert bring_up() == "our own"
    monkeypatch.setenv("KAFKALAB_BOOTSTRAP", "school:9092")
    assert bring_up() == "connected to school:9092"


def test_before_the_start_there_is_no_cluster_and_a_sentence_says_so():
    hello, _ = lesson()
    with pytest.raises(ClusterError, match=r"lesson\.start\(\)"):
        _ = hello.cluster
    sheet, _ = lesson(Sheet)
    with pytest.raises(ClusterError, match=r"sheet\.start\(\)"):
        _ = sheet.cluster


def test_questions_are_attributes_and_count_in_the_score():
    hello, _ = lesson()
    assert hello.q1.check("yes").passed
    assert hello.q2.check().outcome is Outcome.TODO
    assert (hello.score().points, hello.score().out_of) == (1, 2)
    assert list(hello.questions) == ["q1", "q2"]
    assert {"q1", "q2", "start", "score"} <= set(dir(hello))


def test_lesson_and_sheet_have_scores_of_their_own():
    hello, _ = lesson()
    sheet, _ = lesson(Sheet)
    hello.q1.check("yes")
    assert sheet.score().points == 0
    assert repr(sheet.score()).startswith("00 · Hello · exercises")


@pytest.mark.parametrize(("name", "says"), [("q9", "q1, q2"), ("sart", "lesson.start"), ("e1", "q1, q2")])
def test_a_name_that_does_not_exist_is_told_what_does(name, says):
    hello, _ = lesson()
    with pytest.raises(AttributeError, match=says) as raised:
        getattr(hello, name)
    assert raised.value._render_traceback_() == [str(raised.value)]


def test_private_names_are_plain_attribute_errors():
    """IPython and copy ask for many of these: they must not hear our sentences."""
    hello, _ = lesson()
    assert not hasattr(hello, "_ipython_display_")
    with pytest.raises(AttributeError, match=r"^_repr_mimebundle_$"):
        _ = hello._repr_mimebundle_


@pytest.mark.parametrize("number", ["99", "", "zero", None, 3.5, ["00"], "x" * 500])
def test_an_unknown_lesson_lists_the_known_ones(number):
    with pytest.raises(UsageError, match=r"There are: 00\.") as raised:
        registry.find(number, {"00": "nowhere"})
    assert len(str(raised.value)) < 120


@pytest.mark.parametrize("number", ["00", "0", 0, " 00 "])
def test_a_lessons_number_may_be_written_in_several_ways(number, monkeypatch):
    monkeypatch.setattr("importlib.import_module", lambda name: SimpleNamespace(LESSON=SPEC))
    assert registry.find(number, {"00": "somewhere"}) is SPEC


@pytest.mark.parametrize("lang", ["fr", "", 3, "ES"])
def test_an_unknown_language_lists_the_known_ones(lang):
    with pytest.raises(UsageError, match="es, en"):
        registry.find_lang(lang)


def test_without_a_language_the_one_in_use_is_spoken(monkeypatch):
    monkeypatch.setenv("KAFKALAB_LANG", "es")
    assert registry.find_lang(None) == "es"


def test_the_package_offers_both():
    """`kafkalab.lesson` is promised."""
    assert kafkalab.lesson.__name__ == "lesson"
    assert kafkalab.exercises.__name__ == "exercises"
