"""JupyterLab's terminals find Apache's tools, however the server was started: an extension of Jupyter's server.

A server that was started by its full path lacks the scripts on its PATH, and a login shell would set it back to the
system's own. BOOTSTRAP is the default cluster's, where there is one when the server starts.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import Any

import kafkalab  # puts the scripts on this process's PATH, which terminals and kernels inherit
from kafkalab.errors import KafkalabError


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _link_jupyter_server_extension(server: Any) -> None:
    """Called before the terminals are set up. A shell that somebody has chosen stays as it is."""
    shell = os.environ.get("SHELL") or shutil.which("sh")
    if os.name != "nt" and shell and "shell_command" not in server.terminado_settings:
        server.terminado_settings = {**server.terminado_settings, "shell_command": [shell]}


def _load_jupyter_server_extension(server: Any) -> None:
    server.log.debug("kafkalab %s: its tools are on the PATH of terminals", kafkalab.__version__)
    if "BOOTSTRAP" not in os.environ and (servers := _default_cluster()):
        os.environ["BOOTSTRAP"] = servers


def _default_cluster() -> str | None:
    from kafkalab.nodes import lifecycle, state

    with suppress(KafkalabError, OSError):
        known = state.read(lifecycle.DEFAULT_NAME)
        return known.plan.bootstrap_servers if known else None
    return None
