"""A terminal of JupyterLab, opened as its page does: the tools are found and the cluster's address is there."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from widgets.lab import Lab

from kafkalab import terminals

SCRIPTS = str(Path(sys.executable).parent)


@pytest.fixture
def bare_path(monkeypatch) -> None:
    """The PATH of somebody who has activated nothing; the server is started by its full path."""
    found = [folder for folder in os.environ["PATH"].split(os.pathsep) if folder != SCRIPTS]
    monkeypatch.setenv("PATH", os.pathsep.join(found))


@pytest.mark.cluster
def test_a_terminal_finds_the_tools_and_the_cluster(cluster, bare_path, tmp_path):
    """Also where the server has no terminal of its own (its output goes to a file): Jupyter then opens login shells."""
    lab = Lab(tmp_path, BOOTSTRAP=cluster.bootstrap_servers)
    try:
        said = asyncio.run(
            _typed(lab, "command -v kafka-topics.sh; command -v kafkalab; echo at:$BOOTSTRAP; echo e''nd\r")
        )
    finally:
        lab.stop()
    assert f"{SCRIPTS}/kafka-topics.sh" in said
    assert f"{SCRIPTS}/kafkalab" in said
    assert f"at:{cluster.bootstrap_servers}" in said


async def _typed(lab: Lab, line: str) -> str:
    """What a new terminal shows after `line`, until it shows "end"."""
    from tornado.websocket import websocket_connect

    address = f"127.0.0.1:{lab.port}"
    opened = urllib.request.Request(f"http://{address}/api/terminals?token={lab.token}", method="POST")
    with urllib.request.urlopen(opened, timeout=30) as answer:
        name = json.load(answer)["name"]
    socket = await websocket_connect(f"ws://{address}/terminals/websocket/{name}?token={lab.token}")
    await socket.write_message(json.dumps(["stdin", line]))
    shown, deadline = "", time.monotonic() + 60
    while not re.search(r"^end\r?$", shown, re.MULTILINE):
        message = await asyncio.wait_for(socket.read_message(), max(deadline - time.monotonic(), 0.1))
        kind, text = json.loads(message)[:2]
        shown += text if kind == "stdout" else ""
    socket.close()
    return shown


def test_a_shell_that_somebody_has_chosen_stays():
    chosen = SimpleNamespace(terminado_settings={"shell_command": ["zsh"], "x": 1})
    terminals._link_jupyter_server_extension(chosen)
    assert chosen.terminado_settings == {"shell_command": ["zsh"], "x": 1}


def test_otherwise_it_is_the_users_own_but_no_login_shell(monkeypatch):
    monkeypatch.setenv("SHELL", "/bin/fish")
    server = SimpleNamespace(terminado_settings={})
    terminals._link_jupyter_server_extension(server)
    assert server.terminado_settings == {"shell_command": ["/bin/fish"]}


def test_the_default_clusters_address_is_known_without_starting_it(tmp_path, monkeypatch, known_lab):
    monkeypatch.delenv("BOOTSTRAP", raising=False)
    server = SimpleNamespace(log=SimpleNamespace(debug=lambda *_: None))
    terminals._load_jupyter_server_extension(server)
    assert os.environ.pop("BOOTSTRAP") == known_lab


@pytest.fixture
def known_lab(tmp_path, monkeypatch) -> str:
    """The state file of a default cluster that is stopped."""
    from kafkalab import paths
    from kafkalab.nodes import state
    from kafkalab.nodes.plan import Node, Plan

    monkeypatch.setenv("KAFKALAB_HOME", str(tmp_path))
    plan = Plan("lab", "id", "4.3.1", (Node(101, "broker", 9192),), paths.cluster_dir("lab"))
    state.write(state.State(plan))
    return "localhost:9192"


def test_importing_kafkalab_in_a_kernel_puts_the_tools_on_its_path(bare_path):
    code = "import kafkalab, shutil; print(shutil.which('kafka-topics.sh'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == f"{SCRIPTS}/kafka-topics.sh"
