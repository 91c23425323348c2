"""What marks the predictions: each makes the scratch topic anew, does what the question tells, and counts.

The words of the questions are in `questions`; an answer is computed from what was seen, never assumed.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from kafkalab import clients
from kafkalab.checks import Observation, Text
from kafkalab.lessons.hola_kafka.clients import (
    CONNECT_MS,
    SCRATCH,
    THREE_PARTITIONS,
    make_anew,
    read_on,
    read_with_group,
    reader,
    send,
)

ORDERS = 40
HANDLING_S = 0.05


def latest_only(cluster: Any) -> Observation:
    """Two consumers without --from-beginning, one after the other: what the second one sees."""
    make_anew(cluster)
    send(cluster, "m1", "m2", "m3", "m4")
    with reader(cluster, from_beginning=False) as first:
        send(cluster, "m5", "m6")
        seen_first = len(read_on(first))
    send(cluster, "m7", "m8", "m9")
    with reader(cluster, from_beginning=False) as second:
        send(cluster, "m10")
        seen = [record.offset for record in read_on(second)]
    facts = {"first": seen_first, "seen": len(seen), "start": min(seen, default="-")}
    return Observation(
        answer=len(seen),
        fact=Text(
            es="A vio {first} mensajes y B vio {seen}, el del offset {start}: lo que llegó mientras escuchaba.",
            en="A saw {first} messages and B saw {seen}, the one at offset {start}: what arrived while it listened.",
        ).format(**facts),
        clue=Text(
            es="En tu clúster A ha visto {first}. B ha empezado a leer en el offset {start}: mira cuáles están antes.",
            en="On your cluster A saw {first}. B began to read at offset {start}: look at which ones are before it.",
        ).format(**facts),
    )


def reading_keeps(cluster: Any) -> Observation:
    """Three programs read the same five messages, one of them in a group that confirms: the lines in all."""
    group = "iabd-lab-group"
    make_anew(cluster)
    send(cluster, "m1", "m2", "m3", "m4", "m5")
    cluster.admin.delete_group(group, missing_ok=True)
    lines = [_read_all(cluster), read_with_group(cluster, SCRATCH, group, most=2), _read_all(cluster)]
    log = cluster.snapshot().topics[SCRATCH].partitions[0]
    cluster.admin.delete_group(group, missing_ok=True)
    facts = {"a": lines[0], "b": lines[1], "c": lines[2], "low": log.log_start_offset, "next": log.high_watermark}
    return Observation(
        answer=sum(lines),
        fact=Text(
            es="{a} + {b} + {c}. Y en el topic sigue estando todo: del offset {low} hasta antes del {next}.",
            en="{a} + {b} + {c}. And everything is still in the topic: from offset {low} up to before {next}.",
        ).format(**facts),
        clue=Text(
            es="En tu clúster, después de las tres lecturas, el log de `iabd-lab` empieza en el offset {low} y el "
            "siguiente será el {next}: compáralo con lo que había antes de leer.",
            en="On your cluster, after the three reads, the log of `iabd-lab` starts at offset {low} and the "
            "next one will be {next}: compare that with what was there before anybody read.",
        ).format(**facts),
    )


def two_listeners(cluster: Any) -> Observation:
    """Two consumers without a common group listen to three partitions while six messages arrive."""
    make_anew(cluster, assignment=THREE_PARTITIONS)
    with reader(cluster, from_beginning=False) as first, reader(cluster, from_beginning=False) as second:
        for partition in THREE_PARTITIONS:
            send(cluster, "m1", "m2", partition=partition)
        got = [{(r.partition, r.offset) for r in read_on(consumer)} for consumer in (first, second)]
    sent = 2 * len(THREE_PARTITIONS)
    facts = {"sent": sent, "first": len(got[0]), "both": len(got[0] & got[1])}
    return Observation(
        answer=_who_got_what(sent, *got),
        fact=Text(
            es="han llegado {sent} mensajes, y {both} de ellos los han visto los dos.",
            en="{sent} messages arrived, and {both} of them were seen by both.",
        ).format(**facts),
        clue=Text(
            es="En tu clúster han llegado {sent} mensajes y uno de los dos consumidores ha visto {first}. "
            "Haz la cuenta con tu respuesta.",
            en="On your cluster {sent} messages arrived, and one of the two consumers saw {first}. "
            "Do the sum with your answer.",
        ).format(**facts),
    )


def second_price(cluster: Any) -> Observation:
    """A wrong price, then the right one with the same key: what a consumer finds."""
    make_anew(cluster)
    send(cluster, ("libro-7", "12 €"))
    with reader(cluster, from_beginning=True) as early:
        read_on(early)
    send(cluster, ("libro-7", "10 €"))
    with reader(cluster, from_beginning=True) as consumer:
        found = [record.value.decode() for record in read_on(consumer)]
    return Observation(
        answer={("10 €",): "a", ("12 €", "10 €"): "b", ("12 €",): "c"}.get(tuple(found), "d"),
        fact=Text(
            es="el consumidor ha recibido {found}, cada uno con su offset.",
            en="the consumer received {found}, each with its own offset.",
        ).format(found=", ".join(found)),
        clue=Text(
            es="En tu clúster, después del segundo envío el siguiente offset de `iabd-lab` es el {next}.",
            en="On your cluster, after the second send the next offset of `iabd-lab` is {next}.",
        ).format(next=cluster.snapshot().topics[SCRATCH].partitions[0].high_watermark),
    )


def slow_reader(cluster: Any) -> Observation:
    """A slow consumer and a quick one while the shop sends a burst: who waits."""
    make_anew(cluster)
    with (
        reader(cluster, from_beginning=False, at_once=1) as slow,
        reader(cluster, from_beginning=False) as quick,
        ThreadPoolExecutor(1) as worker,
    ):
        handled: list[int] = []
        work = worker.submit(_handle_slowly, slow, handled)
        shop_s = _burst(cluster)
        done = len(handled)
        seen_by_quick = len(read_on(quick))
        work.result(timeout=30)
    facts = {"s": round(shop_s, 2), "done": done, "sent": ORDERS, "quick": seen_by_quick, "all": len(handled)}
    return Observation(
        answer=_what_gave_way(shop_s, done, seen_by_quick, len(handled)),
        fact=Text(
            es="la tienda ha tardado {s} s en enviar {sent} pedidos; en ese momento el lento había atendido {done}. "
            "El rápido ha leído {quick}, y el lento al final también los {all}.",
            en="the shop took {s} s to send {sent} orders; by then the slow one had handled {done}. "
            "The quick one read {quick}, and in the end the slow one too, all {all}.",
        ).format(**facts),
        clue=Text(
            es="En tu clúster la tienda ha tardado {s} s en enviar {sent} pedidos, y el programa lento ha acabado "
            "atendiendo {all}. Compara esos números con lo que esperabas.",
            en="On your cluster the shop took {s} s to send {sent} orders, and the slow program ended up "
            "handling {all}. Compare these numbers with what you expected.",
        ).format(**facts),
    )


def _read_all(cluster: Any) -> int:
    with reader(cluster, from_beginning=True) as consumer:
        return len(read_on(consumer))


def _who_got_what(sent: int, first: set[tuple[int, int]], second: set[tuple[int, int]]) -> str:
    if len(first) == len(second) == sent:
        return "b"
    if first and second and not first & second and len(first | second) == sent:
        return "a"
    return "c" if sent in (len(first), len(second)) else "d"


def _burst(cluster: Any) -> float:
    """Send the orders and wait until all are acknowledged; how long that took, in seconds."""
    with clients.producer(cluster) as producer:
        producer.partitions_for(SCRATCH)
        began = time.monotonic()
        for number in range(ORDERS):
            producer.send(SCRATCH, f"pedido-{number}".encode())
        producer.flush(timeout=CONNECT_MS / 1000)
        return time.monotonic() - began


def _handle_slowly(consumer: Any, handled: list[int]) -> None:
    """One order at a time, with some work for each; ends when nothing new has come for long enough."""
    deadline = time.monotonic() + 20
    while len(handled) < ORDERS and time.monotonic() < deadline:
        for records in consumer.poll(timeout_ms=500).values():
            time.sleep(HANDLING_S * len(records))  # the work itself, not a wait
            handled.extend(record.offset for record in records)


def _what_gave_way(shop_s: float, done: int, quick: int, slow: int) -> str:
    if slow < ORDERS:
        return "c"
    if shop_s > ORDERS * HANDLING_S / 2:
        return "a"
    return "b" if done < ORDERS and quick == ORDERS else "d"
