"""What the commands print with."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from proust_attention.files import Outliving

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130  # exit statuses; main.py says what they mean
WIDEST = 10_000  # than which no table can be wider
INDENT, SPACE = " " * 4, " " * 3
WIDTH_WITHOUT_TERMINAL = 140  # a file or a pipe has none; tables need some


class Printer(Console):
    """A console that prints text as it is: no markup, no emoji, no guessed highlights."""

    def __init__(self, stderr: bool = False) -> None:
        file = cast(IO[str], Outliving(sys.stderr if stderr else sys.stdout))
        super().__init__(markup=False, highlight=False, emoji=False, file=file)
        if not self.is_terminal:
            self.width = WIDTH_WITHOUT_TERMINAL

    def print_table(self, table: Table) -> None:
        """Print a table; where its columns have no room, each of its rows in lines of its own. Nothing is cut."""
        if Measurement.get(self, self.options.update(max_width=WIDEST), table).maximum <= self.width:
            self.print(table)
            return
        first, *others = table.columns
        heads = [str(column.header) for column in others]
        across = max(map(len, heads))
        if first.header:
            self.print(f"{first.header}:", soft_wrap=True)
        for name, *cells in zip(*(column.cells for column in table.columns), strict=True):
            self.print(name, soft_wrap=True)
            filled = [(head, cell) for head, cell in zip(heads, cells, strict=True) if cell]
            line = INDENT + SPACE.join(f"{head} {cell}".strip() for head, cell in filled)
            lines = [f"{INDENT}{head:{across}}  {cell}" for head, cell in filled]
            self.print(line if len(line) <= self.width else "\n".join(lines), soft_wrap=True)

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
