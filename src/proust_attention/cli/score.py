"""`proust score`: how surprising a text is to a machine, and where."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proust_attention.cli.given import MACHINE, in_known_symbols, read_text
from proust_attention.cli.terminal import number, print_json
from proust_attention.cli.working import working
from proust_attention.data import DEFAULT_MACHINE
from proust_attention.errors import InputError

if TYPE_CHECKING:
    import numpy as np

    from proust_attention.cli.paper import Paper

Spans = list[tuple[int, int]]  # which characters each token covers

# The machine gave the token less than one chance in so many; from there on it has this background.
STEPS = {1000: "\x1b[97;45m", 100: "\x1b[97;41m", 10: "\x1b[30;43m"}  # magenta, red, yellow
LISTED = 10
CONTEXT = 20  # characters shown on either side


def score(
    file: Annotated[Path, typer.Argument(help="A text file in UTF-8; -: standard input.", metavar="FILE|-")],
    model: Annotated[Path, typer.Option(help=MACHINE)] = Path(DEFAULT_MACHINE),
    replace_unknown: Annotated[
        bool, typer.Option("--replace-unknown", help="Put the nearest known symbol for an unknown character.")
    ] = False,
    engine: Annotated[str, typer.Option(help="numpy or torch; auto takes torch where it is installed.")] = "numpy",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    json: Annotated[
        bool,
        typer.Option("--json", help="Print JSON, with the nats and the characters of every token."),
    ] = False,
) -> None:
    """Show how surprising each token of a text is to a machine, by what it sees before it."""
    import numpy as np

    from proust_attention.batches.windows import encode_held_out
    from proust_attention.checkpoint.machines import open_machine
    from proust_attention.cli.paper import Paper
    from proust_attention.evaluation import bits_a_byte, in_words, size_in_bytes
    from proust_attention.generation import surprise

    folder = open_machine(model)
    tokenizer = folder.tokenizer
    text = in_known_symbols(read_text(str(file)), tokenizer, replace_unknown, "text")
    ids = encode_held_out(text, tokenizer)  # so that of every machine the same characters are scored
    spans = tokenizer.spans_of(ids)
    if len(spans) < 2:
        raise InputError("the text is too short: nothing predicts its first character; give at least one more")
    with working("reading"), np.errstate(all="ignore"):  # what damaged weights lead to is seen in the result
        nats = surprise.of_text(folder.config.model, folder.weights(), ids, engine, device)
    characters, n_bytes = len(text[1:]), size_in_bytes(text[1:])  # those that are scored
    total = float(nats[1:].sum())
    mean = total / characters
    if not math.isfinite(total):
        raise InputError(f"{folder.weights_path} is damaged: with these weights the loss is not a number")
    figures = {
        "scored": characters,
        "nats": total,
        "bits": total / math.log(2),
        "nats_a_character": mean,
        "bits_a_character": mean / math.log(2),
        "bits_a_byte": bits_a_byte(mean, characters, n_bytes),
        "perplexity": math.exp(min(mean, 700)),  # beyond it, exp overflows
    }
    if json:
        each = {"nats_of_each": [None, *nats[1:].tolist()], "spans": spans}
        print_json({"model": str(model), "file": str(file), "text": text, **figures, **each})
        return
    paper = Paper()
    if paper.coloured:
        _show_coloured(text, spans, nats, paper)
    print(
        f"{number(characters)} characters, all but the first: "
        f"{total:,.1f} nats = {figures['bits']:,.1f} bits\n"
        f"{in_words(mean, (characters, n_bytes))}; "
        f"perplexity {figures['perplexity']:.4g} a character"
    )
    if not paper.coloured:
        _list(text, spans, nats)


def _show_coloured(text: str, spans: Spans, nats: "np.ndarray", paper: "Paper") -> None:
    for (start, end), surprise in zip(spans, nats.tolist(), strict=True):
        colour = next((colour for n, colour in STEPS.items() if surprise > math.log(n)), "")
        for character in text[start:end]:
            if character == "\n" and colour:
                paper.write("↵", colour)  # a line break alone would not show its colour
            paper.write(character, "" if character == "\n" else colour)
    paper.end()
    for n, colour in reversed(STEPS.items()):
        paper.write(f" less than 1 in {n} ", colour)
    paper.end()


def _list(text: str, spans: Spans, nats: "np.ndarray") -> None:
    order = sorted(range(1, len(spans)), key=lambda token: -nats[token])[:LISTED]
    print(f"the most surprising, with the {CONTEXT} characters before and behind:")
    for token in order:
        start, end = spans[token]
        before, after = text[max(0, start - CONTEXT) : start], text[end:][:CONTEXT]
        line = text.count("\n", 0, start) + 1
        shown = f"{before}[{text[start:end]}]{after}".replace("\n", "↵")
        print(f"{nats[token]:8.2f} nats  line {line:<5} {shown}")
