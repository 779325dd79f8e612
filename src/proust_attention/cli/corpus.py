"""`proust corpus`: book files to clean text."""

import time
import unicodedata
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from proust_attention.cli.terminal import Printer, number
from proust_attention.files import refuse_to_overwrite

ROWS_SHOWN = 40

app = typer.Typer(rich_markup_mode=None, help="Prepare a text for learning.")


@app.callback()
def _corpus() -> None:
    """Prepare a text for learning."""


@app.command()
def prepare(
    file: Annotated[list[Path], typer.Argument(help="Text files, in the order in which they are to be read.")],
    language: Annotated[str, typer.Option(help="The alphabet to keep: es or fr.")],
    out: Annotated[Path, typer.Option(help="The folder to make.")],
) -> None:
    """Read text files, clean them, and write a corpus folder that says what was done."""
    from proust_attention import corpus

    began = time.perf_counter()
    refuse_to_overwrite(out)
    alphabet = corpus.Alphabet.of(language)
    result = corpus.of_texts([corpus.read(path, alphabet) for path in file], language)
    corpus.save(result, out)
    _show(result.manifest, out, time.perf_counter() - began)


def _show(manifest: dict[str, Any], out: Path, seconds: float) -> None:
    console = Printer()
    console.print(_sources(manifest))
    console.print(_changes(manifest["changes"]))
    account = manifest["account"]
    parts = " + ".join(f"{number(account[fate])} {fate}" for fate in ("kept", "replaced", "folded", "dropped"))
    console.print(f"input {number(account['input'])} characters = {parts}")
    console.print(f"{number(manifest['characters'])} characters, {len(manifest['symbols'])} symbols: ", end="")
    console.print(manifest["symbols"].replace("\n", "").strip() + " space, line break", soft_wrap=True)
    console.print(f"written to {out} in {seconds:.1f} s", soft_wrap=True)


def _sources(manifest: dict[str, Any]) -> Table:
    table = Table("file", "encoding", box=None, pad_edge=False)
    table.add_column("characters", justify="right")
    table.add_column("clean", justify="right")
    for source in manifest["sources"]:
        guessed = " (guessed)" if source["encoding_was_guessed"] else ""
        sizes = number(source["characters_in"]), number(source["characters_out"])
        table.add_row(source["name"], source["encoding"] + guessed, *sizes)
    return table


def _changes(changes: list[dict[str, Any]]) -> Table:
    table = Table("fate", "symbol", "into", box=None, pad_edge=False)
    table.add_column("times", justify="right")
    table.add_column("for example", no_wrap=True)
    for change in changes[:ROWS_SHOWN]:
        table.add_row(
            change["fate"],
            _visible(change["symbol"]),
            _visible(change["into"]),
            number(change["count"]),
            "".join(c if c.isprintable() else "·" for c in change["example"]),
        )
    if len(changes) > ROWS_SHOWN:
        table.add_row("", f"and {len(changes) - ROWS_SHOWN} more, in corpus.json")
    return table


def _visible(symbol: str) -> str:
    """Show a symbol as itself where it can be seen, and by its name where it cannot."""
    if symbol == "":
        return ""
    if symbol.isprintable() and not symbol.isspace() and not unicodedata.combining(symbol[0]):
        return symbol
    names = {"\n": "line break", "\r": "carriage return", "\t": "tab"}
    return " ".join(names.get(c) or unicodedata.name(c, f"U+{ord(c):04X}").lower() for c in symbol)
