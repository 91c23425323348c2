"""What a reader sees in the diagram of a topic."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kafkalab.scenes.grid import BOXES_X
from kafkalab.scenes.measure import BOLD, MONO, MONO_BOLD, SANS, Font, text_width
from kafkalab.scenes.panel import WIDTH as PANEL_WIDTH
from kafkalab.scenes.topic import topic_scene, waiting_scene

from . import reading
from .build import T0, TOPIC, group, member, partition, record, snapshot, topic
from .states import STATES, name_of


def scene(*partitions, groups=(), **options):
    return topic_scene(snapshot(topic(*partitions), groups=groups), TOPIC, lang="en", **options)


def classes(found, key: str) -> dict[str, str]:
    return {mark.key: mark.cls for mark in reading.under(found, key)}


def test_an_empty_topic_shows_where_the_first_record_will_be_and_says_that_it_is_empty() -> None:
    found = scene(partition(0))
    assert reading.texts(reading.by_key(found)["p0/next"]) == ["0", "LEO", "next", "empty: no messages yet"]
    assert "Nobody reads this topic in a group." in reading.words(found)


def test_records_above_the_high_watermark_are_marked_as_not_readable() -> None:
    found = scene(partition(0, end=5, hw=3, isr=(101,)))
    assert [classes(found, "p0")[f"p0/{offset}"] for offset in range(5)] == ["", "", "", "unread", "unread"]
    hw = reading.by_key(found)["p0/hw"]
    assert reading.texts(hw) == ["HW 3"]
    assert reading.by_key(found)["p0/2"].x < hw.x < reading.by_key(found)["p0/3"].x


def test_no_high_watermark_line_where_everything_can_be_read() -> None:
    assert "p0/hw" not in reading.by_key(scene(partition(0, end=5)))


def test_deleted_offsets_are_grey_and_the_log_start_is_named() -> None:
    found = scene(partition(0, end=5, start=3))
    assert [classes(found, "p0")[f"p0/{offset}"] for offset in range(5)] == ["gone", "gone", "gone", "", ""]
    assert reading.texts(reading.by_key(found)["p0/start"]) == ["log start: 3"]


def test_a_hole_between_known_records_is_no_record() -> None:
    found = scene(partition(0, end=4, records=(record(0), record(3))))
    assert classes(found, "p0")["p0/1"] == "gap"
    assert "compacted" in reading.titles(reading.by_key(found)["p0/1"])[0]


def test_only_the_newest_record_of_the_topic_is_highlighted() -> None:
    found = scene(
        partition(0, end=2, records=(record(0, second=1), record(1, second=9))),
        partition(1, end=2, records=(record(0, second=2), record(1, second=3))),
    )
    assert [mark.key for mark in found.marks if mark.cls == "new"] == ["p0/1"]


def test_a_record_carries_its_key_value_and_time() -> None:
    """In its title for those who hear it, in data attributes for the live view's panel."""
    found = scene(partition(0, end=1, records=(record(0, key="ana", value="<hola>", second=1.5),)))
    mark = reading.by_key(found)["p0/0"]
    assert reading.titles(mark) == ["P0 · offset 0 · key ana · value <hola> · 2026-01-01 00:00:01.500 UTC"]
    data = reading.parsed(mark)[0].attrib
    assert data["data-key"] == "ana"
    assert data["data-value"] == "<hola>"
    assert data["data-time"] == str(int((T0 + 1.5) * 1000))


def test_null_and_empty_are_two_things() -> None:
    null, empty = replace(record(0), value=None), record(1, key="", value="")
    found = reading.by_key(scene(partition(0, end=2, records=(null, empty))))
    assert "data-value" not in reading.parsed(found["p0/0"])[0].attrib
    assert reading.parsed(found["p0/1"])[0].attrib["data-value"] == ""
    assert "no key · null value (tombstone)" in reading.titles(found["p0/0"])[0]


