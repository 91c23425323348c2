"""The log of events: what it hears, what it holds back, how it reads."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from scenes.build import BROKERS, T0, group, member, partition, snapshot, topic

from kafkalab.i18n import Text, using
from kafkalab.observe import journal as module
from kafkalab.observe.event import Event
from kafkalab.observe.journal import Journal
from kafkalab.observe.listing import Events, clock
from kafkalab.observe.observer import Observer
from kafkalab.observe.snapshot import BrokerState, Snapshot


class Looks:
    """A reader that shows `now`; each look is a tenth of a second later, unless a test sets the clock."""

    def __init__(self) -> None:
        self.now = snapshot()
        self.made = 0

    def snapshot(self, topics=None) -> Snapshot:
        return replace(self.now, taken_at=time.time())

    def close(self) -> None:
        pass

    def make(self) -> Looks:
        self.made += 1
        return self


@pytest.fixture
def looks() -> Looks:
    return Looks()


@pytest.fixture
def journal(looks):
    journal = Journal(lambda: observer)
    observer = Observer(looks.make, journal.saw)
    yield journal
    journal.off()
    observer.close()


def led(leader: int | None, epoch: int, **more) -> Snapshot:
    return snapshot(topic(replace(partition(0, leader=leader), leader_epoch=epoch)), **more)


def told(journal: Journal) -> list[str]:
    return [event.text.en for event in journal._events]


def hear(journal: Journal, *snapshots: Snapshot, every_s: float = 0.1) -> list[str]:
    """The sentences after these snapshots, taken one after the other."""
    for number, each in enumerate(snapshots):
        journal.saw(replace(each, taken_at=T0 + number * every_s))
    return told(journal)


def test_nobody_reads_before_somebody_breaks_or_asks(journal, looks):
    journal.saw(led(101, 1))
    assert looks.made == 0


def test_events_asks_the_cluster_once_more_before_it_answers(journal, looks):
    """What happened a moment ago is there, though no regular look has seen it."""
    looks.now = led(101, 1)
    journal.begin(wait=True)
    looks.now = led(102, 2)
    assert [event.kind for event in journal.events()] == ["leader"]


def test_what_was_noted_before_it_watched_is_compared_too(journal, looks):
    journal.saw(led(101, 1))
    looks.now = led(102, 2)
    assert [event.kind for event in journal.events()] == ["leader"]


def test_the_processes_are_known_before_the_first_look(looks):
    """`kill(wait=False)` does not wait for a look; that the broker ran is known all the same."""
    states = {b: BrokerState(b, "localhost", 1, "up") for b in BROKERS}
    journal = Journal(lambda: observer, lambda: states)
    observer = Observer(looks.make, journal.saw)
    looks.now = snapshot(states={101: "stopped"})
    journal.begin()
    assert [event.text.en for event in journal.events()] == ["broker 101 is no longer running"]
    observer.close()


def test_a_value_that_was_out_of_sight_is_compared_with_the_last_one_seen(journal):
    dark = replace(snapshot(states=dict.fromkeys(BROKERS, "stopped")), topics={})
    assert "the leader of iabd-topic-0 went from 101 to 102 (epoch 2)" in hear(journal, led(101, 1), dark, led(102, 2))
    assert not [text for text in told(journal) if "topic iabd-topic was" in text]


def test_one_slow_answer_is_no_event(journal):
    silent = snapshot(states={102: "unreachable"})
    assert hear(journal, snapshot(), silent, silent, snapshot()) == []


def test_silence_that_lasts_is_told_once(journal):
    silent = snapshot(states={102: "unreachable"})
    assert hear(journal, snapshot(), *[silent] * 50, snapshot()) == [
        "broker 102 does not answer",
        "broker 102 answers again",
    ]


def test_a_first_reader_that_hears_nobody_does_not_make_topics_disappear(journal):
    dark = replace(snapshot(states=dict.fromkeys(BROKERS, "unreachable")), topics={}, groups={})
    whole = led(101, 1, groups=(group("g", member("c", 0)),))
    assert hear(journal, whole, dark, whole) == []


def test_a_group_between_two_coordinators_is_not_gone(journal):
    there, between = snapshot(groups=(group("g", coordinator=101),)), snapshot()
    after = snapshot(groups=(group("g", coordinator=102),))
    assert hear(journal, there, between, after) == ["the coordinator of g is broker 102 now (before: 101)"]


def test_a_group_that_is_gone_is_told_a_second_later(journal):
    assert hear(journal, snapshot(groups=(group("g"),)), *[snapshot()] * 15) == ["group g is gone"]


def test_a_short_rebalance_to_the_same_partitions_moves_nothing(journal):
    one = member("c", 0, 1)
    stable = snapshot(groups=(group("g", one),))
    bare = snapshot(groups=(group("g", replace(one, assignment=()), state="PreparingRebalance"),))
    assert hear(journal, stable, bare, stable) == ["group g is rebalancing", "group g is stable"]


def test_a_loss_that_shows_only_when_the_new_leader_is_read(journal):
    """The old leader dies, for a moment nobody leads, and the new leader's log is shorter than what could be read."""

    def state(leader, epoch, end, hw, as_of=None, leos=None):
        part = replace(partition(0, leader=leader, end=end, hw=hw, as_of=as_of, leos=leos), leader_epoch=epoch)
        return snapshot(topic(part))

    sentences = hear(
        journal,
        state(101, 1, 8, 8),
        state(None, 2, 8, 8, as_of=T0, leos={101: None, 102: 3}),
        state(102, 3, 3, 3, leos={101: None, 102: 3}),
        state(102, 3, 3, 3, leos={101: 3, 102: 3}),
    )
    assert [text for text in sentences if "lost" in text] == [
        "records of iabd-topic-0 that could be read are lost (offsets 3–7): "
        "the log of the leader, 102, goes on at offset 3 now"
    ]
    assert "the replica of iabd-topic-0 on 101 truncated its log from offset 8 to 3" in sentences


