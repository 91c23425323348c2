"""kafkalab: learn Apache Kafka in Jupyter with a real three-broker cluster of your own.

Names load when they are first used: Apache's command-line tools come through this package and must start at once.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # as typing's, whose import would double the time of this one
if TYPE_CHECKING:
    from typing import Any

    from kafkalab.cluster import Cluster
    from kafkalab.lessons.lesson import exercises, lesson

__version__ = "0.1.0"
__all__ = ["Cluster", "__version__", "exercises", "lesson"]

_HOMES = {"Cluster": "kafkalab.cluster", "exercises": "kafkalab.lessons", "lesson": "kafkalab.lessons"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kafkalab' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__


def _put_scripts_on_path() -> None:
    """A kernel started by its full path does not have the scripts beside its Python on its PATH."""
    scripts = os.path.dirname(sys.executable)  # noqa: PTH120 - pathlib costs more than the rest of this module
    folders = os.environ.get("PATH", "").split(os.pathsep)
    if scripts and scripts not in folders:
        os.environ["PATH"] = os.pathsep.join([scripts, *folders])


_put_scripts_on_path()