def test_a_box_has_the_ends_of_its_key_in_a_tone_that_stays() -> None:
    """Colour is not the only sign; and keys that begin alike can be told apart."""
    keys = ("cliente-17", "cliente-17", "cliente-18", "ana")
    records = tuple(record(n, key=key) for n, key in enumerate(keys))
    found = reading.by_key(scene(partition(0, end=4, records=records)))
    strips = [re.search(r'strip (k\d)".*class="s9 mid">([^<]+)<', found[f"p0/{n}"].svg) for n in range(4)]
    shown = [strip.groups() for strip in strips if strip]
    assert shown[0] == shown[1]
    assert [text for _, text in shown] == ["cl…17", "cl…17", "cl…18", "ana"]


def test_a_committed_offset_has_a_triangle_below_its_box_and_a_bar_as_long_as_its_lag() -> None:
    found = reading.by_key(scene(partition(0, end=8), groups=(group("a", member("m", 0), committed={0: 5}),)))
    assert found["p0/tri/a"].x == found["p0/5"].x
    assert reading.texts(found["p0/tri/a"]) == ["A"]
    assert reading.texts(found["p0/lag/a"]) == ["lag 3"]
    bar = reading.parsed(found["p0/bar/a"])[0]
    assert found["p0/bar/a"].x + float(bar.attrib["width"]) == found["p0/next"].x - 3


def test_without_lag_the_bar_has_no_length() -> None:
    """It is there all the same: a live view lets it drain."""
    found = reading.by_key(scene(partition(0, end=8), groups=(group("a", committed={0: 8}),)))
    assert found["p0/tri/a"].x == found["p0/next"].x
    assert reading.parsed(found["p0/bar/a"])[0].attrib["width"] == "0"


def test_an_owner_that_has_not_committed_is_said_to_have_none() -> None:
    found = reading.by_key(scene(partition(0, end=8), groups=(group("a", member("m", 0)),)))
    assert reading.texts(found["p0/tri/a"]) == ["A", "no committed offset"]
    unknown = reading.by_key(scene(partition(0, end=8), groups=(group("a", member("m", 0), coordinator=None),)))
    assert reading.texts(unknown["p0/tri/a"]) == ["A", "?"]


def test_a_commit_beyond_the_log_is_said_to_be_outside() -> None:
    found = reading.by_key(scene(partition(0, end=8), groups=(group("a", committed={0: 99}),)))
    assert found["p0/tri/a"].cls == "outside"
    assert reading.texts(found["p0/lag/a"]) == ["offset 99: outside the log"]


def test_a_partition_without_leader_says_so_and_its_next_offset_is_unknown() -> None:
    found = reading.by_key(scene(partition(0, end=8, leader=None, isr=(103,))))
    assert reading.texts(found["p0"]) == ["P0", "no leader", "ISR 1 of 3"]
    assert found["p0"].cls == "row stale"
    assert reading.texts(found["p0/next"])[0] == "?"


@pytest.mark.parametrize(
    ("state", "word"), [("paused", "paused"), ("stopped", "stopped"), ("unreachable", "no answer")]
)
def test_a_leader_that_is_not_up_says_so(state, word: str) -> None:
    found = topic_scene(snapshot(topic(partition(0, end=8)), states={101: state}), TOPIC, lang="en")
    assert set(reading.texts(reading.by_key(found)["p0"])) == {"P0", "leader", "101", word}


def test_data_of_an_earlier_answer_say_how_old_they_are() -> None:
    found = scene(partition(0, end=8, as_of=T0), now=T0 + 200)
    assert "the leader does not answer: last known 3 min ago" in reading.words(found, "p0")
    assert "last known 60 s ago" not in reading.words(found, "p0")
    assert "1 min ago" in reading.words(scene(partition(0, end=8, as_of=T0)), "p0"), "the snapshot's own time otherwise"


def test_a_group_whose_coordinator_is_silent_says_how_old_it_is() -> None:
    found = scene(partition(0, end=8), groups=(replace(group("a", committed={0: 3}), as_of=T0 + 50),))
    assert "empty · last known 10 s ago" in reading.words(found, "group/a")


