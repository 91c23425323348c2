"""Small pieces of SVG: text, boxes, paths. Whatever comes from a cluster is escaped here, and only here.

Names, keys and values are written by strangers: nothing in them may become markup, an illegal character or a change of
the direction of writing.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from kafkalab.observe.naming import clean


def escaped(text: str) -> str:
    """`text`, cleaned, for use between tags and inside quotes."""
    return escape(clean(text), {'"': "&quot;", "'": "&#39;"})


def number(value: float) -> str:
    """At most two decimals and no trailing zeros, so that equal pictures have equal bytes."""
    return f"{round(value, 2) + 0:.2f}".rstrip("0").rstrip(".")


def attributes(**values: str | float | None) -> str:
    """` name="value"` for each value that is not None; `cls` becomes `class` and `_` becomes `-`."""
    pairs = {"class" if name == "cls" else name.replace("_", "-"): v for name, v in values.items() if v is not None}
    return "".join(f' {name}="{v if isinstance(v, str) else number(v)}"' for name, v in pairs.items())


def text(x: float, y: float, content: str, cls: str) -> str:
    """One line of text; `cls` names its size, weight, colour and anchor (style.css)."""
    return f"<text{attributes(x=x, y=y, cls=cls)}>{escaped(content)}</text>"


def rect(x: float, y: float, width: float, height: float, cls: str, rx: float | None = None) -> str:
    """A box, with rounded corners if `rx` is given."""
    return f"<rect{attributes(x=x, y=y, width=width, height=height, rx=rx, cls=cls)}/>"


def path(d: str, cls: str) -> str:
    """A path; `d` is ours, never a stranger's."""
    return f'<path d="{d}" class="{cls}"/>'


def title(content: str) -> str:
    """What a pointer resting on the mark, or a screen reader, is told."""
    return f"<title>{escaped(content)}</title>"
