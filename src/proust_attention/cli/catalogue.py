"""`proust corpus list` and `proust corpus download`: texts that can be had."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn
from rich.table import Table

from proust_attention.cli.command import ADDRESS
from proust_attention.cli.terminal import Printer, number
from proust_attention.errors import InputError
from proust_attention.files import quoted


def list_texts() -> None:
    """List the texts that can be downloaded, and whether they are here already."""
    from proust_attention.corpus import catalogue

    table = Table("name", "author", "title", "language", box=None, pad_edge=False)
    table.add_column("bytes", justify="right")
    table.add_column("in the cache")
    for entry in catalogue.entries():
        cached = "yes" if catalogue.is_cached(entry) else "no"
        table.add_row(entry.name, entry.author, entry.title, entry.language, number(entry.bytes), cached)
    Printer().print_table(table)


def download(
    name: Annotated[str, typer.Argument(help="A name that proust corpus list shows.")],
    out: Annotated[Path | None, typer.Option(help="The folder to make. [the name]")] = None,
    mirror: Annotated[str | None, typer.Option(help="Another address that has the files.")] = None,
) -> None:
    """Download a text in the public domain, checked to the last byte."""
    from proust_attention.corpus import catalogue

    if ADDRESS.match(name):
        raise InputError(
            f"{name} is an address, and what is wanted is a name from: proust corpus list; what you download "
            "yourself goes to: proust corpus prepare"
        )
    entry = catalogue.entry(name)
    if catalogue.is_there(entry, out or Path(name)):
        Printer().print(f"{out or Path(name)} holds all {len(entry.files)} files already", soft_wrap=True)
        return
    terminal = Console(stderr=True, markup=False, highlight=False)
    columns = TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn()
    arrived: dict[str, int] = {}
    with Progress(*columns, console=terminal, transient=True, disable=not terminal.is_terminal) as bar:
        task = bar.add_task(name, total=entry.bytes)

        def show(file: str, count: int) -> None:
            arrived[file] = count
            bar.update(task, description=file, completed=sum(arrived.values()))

        folder = catalogue.download(entry, out or Path(name), mirror=mirror, progress=show)
    console = Printer()
    console.print(f"{entry.author}, {entry.title} ({entry.licence}). {entry.about}", soft_wrap=True)
    console.print(f"{len(entry.files)} files, {number(entry.bytes)} bytes, in {folder}. To go on:", soft_wrap=True)
    pattern = f"{quoted(folder)}/*{Path(next(iter(entry.files))).suffix}"
    into = quoted(Path(f"{folder}-corpus"))
    console.print(f"    proust corpus prepare {pattern} --language {entry.language} --out {into}", soft_wrap=True)
