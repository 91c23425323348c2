"""The live view where students see it: JupyterLab in a real browser."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import nbformat
import pytest

from .kernel import SETUP, WIDGET
from .lab import Lab, Notebook

pytestmark = pytest.mark.browser

SHOW = "view = show_live(observe, 'iabd-topic', lang='es')"
WRITE = """
import time
for number in range(4):
    write(2, f"clave-{number}")
    print(time.time())
    time.sleep(0.5)
time.sleep(4)
print("over")
"""
HOSTILE = """
from scenes.states import hostile, name_of
bad = hostile()
show_live(FakeObserver(bad), name_of(bad), lang="es")
"""
NEWEST = "document.querySelector('.kafkalab-live .new .offset')?.textContent"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    made = Lab(tmp_path_factory.mktemp("lab"))
    yield made
    made.stop()


def open_view(lab: Lab, chromium: str, name: str, last_cell: str = "") -> Notebook:
    """A notebook with a live view in its second output, once it says that it is live."""
    lab.write(name, SETUP + "\nimport os; print('pid', os.getpid())", SHOW, last_cell)
    notebook = lab.open(chromium, name)
    notebook.run(0)
    notebook.run(1)
    notebook.wait_status("en vivo", timeout=30)
    return notebook


@pytest.fixture
def own(lab: Lab, chromium: str, request: pytest.FixtureRequest) -> Iterator[Notebook]:
    """A notebook of this test's own."""
    notebook = open_view(lab, chromium, "own.ipynb", getattr(request, "param", "view.stop()"))
    yield notebook
    notebook.close()


@pytest.fixture
def shown(lab: Lab, chromium: str) -> Notebook:
    """A notebook for all tests that leave the view as it is."""
    if lab.shared is None:
        lab.shared = open_view(lab, chromium, "shared.ipynb", HOSTILE)
    return lab.shared


def kernel_of(notebook: Notebook) -> int:
    return int(notebook.page.locator(".jp-OutputArea-output:has-text('pid')").first.text_content().split()[1])


@pytest.mark.parametrize("own", [WRITE], indirect=True, ids=["writes"])
def test_records_arrive_while_a_cell_runs_and_marks_are_moved(own: Notebook) -> None:
    """No mark that stays is made anew, and each new record is there within a second (0.3 s on an idle machine)."""
    page = own.page
    page.evaluate(
        """() => {
            const marks = [...document.querySelectorAll('.kafkalab-live .mark')];
            window.before = new Map(marks.map((mark) => [mark, mark.style.transform]));
            window.seen = {};
            const newest = () => document.querySelector('.kafkalab-live .new .offset').textContent;
            const watch = new MutationObserver(() => (window.seen[newest()] ??= Date.now()));
            watch.observe(document.querySelector('.kafkalab-live svg'), {subtree: true, childList: true});
        }"""
    )
    own.run(2)
    page.wait_for_function(f"{NEWEST} === '18'", timeout=15_000)
    assert page.locator(".jp-OutputArea-output:has-text('over')").count() == 0, "the cell was still running"
    page.wait_for_timeout(400)
    kept, moved, total = page.evaluate(
        """() => {
            const kept = [...window.before].filter(([mark]) => mark.isConnected);
            const moved = kept.filter(([mark, place]) => mark.style.transform !== place);
            return [kept.length, moved.length, window.before.size];
        }"""
    )
    assert total - kept <= 5, "only what left on the left is gone"
    assert moved >= 8
    page.wait_for_selector(".jp-OutputArea-output:has-text('over')", timeout=15_000)
    written = page.locator(".jp-OutputArea-output:has-text('over')").text_content().split()[:4]
    seen = page.evaluate("window.seen")
    delays = [seen[str(15 + n)] / 1000 - float(at) for n, at in enumerate(written)]
    print("delays in s:", [round(delay, 3) for delay in delays])
    assert max(delays) < 1


def test_a_record_opens_its_panel_by_pointer_and_by_keyboard(shown: Notebook) -> None:
    page, panel = shown.page, shown.view(".panel")
    assert not panel.is_visible()
    shown.view(".new [data-offset]").hover()
    assert "marta" in panel.inner_text()
    assert "mensaje 14" in panel.inner_text()
    page.mouse.move(2, 2)
    panel.wait_for(state="hidden")

    shown.view("[data-offset][tabindex='0']").focus()
    steps = {"ArrowLeft": "P2 · offset 13", "Home": "P2 · offset 7", "ArrowUp": "P1 · offset 7", "End": "P1 · offset 8"}
    for key, label in steps.items():
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith(label)
        assert panel.is_visible()
    assert page.locator("[data-offset][tabindex='0']").count() == 1, "Tab reaches one record, arrows the others"
    page.keyboard.press("Escape")
    assert not panel.is_visible()


def test_it_tells_screen_readers_what_it_shows(shown: Notebook) -> None:
    svg = shown.view("svg.kafkalab")
    assert svg.get_attribute("aria-label").startswith("Topic iabd-topic: 3 particiones.")
    assert svg.get_attribute("role") == "group"
    assert shown.view("[aria-live='polite']").count() == 1


def test_it_takes_the_colours_of_the_page(shown: Notebook) -> None:
    colour = "getComputedStyle(document.querySelector('.kafkalab-live .offset')).fill"
    light = shown.page.evaluate(colour)
    shown.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    assert shown.page.evaluate(colour) != light
    shown.page.evaluate("document.body.dataset.jpThemeLight = 'true'")


def test_hostile_keys_and_values_stay_text(shown: Notebook) -> None:
    """The last test of the shared notebook that runs a cell in it."""
    shown.run(2)
    bad = shown.page.locator(".kafkalab-live").nth(1)
    bad.locator("[data-offset='0']").hover()
    assert "<script>alert('1')</script>&\"]]>" in bad.locator(".panel").inner_text()
    assert bad.locator("script").count() == 0
    bad.locator("[data-offset='1']").hover()
    assert "\\x1b[31mred\\x00" in bad.locator(".panel").inner_text()


def test_when_python_falls_silent_it_says_disconnected_and_heals(shown: Notebook) -> None:
    pid = kernel_of(shown)
    os.kill(pid, signal.SIGSTOP)
    try:
        shown.wait_status("desconectado")
    finally:
        os.kill(pid, signal.SIGCONT)
    shown.wait_status("en vivo")


def test_stopped_it_is_a_picture_of_the_right_size(own: Notebook) -> None:
    own.run(2)
    picture = own.page.locator(".jp-OutputArea-output img")
    picture.wait_for()
    assert own.view().count() == 0
    assert picture.get_attribute("width") == "1120"


def test_saved_live_and_opened_again_without_its_kernel_it_is_a_saved_picture(
    own: Notebook, lab: Lab, chromium: str
) -> None:
    """Our setting makes JupyterLab keep the widget's state; without it the output would be an error."""
    own.save()
    os.kill(kernel_of(own), signal.SIGKILL)
    own.wait_status("desconectado")
    notebook = nbformat.read(lab.root / "own.ipynb", 4)
    assert any(WIDGET in output.get("data", {}) for output in notebook.cells[1].outputs)
    again = lab.open(chromium, "own.ipynb")
    again.wait_status("imagen guardada")
    assert again.view(".mark").count() > 50
    assert again.page.locator("text=Error displaying widget").count() == 0
    again.close()
