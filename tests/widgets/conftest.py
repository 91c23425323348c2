"""What tests of pages without a notebook share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from .lab import CHROMIUM_ARGS


@pytest.fixture(scope="module")
def browser() -> Iterator[Callable[[str], Browser]]:
    """Starts Chromium, of which the path is given, at the first call: one for a module."""
    with sync_playwright() as playwright:
        started: list[Browser] = []

        def start(path: str) -> Browser:
            if not started:
                started.append(playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS))
            return started[0]

        yield start
        for each in started:
            each.close()
