"""A real failover as a page that plays it, in both languages: `python -m browser.failover FOLDER`.

A cluster of its own loses the leader of a partition under load, elects another, and gets the broker back.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from kafkalab import Cluster
from kafkalab.i18n import LANGS
from kafkalab.observe.snapshot import Snapshot

TOPIC, GROUP, LOST = "pedidos", "facturas", 101
REPLICAS = {0: [101, 102, 103], 1: [102, 103, 101], 2: [103, 101, 102]}
TITLES = {"es": "Un broker muere: así cambia el líder", "en": "A broker dies: how leadership moves"}


def main(folder: Path) -> None:
    """Record it, and write failover-es.html and failover-en.html."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["KAFKALAB_HOME"] = home
        cluster = Cluster.up("failover")
        try:
            record(cluster, folder)
        finally:
            cluster.delete()


def record(cluster: Cluster, folder: Path) -> None:
    """Show the topic to nobody while all that happens, and save what was seen."""
    cluster.wait_until(lambda seen: seen.quorum is not None and len(answering(seen)) == 3, timeout_s=60)
    cluster.admin.create_topic(TOPIC, assignment=REPLICAS, configs={"min.insync.replicas": "2"})
    with ExitStack() as stack:
        for name in ("consumer-1", "consumer-2"):
            stack.callback(cluster.consumer(TOPIC, group=GROUP, name=name, auto_offset_reset="earliest").close)
        stack.callback(cluster.producer(TOPIC, rate=2, keys=["ana", "luis", "marta", "iñaki"]).stop)
        cluster.wait_until(lambda seen: readable(seen) >= 3)
        views = {lang: stack.enter_context(cluster.show(TOPIC, lang=lang)) for lang in LANGS}
        fail_over(cluster)
        for lang, view in views.items():
            view.save(folder / f"failover-{lang}.html", title=TITLES[lang])


def fail_over(cluster: Cluster) -> None:
    """Load, a leader's sudden end, load on the new leader, the broker's return, load again."""
    load(cluster, 6)
    cluster.broker(LOST).kill()
    load(cluster, 8)
    cluster.broker(LOST).start(wait=False)  # healing waits for it, and for its replicas
    cluster.heal()
    load(cluster, 8)


def load(cluster: Cluster, records: int) -> None:
    """Return when that many more records can be read."""
    until = readable(cluster.snapshot()) + records
    cluster.wait_until(lambda seen: readable(seen) >= until, timeout_s=60)


def answering(seen: Snapshot) -> list[int]:
    """The brokers that answer."""
    return [broker.id for broker in seen.brokers.values() if broker.state == "up"]


def readable(seen: Snapshot) -> int:
    """How many records of the topic can be read."""
    return sum(partition.high_watermark or 0 for partition in seen.topics[TOPIC].partitions.values())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
