"""`proust corpus`: from found texts to a text worth learning."""

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proust_attention.cli import account, catalogue, inspect, stats
from proust_attention.cli.terminal import Printer
from proust_attention.errors import InputError
from proust_attention.files import refuse_to_overwrite

if TYPE_CHECKING:
    from proust_attention.corpus import Lines

app = typer.Typer(rich_markup_mode=None, help="Find a text, look at it, prepare it for learning.")


@app.callback()
def _corpus() -> None:
    """Find a text, look at it, prepare it for learning."""


@app.command()
def prepare(
    file: Annotated[list[Path], typer.Argument(help="Text files; they are read in natural order, 2 before 10.")],
    language: Annotated[
        str,
        typer.Option(help="The alphabet to keep: es, fr, en, de, it, pt; auto keeps what occurs often enough."),
    ],
    out: Annotated[Path, typer.Option(help="The folder to make.")],
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what every rule did, before and after.")
    ] = False,
    examples: Annotated[
        int, typer.Option(min=0, help="With --explain: how many places to show for each rule.")
    ] = 3,
    without: Annotated[list[str] | None, typer.Option(help="A rule to leave out; can be given again.")] = None,
    drop_rare: Annotated[int, typer.Option(min=0, help="Leave out symbols that occur less often than this.")] = 0,
    drop_lines: Annotated[
        list[str] | None, typer.Option(help="Lines to leave out, as book.txt:1-12; can be given again.")
    ] = None,
    as_given: Annotated[bool, typer.Option("--as-given", help="Read the files in the order given.")] = False,
    keep_first: Annotated[
        bool, typer.Option("--keep-first", help="Of files with the same text keep the first.")
    ] = False,
) -> None:
    """Read text files, clean them, and write a corpus folder that says what was done."""
    from proust_attention import corpus

    began = time.perf_counter()
    refuse_to_overwrite(out)
    alphabet = corpus.Alphabet.of_all() if language == corpus.AUTO else corpus.Alphabet.of(language)
    paths = file if as_given else corpus.natural_order(file)
    unwanted = [_lines(text, paths) for text in drop_lines or []]
    sources = [
        replace(corpus.read(path, alphabet), name=name) for path, name in zip(paths, _names(paths), strict=True)
    ]
    console = Printer()
    console.print("in this order: " + ", ".join(source.name for source in sources) + "\n", soft_wrap=True)
    result = corpus.of_texts(
        sources,
        language,
        without=without or [],
        drop_lines=unwanted,
        drop_rare=drop_rare,
        keep_first=keep_first,
        examples=examples if explain else 0,
    )
    corpus.save(result, out)
    if explain:
        account.explain(console, result.manifest["rules"], corpus.descriptions())
    account.show(console, result.manifest)
    console.print(f"written to {out} in {time.perf_counter() - began:.1f} s", soft_wrap=True)


def _names(paths: list[Path]) -> list[str]:
    """Return what each file is called: its name, or its path where two have the same name."""
    names = [path.name for path in paths]
    return [str(path) if names.count(path.name) > 1 else path.name for path in paths]


def _lines(text: str, paths: list[Path]) -> "Lines":
    """Read book.txt:1-12."""
    from proust_attention.corpus import Lines

    match = re.fullmatch(r"(.+):(\d+)(?:-(\d+))?", text)
    if not match:
        raise InputError(f"--drop-lines {text} names no lines; write it as book.txt:1-12")
    named = [name for path, name in zip(paths, _names(paths), strict=True) if match[1] in (name, str(path))]
    if not named:
        raise InputError(f"--drop-lines {text}: {match[1]} is none of the files: {', '.join(_names(paths))}")
    return Lines(named[0], int(match[2]), int(match[3] or match[2]))


app.command("inspect")(inspect.inspect)
app.command("stats")(stats.stats)
app.command("list")(catalogue.list_texts)
app.command("download")(catalogue.download)
