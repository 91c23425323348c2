"""What is taken out of an executed notebook."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from kafkalab.course.clean import WIDGET, clean, leaks, widgets_without_picture

ROOT, HOME = Path("/srv/kafkalab"), Path("/tmp/kafkalab-home-abc")


def notebook(*outputs):
    return new_notebook(
        cells=[new_code_cell("x", outputs=list(outputs), metadata={"execution": {"iopub.execute_input": "2026"}})]
    )


def stream(text):
    return new_output("stream", name="stdout", text=text)


def shown(**data):
    return new_output("display_data", data=data)


def cleaned(text):
    made = notebook(stream(text))
    clean(made, ROOT, HOME)
    return made.cells[0].outputs[0].text


def test_the_widget_goes_and_its_picture_and_text_stay():
    made = notebook(shown(**{WIDGET: {"model_id": "1"}, "image/png": "iVBOR", "text/plain": "a topic"}))
    made.metadata["widgets"] = {"state": {}}
    assert widgets_without_picture(made, "n") == []
    clean(made, ROOT, HOME)
    assert made.cells[0].outputs[0].data == {"image/png": "iVBOR", "text/plain": "a topic"}
    assert "widgets" not in made.metadata
    assert "execution" not in made.cells[0].metadata


@pytest.mark.parametrize("missing", ["image/png", "text/plain"])
def test_a_widget_that_would_leave_nothing_is_named(missing):
    data = {WIDGET: {"model_id": "1"}, "image/png": "iVBOR", "text/plain": "a topic"}
    del data[missing]
    (problem,) = widgets_without_picture(notebook(shown(**data)), "notebooks/x.ipynb")
    assert str(problem).startswith("notebooks/x.ipynb: cell 1 shows a widget without the picture")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"in {HOME}/clusters/lab", "in $KAFKALAB_HOME/clusters/lab"),
        (f"{ROOT}/course/es", "./course/es"),
        (f"{ROOT}-other", f"{ROOT}-other"),
        (f"{sys.prefix}/lib/x.py", "$VIRTUAL_ENV/lib/x.py"),
        (f"{Path.home()}/.cache/other", "~/.cache/other"),
        ("a\r\nb\r\n", "a\nb\n"),
    ],
)
def test_folders_of_this_machine_get_a_name(text, left):
    assert cleaned(text) == left


def test_folders_are_found_in_html_too():
    made = notebook(shown(**{"text/html": f"<b>{HOME}</b>", "text/plain": "x"}))
    clean(made, ROOT, HOME)
    assert made.cells[0].outputs[0].data["text/html"] == "<b>$KAFKALAB_HOME</b>"


@pytest.mark.parametrize("place", ["/home/ana", "/Users/ana", "/var/folders/x1", "/tmp/kafka-logs", "/root/x"])
def test_a_folder_that_remains_is_named(place):
    (problem,) = leaks(notebook(stream(f"see {place}/more")), "n")
    assert str(problem) == f"n: the output of cell 1 names {place}"


@pytest.mark.parametrize("text", ["~/home/x", "$TMPDIR/tmp/x", "https://example.org/home/x", "0/1", "/opt/kafka/bin"])
def test_what_is_no_folder_of_this_machine_is_left_alone(text):
    assert leaks(notebook(stream(text)), "n") == []


def test_a_pictures_base64_is_not_read():
    assert leaks(notebook(shown(**{"image/png": "+/tmp/abc+", "text/plain": "x"})), "n") == []
