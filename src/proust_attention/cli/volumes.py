"""In which order volumes are read, and why: shown before anything is done to them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from proust_attention.cli.account import in_line
from proust_attention.cli.terminal import Printer

if TYPE_CHECKING:
    from proust_attention.corpus import Source, Volume


def chosen(
    console: Printer, sources: "list[Source]", as_given: bool, keep_first: bool
) -> "tuple[list[Source], list[Source]]":
    """Put sources into their order and show it; return those to read, and those to leave out.

    As given, they stay as they are. Raises InputError for two editions of one volume, unless the first is kept.
    """
    from proust_attention.corpus import in_order, one_edition_of_each

    if as_given:
        console.print("in the order given: " + ", ".join(source.name for source in sources) + "\n", soft_wrap=True)
        return sources, []
    volumes = in_order(sources)
    _show(console, volumes)
    kept, left_out = one_edition_of_each(volumes, keep_first)
    for volume in left_out:
        console.print(f"left out: {volume.source.name}, another edition of {volume.why}", soft_wrap=True)
    console.print()
    return [volume.source for volume in kept], [volume.source for volume in left_out]


def _show(console: Printer, volumes: "Sequence[Volume]") -> None:
    titled = any(volume.source.title for volume in volumes)
    table = Table(
        "", "file", *(["title", "author"] if titled else []), "it stands there", box=None, pad_edge=False
    )
    table.columns[0].justify = "right"
    for count, volume in enumerate(volumes, 1):
        source = volume.source
        said = [_cut(source.title, console.width // 3), _cut(source.author, console.width // 7)] if titled else []
        table.add_row(str(count), in_line(source.name), *said, in_line(volume.why))
    console.print("in this order:")
    console.print_table(table)


def _cut(words: str | None, length: int) -> str:
    """Return what a book says of itself, no longer than there is room for."""
    shown = in_line(words or "")
    return shown if len(shown) <= length else shown[: length - 1] + "…"
