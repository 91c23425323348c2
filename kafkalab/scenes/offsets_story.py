"""The story of a group's offsets in one partition, in sentences: what stands below the picture and in its text.

No layout here; the words are in offsets_words.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import group_words, words
from kafkalab.scenes import offsets_words as say
from kafkalab.scenes.ink import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.i18n import Lang
    from kafkalab.scenes.progress import Progress

Line = tuple[str, str, str]


def situation(progress: Progress, lang: Lang, now: float) -> Iterator[tuple[str, str]]:
    """Who reads the partition and how its leader and its group's coordinator are: (text, class)."""
    yield _whose(progress, lang)
    yield _leader(progress, lang)
    if progress.partition.as_of is not None:
        age = words.age(now - progress.partition.as_of)
        leaderless = progress.partition.leader is None
        yield (words.LAST_KNOWN if leaderless else words.LAST_ANSWER).format(age=age).in_(lang), "warn"
    if progress.view.group.as_of is not None:
        yield group_words.SILENT.format(age=words.age(now - progress.view.group.as_of)).in_(lang), "warn"


def _whose(progress: Progress, lang: Lang) -> tuple[str, str]:
    if progress.owner is None:
        text = say.READ_BY_NOBODY if progress.view.is_assigned else say.READ_BY_UNKNOWN
        return text.in_(lang), "bold"
    text = say.READ_BY if progress.is_reading else say.OWNED_BY
    return text.format(member=clean(progress.owner.name)).in_(lang), "bold" if progress.is_reading else "bold warn"


def _leader(progress: Progress, lang: Lang) -> tuple[str, str]:
    leader = progress.partition.leader
    if leader is None:
        return words.NO_LEADER.in_(lang), "warn"
    broker = progress.view.snapshot.brokers.get(leader)
    if broker is None or broker.state == "up":
        return say.LEADER.format(id=leader).in_(lang), "muted"
    return say.LEADER_STATE.format(id=leader, state=words.BROKER_STATES[broker.state]).in_(lang), "warn"


def lines(progress: Progress, lang: Lang) -> list[Line]:
    """The story, line by line: sign, number, what it means."""
    told = [_committed(progress), *_position(progress), _again(progress), _lag(progress), *_ends(progress)]
    return [(sign, head.in_(lang), about.in_(lang)) for sign, head, about in (line for line in told if line)]


def _committed(progress: Progress) -> tuple[str, Text, Text]:
    offset, log = progress.committed, progress.log
    if offset is None:
        return "▲", say.NOT_COMMITTED, say.SHARE_ABOUT if progress.view.is_share else say.NOT_COMMITTED_ABOUT
    about = say.COMMITTED_ABOUT.format(last=offset - 1) if offset else say.COMMITTED_FIRST
    if log.start is not None and offset < log.start:
        about = say.COMMITTED_DELETED.format(start=log.start)
    elif log.end is not None and offset > log.end:
        about = say.COMMITTED_BEYOND
    return "▲", say.COMMITTED.format(n=offset), about


def _position(progress: Progress) -> Iterator[tuple[str, Text, Text]]:
    name = _name(progress)
    if progress.position is None:
        yield "◆", say.POSITION_UNKNOWN, _why_unknown(progress).format(member=name)
        return
    about = say.POSITION_ABOUT.format(member=name)
    if not progress.is_reading and progress.reader is not None:
        about = say.POSITION_WAS.format(member=name, state=group_words.process(progress.reader[1]))
    elif progress.committed is not None and progress.position < progress.committed:
        about = say.BEHIND
    yield "◆", say.POSITION.format(n=progress.position), about
    if progress.last_read is not None:
        yield "●", say.LAST_READ.format(n=progress.last_read), say.LAST_READ_ABOUT.format(member=name)


def _why_unknown(progress: Progress) -> Text:
    if progress.reader is not None:
        return say.NOTHING_READ
    if progress.owner is not None:
        return say.ONLY_ITSELF
    return say.NOBODY_READS if progress.view.is_assigned else say.READ_BY_UNKNOWN


def _name(progress: Progress) -> str:
    if progress.owner is not None:
        return clean(progress.owner.name)
    return clean(progress.reader[0]) if progress.reader else "?"


def _again(progress: Progress) -> tuple[str, Text, Text] | None:
    if progress.committed is None or progress.position is None or progress.position < progress.committed:
        return None
    when = say.IF_CRASH.format(member=_name(progress)) if progress.is_reading else say.AFTER_CRASH
    if progress.again is None:
        return "↻", when, say.NOTHING_AGAIN
    first, last = progress.again
    n = last - first + 1
    return "↻", when, (say.AGAIN_ONE if n == 1 else say.AGAIN).format(n=n, first=first, last=last)


def _lag(progress: Progress) -> tuple[str, Text, Text] | None:
    if progress.view.is_share:
        return None
    if progress.lag is None:
        return "▬", say.LAG.format(n="?"), say.LAG_UNKNOWN
    high, committed = progress.log.high_watermark, progress.committed
    adds_up = high is not None and committed is not None and high - committed == progress.lag
    about = say.LAG_ABOUT.format(hw=high, committed=committed) if adds_up else Text("", "")
    return "▬", say.LAG.format(n=progress.lag), about


def _ends(progress: Progress) -> Iterator[tuple[str, Text, Text]]:
    high, leo = progress.log.high_watermark, progress.log.leo
    if high is None:
        yield "¦", say.HIGH.format(n="?"), say.UNKNOWN
    else:
        yield "¦", say.HIGH.format(n=high), say.HIGH_ABOUT.format(last=high - 1) if high else say.HIGH_FIRST
    yield "□", say.LEO.format(n="?" if leo is None else leo), say.UNKNOWN if leo is None else say.LEO_ABOUT
