"""The cluster's diagram in sentences: the alternative text, and the facts of its heading."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import words
from kafkalab.scenes.broker_card import remark_on
from kafkalab.scenes.health import health_line
from kafkalab.scenes.hosted import counts, holds, shown
from kafkalab.scenes.ink import clean
from kafkalab.scenes.quorum_strip import KRAFT, ZOOKEEPER, facts, keepers
from kafkalab.scenes.readers import ranges

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.observe.snapshot import BrokerState, Snapshot, Topic

TOLD = 12

_BROKERS = {True: Text("1 broker", "1 broker"), False: Text("{n} brokers", "{n} brokers")}
_CONTROLLER = Text("controlador activo: {id}", "active controller: {id}")
_CLUSTER = Text("Clúster: {facts}.", "Cluster: {facts}.")
_BROKER = Text("Broker {id} ({state}): {holds}.", "Broker {id} ({state}): {holds}.")
_LEADS = Text("lidera {partitions}", "leads {partitions}")
_FOLLOWS = Text("sigue {partitions}", "follows {partitions}")
_OUT = Text("fuera del ISR en {partitions}", "out of the ISR in {partitions}")
_COUNTED = Text(
    "{topic}: lidera {leads}, sigue {follows}, fuera del ISR {out}",
    "{topic}: leads {leads}, follows {follows}, out of the ISR {out}",
)
_REST = Text("otros topics", "other topics")
_INTERNAL = Text("topics internos", "internal topics")
_NOTHING = Text("no guarda nada", "holds nothing")
_UNHEARD = Text("no se sabe qué guarda", "what it holds is not known")
_MORE = {
    True: Text("Y 1 broker más.", "And 1 more broker."),
    False: Text("Y {n} brokers más.", "And {n} more brokers."),
}


def brokers_told(snapshot: Snapshot, lang: Lang) -> list[str]:
    """The heading's facts: how many brokers are in which state, and who is the active controller."""
    states = Counter(broker.state for broker in snapshot.brokers.values())
    others = [_in_state(n, state, lang) for state, n in sorted(states.items()) if state != "up"]
    brokers = words.count(_BROKERS, len(snapshot.brokers), lang)
    active = snapshot.controller.id
    told = _CONTROLLER.format(id="?" if active is None else active).in_(lang)
    return [f"{brokers}, {', '.join(others)}" if others else brokers, told]


def _in_state(n: int, state: str, lang: Lang) -> str:
    forms = words.BROKER_STATES if n == 1 else words.SEVERAL_BROKERS
    return f"{n} {forms[state].in_(lang)}"


def describe_cluster(snapshot: Snapshot, lang: Lang, *, topic: str | None = None) -> str:
    """What the diagram of the cluster shows, in a few sentences."""
    if not snapshot.brokers:
        return words.WAITING.in_(lang)
    sentences = [_CLUSTER.format(facts=", ".join(brokers_told(snapshot, lang))).in_(lang)]
    sentences.append(f"{health_line(snapshot, lang)[1].rstrip('.')}.")
    brokers = [broker for _, broker in sorted(snapshot.brokers.items())]
    sentences += [_broker(snapshot, broker, topic, lang) for broker in brokers[:TOLD]]
    sentences += [words.count(_MORE, len(brokers) - TOLD, lang)] if len(brokers) > TOLD else []
    return " ".join([*sentences, _keepers(snapshot, lang)])


def _broker(snapshot: Snapshot, broker: BrokerState, topic: str | None, lang: Lang) -> str:
    topics = shown(snapshot, topic)
    told = _one_by_one(topics.full, broker.id, lang)
    told += [_counted(clean(each.name), [each], broker.id, lang) for each in topics.counted]
    told += [_counted(_REST.in_(lang), list(topics.rest), broker.id, lang)] if topics.rest else []
    told += [_counted(_INTERNAL.in_(lang), list(topics.internal), broker.id, lang)] if topics.internal else []
    remark = remark_on(broker)
    state = words.BROKER_STATES[broker.state].in_(lang) + (f", {remark.in_(lang)}" if remark is not None else "")
    nothing = _NOTHING if snapshot.is_heard or snapshot.topics else _UNHEARD
    return _BROKER.format(id=broker.id, state=state, holds="; ".join(told) or nothing).in_(lang)


def _one_by_one(topics: tuple[Topic, ...], broker: int, lang: Lang) -> list[str]:
    """`leads orders P0, clicks P1`, and so on; what there is none of is left out."""
    sorts: dict[Text, list[str]] = {_LEADS: [], _FOLLOWS: [], _OUT: []}
    for topic in topics:
        numbers: dict[Text, list[int]] = {sort: [] for sort in sorts}
        for part in topic.partitions.values():
            if holds(part, broker):
                sort = _LEADS if part.leader == broker else _FOLLOWS if broker in part.isr else _OUT
                numbers[sort].append(part.id)
        for sort, ids in numbers.items():
            sorts[sort] += [f"{clean(topic.name)} {ranges(ids)}"] if ids else []
    return [form.format(partitions=", ".join(names)).in_(lang) for form, names in sorts.items() if names]


def _counted(name: str, topics: list[Topic], broker: int, lang: Lang) -> str:
    held = counts(topics, broker)
    return _COUNTED.format(topic=name, leads=held.leads, follows=held.follows, out=held.out).in_(lang)


def _keepers(snapshot: Snapshot, lang: Lang) -> str:
    told = [_keeper(keeper.name.in_(lang), keeper.role, keeper.state, lang) for keeper in keepers(snapshot)]
    about = [fact.in_(lang) for fact in facts(snapshot)]
    name = (KRAFT if snapshot.zookeeper is None else ZOOKEEPER).in_(lang)
    return f"{name}: {', '.join([*told, *about])}."


def _keeper(name: str, role: Text | None, state: str | None, lang: Lang) -> str:
    about = [role.in_(lang)] if role is not None else []
    about += [words.BROKER_STATES[state].in_(lang)] if state is not None else []
    return f"{name} ({', '.join(about)})" if about else name
