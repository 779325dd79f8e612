"""Waiting for something that comes soon, on a machine that may have much else to do."""

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 180.0  # seconds, until a test that waits fails


def until(condition: Callable[[], bool], otherwise: Callable[[], Any] = lambda: "it took too long") -> None:
    """Wait until something is so; fail with what `otherwise` says.

    For a page, too: its policy forbids eval, with which Playwright would wait.
    """
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.02)
