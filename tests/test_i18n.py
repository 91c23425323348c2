"""Two languages side by side: which one is spoken, and that both say the same everywhere in the package."""

from __future__ import annotations

import ast
import locale
import re
import string
import threading
from pathlib import Path

import pytest

from kafkalab import i18n
from kafkalab.i18n import Text, joined, language, set_language, using

PACKAGE = Path(i18n.__file__).parent
HELLO = Text(es="Hola {name}", en="Hello {name}")


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch):
    """No lesson, no variable: the language is English unless a test says otherwise."""
    before = i18n._default[0]
    set_language(None)
    for name in ("KAFKALAB_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(i18n, "_locale_name", lambda: None)
    yield
    set_language(before)


def test_english_is_spoken_where_nobody_asks_for_anything():
    assert language() == "en"
    assert str(HELLO) == "Hello {name}"


@pytest.mark.parametrize(
    ("variables", "spoken"),
    [
        ({"KAFKALAB_LANG": "es"}, "es"),
        ({"LANG": "es_ES.UTF-8"}, "es"),
        ({"LANG": "es_MX"}, "es"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "es_ES.UTF-8"}, "en"),
        ({"KAFKALAB_LANG": "es", "LC_ALL": "en_US.UTF-8"}, "es"),
        ({"KAFKALAB_LANG": "EN", "LANG": "es_ES"}, "en"),
        ({"KAFKALAB_LANG": "fr", "LANG": "es_ES"}, "es"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"KAFKALAB_LANG": ""}, "en"),
    ],
)
def test_the_environment_chooses(monkeypatch, variables, spoken):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language() == spoken


def test_a_locale_that_the_machine_does_not_know_is_survived(monkeypatch):
    monkeypatch.undo()

    def unknown() -> None:
        raise ValueError("unknown locale: xx")

    monkeypatch.setattr(locale, "getlocale", unknown)
    assert i18n._locale_name() is None


def test_a_lesson_is_stronger_than_the_environment_and_a_block_stronger_than_a_lesson(monkeypatch):
    monkeypatch.setenv("KAFKALAB_LANG", "en")
    set_language("es")
    assert language() == "es"
    with using("en"):
        assert language() == "en"
        with using("es"):
            assert language() == "es"
        assert language() == "en"
    assert language() == "es"


def test_a_block_ends_after_an_exception():
    def fail() -> None:
        with using("es"):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert language() == "en"


def test_threads_speak_the_lessons_language_and_not_another_threads_block():
    set_language("es")
    heard: list[str] = []
    with using("en"):
        thread = threading.Thread(target=lambda: heard.append(language()))
        thread.start()
        thread.join()
    assert heard == ["es"]


def test_filling_in_fills_both_languages_each_with_its_own():
    filled = HELLO.format(name=Text(es="clúster", en="cluster"))
    assert (filled.es, filled.en) == ("Hola clúster", "Hello cluster")


def test_a_value_with_braces_is_left_as_it_is():
    assert HELLO.format(name="{x}").en == "Hello {x}"


def test_parts_are_joined_and_missing_ones_left_out():
    assert joined(Text("a", "b"), None, Text("c", "d")) == Text("a c", "b d")
    assert joined() == Text("", "")


def _texts() -> list[tuple[str, ast.Call]]:
    """Every `Text(...)` of the package that is written as two literals, with where it is."""
    return [
        (f"{path.relative_to(PACKAGE)}:{node.lineno}", node)
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text"
    ]


def _literals(call: ast.Call) -> tuple[str, str] | None:
    parts = dict(zip(("es", "en"), call.args, strict=False)) | {k.arg: k.value for k in call.keywords}
    values = [parts.get("es"), parts.get("en")]
    if not all(isinstance(value, ast.Constant) and isinstance(value.value, str) for value in values):
        return None
    return values[0].value, values[1].value


PAIRS = {where: pair for where, call in _texts() if (pair := _literals(call)) is not None}
MEANT_TO_BE_EMPTY = ("", "")


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_package_has_many_messages():
    """Else the search for them has gone blind."""
    assert len(PAIRS) > 100


def test_no_message_is_missing_in_one_language():
    assert [where for where, pair in PAIRS.items() if pair != MEANT_TO_BE_EMPTY and not all(pair)] == []


def test_both_languages_have_the_same_gaps_to_fill():
    assert {w: p for w, p in PAIRS.items() if _placeholders(p[0]) != _placeholders(p[1])} == {}


def test_both_languages_name_the_same_commands_and_code():
    """What stands in backticks is typed, and is the same whoever types it."""

    def typed(text: str) -> list[str]:
        return [part.replace('"', "'") for part in text.split("`")[1::2]]

    assert {w: p for w, p in PAIRS.items() if len(typed(p[0])) != len(typed(p[1]))} == {}


def test_spanish_questions_and_exclamations_open():
    # "! " at the beginning is the sign of a warning, and a "?" by itself that of an unknown number: no punctuation.
    prose = {where: re.sub(r"^! | \?(?!\w)|`[^`]*`|\{[^}]*\}", "", es) for where, (es, _) in PAIRS.items()}
    odd = [t for t in prose.values() if t.count("?") > t.count("¿") or t.count("!") > t.count("¡")]
    assert odd == []


def test_no_message_ends_with_a_stray_space():
    assert {where for where, pair in PAIRS.items() for text in pair if text != text.rstrip()} == set()
