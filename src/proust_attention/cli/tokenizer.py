"""`proust tokenizer`: what pieces a machine divides a text into, and how they meet the endings of words."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from proust_attention.cli.given import MACHINE, in_known_symbols, read_text
from proust_attention.cli.terminal import Printer, number, print_json
from proust_attention.cli.working import working
from proust_attention.errors import InputError

if TYPE_CHECKING:
    from proust_attention.tokenizer.division import Division

SHOWN = 600  # characters of the text
COMMONEST = 30  # pieces


def tokenizer(
    run: Annotated[Path, typer.Argument(help=MACHINE)],
    text: Annotated[Path, typer.Option(help="A text file in UTF-8; -: standard input.", metavar="FILE|-")],
    replace_unknown: Annotated[
        bool, typer.Option("--replace-unknown", help="Put the nearest known symbol for an unknown character.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print JSON, with the count of every piece and the characters of each.")
    ] = False,
) -> None:
    """Show the pieces of a text, the commonest ones, and how they meet the endings of words."""
    from dataclasses import asdict

    from proust_attention.checkpoint.machines import open_machine
    from proust_attention.tokenizer.division import BETWEEN, divide

    tokens = open_machine(run).tokenizer
    with working("dividing the text"):
        content = in_known_symbols(read_text(str(text)), tokens, replace_unknown, "text")
        if not content:
            raise InputError("the text is empty; give at least one character")
        result = divide(tokens, content)
    if json:
        figures = {**asdict(result), "characters_a_token": result.characters_a_token}
        print_json(
            {"run": str(run), "file": str(text), "kind": tokens.kind, **figures, "spans": tokens.spans(content)}
        )
        return
    console = Printer()
    spans = [(start, end) for start, end in tokens.spans(content[: 2 * SHOWN]) if end <= SHOWN]
    console.print(BETWEEN.join(content[start:end].replace("\n", "↵\n") for start, end in spans), soft_wrap=True)
    if spans[-1][1] < len(content):
        console.print(f"... these are the first {number(spans[-1][1])} characters", soft_wrap=True)
    _show(result, console)


def _show(result: "Division", console: Printer) -> None:
    console.print(
        f"\n{number(result.characters)} characters in {number(result.tokens)} tokens, "
        f"{result.characters_a_token:.2f} characters each; "
        f"{number(result.used)} of the {number(result.vocab_size)} pieces come in it",
        soft_wrap=True,
    )
    named = "  ".join(f"{piece!r} {number(count)}" for piece, count in result.counts[:COMMONEST])
    console.print(f"the commonest: {named}", soft_wrap=True)
    if longer := [(piece, count) for piece, count in result.counts if len(piece.strip()) > 2][:COMMONEST]:
        named = "  ".join(f"{piece!r} {number(count)}" for piece, count in longer)
        console.print(f"of three letters or more: {named}", soft_wrap=True)
    if not result.endings or result.tokens == result.characters:
        return
    console.print()
    console.print_table(_endings(result))
    console.print(
        "\nacross: a piece begins before the ending and goes on into it. Of all places between two letters "
        f"{result.inside_words:.1%} have a piece beginning there; an ending with no more (one piece and some "
        "pieces together) may be divided off by chance",
        soft_wrap=True,
    )


def _endings(result: "Division") -> Table:
    table = Table("ending", box=None, pad_edge=False)
    for column in ("words", "one piece", "some pieces", "across"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("the commonest")
    for ending in result.endings:
        parts = (f"{part / ending.words:.1%}" for part in (ending.one_piece, ending.some_pieces, ending.across))
        table.add_row(f"-{ending.name}", number(ending.words), *parts, "  ".join(ending.examples))
    return table
