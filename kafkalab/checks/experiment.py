"""Predict, run, explain: an experiment on the live cluster that answers the question it is attached to.

The engine records the prediction first, runs the experiment once per kernel, and compares. It says nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from kafkalab.i18n import Text


@dataclass(frozen=True)
class Observation:
    """What the cluster showed.

    `answer`: the right answer, in any form that the question reads. `fact` is said after a right prediction; `clue`
    after a wrong one: what the cluster showed and where to look, without the answer.
    """

    answer: object
    fact: Text
    clue: Text


@dataclass(frozen=True)
class Experiment:
    """`run(cluster)` does the experiment on topics of its own and returns an Observation. It may take a few seconds."""

    run: Callable[[Any], Observation]
