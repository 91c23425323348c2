"""The HTML that a notebook shows for verdicts, hints and prompts: inline styles that read well on light and dark pages.

Colour is never alone: the text says the same. Nothing here knows what a question is. Everything is escaped.
"""

from __future__ import annotations

import html
import re

from kafkalab.i18n import Text, language

# Mid-tones: at least 3:1 against a white page and against a nearly black one (tested).
COLOURS = {
    "pass": "#2a8a45",
    "fail": "#c8501e",
    "todo": "#6b7a90",
    "skipped": "#8a6d1f",
    "note": "#3f78c0",
}
_CODE = re.compile(r"`([^`]+)`")


def card(kind: str, headline: str, body: Text | str) -> str:
    """A bar of `kind`'s colour, a bold headline, the body."""
    colour = COLOURS[kind]
    return (
        f'<div lang="{language()}" role="note" style="border-left:4px solid {colour};padding:.3em .8em;margin:.3em 0">'
        f'<strong style="color:{colour}">{html.escape(headline)}</strong> {prose(str(body))}</div>'
    )


def prose(text: str) -> str:
    """Plain text as HTML: escaped, `code` in backticks, line breaks kept."""
    return _CODE.sub(r"<code>\1</code>", html.escape(text)).replace("\n", "<br>")
