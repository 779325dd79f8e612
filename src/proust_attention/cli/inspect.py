"""`proust corpus inspect`: what a text is, before anything is done to it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from proust_attention.cli.account import in_line, visible
from proust_attention.cli.terminal import Printer, number

if TYPE_CHECKING:
    from proust_attention.corpus.survey import Survey

SUSPICIONS_SHOWN = 20


def inspect(
    file: Annotated[list[Path], typer.Argument(help="Text files.")],
    language: Annotated[str | None, typer.Option(help="The language, where the guess is wrong.")] = None,
) -> None:
    """Say what a text is, and how much of it would stay, before anything is done to it."""
    from proust_attention import corpus

    console = Printer()
    for count, path in enumerate(corpus.natural_order(file)):
        if count:
            console.print()
        _show(console, path, corpus.survey(path, language))


def _show(console: Printer, path: Path, survey: "Survey") -> None:
    source, document = survey.source, survey.document
    guessed = " (guessed)" if source.encoding_was_guessed else ""
    wraps = f"hard-wrapped at about {survey.width} characters" if survey.width else "not hard-wrapped"
    account = document.account()
    console.print(f"{path}", soft_wrap=True)
    console.print(f"  encoding  {source.encoding}{guessed}")
    console.print(f"  language  {survey.language or 'none of those that have an alphabet'} (guessed)")
    console.print(f"  size      {number(survey.bytes)} bytes, {number(len(source.text))} characters")
    console.print(f"  lines     {number(survey.lines)}, {wraps}")
    stay = 1 - account["dropped"] / max(1, account["input"])
    changed = ", ".join(f"{number(account[fate])} {fate}" for fate in ("replaced", "folded", "dropped"))
    console.print(f"  would stay with the {survey.alphabet.name} alphabet: {stay:.1%} ({changed})", soft_wrap=True)
    console.print("  symbols, and how often they occur; those in brackets are not in the alphabet:")
    symbols = (
        f"{visible(symbol) if symbol in survey.alphabet.symbols else f'[{visible(symbol)}]'} {number(count)}"
        for symbol, count in survey.symbols
    )
    console.print("    " + ", ".join(symbols), soft_wrap=True)
    if survey.suspicions:
        console.print("  lines to look at:")
        console.print(_suspicions(survey, max(16, console.width - 48)))


def _suspicions(survey: "Survey", room: int) -> Table:
    table = Table("    line", "why", "text", box=None, pad_edge=False)
    table.columns[0].justify = "right"
    table.columns[2].no_wrap = True
    for line, why, text in survey.suspicions[:SUSPICIONS_SHOWN]:
        table.add_row(number(line), why, in_line(text)[:room])
    if len(survey.suspicions) > SUSPICIONS_SHOWN:
        table.add_row("", f"and {number(len(survey.suspicions) - SUSPICIONS_SHOWN)} more")
    return table
