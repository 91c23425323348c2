"""The gallery page: it has everything, and needs nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from kafkalab.i18n import LANGS
from kafkalab.scenes.figures.catalogue import FIGURES
from kafkalab.scenes.kinds import KINDS
from kafkalab.scenes.style import DARK, LIGHT

from .gallery import coloured, page
from .series import SERIES

XHTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def html() -> str:
    return page()


@pytest.fixture(scope="module")
def tree(html: str) -> ET.Element:
    """The page as XML: ParseError where it is not well-formed."""
    return ET.fromstring(html.removeprefix("<!DOCTYPE html>\n"))


def test_every_diagram_and_figure_that_there_is_has_states() -> None:
    assert set(KINDS) | set(FIGURES) <= set(SERIES)
    assert all(series.states for series in SERIES.values())


def test_every_state_is_there_by_name_with_its_picture_in_both_languages(tree: ET.Element) -> None:
    articles = {article.get("id"): article for article in tree.iter(f"{XHTML}article")}
    assert set(articles) == {f"{kind}-{state}" for kind, series in SERIES.items() for state in series.states}
    for article in articles.values():
        figures = article.findall(f"{XHTML}figure")
        widths = ["wide", "narrow"] if any((article.get("id") or "").startswith(f"{kind}-") for kind in KINDS) else [""]
        expected = [f"{lang} {width}" for lang in LANGS for width in widths]
        assert [figure.get("class") for figure in figures] == expected
        for figure in figures:
            assert figure.find(f"{SVG}svg") is not None
            assert figure.findtext(f"{XHTML}figcaption")


def test_a_picture_is_called_and_described_by_its_own_texts(tree: ET.Element) -> None:
    """Ids are unique on the page, and each picture names its own title and description."""
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    for picture in tree.iter(f"{SVG}svg"):
        named = {
            node.get("id") for node in (picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")) if node is not None
        }
        assert set((picture.get("aria-labelledby") or "").split()) == named


def test_every_state_says_what_it_shows(tree: ET.Element) -> None:
    for article in tree.iter(f"{XHTML}article"):
        assert (article.findtext(f"{XHTML}p") or "").endswith("."), article.get("id")


def test_nothing_is_fetched_from_elsewhere(html: str, tree: ET.Element) -> None:
    """No script, no address but names of XML."""
    assert not set(re.findall(r"\w+://[^\"'\s<]+", html)) - {XHTML[1:-1], SVG[1:-1]}
    assert "url(" not in html
    assert "@import" not in html
    assert {node.tag.split("}")[1] for node in tree.iter()}.isdisjoint({"script", "link", "img", "iframe", "object"})
    assert all(node.get("src") is None for node in tree.iter())


def test_the_index_leads_to_every_diagram_and_every_state(tree: ET.Element) -> None:
    """Links that the keyboard reaches, each to a place that there is on the page."""
    places = {node.get("id") for node in tree.iter() if node.get("id")}
    index = next(tree.iter(f"{XHTML}nav"))
    linked = [node.get("href", "") for node in index.iter(f"{XHTML}a")]
    states = [f"#{kind}-{state}" for kind, series in SERIES.items() for state in series.states]
    assert sorted(linked) == sorted([f"#{kind}" for kind in SERIES] + states)
    assert {node.get("href", "")[1:] for node in tree.iter(f"{XHTML}a")} <= places


def test_language_and_theme_are_chosen_with_native_controls_that_have_names(tree: ET.Element) -> None:
    groups = {group.findtext(f"{XHTML}legend"): group for group in tree.iter(f"{XHTML}fieldset")}
    assert set(groups) == {"language", "theme"}
    for group in groups.values():
        labels = group.findall(f"{XHTML}label")
        assert len(labels) == 2
        assert all("".join(label.itertext()) for label in labels)
        assert [label.find(f"{XHTML}input") is not None for label in labels] == [True, True]


def test_both_themes_have_every_colour(html: str) -> None:
    used = set(re.findall(r"var\(--kl-(\w+)\)", html))
    assert used <= set(LIGHT)
    assert set(LIGHT) == set(DARK)
    for name, value in DARK.items():
        assert f"--kl-{name}: {value};" in html


def test_the_same_page_each_time(html: str) -> None:
    assert page() == html


def test_a_picture_can_be_had_in_dark() -> None:
    from kafkalab.scenes.svg import to_svg

    svg = to_svg(SERIES["topic"].scene("empty", "en"))
    dark = coloured(svg, DARK)
    assert dark != svg
    assert DARK["page"] in dark
    assert LIGHT["page"] not in dark
