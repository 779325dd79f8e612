"""A sign of life, in a terminal, while something takes long."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

AFTER = 0.1  # seconds: what is done by then would only flicker


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show on stderr, if that is a terminal, what is being done; yield a function that changes the words."""
    status = Console(stderr=True, markup=False, highlight=False).status(what)
    begin = threading.Timer(AFTER, status.start)
    begin.daemon = True
    begin.start()
    try:
        yield status.update
    finally:
        begin.cancel()
        begin.join()
        status.stop()
