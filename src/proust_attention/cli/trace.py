"""`proust trace`: follow a text through the machine, and the gradients back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from proust_attention.cli.given import MACHINE
from proust_attention.cli.terminal import Printer, print_json
from proust_attention.data import DEFAULT_MACHINE
from proust_attention.errors import InputError

if TYPE_CHECKING:
    from proust_attention.inspection.trace import Step

LIKELIEST = 5


def trace(
    text: Annotated[str, typer.Argument(help="The text to follow.")],
    model: Annotated[Path, typer.Option(help=MACHINE)] = Path(DEFAULT_MACHINE),
    backward: Annotated[bool, typer.Option("--backward", help="Show the backward pass, too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with the values in full.")] = False,
) -> None:
    """Show each step of a text through the machine: its formula, its shape, a few values."""
    import numpy as np

    from proust_attention import inspection
    from proust_attention.evaluation import in_words, per_character
    from proust_attention.generation import load

    writer = load(model)
    config, tokenizer = writer.config.model, writer.tokenizer
    text = tokenizer.alphabet.as_read(text)
    ids = tokenizer.encode(text).astype(np.int64)[None]  # (1, T)
    if ids.size == 0 or (backward and ids.size == 1):
        raise InputError("the text is too short to follow; give at least one token, or two with --backward")
    values = writer.weights
    steps, probabilities = inspection.forward_steps(config, values, ids)
    order = np.argsort(probabilities)[::-1][:LIKELIEST]
    likeliest = [(tokenizer.pieces[i], float(probabilities[i])) for i in order]
    loss: float | None = None
    backward_pass: list[Step] = []
    if backward:
        loss, backward_pass = inspection.backward_steps(config, values, ids[:, :-1], ids[:, 1:])
        loss = per_character(loss, ids.size - 1, tokenizer.count(ids[:, 1:]))
    if json:
        print_json(
            {
                "text": text,
                "spans": tokenizer.spans(text),
                "forward": [_as_dict(step) for step in steps],
                "likeliest": likeliest,
                "loss": loss,
                "backward": [_as_dict(step) for step in backward_pass],
            }
        )
        return
    console = Printer()
    console.print_table(_table(steps, "array"))
    console.print("next: " + "   ".join(f"{piece!r} {p:.1%}" for piece, p in likeliest), soft_wrap=True)
    if loss is not None:
        words = in_words(loss, size=None)  # no bytes: the first token of another machine leaves out others
        console.print(
            f"\npredicting the text itself, all but its first token, costs {words}; the backward pass:",
            soft_wrap=True,
        )
        console.print_table(_table(backward_pass, "gradient"))


def _table(steps: "list[Step]", kind: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in (kind, "axes", "shape", "norm", "last row", "formula"):
        table.add_column(column, no_wrap=True)
    for step in steps:
        values = " ".join(f"{value:.3g}" for value in step.values())
        shape = "x".join(map(str, step.array.shape))
        table.add_row(step.name, step.axes, shape, f"{step.norm:.3g}", f"{values} ...", step.formula)
    return table


def _as_dict(step: "Step") -> dict[str, Any]:
    return {
        "name": step.name,
        "formula": step.formula,
        "axes": step.axes.split(),
        "shape": step.array.shape,
        "norm": step.norm,
        "values": step.array.tolist(),
    }
