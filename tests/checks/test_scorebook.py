"""What is kept of a student's work: privately, whole, by several programs at once, and through a damaged file."""

from __future__ import annotations

import json
import stat
import subprocess
import sys

import pytest

from kafkalab.checks import Outcome, Scorebook
from kafkalab.checks.score import score_of
from kafkalab.i18n import Text, using

from .samples import CHOICE, NUMBER, STATE, hold


def test_files_are_the_students_own(own_home):
    hold(NUMBER).check(5)
    Scorebook("00").predict("q1", "b")
    for path in (own_home / "scores").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE((own_home / "scores").stat().st_mode) == 0o700


def test_the_best_outcome_is_kept():
    live = hold(NUMBER)
    for answer in (4, 5, 4):
        live.check(answer)
    entry = Scorebook("00").read()[0]["q2"]
    assert (entry.outcome, entry.attempts, entry.points) == (Outcome.PASS, 3, 1)


def test_only_marked_answers_count_as_attempts():
    live = hold(NUMBER)
    live.check(...)
    live.check("no number")
    assert Scorebook("00").read() == ({}, None)


DAMAGED = {
    "cut": '{"format": 1, "ques', "empty": "", "not an object": "[1, 2]", "other format": '{"format": 99}',
    "bytes": "\udcff\udcfe", "wrong field": '{"format": 1, "questions": {"q2": {"points": "many"}}}',
    "wrong outcome": '{"format": 1, "questions": {"q2": '
    '{"outcome": "best", "attempts": 1, "points": 1, "solution_seen": false}}}',
    "deep": "[" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_put_aside_and_said(own_home, name):
    """Nothing is lost: the bad file keeps its bytes under another name, and the answer is marked all the same."""
    folder = own_home / "scores"
    folder.mkdir(parents=True)
    content = DAMAGED[name].encode("utf-8", "surrogateescape")
    (folder / "00.json").write_bytes(content)
    (folder / "00.json.bad-1").write_text("an older one")
    verdict = hold(NUMBER).check(5)
    assert verdict.passed
    assert "00.json.bad-2" in repr(verdict)
    assert (folder / "00.json.bad-2").read_bytes() == content
    assert (folder / "00.json.bad-1").read_text() == "an older one"
    assert Scorebook("00").read()[0]["q2"].points == 1


def test_programs_that_write_at_once_lose_nothing(own_home):
    """Two notebooks and a terminal may be open on the same lesson."""
    program = "from kafkalab.checks import *\nimport sys\nb = Scorebook('00')\n"
    program += "for n in range(20): b.mark(sys.argv[1], Outcome.FAIL, 1)"
    running = [subprocess.Popen([sys.executable, "-c", program, f"q{n}"]) for n in (1, 1, 2)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    entries, _ = Scorebook("00").read()
    assert (entries["q1"].attempts, entries["q2"].attempts) == (40, 20)


def test_a_prediction_is_one_line_of_json(own_home):
    Scorebook("00").predict("q1", ("ana\n", "luis"))
    (line,) = (own_home / "scores" / "00.predictions.jsonl").read_text().splitlines()
    assert json.loads(line)["prediction"] == ["ana\n", "luis"]


def test_the_table_shows_every_question_and_the_total():
    hold(NUMBER).check(5)
    hold(CHOICE).check("a")
    entries, note = Scorebook("00").read()
    score = score_of(Text("00 · Hola", "00 · Hello"), (CHOICE, NUMBER, STATE), entries, note)
    with using("es"):
        assert repr(score).splitlines() == [
            "00 · Hola",
            "q1  es title  ✘ todavía no       0/1",
            "q2  es title  ✔ correcto         1/1",
            "q5  es title  … sin contestar    0/1",
            "Total                            1/3",
        ]
        html = score._repr_html_()
    assert html.count("<tr>") == 5
    assert "✘ todavía no</td><td>0/1</td>" in html


def test_the_table_says_where_the_solution_was_read():
    live = hold(NUMBER)
    live.solution()
    live.check(5)
    entries, note = Scorebook("00").read()
    assert "✔ correct (solution read)  0/1" in repr(score_of(Text("t", "t"), (NUMBER,), entries, note)).replace(
        "    ", "  "
    )
