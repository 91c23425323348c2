"""The controls as HTML: forms of native elements, made and escaped here, so that the page has little to do.

What is in them is choices.py's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kafkalab.i18n import Text
from kafkalab.scenes.ink import attributes, escaped

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.widgets.choices import Choice, Field, Row

_COPY = Text("copiar", "copy")
_SAME = (Text("en Python", "in Python"), Text("en la terminal", "in a terminal"))


def toolbar(rows: list[Row], lang: Lang, note: Text | None = None) -> str:
    """The rows and a note, below them what the page says of a click, and the lines that do the same."""
    said = "" if note is None else f'<p class="note">{escaped(note.in_(lang))}</p>'
    made = "".join(_form(row, lang) for row in rows)
    return f'<div class="rows">{made}{said}</div><p role="status"></p><div class="same"></div>'


def same(python: str, shell: str, lang: Lang) -> str:
    """The two lines that do the same as a click, each with a button to copy it."""
    shown = zip(_SAME, (python, shell), strict=True)
    return "".join(_line(name.in_(lang), text, _COPY.in_(lang)) for name, text in shown)


def _line(name: str, text: str, copy: str) -> str:
    """What is copied is the text as it is: nothing in it is cleaned, it is only spelled for HTML."""
    label = attributes(type="button", aria_label=f"{copy}: {name}")
    return f"<div><span>{name}</span><code>{escape(text)}</code><button{label}>{copy}</button></div>"


def _form(made: Row, lang: Lang) -> str:
    title = escaped(made.title.in_(lang))
    options = "".join(_option(one, lang) for one in made.of or ())
    choice = "" if made.of is None else f'<select name="of" aria-label="{title}">{options}</select>'
    fields = "".join(_field(field, lang) for field in made.fields)
    buttons = "".join(
        f'<button type="button" value="{escaped(name)}">{escaped(label.in_(lang))}</button>'
        for name, label in made.acts
    )
    off = ' hidden=""' if made.off else ""
    return f"<form{off}><fieldset><legend>{title}</legend>{fields}{choice}{buttons}</fieldset></form>"


def _field(field: Field, lang: Lang) -> str:
    if field.values:
        options = "".join(f"<option>{escaped(value)}</option>" for value in field.values)
        inner = f'<select name="{field.name}">{options}</select>'
    else:
        preset = escaped(field.preset.in_(lang))
        look = 'autocomplete="off" spellcheck="false"'
        inner = f'<input name="{field.name}" value="{preset}" maxlength="{field.longest}" {look}>'
    return f"<label>{escaped(field.label.in_(lang))} {inner}</label>"


def _option(choice: Choice, lang: Lang) -> str:
    acts = " ".join(choice.acts)
    return f'<option value="{escaped(choice.id)}" data-acts="{acts}">{escaped(choice.text.in_(lang))}</option>'
