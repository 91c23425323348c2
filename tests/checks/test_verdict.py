"""How verdicts and notes look: a line that starts with a sign and a word, a card that reads in light and dark."""

from __future__ import annotations

import pytest

from kafkalab.checks import Outcome, Text, Verdict, cards
from kafkalab.i18n import using

from .samples import NUMBER, hold


@pytest.mark.parametrize(
    ("outcome", "es", "en"),
    [
        (Outcome.PASS, "✔ correcto (1/2): hola", "✔ correct (1/2): hello"),
        (Outcome.FAIL, "✘ todavía no: hola", "✘ not yet: hello"),
        (Outcome.TODO, "… sin contestar: hola", "… not answered: hello"),
        (Outcome.SKIPPED, "– omitida: hola", "– skipped: hello"),
    ],
)
def test_a_line_starts_with_a_sign_and_a_word(outcome, es, en):
    verdict = Verdict(outcome, Text("hola", "hello"), 1, 2)
    for lang, line in (("es", es), ("en", en)):
        with using(lang):
            assert repr(verdict) == line


def test_a_card_says_the_same_as_the_line_and_its_language():
    verdict = hold(NUMBER).check(4)
    data, metadata = verdict._repr_mimebundle_()
    assert data["text/plain"] == "✘ not yet: en count again."
    assert '<div lang="en" role="note"' in data["text/html"]
    assert "✘ not yet:</strong> en count again.</div>" in data["text/html"]
    assert metadata == {"kafkalab": {"question": "q2", "outcome": "fail"}}


def test_what_a_student_wrote_is_escaped():
    data, _ = hold(NUMBER).check("<script>alert(1)</script>")._repr_mimebundle_()
    assert "<script>" not in data["text/html"]
    assert "&lt;script&gt;" in data["text/html"]


def test_code_and_line_breaks_in_prose():
    assert cards.prose("run `a<b`\nnow") == "run <code>a&lt;b</code><br>now"


def luminance(colour: str) -> float:
    """WCAG's relative luminance."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("kind", cards.COLOURS)
@pytest.mark.parametrize("page", ["#ffffff", "#111111"])
def test_colours_stand_out_on_light_and_dark_pages(kind, page):
    """WCAG asks for 3:1 of graphics and bold text."""
    light, dark = sorted((luminance(cards.COLOURS[kind]), luminance(page)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3
