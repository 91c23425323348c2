"""The pictures of docs/pictures: every diagram and figure, drawn from a real cluster. Taken by `make pictures`.

`python -m scenes.pictures FOLDER`, in tests/, starts clusters of its own, has the bookshop work on them, and writes
FOLDER/KIND-LANG.png. Both languages show the same snapshot.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from kafkalab import Cluster
from kafkalab.i18n import LANGS, Lang
from kafkalab.observe.snapshot import Snapshot
from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.kinds import KINDS, draw
from kafkalab.scenes.marks import Scene
from kafkalab.scenes.png import to_png
from kafkalab.scenes.svg import to_svg

TOPIC, SLOW, QUICK = "pedidos", "facturas", "almacen"
REPLICAS = {0: [101, 102, 103], 1: [102, 103, 101], 2: [103, 101, 102]}
ASKED = {
    "topic": {"topic": TOPIC},
    "replicas": {"topic": TOPIC, "partition": 0},
    "cluster": {},
    "group": {"group": QUICK},
    "offsets": {"topic": TOPIC, "partition": 0, "group": SLOW},
    "producers": {"topic": TOPIC},
}
FOLLOWER_OUT = ("replicas", "cluster")  # these are shown while a broker hangs
SCALE = 1.5


def main(folder: Path) -> None:
    """Write all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    with cluster("shop", controllers=3) as shop:
        running, hanging = moments(shop)
    with cluster("old", layout="zookeeper", zookeepers=3) as old:
        ensemble = old.snapshot()
    shown = {kind: hanging if kind in FOLLOWER_OUT else running for kind in (*KINDS, *FIGURES)}
    shown["zookeeper-ensemble"] = ensemble
    for kind, snapshot in shown.items():
        for lang in LANGS:
            scene = scene_of(kind, snapshot, lang)
            (folder / f"{kind}-{lang}.png").write_bytes(to_png(to_svg(scene), SCALE, alt=scene.alt))


@contextmanager
def cluster(name: str, **shape: Any) -> Iterator[Cluster]:
    """A cluster of our own, which is deleted at the end."""
    made = Cluster.up(name, **shape)
    try:
        yield made
    finally:
        made.delete()


def moments(shop: Cluster) -> tuple[Snapshot, Snapshot]:
    """The bookshop at work, with a group that cannot keep up; and the same while broker 103 hangs."""
    shop.admin.create_topic(TOPIC, assignment=REPLICAS, configs={"min.insync.replicas": "2"})
    with ExitStack() as stack:
        for name in ("almacen-1", "almacen-2"):
            stack.callback(shop.consumer(TOPIC, group=QUICK, name=name).close)
        slow = shop.consumer(
            TOPIC, group=SLOW, name="facturas-1", work_ms=400, max_poll_records=4, commit_interval_ms=5000
        )
        stack.callback(slow.close)
        stack.callback(shop.producer(TOPIC, name="tienda", rate=3, keys=["ana", "luis", "marta"]).stop)
        stack.callback(shop.producer(TOPIC, name="app", rate=1, keys=["eva", "iñaki"], acks=1).stop)
        running = shop.wait_until(works, timeout_s=90)
        with shop.broker(103).paused():
            hanging = shop.wait_until(lambda seen: lacks(seen, 103) >= 4, timeout_s=60)
    return running, hanging


def works(seen: Snapshot) -> bool:
    """Whether there is enough to be seen: stable groups, records, a slow reader that has not committed all it read."""
    groups = [seen.groups.get(group) for group in (SLOW, QUICK)]
    first, reader = seen.topics[TOPIC].partitions[0], seen.actors["facturas-1"]
    if first.high_watermark is None or not all(group is not None and group.state == "Stable" for group in groups):
        return False
    committed = seen.groups[SLOW].committed.get((TOPIC, 0), 0)
    position = reader.positions.get((TOPIC, 0), 0)
    return 0 < committed <= position - 2 and 9 <= position + 2 <= first.high_watermark and agrees(seen)


def agrees(seen: Snapshot) -> bool:
    """Whether the producers told nothing newer than what the brokers had been asked for a moment before."""
    ends = {(TOPIC, number): part.high_watermark or 0 for number, part in seen.topics[TOPIC].partitions.items()}
    producers = [actor for actor in seen.actors.values() if actor.kind == "producer"]
    return all(offset <= ends[place] for actor in producers for place, offset in actor.positions.items())


def lacks(seen: Snapshot, broker: int) -> int:
    """How many records a broker that has left the ISR lacks of the first partition; 0 while it is in it."""
    first = seen.topics[TOPIC].partitions[0]
    last, _ = first.last_seen.get(broker, (None, 0.0))
    if broker in first.isr or last is None:
        return 0
    return (first.high_watermark or 0) - last


def scene_of(kind: str, snapshot: Snapshot, lang: Lang) -> Scene:
    """The diagram or figure of that name."""
    if kind in KINDS:
        return draw(kind, snapshot, **ASKED[kind], lang=lang)  # type: ignore[arg-type]
    return FIGURES[kind].draw(snapshot, TOPIC, lang)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["KAFKALAB_HOME"] = home
        main(Path(sys.argv[1]))
