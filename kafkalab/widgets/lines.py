"""A line of Python as data: what runs is what is shown, so that what is shown is true. Nothing is evaluated.

A line begins at a cluster and goes on step by step: `cluster.broker(102).kill()` is two calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Attribute:
    """A name behind a dot: `.admin`."""

    name: str

    def text(self) -> str:
        """As it is written."""
        return f".{self.name}"

    def run(self, on: Any) -> Any:
        """What it gives on that object."""
        return getattr(on, self.name)


@dataclass(frozen=True)
class Item:
    """One of several, by name: `["consumer-1"]`."""

    key: str

    def text(self) -> str:
        """As it is written."""
        return f"[{literal(self.key)}]"

    def run(self, on: Any) -> Any:
        """What it gives on that object."""
        return on[self.key]


@dataclass(frozen=True)
class Call:
    """A call: `.consumer("orders", group="g1")`."""

    name: str
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """As it is written."""
        options = [f"{name}={literal(value)}" for name, value in self.options.items()]
        return f".{self.name}({', '.join([*map(literal, self.arguments), *options])})"

    def run(self, on: Any) -> Any:
        """What it gives on that object."""
        return getattr(on, self.name)(*self.arguments, **self.options)


Step = Attribute | Item | Call


@dataclass(frozen=True)
class Line:
    """The steps of a line."""

    steps: tuple[Step, ...]

    def text(self, cluster: str = "cluster") -> str:
        """The line, where `cluster` is how the cluster is called. One line, whatever stands in it."""
        return cluster + "".join(step.text() for step in self.steps)

    def run(self, cluster: Any) -> Any:
        """What it gives. Raises what its calls raise."""
        found = cluster
        for step in self.steps:
            found = step.run(found)
        return found


def line(*steps: Step) -> Line:
    """A line of these steps."""
    return Line(steps)


def literal(value: Any) -> str:
    """A text, a number, None, or a list or tuple of these, as Python. Texts in double quotes where that is plain."""
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, str) and value.isprintable() and not set(value) & set('"\\'):
        return f'"{value}"'
    return repr(value)
