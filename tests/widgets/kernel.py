"""A real kernel without a notebook: runs cells, and collects what it publishes."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_client.manager import start_new_kernel

WIDGET = "application/vnd.jupyter.widget-view+json"
TESTS = Path(__file__).parent.parent
SETUP = f"""
import sys; sys.path.insert(0, {str(TESTS)!r})
from scenes.states import two_groups
from widgets.fake import FakeObserver
from kafkalab.widgets.live import show_live
observe = FakeObserver(two_groups())
def write(n, key): observe.write("iabd-topic", n, key)
"""


class Kernel:
    """`messages` holds everything published so far, oldest first, as (type, content)."""

    def __init__(self) -> None:
        self._manager, self._client = start_new_kernel(kernel_name="python3")
        self.messages: list[tuple[str, dict[str, Any]]] = []
        self._states: set[tuple[str | None, str]] = set()
        assert self.run(SETUP) == []

    def run(self, code: str, timeout: float = 30) -> list[tuple[str, dict[str, Any]]]:
        """Run a cell to its end; what it published, its heartbeats and scenes aside."""
        start = len(self.messages)
        message = self._client.execute(code)
        self._collect(lambda: self._idle(message), timeout)
        answers = self.messages[start:]
        for kind, content in answers:
            assert kind != "error", "\n".join(content["traceback"])
        return [m for m in answers if m[0] in ("display_data", "update_display_data", "execute_result", "stream")]

    def start(self, code: str) -> None:
        """Start a cell and don't wait for its end."""
        self._client.execute(code)

    def wait_for(self, condition: Callable[[], Any], timeout: float = 10) -> Any:
        """Collect messages until `condition` holds, and give back what it said."""
        return self._collect(condition, timeout)

    def scenes(self) -> list[dict[str, Any]]:
        """Every scene that was sent to the widget after it was opened."""
        updates = [c["data"]["state"] for k, c in self.messages if k == "comm_msg" and c["data"]["method"] == "update"]
        return [state["scene"] for state in updates if "scene" in state]

    def beats(self) -> int:
        return sum(k == "comm_msg" and c["data"]["method"] == "custom" for k, c in self.messages)

    def click(self, act: str, **fields: str) -> None:
        """As a page does it on the newest widget, without waiting for anything."""
        opened = [c["comm_id"] for k, c in self.messages if k == "comm_open" and "controls" in c["data"]["state"]]
        content = {"view": "page", "what": "act", "act": act, "fields": fields}
        data = {"method": "custom", "content": content}
        self._client.shell_channel.send(self._client.session.msg("comm_msg", {"comm_id": opened[-1], "data": data}))

    def answers(self) -> list[dict[str, Any]]:
        """What the pages were told of their clicks."""
        custom = [c["data"] for k, c in self.messages if k == "comm_msg" and c["data"]["method"] == "custom"]
        return [each["content"] for each in custom if "done" in each["content"]]

    def shut_down(self) -> None:
        """A clean end, as JupyterLab asks for it; the messages of the end are collected."""
        self._client.shutdown()
        self._collect(lambda: not self._manager.is_alive(), 20)
        self._drain()

    def close(self) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def _idle(self, message: str) -> bool:
        return (message, "idle") in self._states

    def _collect(self, condition: Callable[[], Any], timeout: float) -> Any:
        deadline = time.monotonic() + timeout
        while True:
            self._drain()
            found = condition()
            if found:
                return found
            assert time.monotonic() < deadline, f"not within {timeout} s; last: {self.messages[-3:]}"

    def _drain(self) -> None:
        try:
            while True:
                message = self._client.get_iopub_msg(timeout=0.05)
                if message["msg_type"] == "status":
                    parent = message["parent_header"].get("msg_id")
                    self._states.add((parent, message["content"]["execution_state"]))
                self.messages.append((message["msg_type"], message["content"]))
        except queue.Empty:
            return
