"""`proust corpus`: from found texts to a text worth learning."""

import time
from pathlib import Path
from typing import Annotated

import typer

from proust_attention.cli import account, catalogue, inspect, stats, volumes
from proust_attention.cli.command import Command, Group
from proust_attention.cli.inspect import KEEP
from proust_attention.cli.terminal import Printer
from proust_attention.cli.working import working
from proust_attention.files import refuse_to_overwrite

app = typer.Typer(rich_markup_mode=None, cls=Group)


@app.callback(invoke_without_command=True)
def _corpus(context: typer.Context) -> None:
    """Find a text, look at it, prepare it for learning."""
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command(cls=Command)
def prepare(
    file: Annotated[list[Path], typer.Argument(help="Books: files of any format, folders, ZIP archives.")],
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
        list[str] | None,
        typer.Option(help="Lines to leave out: book.txt:1-12, or all with /a regular expression/."),
    ] = None,
    as_given: Annotated[
        bool, typer.Option("--as-given", help="Read the files in the order given, whatever they are called.")
    ] = False,
    keep_first: Annotated[
        bool, typer.Option("--keep-first", help="Of two editions of a text keep the first.")
    ] = False,
    any_language: Annotated[
        bool, typer.Option("--any-language", help="Take a text of which this alphabet leaves little, too.")
    ] = False,
    no_headings: Annotated[
        bool, typer.Option("--no-headings", help="Drop the headings that a book's markup shows.")
    ] = False,
    keep: Annotated[list[str] | None, typer.Option(help=KEEP)] = None,
) -> None:
    """Read books, clean them, and write a corpus folder that says what was done."""
    from proust_attention import corpus

    began = time.perf_counter()
    refuse_to_overwrite(out)
    console = Printer()
    passed_over: list[str] = []
    with working("opening the books"):
        paths, sources = corpus.read_books(
            file,
            language,
            as_given=as_given,
            headings=not no_headings,
            keep=keep or (),
            passed_over=passed_over.append,
        )
    account.show_passed_over(console, passed_over)
    unwanted = corpus.named_lines(drop_lines or [], paths, sources)
    kept, left_out = volumes.chosen(console, sources, as_given, keep_first)
    with working("cleaning"):
        result = corpus.of_texts(
            kept,
            language,
            left_out=left_out,
            without=without or [],
            drop_lines=unwanted,
            drop_rare=drop_rare,
            keep_first=keep_first,
            any_language=any_language,
            examples=examples if explain else 0,
        )
        corpus.save(result, out)
    if explain:
        account.explain(console, result.manifest["rules"], corpus.descriptions())
    account.show(console, result.manifest)
    console.print(f"written to {out} in {time.perf_counter() - began:.1f} s", soft_wrap=True)


app.command("inspect", cls=Command)(inspect.inspect)
app.command("stats", cls=Command)(stats.stats)
app.command("list", cls=Command)(catalogue.list_texts)
app.command("download", cls=Command)(catalogue.download)
