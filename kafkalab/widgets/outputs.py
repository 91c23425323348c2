"""The outputs of a notebook in which a view is shown: makes them, knows them by their display id, and replaces them."""

from __future__ import annotations

import sys
import uuid
from typing import Any

Bundle = tuple[dict[str, Any], dict[str, Any]]


def shell() -> Any:
    """The IPython shell of the running kernel; None in plain Python and in a terminal."""
    if "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython

    found = get_ipython()
    return found if hasattr(found, "kernel") else None


def last_messages() -> None:
    """Make the kernel copy what it sends from now on: while it ends, pyzmq can no longer lend out large messages."""
    found = shell()
    if found is not None:
        found.kernel.session.copy_threshold = sys.maxsize


class Outputs:
    """The outputs that show one view."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._cell: int | None = None

    @property
    def in_this_cell(self) -> bool:
        """True if the cell that is running shows the view already."""
        found = shell()
        return found is not None and self._cell == found.execution_count

    def add(self, bundle: Bundle) -> None:
        """A new output with `bundle` (data, metadata)."""
        self._ids.append(uuid.uuid4().hex)
        self._cell = shell().execution_count
        _publish(bundle, self._ids[-1], update=False)

    def replace(self, bundle: Bundle) -> None:
        """Every output so far shows `bundle` from now on."""
        for display_id in self._ids:
            _publish(bundle, display_id, update=True)


def _publish(bundle: Bundle, display_id: str, *, update: bool) -> None:
    from IPython.display import publish_display_data

    data, metadata = bundle
    publish_display_data(data, metadata, transient={"display_id": display_id}, update=update)