def test_a_member_without_partitions_waits_for_them_while_the_group_shares_them_out() -> None:
    for state, said in (("Stable", "no partition"), ("PreparingRebalance", "waits for its share")):
        found = scene(partition(0), groups=(group("g", member("c-1", 0), member("c-2"), state=state),))
        assert said in reading.words(found)


def test_one_group_alone() -> None:
    both = (group("a", member("m", 0), committed={0: 3}), group("b", committed={0: 4}))
    found = scene(partition(0, end=8), groups=both, group="b")
    assert "p0/tri/a" not in reading.by_key(found)
    assert "Another group is not shown." in reading.words(found, "groups")
    missing = scene(partition(0, end=8), groups=both, group="c")
    assert "There is no group “c”" in reading.words(missing, "groups")


def test_thirteen_partitions_have_a_line_each() -> None:
    found = scene(*(partition(n, end=n * 10) for n in range(13)))
    assert "p0/next" not in reading.by_key(found)
    assert reading.texts(reading.by_key(found)["p12"]) == ["P12", "101", "120"]


def test_more_partitions_than_lines_are_counted() -> None:
    found = topic_scene(STATES["two_hundred"](), TOPIC, lang="en")
    assert "and 100 more partitions, 2 of them without a leader" in reading.words(found)


def test_a_topic_that_is_not_there_is_said_not_to_be() -> None:
    assert "There is no topic “nope”." in reading.words(topic_scene(snapshot(), "nope", lang="en"))
    assert "Waiting for the brokers" in reading.words(waiting_scene("t", "en"))


def test_a_new_record_moves_marks_and_keeps_their_keys() -> None:
    """What makes the live view move: the same keys, further left once the row is full."""
    before, after = scene(partition(0, end=30)), scene(partition(0, end=31))
    old, new = reading.by_key(before), reading.by_key(after)
    assert set(new) - set(old) == {"p0/30"}
    assert new["p0/25"].x < old["p0/25"].x
    assert new["p0/25"].svg == old["p0/25"].svg


def font_of(classes_: list[str]) -> tuple[Font, float]:
    mono, bold = "mono" in classes_, "bold" in classes_
    size = next((float(name[1:]) for name in classes_ if re.fullmatch(r"s\d+", name)), 11.0)
    return (MONO_BOLD if bold else MONO) if mono else (BOLD if bold else SANS), size


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("state", STATES)
def test_no_text_leaves_its_place(state: str, lang: str) -> None:
    """Rows end before the groups' panel, the panel before the frame, everything before the page's edge."""
    snapshot_ = STATES[state]()
    found = topic_scene(snapshot_, name_of(snapshot_), lang=lang)
    left: dict[str, float] = {"": 0.0}
    root: dict[str, str] = {}
    for mark in found.marks:
        left[mark.key] = left[mark.parent] + mark.x
        root[mark.key] = root.get(mark.parent, mark.key)
        for node in reading.parsed(mark).iter("text"):
            names = (node.get("class") or "").split()
            width = text_width("".join(node.itertext()), *font_of(names))
            x = left[mark.key] + float(node.get("x", "0"))
            start = x - (width if "end" in names else width / 2 if "mid" in names else 0)
            limit = found.width - 16 - PANEL_WIDTH - 16 if root[mark.key].startswith("p") else found.width - 16
            assert start >= 16, (mark.key, node.text)
            assert start + width <= limit + 0.5, (mark.key, node.text)


def test_offsets_of_nineteen_digits_fit_into_their_boxes() -> None:
    end = 2**63 - 1
    found = reading.by_key(scene(partition(0, end=end, start=end - 5)))
    box = reading.parsed(found[f"p0/{end - 1}"]).find("rect")
    assert box is not None
    assert float(box.attrib["width"]) > text_width(str(end), MONO, 11)
    assert found["p0/next"].x + float(box.attrib["width"]) < 820
    assert found["p0/older"].x == BOXES_X
