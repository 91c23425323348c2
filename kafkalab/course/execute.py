"""Running a notebook from top to bottom in a kernel of this very Python, with a home of kafkalab that it is given.

It fills in outputs; cleaning them is in `clean`. A cell that fails is a Problem, not an exception.
"""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from kafkalab.course.homes import end_processes_of
from kafkalab.course.problem import Problem
from kafkalab.i18n import Text

if TYPE_CHECKING:
    from pathlib import Path

CELL_TIMEOUT_S = 180

_FAILED = Text(es="la celda {number} (`{line}`) falla: {reason}", en="cell {number} (`{line}`) fails: {reason}")
_TOO_SLOW = Text(es="no terminó en {seconds} s", en="it did not end within {seconds} s")
_DIED = Text(es="el kernel murió", en="the kernel died")
# What a student's own shell might change in the outputs.
_FIXED = {"TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "COLUMNS": "100", "TERM": "dumb", "PYTHONHASHSEED": "0"}
_DROPPED = ("KAFKALAB_LANG", "BOOTSTRAP", "PYTHONSTARTUP", "NO_COLOR", "FORCE_COLOR")


def execute(notebook: Any, where: str, folder: Path, home: Path, timeout_s: float = CELL_TIMEOUT_S) -> Problem | None:
    """Run every code cell with `folder` as the working directory; outputs land in `notebook`."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    folder.mkdir(parents=True, exist_ok=True)
    started: list[int] = []
    with tempfile.TemporaryDirectory(prefix="kafkalab-ipython-") as profile:
        client = NotebookClient(
            notebook,
            km=_kernel_manager(),
            timeout=timeout_s,
            record_timing=False,
            extra_arguments=["--IPKernelApp.log_level=ERROR"],
            coalesce_streams=True,
            on_cell_start=lambda cell, cell_index: started.append(cell_index),
            resources={"metadata": {"path": str(folder)}},
        )
        try:
            _run(client, kernel_environment(home, profile), home)
        except CellExecutionError as error:
            return Problem(where, _failure(notebook, started, f"{error.ename}: {error.evalue}"))
        except CellTimeoutError:
            return Problem(where, _failure(notebook, started, _TOO_SLOW.format(seconds=timeout_s)))
        except DeadKernelError:
            return Problem(where, _failure(notebook, started, _DIED))
    return None


def _run(client: Any, env: dict[str, str], home: Path) -> None:
    """Run the client in a thread: in the main one it would take Ctrl-C for itself, and the build would go on."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        # The kernel manager is ours, so without cleanup_kc the kernel would be left running.
        running = pool.submit(client.execute, env=env, cleanup_kc=True)
        try:
            running.result()
        except KeyboardInterrupt:
            end_processes_of(home)  # the kernel too, which ends the thread
            raise


def _kernel_manager() -> Any:
    """A kernel of this Python, whatever kernels the user has installed under the same name."""
    import ipykernel.kernelspec
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class ThisPython(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            return KernelSpec(resource_dir=ipykernel.kernelspec.RESOURCES, **ipykernel.kernelspec.get_kernel_dict())

    return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=ThisPython())


def kernel_environment(home: Path, profile: str) -> dict[str, str]:
    """The environment of a kernel whose outputs are to be the same everywhere; `profile` is an empty IPython folder."""
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    return {**kept, **_FIXED, "KAFKALAB_HOME": str(home), "IPYTHONDIR": profile}


def _failure(notebook: Any, started: list[int], reason: Text | str) -> Text:
    """Which cell it was: the last one that was started (counted from 1), by its first line."""
    index = started[-1] if started else 0
    line = next((line for line in notebook.cells[index].source.splitlines() if line.strip()), "")
    return _FAILED.format(number=index + 1, line=line[:60], reason=reason)
