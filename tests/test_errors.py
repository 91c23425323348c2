"""The family of errors: each a sentence and a next step, in two languages, with the exit code that is promised."""

from __future__ import annotations

import re

import pytest

from kafkalab import errors
from kafkalab.errors import KafkalabError, UsageError
from kafkalab.i18n import Text, using

FAMILY = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, KafkalabError)]
WHAT, NEXT = Text("No hay red.", "No network."), Text("Conéctate.", "Connect.")


@pytest.mark.parametrize("kind", FAMILY)
def test_an_error_says_what_happened_and_what_to_do_next_in_the_readers_language(kind):
    error = kind(WHAT, NEXT)
    with using("es"):
        assert str(error) == "No hay red. Conéctate."
    with using("en"):
        assert str(error) == "No network. Connect."


def test_an_error_without_a_next_step_is_its_sentence():
    with using("en"):
        assert str(KafkalabError(WHAT)) == "No network."


@pytest.mark.parametrize("kind", FAMILY)
def test_only_bad_usage_exits_with_2(kind):
    assert kind(WHAT).exit_code == (2 if issubclass(kind, UsageError) else 1)


def test_a_notebook_shows_the_sentence_and_no_stack():
    """IPython asks for this instead of the traceback; a list of lines is what it expects."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.user_ns["fail"] = UsageError(WHAT, NEXT)
    shown: list[str] = []
    shell._showtraceback = lambda kind, value, lines: shown.extend(lines)
    with using("en"):
        shell.run_cell("raise fail")
    assert shown == ["No network. Connect."]


def test_the_tree_at_the_top_of_the_module_is_the_family():
    drawn = re.findall(r"^(?:[├└│─ ]*)(\w+Error)\b", errors.__doc__, re.MULTILINE)
    assert set(drawn) == {kind.__name__ for kind in FAMILY}
