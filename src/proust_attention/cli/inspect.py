"""`proust corpus inspect`: what a book is, before anything is done to it."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from proust_attention.cli.account import LEAST_ROOM, by_the_markup, in_line, show_passed_over
from proust_attention.cli.terminal import Printer, number
from proust_attention.cli.unexpected import unexpected
from proust_attention.cli.working import working
from proust_attention.files import quoted
from proust_attention.shown import visible

if TYPE_CHECKING:
    from proust_attention.corpus import Source
    from proust_attention.corpus.statistics.survey import Survey

KEEP = "What a book's markup sets apart and is to stay, such as front-matter or notes; can be given again."
SUSPICIONS_SHOWN = 20
RECOGNISED = 1  # of 1,000 words that look spoilt: with more, a machine has read the text from pictures
PATTERNS_SHOWN = 3
PARTS_SHOWN, LONGEST_PART = 6, 40  # headings, and characters of each


def inspect(
    file: Annotated[list[Path], typer.Argument(help="Books: files of any format, folders, ZIP archives.")],
    language: Annotated[str | None, typer.Option(help="The language, where the guess is wrong. [guessed]")] = None,
    keep: Annotated[list[str] | None, typer.Option(help=KEEP)] = None,
    model: Annotated[
        Path | None, typer.Option(help="A machine: show the lines that it expects least; takes its time.")
    ] = None,
) -> None:
    """Say what a book is, and how much of it would stay, before anything is done to it."""
    from proust_attention import corpus

    console = Printer()
    alphabet = corpus.Alphabet.of(language) if language else corpus.Alphabet.of_all()
    passed_over: list[str] = []
    paths = corpus.natural_order(file)
    with working("opening the books"):
        sources = corpus.read_all(paths, alphabet, keep=keep or (), passed_over=passed_over.append)
    show_passed_over(console, passed_over)
    for count, source in enumerate(sources):
        if count:
            console.print()
        with working(f"looking at {source.name}"):
            survey = corpus.survey(source, language)
        _show(console, survey)
        if model:
            with working(f"reading {source.name} with {model}"):
                table = unexpected(survey, model, max(16, console.width - 16))
            console.print(table)


def _show(console: Printer, survey: "Survey") -> None:
    source, document = survey.source, survey.document
    guessed = " (guessed)" if source.encoding_was_guessed else ""
    account = document.account()
    console.print(source.name, soft_wrap=True)
    if source.format == "text":
        console.print(f"  encoding  {source.encoding}{guessed}")
    else:
        _show_book(console, source)
    console.print(f"  language  {survey.language or 'none of those that have an alphabet'} (guessed)")
    console.print(f"  size      {number(len(source.text))} characters")
    _show_lines(console, survey)
    stay = 1 - account["dropped"] / max(1, account["input"])
    changed = ", ".join(f"{number(account[fate])} {fate}" for fate in ("replaced", "folded", "dropped"))
    console.print(f"  would stay with the {survey.alphabet.name} alphabet: {stay:.1%} ({changed})", soft_wrap=True)
    for line in survey.warnings:
        console.print(f"  warning: {in_line(line)}", soft_wrap=True)
    console.print("  symbols, and how often they occur; those in brackets are not in the alphabet:")
    symbols = (
        f"{visible(symbol) if symbol in survey.alphabet.symbols else f'[{visible(symbol)}]'} {number(count)}"
        for symbol, count in survey.symbols
    )
    console.print("    " + ", ".join(symbols), soft_wrap=True)
    if survey.suspicions:
        console.print("  lines to look at:")
        beside, alone = console.width - 48, console.width - 10  # in a narrow terminal the text has a line
        console.print_table(_suspicions(survey, beside if beside >= LEAST_ROOM else alone))
    patterns = [suspicion.pattern for suspicion in survey.suspicions if suspicion.pattern]
    for pattern in patterns[:PATTERNS_SHOWN]:
        console.print(f"  to leave out all such lines: --drop-lines {quoted(f'/{pattern}/')}", soft_wrap=True)


def _show_lines(console: Printer, survey: "Survey") -> None:
    """Print how lines end, and how much of the text looks spoilt by recognition."""
    wraps = "not hard-wrapped"
    if survey.width:
        wraps = f"hard-wrapped at about {survey.width} characters; {number(survey.joined)} ends would be joined"
    console.print(f"  lines     {number(survey.lines)}, {wraps}", soft_wrap=True)
    found, left = survey.broken
    if found:
        console.print(f"            {number(found)} end in a broken word; {number(left)} would stay broken")
    noise = survey.noise
    if not noise.kinds:
        return
    kinds = ", ".join(
        f"{kind} {number(count)}" for kind, count in sorted(noise.kinds.items(), key=lambda one: -one[1])
    )
    console.print(f"  noise     {noise.rate:.1f} of 1,000 words look spoilt: {kinds}", soft_wrap=True)
    if noise.rate >= RECOGNISED:
        tenths = " ".join(f"{rate:.0f}" for rate in noise.pieces)
        console.print(
            f"            in each tenth of the text: {tenths}; typed novels have some 0.1", soft_wrap=True
        )


def _show_book(console: Printer, source: "Source") -> None:
    """Print what a book says of itself, and what its markup sets apart."""
    said = {"format": source.format, "title": source.title, "author": source.author, "says": source.language}
    for what, value in said.items():
        console.print(f"  {what:8}  {in_line(value) if value else 'not said'}", soft_wrap=True)
    more = number(len(source.parts) - PARTS_SHOWN)
    shown = [in_line(part)[:LONGEST_PART] for part in source.parts[:PARTS_SHOWN]]
    rest = f" and {more} more" if len(source.parts) > PARTS_SHOWN else ""
    console.print(f"  parts     {number(len(source.parts))}: {' | '.join(shown)}{rest}", soft_wrap=True)
    gone = by_the_markup([asdict(one) for one in source.dropped_with_markup])
    console.print(f"  markup    dropped {gone}", soft_wrap=True)


def _suspicions(survey: "Survey", room: int) -> Table:
    table = Table("    line", "why", "text", box=None, pad_edge=False)
    table.columns[0].justify = "right"
    table.columns[2].no_wrap = True
    for line, why, text, _ in survey.suspicions[:SUSPICIONS_SHOWN]:
        table.add_row(number(line), why, in_line(text)[:room])
    if len(survey.suspicions) > SUSPICIONS_SHOWN:
        table.add_row("", f"and {number(len(survey.suspicions) - SUSPICIONS_SHOWN)} more")
    return table
