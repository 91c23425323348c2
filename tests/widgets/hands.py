"""Clicks without a page: does what a click does, and runs the two lines that it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from html import unescape
from pathlib import Path
from typing import Any

from kafkalab import Cluster
from kafkalab.widgets.actions import ACTIONS
from kafkalab.widgets.controls import Hands
from kafkalab.widgets.subject import Subject

TIMEOUT_S = 60.0


class Clicker:
    """The controls of a view of `subject`; each click sees the cluster as it is then."""

    def __init__(self, cluster: Cluster, subject: Subject) -> None:
        self.cluster, self.hands = cluster, Hands(cluster, subject, "en")

    def click(self, name: str, **fields: str) -> Click:
        """Click and wait until it is over."""
        self.hands.follow(self.cluster.snapshot())
        over = threading.Event()
        answers: list[dict[str, Any]] = []

        def answer(told: dict[str, Any]) -> None:
            answers.append(told)
            if told["state"] != "begun":
                over.set()

        self.hands.act(name, fields, answer)
        assert over.wait(TIMEOUT_S), answers
        return Click(answers)

    def lines(self, name: str, **fields: str) -> tuple[str, str]:
        """The two lines that the click would show, without doing anything."""
        self.hands.follow(self.cluster.snapshot())
        click, place = self.hands._click(name, fields), self.hands._place(name)
        return place.python(ACTIONS[name].line(place, click)), ACTIONS[name].shell(place, click)


class Click:
    """What came of a click."""

    def __init__(self, answers: list[dict[str, Any]]) -> None:
        self.state, self.text = answers[-1]["state"], answers[-1]["text"]
        shown = re.findall(r"<code>(.*?)</code>", answers[0].get("same", ""), flags=re.DOTALL)
        self.python, self.shell = [unescape(line) for line in shown] or ["", ""]


def run_python(line: str, cluster: Cluster) -> Any:
    """As in a cell of a notebook whose cluster is called `cluster`."""
    names: dict[str, Any] = {"cluster": cluster}
    *first, last = line.split("\n")
    exec("\n".join(first), names)
    return eval(last, names)


def run_shell(line: str) -> subprocess.CompletedProcess[str]:
    """As in a terminal."""
    return subprocess.run(["bash", "-c", line], env=terminal(), capture_output=True, text=True, timeout=TIMEOUT_S)


def start_shell(line: str) -> subprocess.Popen[bytes]:
    """The same, of what does not end by itself; end it with its process group."""
    return subprocess.Popen(
        ["bash", "-c", f"exec {line}"], env=terminal(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def terminal() -> dict[str, str]:
    """The environment of a terminal that has our commands on its PATH, and speaks UTF-8."""
    commands = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": os.pathsep.join([commands, os.environ["PATH"]]), "LC_ALL": "C.UTF-8"}
