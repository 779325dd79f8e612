"""`proust ablate`: what each part of a machine is worth."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from proust_attention.cli.given import ENGINE, MACHINE, refuse_unless_free
from proust_attention.cli.terminal import Printer, print_result
from proust_attention.cli.working import working

if TYPE_CHECKING:
    from proust_attention.inspection.ablation import Ablation


def ablate(
    machine: Annotated[Path, typer.Argument(help=MACHINE)],
    corpus: Annotated[
        Path | None, typer.Option(help="A corpus folder whose held-out part to read. [the run's own]")
    ] = None,
    windows: Annotated[
        int, typer.Option(min=2, help="How many windows, evenly spaced over the held-out part.")
    ] = 32,
    engine: Annotated[str, typer.Option(help=ENGINE)] = "auto",
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with all figures.")] = False,
    svg: Annotated[Path | None, typer.Option(help="Draw the figures into this new file.")] = None,
) -> None:
    """Take out each head and each feed-forward layer in turn, and see what the loss becomes."""
    if svg is not None:
        refuse_unless_free(svg)
    with working("reading the text") as show:
        from proust_attention.inspection import ablation, ablation_picture

        def watch(name: str, done: int, of: int) -> None:
            show(f"{done} of {of}, {f'without {name}' if name else 'with all parts'}")

        result = ablation.ablate(machine, corpus, windows, engine, watch)
    draw = partial(ablation_picture.svg, result, machine.name)
    print_result(result, partial(_show, result), draw, svg, json)


def _show(result: "Ablation", console: Printer) -> None:
    from proust_attention.evaluation import in_words

    console.print(
        f"{in_words(result.base, (result.characters, result.bytes))} with all of it, "
        f"on {result.windows} held-out windows; below, nats a character\n",
        soft_wrap=True,
    )
    table = Table("without", box=None, pad_edge=False)
    for column in ("loss", "difference", "standard error"):
        table.add_column(column, justify="right", no_wrap=True)
    for part in result.parts:
        table.add_row(part.name, f"{part.loss:.4f}", f"{part.difference:+.4f}", f"{part.standard_error:.4f}")
    console.print_table(table)
    doubtful = [part.name for part in result.parts if abs(part.difference) < 2 * part.standard_error]
    if doubtful:
        console.print(
            f"\nless than two standard errors, so perhaps chance: {', '.join(doubtful)}; "
            "more --windows make it surer",
            soft_wrap=True,
        )
