"""Reads a picture back: its marks as XML, and the words and numbers that a person sees in them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from kafkalab.scenes.marks import Mark, Scene

KEY_LETTERS = "s9"


def parsed(mark: Mark) -> ET.Element:
    """The mark's SVG; raises ParseError where it is not well-formed."""
    return ET.fromstring(f"<g>{mark.svg}</g>")


def by_key(scene: Scene) -> dict[str, Mark]:
    return {mark.key: mark for mark in scene.marks}


def under(scene: Scene, key: str) -> list[Mark]:
    """The mark `key` and all below it."""
    found = {key}
    for mark in scene.marks:
        if mark.parent in found:
            found.add(mark.key)
    return [mark for mark in scene.marks if mark.key in found]


def texts(mark: Mark) -> list[str]:
    """What is written in the mark, without titles and without the letters of a record's key."""
    shown = [node for node in parsed(mark).iter("text") if KEY_LETTERS not in (node.get("class") or "").split()]
    return ["".join(node.itertext()) for node in shown]


def words(scene: Scene, key: str = "") -> str:
    """Everything written in the scene, or below one mark."""
    marks = scene.marks if not key else under(scene, key)
    return " | ".join(text for mark in marks for text in texts(mark))


def titles(mark: Mark) -> list[str]:
    return ["".join(node.itertext()) for node in parsed(mark).iter("title")]


def numbers(text: str) -> set[int]:
    return {int(found) for found in re.findall(r"\d+", text)}
