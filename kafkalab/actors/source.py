"""The program of an actor: one readable file, made of a template and the options that were chosen. Pure.

An option becomes a Python literal in it and nothing else: whatever a topic is called, it stays a string.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from kafkalab.actors.comments import COMMENTS
from kafkalab.i18n import Lang

Kind = Literal["consumer", "producer"]
Client = Literal["kafka-python", "confluent"]

_FOLDER = Path(__file__).with_name("programs")
_WIDTH = 100
_OPTIONS = re.compile(r"^# <options>\n.*?^# </options>\n", re.MULTILINE | re.DOTALL)
_SHARED_IMPORT = re.compile(r"^from kafkalab\.actors\.programs\._shared import .*\n\n?", re.MULTILINE)
_STANDARD_IMPORT = re.compile(r"^import \w+\n", re.MULTILINE)
_DOCSTRING = re.compile(r'\A"""(.*?)"""\n\n?', re.DOTALL)


def program(kind: Kind, client: Client, options: Mapping[str, object], lang: Lang, name: str) -> str:
    """The source of an actor called `name`: `options` by the names that its template has, comments in `lang`."""
    template = (_FOLDER / f"{kind}_{client.replace('-', '_')}.py").read_text(encoding="utf-8")
    head, body = _SHARED_IMPORT.split(_said_in(template, lang).replace("FILE", f"{name}.py", 1))
    shared = _DOCSTRING.sub("", _said_in((_FOLDER / "_shared.py").read_text(encoding="utf-8"), lang))
    docstring, imports = _DOCSTRING.split(head)[1:]
    standard = sorted({*_STANDARD_IMPORT.findall(imports), *_STANDARD_IMPORT.findall(shared)})
    others = _STANDARD_IMPORT.sub("", imports).strip()
    parts = [
        f'"""{docstring}"""\n',
        "".join(standard),
        f"{others}\n",
        _literals(options),
        _STANDARD_IMPORT.sub("", shared).strip() + "\n",
    ]
    return "\n".join(parts) + "\n\n" + _OPTIONS.sub("", body).strip() + "\n"


def _literals(options: Mapping[str, object]) -> str:
    return "".join(f"{name} = {_literal(value)}\n" for name, value in options.items())


def _literal(value: object) -> str:
    """As people write it: double quotes where nothing speaks against them, a long list or a dict over several lines."""
    if isinstance(value, str):
        text = repr(value)
        return f'"{text[1:-1]}"' if text[0] == "'" and '"' not in text else text
    if isinstance(value, dict):
        return _over_lines("{", [f"{_literal(key)}: {_literal(item)}" for key, item in value.items()], "}")
    if isinstance(value, list):
        items = [_literal(item) for item in value]
        inline = f"[{', '.join(items)}]"
        return inline if len(inline) <= _WIDTH else _over_lines("[", items, "]")
    return repr(value)


def _over_lines(opening: str, items: list[str], closing: str) -> str:
    return "\n".join([opening, *(f"    {item}," for item in items), closing])


def _said_in(text: str, lang: Lang) -> str:
    """The templates are written in English; each of their sentences has its Spanish in COMMENTS."""
    if lang == "es":
        for comment in COMMENTS:
            text = text.replace(comment.en, comment.es)
    return text
