"""The controls as HTML: forms of native elements, made and escaped here, so that the page has little to do.

What is in them is choices.py's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes.ink import attributes, escaped

if TYPE_CHECKING:
    from kafkalab.i18n import Lang
    from kafkalab.widgets.choices import Choice, Field, Row

_COPY = Text("copiar", "copy")
_SAME_BY_HAND = (Text("Lo mismo en Python", "The same in Python"), Text("y en la terminal", "and in a terminal"))


def row(made: Row, lang: Lang) -> dict[str, str | bool]:
    """The `html` of a row, which does not change; the options `of` its choice, and whether it is `off`: now."""
    return {"html": _form(made, lang), "of": "".join(_option(one, lang) for one in made.of or ()), "off": made.off}


def note(text: Text, lang: Lang) -> dict[str, str | bool]:
    """A row that only says something."""
    return {"html": f'<p class="note">{escaped(text.in_(lang))}</p>', "of": "", "off": False}


def answers(lang: Lang) -> dict[str, str | bool]:
    """The row in which the page says what came of a click, and shows the two lines that do the same."""
    copy = escaped(_COPY.in_(lang))
    lines = "".join(
        f'<div hidden=""><span>{escaped(name.in_(lang))}</span><code></code>'
        f"<button{attributes(type='button', aria_label=f'{_COPY.in_(lang)}: {name.in_(lang)}')}>{copy}</button></div>"
        for name in _SAME_BY_HAND
    )
    return {"html": f'<div class="answers"><p role="status"></p>{lines}</div>', "of": "", "off": False}


def _form(made: Row, lang: Lang) -> str:
    title = escaped(made.title.in_(lang))
    choice = "" if made.of is None else f'<select name="of" aria-label="{title}"></select>'
    fields = "".join(_field(field, lang) for field in made.fields)
    buttons = "".join(
        f'<button value="{escaped(name)}">{escaped(label.in_(lang))}</button>' for name, label in made.acts
    )
    return f"<form><fieldset><legend>{title}</legend>{fields}{choice}{buttons}</fieldset></form>"


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
