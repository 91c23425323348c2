"""Actors in a Jupyter kernel: an interrupted cell leaves them alone, they print nothing, they end with the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psutil
import pytest
from jupyter_client.manager import start_new_kernel

pytestmark = pytest.mark.cluster


class Kernel:
    """A real kernel. `run` gives what a cell published; a cell that waits can be interrupted."""

    def __init__(self) -> None:
        self.manager, self._client = start_new_kernel(kernel_name="python3")

    def run(self, code: str) -> list[dict[str, Any]]:
        published: list[dict[str, Any]] = []
        self._client.execute_interactive(code, timeout=60, output_hook=published.append)
        return [message["content"] for message in published if message["msg_type"] not in ("status", "execute_input")]

    def text(self, code: str) -> str:
        """What the cell printed; it may do nothing else."""
        (stream,) = self.run(code)
        return str(stream["text"])

    def interrupt_when(self, said: str, code: str) -> list[dict[str, Any]]:
        """Interrupt the cell, as the stop button does, once it has printed `said`."""
        published: list[dict[str, Any]] = []

        def look(message: dict[str, Any]) -> None:
            published.append(message["content"])
            if said in message["content"].get("text", ""):
                self.manager.interrupt_kernel()

        self._client.execute_interactive(code, timeout=60, output_hook=look)
        return published


@pytest.fixture
def kernel() -> Iterator[Kernel]:
    started = Kernel()
    yield started
    started.manager.shutdown_kernel(now=True)


def test_actors_in_a_kernel(cluster, topic, kernel, until):
    assert kernel.run(f"from kafkalab import Cluster; cluster = Cluster.attach({cluster.name!r})") == []
    assert (
        kernel.run(f"a = cluster.consumer({topic!r}, group={topic!r}); b = cluster.producer({topic!r}, rate=50)") == []
    )
    pids = [int(pid) for pid in kernel.text("print(a.pid, b.pid)").split()]

    published = kernel.interrupt_when(
        "waiting", "print('waiting', flush=True)\nimport time\nwhile True: time.sleep(0.1)"
    )
    assert any(content.get("ename") == "KeyboardInterrupt" for content in published)
    assert kernel.text("print(a.state, b.state)").split() == ["running", "running"]

    (shown,) = kernel.run("a")
    assert "<table" in shown["data"]["text/html"]
    assert topic in shown["data"]["text/plain"]
    assert kernel.run("import time; time.sleep(1)") == [], "they print nothing into cells"

    kernel.manager.shutdown_kernel()
    until(lambda: not any(psutil.pid_exists(pid) for pid in pids), "they are gone")


def test_an_error_is_a_sentence_without_a_traceback(cluster, topic, kernel):
    kernel.run(f"from kafkalab import Cluster; cluster = Cluster.attach({cluster.name!r})")
    (error,) = kernel.run(f"cluster.consumer({topic!r}, group='g', client='java')")
    assert error["ename"] == "UsageError"
    assert len(error["traceback"]) == 1
