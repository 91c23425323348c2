"""The table of lab speed as people see it: in both languages, as text and as HTML."""

from __future__ import annotations

import re

import pytest

from kafkalab.i18n import LANGS, using
from kafkalab.lab_settings import LabSettings


@pytest.mark.parametrize("layout", ["kraft", "zookeeper"])
@pytest.mark.parametrize("lang", LANGS)
def test_every_row_is_in_the_text_and_in_the_html(layout, lang):
    with using(lang):
        table = LabSettings(layout)
        text, html = repr(table), table._repr_html_()
        assert len(table.rows) > 10
        for row in table:
            assert f"{row.name} = {row.ours}  (" in text
            assert f"<code>{row.name}</code>" in html
            assert str(row.why) in text


def test_the_text_fits_a_terminal():
    assert max(map(len, repr(LabSettings("kraft")).splitlines())) <= 140


@pytest.mark.parametrize(("lang", "says"), [("es", "por defecto 9000; lo lee"), ("en", "default 9000; read by")])
def test_it_speaks_the_language_in_use(lang, says):
    with using(lang):
        assert says in repr(LabSettings("kraft"))


def test_each_layout_has_rows_of_its_own():
    kraft, before = ({row.name for row in LabSettings(layout)} for layout in ("kraft", "zookeeper"))
    assert {"broker.session.timeout.ms", "group.consumer.session.timeout.ms"} <= kraft - before
    assert {"zookeeper.session.timeout.ms", "tickTime"} <= before - kraft
    assert "replica.lag.time.max.ms" in kraft & before


def test_the_html_is_a_table_with_headings_and_no_loose_ends():
    html = LabSettings("kraft")._repr_html_()
    assert html.count("<tr>") == len(LabSettings("kraft").rows) + 1
    for tag in ("table", "tr", "td", "th", "code", "caption"):
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>")
