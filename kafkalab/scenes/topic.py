"""The diagram of one topic: its partitions and their offsets, and the groups that read them.

A pure function of the snapshot. rows.py draws the partitions (compact.py where there are many), panel.py the groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.scenes import compact, ink, words
from kafkalab.scenes.frame import LEAST_HEIGHT, MARGIN, PADDING, WIDTH, ground, heading, legend, sentence_scene
from kafkalab.scenes.grid import LABEL_X, grid_for
from kafkalab.scenes.log import read_log
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.measure import BOLD, fit
from kafkalab.scenes.panel import WIDTH as PANEL_WIDTH
from kafkalab.scenes.panel import groups_panel
from kafkalab.scenes.readers import readers
from kafkalab.scenes.records import newest_of
from kafkalab.scenes.rows import Row
from kafkalab.scenes.text import describe_topic

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot, Topic
    from kafkalab.scenes.readers import Readers

DRAWN_FULLY = 12
BESIDE_FROM = 800  # px: on a page that is narrower the groups stand below the partitions


def topic_scene(
    snapshot: Snapshot,
    topic: str,
    *,
    group: str | None = None,
    lang: Lang,
    now: float | None = None,
    width: int = WIDTH,
) -> Scene:
    """The scene of `topic`, `width` px wide; with `group`, of that group alone.

    `now` (s since the epoch) is what ages are counted from, and the snapshot's own time if not given. A topic that the
    snapshot lacks gives a scene that says so.
    """
    found = snapshot.topics.get(topic)
    alt = describe_topic(snapshot, topic, lang, group=group)
    if found is None:
        return _missing(snapshot, topic, alt, lang, width)
    shown = readers(snapshot, found, group)
    divider = width - MARGIN * 2 - PANEL_WIDTH - PADDING if width >= BESIDE_FROM else None
    now = snapshot.taken_at if now is None else now
    head, top = heading(found.name, found.name, _facts(found, lang), width)
    right = (width - MARGIN if divider is None else divider) - 14
    rows, rows_end = _rows(snapshot, found, shown, (top + PADDING, right), lang, now)
    corner = (LABEL_X, rows_end + 22) if divider is None else (divider + PADDING, top + 30)
    panel, panel_end = groups_panel(shown, group, *corner, lang, now)
    bottom = max(rows_end, panel_end, top + LEAST_HEIGHT) + 4
    signs, foot = _legend(found, shown, bottom, width, lang)
    marks = (*ground(width, bottom, divider, top=top, foot=foot), head, *rows, *panel, *signs)
    return Scene(width, bottom + foot, found.name, alt, marks)


def _facts(topic: Topic, lang: Lang) -> list[str]:
    facts = [words.count(words.PARTITIONS, len(topic.partitions), lang)]
    replicas = {len(partition.replicas) for partition in topic.partitions.values()}
    if replicas:
        least, most = min(replicas), max(replicas)
        facts.append(words.REPLICAS.format(n=least if least == most else f"{least}–{most}").in_(lang))
    if "min.insync.replicas" in topic.configs:
        facts.append(f"min.insync {ink.clean(topic.configs['min.insync.replicas'])}")
    return facts


def _rows(
    snapshot: Snapshot, topic: Topic, shown: Readers, limits: tuple[float, float], lang: Lang, now: float
) -> tuple[list[Mark], float]:
    """The partitions between the `limits` above and on the right, and where they end (px)."""
    partitions = [partition for _, partition in sorted(topic.partitions.items())]
    y, right = limits
    if not partitions:
        words_ = ink.text(0, 0, words.NO_PARTITIONS.in_(lang), "muted")
        return [Mark("nothing", "", LABEL_X, y + 30, "", words_)], y + 30
    if len(partitions) > DRAWN_FULLY:
        lines = compact.lines_for(partitions, shown.shown, LABEL_X, right, lang)
        return list(lines.marks(partitions, y)), y + lines.height(len(partitions)) + 8
    grid = grid_for(partitions, right)
    newest = newest_of(partitions)
    marks: list[Mark] = []
    for p in partitions:
        row = Row(snapshot, p, shown.shown, grid, lang, now, newest[1] if newest and newest[0] == p.id else None)
        marks += row.marks(y)
        y += row.height
    return marks, y


def _legend(topic: Topic, shown: Readers, bottom: float, width: float, lang: Lang) -> tuple[list[Mark], float]:
    """What the signs of this picture mean: only those that are in it."""
    logs = [read_log(partition) for partition in topic.partitions.values()]
    fully = len(logs) <= DRAWN_FULLY
    entries = [
        (words.LEGEND_COMMITTED, any(reader.group.committed for reader in shown.shown)),
        (words.LEGEND_NEW, fully and newest_of(topic.partitions.values()) is not None),
        (words.LEGEND_GONE, fully and any(log.start for log in logs)),
        (words.LEGEND_HW, fully and any(log.high_watermark not in (None, log.end) for log in logs)),
    ]
    return legend([text.in_(lang) for text, is_there in entries if is_there], bottom, width, lang)


def waiting_scene(topic: str, lang: Lang, width: int = WIDTH) -> Scene:
    """What is shown before the brokers have answered for the first time."""
    return sentence_scene(topic, words.WAITING.in_(lang), "", words.WAITING.in_(lang), width)


def _missing(snapshot: Snapshot, topic: str, alt: str, lang: Lang, width: float) -> Scene:
    said = words.no_topic(snapshot, fit(ink.clean(topic), BOLD, 13, width / 2)).in_(lang)
    return sentence_scene(topic, said, words.absent_next(snapshot, words.NO_TOPIC_NEXT).in_(lang), alt, width)
