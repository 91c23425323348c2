"""Which faults, drawn from a seed: the same seed gives the same campaign. Pure.

At most two nodes are hurt at a time. A crash of a process loses nothing that it wrote (the operating system has it), so
with acks=all and min.insync.replicas=2 no fault here may cost an acknowledged record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

Kind = Literal["kill", "stop", "pause", "kill controller", "kill two", "pause two", "pause one, kill another"]

# How often each comes up: the plain ones most.
_WEIGHTS: dict[Kind, int] = {
    "kill": 5,
    "stop": 3,
    "pause": 4,
    "kill controller": 3,
    "kill two": 2,
    "pause two": 2,
    "pause one, kill another": 4,
}


@dataclass(frozen=True)
class Fault:
    """One blow: to whom (brokers by id, in this order; a controller by its id), and for how long before it heals."""

    kind: Kind
    nodes: tuple[int, ...]
    hold_s: float
    calm_first: bool
    """Whether to wait before it until every replica is in sync again."""


def draw(seed: int, count: int, brokers: Sequence[int], controllers: Sequence[int]) -> list[Fault]:
    """`count` faults. Each kind comes at least once where `count` allows."""
    random = Random(seed)
    kinds: list[Kind] = list(_WEIGHTS)[:count]
    kinds += random.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=count - len(kinds))
    random.shuffle(kinds)
    return [_fault(random, kind, brokers, controllers) for kind in kinds]


def _fault(random: Random, kind: Kind, brokers: Sequence[int], controllers: Sequence[int]) -> Fault:
    if kind == "kill controller":
        nodes = (random.choice(controllers),)
    else:
        nodes = tuple(random.sample(brokers, 2 if "two" in kind or "another" in kind else 1))
    # Around the session timeout of 3 s: sometimes the cluster notices, sometimes it does not.
    return Fault(kind, nodes, round(random.uniform(0.2, 4.5), 2), random.random() < 0.7)
