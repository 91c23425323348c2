"""The alternative text of the offsets diagram: the same story in sentences, for those who can't see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import offsets_story, offsets_words, words
from kafkalab.scenes.group_words import no_group
from kafkalab.scenes.ink import clean
from kafkalab.scenes.membership import Membership
from kafkalab.scenes.progress import Progress

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import Snapshot

_WHERE = Text("{topic}, partición {n}, grupo {group}: {about}.", "{topic}, partition {n}, group {group}: {about}.")


def describe_offsets(
    snapshot: Snapshot, topic: str, partition: int, group: str, lang: Lang, *, now: float | None = None
) -> str:
    """What the diagram of `group` in that partition shows, in a few sentences."""
    if topic not in snapshot.topics:
        return words.no_topic(snapshot, topic).in_(lang)
    if partition not in snapshot.topics[topic].partitions:
        return offsets_words.NO_PARTITION.format(topic=clean(topic), n=partition).in_(lang)
    if group not in snapshot.groups:
        return no_group(snapshot, group).in_(lang)
    found = snapshot.topics[topic].partitions[partition]
    progress = Progress(Membership(snapshot, snapshot.groups[group]), topic, found)
    now = snapshot.taken_at if now is None else now
    about = ", ".join(said for said, _ in offsets_story.situation(progress, lang, now))
    sentences = [_WHERE.format(topic=clean(topic), n=partition, group=clean(group), about=about).in_(lang)]
    for _, head, said in offsets_story.lines(progress, lang):
        sentences.append(f"{head}, {said}." if said else f"{head}.")
    return " ".join(sentences)
