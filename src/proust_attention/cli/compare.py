"""`proust compare`: runs side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from proust_attention.cli.terminal import Printer, print_json
from proust_attention.cli.working import working

if TYPE_CHECKING:
    from proust_attention.reports.comparison import Comparison


def compare(
    runs: Annotated[list[Path], typer.Argument(help="Run folders, two or more, tested on the same text.")],
    out: Annotated[Path | None, typer.Option(help="Write a page with the table and the curves.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with all figures.")] = False,
) -> None:
    """Set runs side by side: in what they differ, and how far they came."""
    from proust_attention.files import write_bytes
    from proust_attention.reports.comparison import compare as side_by_side
    from proust_attention.reports.comparison_table import html, to_dict
    from proust_attention.reports.page import require_writable

    if out is not None:
        require_writable(out)
    with working("reading the runs"):
        result = side_by_side(runs)
    if out is not None:
        write_bytes(out, html(result).encode())
    if json:
        print_json(to_dict(result))
        return
    console = Printer()
    console.print_table(_table(result))
    for note in result.notes:
        console.print(note, soft_wrap=True)
    if out is not None:
        console.print(f"written to {out}", soft_wrap=True)


def _table(result: "Comparison") -> Table:
    from proust_attention.reports.comparison_table import rows

    head, *others = rows(result)
    table = Table("", box=None, pad_edge=False)
    for name in head[1:]:
        table.add_column(name, justify="right", overflow="fold")
    for row in others:
        table.add_row(*row)
    return table
