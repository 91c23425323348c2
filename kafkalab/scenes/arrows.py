"""Curved arrows from a place to another, as marks of their own."""

from __future__ import annotations

from kafkalab.scenes import ink

TIP, HALF = 7.0, 3.5


def arrow(start: tuple[float, float], end: tuple[float, float], cls: str = "") -> str:
    """From `start` to `end` (px): it leaves and arrives level. `cls` joins the classes of the line and of its head."""
    (x0, y0), (x1, y1) = start, end
    forward = 1 if x1 >= x0 else -1
    foot = x1 - forward * TIP
    bend = max(12.0, abs(foot - x0) * 0.5)
    curve = (x0 + forward * bend, y0, foot - forward * bend, y1, foot, y1)
    d = f"M{_pair(x0, y0)}C" + " ".join(ink.number(value) for value in curve)
    head = f"M{_pair(foot, y1 - HALF)}L{_pair(x1, y1)}L{_pair(foot, y1 + HALF)}Z"
    return ink.path(d, f"wire {cls}".rstrip()) + ink.path(head, f"head {cls}".rstrip())


def _pair(x: float, y: float) -> str:
    return f"{ink.number(x)} {ink.number(y)}"
