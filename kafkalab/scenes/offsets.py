"""The diagram of a group's offsets in one partition: what is read, what is committed, what a crash would repeat.

A pure function. progress.py has the numbers, offset_line.py draws the row, offsets_story.py tells the story.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.scenes import ink, offsets_story, offsets_words, words
from kafkalab.scenes.frame import MARGIN, PADDING, WIDTH, flow, ground, heading, legend, sentence_scene
from kafkalab.scenes.group_words import NO_GROUP_NEXT, no_group
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.measure import BOLD, SANS, fit, text_width, wrap
from kafkalab.scenes.membership import Membership
from kafkalab.scenes.offset_line import Line
from kafkalab.scenes.offset_signs import TONE
from kafkalab.scenes.progress import Progress
from kafkalab.scenes.text_offsets import describe_offsets

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot

LINE, STORY_LINE = 18.0, 20.0
SIGN_X, HEAD_X, ABOUT_X = 0.0, 24.0, 210.0


def offsets_scene(
    snapshot: Snapshot,
    topic: str,
    partition: int,
    group: str,
    *,
    lang: Lang,
    now: float | None = None,
    width: int = WIDTH,
) -> Scene:
    """The scene of `group` in one partition, `width` px wide. What the snapshot lacks is said instead of drawn.

    `now` (s since the epoch) is what ages are counted from, and the snapshot's own time if not given.
    """
    now = snapshot.taken_at if now is None else now
    alt = describe_offsets(snapshot, topic, partition, group, lang, now=now)
    title = f"{topic} · P{partition}"
    missing = _missing(snapshot, topic, partition, group)
    if missing is not None:
        said, more = (text.in_(lang) for text in missing)
        return sentence_scene(title, said, more, alt, width)
    found = snapshot.topics[topic].partitions[partition]
    progress = Progress(Membership(snapshot, snapshot.groups[group]), topic, found)
    about = offsets_words.FACTS.format(group=ink.clean(group)).in_(lang)
    head, top = heading(f"{title} · {group}", title, [about], width)
    left, room = MARGIN + PADDING, width - 2 * (MARGIN + PADDING)
    situation, y = _situation(progress, left, top + PADDING, room, lang, now)
    line = Line(progress, room, lang)
    row = [Mark("row", "", left, y, "row stale" if found.as_of is not None else "row", ""), *line.marks()]
    story, bottom = _story(progress, left, y + line.height + 14, room, lang)
    signs, foot = legend(line.legend(), bottom + PADDING, width, lang)
    marks = (*ground(width, bottom + PADDING, top=top, foot=foot), head, situation, *row, *story, *signs)
    return Scene(width, bottom + PADDING + foot, f"{title} · {group}", alt, marks)


def _missing(snapshot: Snapshot, topic: str, partition: int, group: str) -> tuple[words.Text, words.Text] | None:
    """What is not there, and what to wait for."""
    if topic not in snapshot.topics:
        return words.no_topic(snapshot, topic), words.absent_next(snapshot, words.NO_TOPIC_NEXT)
    if partition not in snapshot.topics[topic].partitions:
        said = offsets_words.NO_PARTITION.format(topic=ink.clean(topic), n=partition)
        return said, offsets_words.NO_PARTITION_NEXT
    if group not in snapshot.groups:
        return no_group(snapshot, group), words.absent_next(snapshot, NO_GROUP_NEXT)
    return None


def _situation(progress: Progress, x: float, y: float, room: float, lang: Lang, now: float) -> tuple[Mark, float]:
    """Who reads, from whom; and where the next thing begins (px)."""
    parts = [
        (line, cls, text_width(line, BOLD if "bold" in cls else SANS, 12))
        for text, cls in offsets_story.situation(progress, lang, now)
        for line in wrap(text, BOLD if "bold" in cls else SANS, 12, room)
    ]
    places = flow([wide for *_, wide in parts], room, 18)
    svg = "".join(
        ink.text(dx, 12 + n * LINE, text, f"s12 {cls}") for (text, cls, _), (dx, n) in zip(parts, places, strict=True)
    )
    return Mark("situation", "", x, y, "", svg), y + (places[-1][1] + 1) * LINE + 12


def _story(progress: Progress, x: float, y: float, room: float, lang: Lang) -> tuple[list[Mark], float]:
    """A line for each thing that the row shows: its sign, its number, what it means; and where they end."""
    marks = []
    beside = room >= 640
    lines = offsets_story.lines(progress, lang)
    about_x = max(ABOUT_X, *(HEAD_X + text_width(head, BOLD, 12) + 14 for _, head, _ in lines))
    for index, (sign, head, about) in enumerate(lines):
        svg = ink.text(SIGN_X + 6, 12, sign, f"s12 mid {_SIGN_CLASSES.get(sign, '')}".rstrip())
        svg += ink.text(HEAD_X, 12, fit(head, BOLD, 12, room - HEAD_X), "s12 bold")
        left, first = (about_x, 12.0) if beside else (HEAD_X, 28.0)
        told = wrap(about, SANS, 12, room - left)
        svg += "".join(ink.text(left, first + n * 16, line, "s12 muted") for n, line in enumerate(told))
        marks.append(Mark(f"story/{index}", "", x, y, "", svg))
        y += STORY_LINE + 16 * max(0, len(told) - (1 if beside else 0))
    return marks, y


_SIGN_CLASSES = {"▲": f"t{TONE}", "◆": "good", "●": "good", "↻": "warn", "▬": f"t{TONE}", "¦": "mark-hw"}
