"""A scene as one self-contained SVG file: style inside, title and description for screen readers, the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.scenes import ink
from kafkalab.scenes.style import fixed_style_sheet

if TYPE_CHECKING:
    from kafkalab.scenes.marks import Mark, Scene


def to_svg(scene: Scene) -> str:
    """`scene` as text. Children are drawn inside the group of their parent, in the order of the scene."""
    size = ink.attributes(width=scene.width, height=scene.height)
    box = f"0 0 {ink.number(scene.width)} {ink.number(scene.height)}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"{size} class="kafkalab" role="img"'
        f' aria-labelledby="kafkalab-title kafkalab-desc">\n'
        f'<title id="kafkalab-title">{ink.escaped(scene.title)}</title>\n'
        f'<desc id="kafkalab-desc">{ink.escaped(scene.alt)}</desc>\n<style>\n{fixed_style_sheet()}</style>\n'
    )
    return head + groups(scene) + "</svg>\n"


def groups(scene: Scene) -> str:
    """The marks of `scene` as they stand inside its SVG, without a style: for a page that has one."""
    children: dict[str, list[Mark]] = {}
    for mark in scene.marks:
        children.setdefault(mark.parent, []).append(mark)
    return "".join(_group(mark, children) for mark in children.get("", []))


def _group(mark: Mark, children: dict[str, list[Mark]]) -> str:
    place = f"translate({ink.number(mark.x)} {ink.number(mark.y)})" if mark.x or mark.y else None
    inner = "".join(_group(child, children) for child in children.get(mark.key, []))
    return f"<g{ink.attributes(cls=mark.cls or None, transform=place)}>{mark.svg}{inner}</g>\n"
