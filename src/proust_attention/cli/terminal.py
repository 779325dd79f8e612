"""What the commands print with."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130  # exit statuses; main.py says what they mean
WIDTH_WITHOUT_TERMINAL = 140  # a file or a pipe has none; tables need some


class Printer(Console):
    """A console that prints text as it is: no markup, no emoji, no guessed highlights."""

    def __init__(self) -> None:
        super().__init__(markup=False, highlight=False, emoji=False)
        if not self.is_terminal:
            self.width = WIDTH_WITHOUT_TERMINAL

    def on_broken_pipe(self) -> None:
        """Leave a closed pipe to whoever called: rich itself would end the process, with status 1."""
        raise BrokenPipeError


def number(value: int) -> str:
    """Write a whole number with its thousands apart.

    >>> number(7254285)
    '7,254,285'
    """
    return f"{value:,}"


def print_json(value: Any) -> None:
    """Print a value for other programs to read."""
    print(json.dumps(value, ensure_ascii=False))


def print_result(
    result: Any, show: Callable[[Printer], None], draw: Callable[[], str], svg: Path | None, as_json: bool
) -> None:
    """Print what was found, a dataclass, as `show` does or as JSON; draw it too if `svg` names a file."""
    from proust_attention.files import write_bytes

    if svg is not None:
        write_bytes(svg, draw().encode())
    if as_json:
        print_json(asdict(result))
        return
    console = Printer()
    show(console)
    if svg is not None:
        console.print(f"\ndrawn into {svg}", soft_wrap=True)
