"""`proust score`: how surprising a text is to a machine, and where."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proust_attention.cli.given import MACHINE, in_known_symbols, read_text
from proust_attention.cli.terminal import number, print_json
from proust_attention.data import DEFAULT_MACHINE
from proust_attention.errors import InputError

if TYPE_CHECKING:
    import numpy as np

    from proust_attention.cli.paper import Paper

# The machine gave the character less than one chance in so many; from there on it has this background.
STEPS = {1000: "\x1b[97;45m", 100: "\x1b[97;41m", 10: "\x1b[30;43m"}  # magenta, red, yellow
LISTED = 10
CONTEXT = 20  # characters shown on either side


def score(
    file: Annotated[str, typer.Argument(help="A text file in UTF-8; -: standard input.", metavar="FILE|-")],
    model: Annotated[Path, typer.Option(help=MACHINE)] = Path(DEFAULT_MACHINE),
    replace_unknown: Annotated[
        bool, typer.Option("--replace-unknown", help="Put the nearest known symbol for an unknown character.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with the nats of every character.")] = False,
) -> None:
    """Show how surprising each character of a text is to a machine, by what it sees before it."""
    import numpy as np

    from proust_attention.checkpoint.machines import open_machine
    from proust_attention.cli.paper import Paper
    from proust_attention.generation import surprise

    folder = open_machine(model)
    text = in_known_symbols(read_text(file), folder.tokenizer, replace_unknown, "text")
    if len(text) < 2:
        raise InputError("the text is too short: give at least two characters, for nothing foretells the first")
    with np.errstate(all="ignore"):  # what damaged weights lead to is seen in the result
        nats = surprise.of_text(folder.config.model, folder.weights(), folder.tokenizer.encode(text))
    total, mean = float(nats[1:].sum()), float(nats[1:].mean())
    if not math.isfinite(total):
        raise InputError(f"{folder.weights_path} is damaged: with these weights the loss is no number")
    figures = {
        "scored": len(text) - 1,
        "nats": total,
        "bits": total / math.log(2),
        "nats_a_character": mean,
        "bits_a_character": mean / math.log(2),
        "perplexity": math.exp(min(mean, 700)),  # beyond it, exp overflows
    }
    if json:
        each = [None, *nats[1:].tolist()]
        print_json({"model": str(model), "file": file, "text": text, **figures, "nats_of_each": each})
        return
    paper = Paper()
    if paper.coloured:
        _show_coloured(text, nats, paper)
    print(
        f"{number(len(text) - 1)} characters, all but the first: {total:,.1f} nats = {figures['bits']:,.1f} bits\n"
        f"{mean:.4f} nats a character = {figures['bits_a_character']:.4f} bits a character; "
        f"perplexity {figures['perplexity']:.4g} a character"
    )
    if not paper.coloured:
        _list(text, nats)


def _show_coloured(text: str, nats: "np.ndarray", paper: "Paper") -> None:
    for character, surprise in zip(text, nats.tolist(), strict=True):
        colour = next((colour for n, colour in STEPS.items() if surprise > math.log(n)), "")
        if character == "\n" and colour:
            paper.write("↵", colour)  # a line break alone would not show its colour
            colour = ""
        paper.write(character, colour)
    paper.end()
    for n, colour in reversed(STEPS.items()):
        paper.write(f" less than 1 in {n} ", colour)
    paper.end()


def _list(text: str, nats: "np.ndarray") -> None:
    order = sorted(range(1, len(text)), key=lambda place: -nats[place])[:LISTED]
    print(f"the most surprising, with the {CONTEXT} characters before and behind:")
    for place in order:
        before, after = text[max(0, place - CONTEXT) : place], text[place + 1 :][:CONTEXT]
        line = text.count("\n", 0, place) + 1
        shown = f"{before}[{text[place]}]{after}".replace("\n", "↵")
        print(f"{nats[place]:8.2f} nats  line {line:<5} {shown}")