def test_a_look_that_is_older_than_the_last_one_is_left_aside(journal):
    journal.saw(replace(led(101, 1), taken_at=T0))
    journal.saw(replace(led(102, 2), taken_at=T0 + 2))
    journal.saw(replace(led(103, 3), taken_at=T0 + 1))
    assert told(journal) == ["the leader of iabd-topic-0 went from 101 to 102 (epoch 2)"]


def test_it_keeps_the_last_thousand(journal):
    for number in range(1100):
        journal.saw(replace(led(101 + number % 2, number), taken_at=T0 + number))
    assert len(journal._events) == module.KEPT == 1000
    assert journal._events[-1].epoch == 1099


def test_listeners_hear_each_event_in_order(journal):
    heard = []
    journal.tell(heard.append)
    hear(journal, led(101, 1), led(102, 2), led(103, 3))
    assert [event.after for event in heard] == [102, 103]


def test_who_has_heard_enough_is_told_no_more(journal):
    """A view that stops; to end twice does no harm."""
    heard, on = [], []
    end = journal.tell(heard.append)
    journal.tell(on.append)
    hear(journal, led(101, 1), led(102, 2))
    end()
    end()
    journal.saw(replace(led(103, 3), taken_at=T0 + 5))
    assert (len(heard), len(on)) == (1, 2)


def test_many_threads_may_note_and_ask_at_once(journal):
    def note(first: int) -> None:
        for number in range(first, 300, 3):
            journal.saw(replace(led(101 + number % 3, number), taken_at=T0 + number))

    threads = [threading.Thread(target=note, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    epochs = [event.epoch for event in journal._events]
    assert epochs == sorted(epochs)
    assert journal._known.topics["iabd-topic"].partitions[0].leader_epoch == 299


def test_off_means_off(journal, looks):
    journal.off()
    journal.begin(wait=True)
    journal.saw(led(101, 1))
    assert (looks.made, list(journal.events())) == (0, [])


# -- how it reads ------------------------------------------------------------------------------------------------------


LEADER = Event(T0, "leader", Text("líder & más", "leader & more"), topic="t", partition=0, before=101, after=102)
JOINED = Event(T0 + 5, "member", Text("entra <c>", "joined <c>"), group="g", member="c")
ISR = Event(T0 + 9, "isr", Text("isr", "isr"), broker=103, topic="u")
MANY = Event(T0 + 9, "leader", Text("muchos", "many"), parts=(LEADER, replace(LEADER, topic="u")))
ALL = Events([LEADER, JOINED, ISR, MANY], began=T0)


def test_a_line_for_each_with_its_time_in_the_language_of_the_moment():
    assert repr(ALL[:2]) == f"{clock(T0)}  leader & more\n{clock(T0 + 5)}  joined <c>"
    with using("es"):
        assert repr(ALL).splitlines()[0] == f"{clock(T0)}  líder & más"


def test_a_table_in_a_notebook_where_nothing_is_markup():
    with using("es"):
        shown = ALL._repr_html_()
    assert '<table lang="es">' in shown
    assert "<c>" not in shown
    assert "entra &lt;c&gt;" in shown
    assert shown.count("<tr>") == 5


def test_choosing_some():
    assert ALL.of("leader") == (LEADER, MANY)
    assert ALL.of("leader", "isr", topic="u") == (ISR, MANY)
    assert ALL.of(topic="t") == (LEADER, MANY)
    assert ALL.of(group="g") == (JOINED,)
    assert ALL.of(broker=103) == (ISR,)
    assert ALL.since(T0 + 9) == (ISR, MANY)
    assert isinstance(ALL.of("isr"), Events)
    assert isinstance(ALL[1:], Events)
    assert ALL[0] is LEADER


def test_nothing_is_said_too():
    assert repr(Events(began=T0)) == f"Nothing has happened since {clock(T0)}, when this log began."
    assert repr(ALL.of("lost")) == "No events."
    with using("es"):
        assert "No ha pasado nada" in Events(began=T0)._repr_html_()


def test_the_clock_shows_tenths_without_rounding_up():
    assert clock(T0 + 0.99).endswith(":00.9")
