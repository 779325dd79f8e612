"""What a benchmark needs beside the library, or one line that says so."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def needed(extras: str) -> Iterator[None]:
    """Import within this what the extras bring; without them the benchmark ends with one line."""
    try:
        yield
    except ModuleNotFoundError as error:
        what = f"{Path(sys.argv[0]).name} needs the package {error.name}, which is not installed"
        sys.exit(f"{what}: pip install -c constraints.txt -e '.[{extras}]'")
