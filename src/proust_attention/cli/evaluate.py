"""`proust evaluate`: how good a machine is on a text that it did not train on, and where its loss sits."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from proust_attention.cli.given import ENGINE, MACHINE
from proust_attention.cli.terminal import Printer, number, print_json
from proust_attention.cli.working import working
from proust_attention.errors import InputError

if TYPE_CHECKING:
    from proust_attention.evaluation.details import Details, Group


def evaluate(
    run: Annotated[Path, typer.Argument(help=MACHINE)],
    corpus: Annotated[
        Path | None,
        typer.Option(help="A corpus folder whose held-out part to score. [the run's own]"),
    ] = None,
    stride: Annotated[
        int | None,
        typer.Option(
            help="Let windows overlap: each but the first scores only its last so many tokens, which have "
            "more before them to go by; it takes longer. [side by side]"
        ),
    ] = None,
    engine: Annotated[str, typer.Option(help=ENGINE)] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with all figures.")] = False,
) -> None:
    """Score the whole held-out part of a text, and show where the loss sits."""
    from dataclasses import asdict

    import numpy as np

    from proust_attention.checkpoint.machines import open_machine
    from proust_attention.checkpoint.run_folder import PARTS
    from proust_attention.devices import Hardware
    from proust_attention.evaluation.details import details
    from proust_attention.evaluation.held_out import HeldOut
    from proust_attention.evaluation.scoring import score, scorer_of

    hardware = Hardware(engine, device)
    with working("reading the text") as show, np.errstate(all="ignore"):  # damaged weights are seen in the result
        folder = open_machine(run, tuple(part for part in PARTS if part != "tokens.npy"))
        text = HeldOut.of(folder, corpus)
        model = folder.config.model
        scorer = scorer_of(model, folder.weights(), hardware)

        def watch(done: int, of: int) -> None:
            show(f"{number(done)} of {number(of)} windows")

        scored = score(scorer, text.ids, model.context_length, stride, watch)
        result = details(scored, text.ids, folder.tokenizer)
    if not np.isfinite(result.nats):
        raise InputError(f"{folder.weights_path} is damaged: with these weights the loss is not a number")
    tokenizer = folder.tokenizer
    windows = {
        "windows": scored.windows,
        "context_length": model.context_length,
        "stride": stride or model.context_length,
    }
    if json:
        source = {"corpus": str(corpus) if corpus else None, "own": text.own}
        print_json({"run": str(run), "text": source, **windows, **asdict(result)})
        return
    console = Printer()
    console.print(f"{run} on {text.description}", soft_wrap=True)
    unit = "characters" if tokenizer.lengths.max() == 1 else "tokens"
    last = len(scored.losses) - (windows["windows"] - 1) * windows["stride"]  # how long the last window is
    _show(result, console, unit, last, **windows)


def _show(
    result: "Details", console: Printer, unit: str, last: int, windows: int, context_length: int, stride: int
) -> None:
    """Show the figures; `unit` is what context_length, stride and the length of the last window count."""
    from proust_attention.evaluation import in_words

    overlap = stride < context_length
    console.print(
        f"scored {number(result.scored)} of {number(result.characters)} characters in {number(windows)} "
        f"window{'' if windows == 1 else 's'} of {context_length}{'' if unit == 'characters' else f' {unit}'}, "
        + (f"each {stride} further on" if overlap else "side by side")
        + (", the last shorter" if last < context_length else "")
        + "; left out: the very first",
        soft_wrap=True,
    )
    if overlap:
        console.print(
            f"behind the first window each has at least {context_length - stride + 1} {unit} before it to go "
            f"by, for {context_length / stride:.3g} times the work; compare only with figures of the same stride",
            soft_wrap=True,
        )
    console.print(
        in_words(result.nats, (result.scored, result.bytes)),
        soft_wrap=True,
    )
    for heading, groups in (
        ("characters before it", result.by_position),
        ("kind of symbol", result.by_kind),
        ("place in the word", result.by_place),
    ):
        console.print()
        console.print_table(_table(heading, groups))


def _table(heading: str, groups: "tuple[Group, ...]") -> Table:
    table = Table(heading, box=None, pad_edge=False)
    table.columns[0].min_width = len("first letter of a word")  # of the longest name: the tables stand in line
    for column in ("characters", "nats", "bits", "of the loss"):
        table.add_column(column, justify="right", no_wrap=True)
    for group in groups:
        figures = f"{group.nats:.3f}", f"{group.bits:.3f}", f"{group.share:.1%}"
        table.add_row(group.name, number(group.characters), *figures)
    return table
