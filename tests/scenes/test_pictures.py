"""The pictures under docs/: every diagram and figure in each language, small, and with words for the blind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kafkalab.i18n import LANGS
from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.kinds import KINDS

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
NAMES = {f"{kind}-{lang}.png" for kind in (*KINDS, *FIGURES) for lang in LANGS}
MOST, MOST_OF_A_PAGE = 150_000, 400_000


def test_every_diagram_and_figure_has_its_picture_in_both_languages_and_nothing_else_is_there() -> None:
    assert {path.name for path in FOLDER.iterdir()} == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_picture_is_small_and_says_in_words_what_it_shows(name: str) -> None:
    png = (FOLDER / name).read_bytes()
    assert len(png) < MOST
    assert b"iTXtDescription" in png


@pytest.mark.parametrize("lang", LANGS)
def test_a_recorded_failover_is_there_in_both_languages_and_fetches_nothing(lang: str) -> None:
    page = (FOLDER.parent / f"failover-{lang}.html").read_text(encoding="utf-8")
    assert len(page.encode()) < MOST_OF_A_PAGE
    assert f'lang="{lang}"' in page
    assert not re.findall(r"""(?:src|href)=["']?https?:""", page)
