"""`proust train --list-settings`: every setting, what it is where nobody sets it, and what it means."""

import textwrap
from dataclasses import MISSING, fields

import typer

from proust_attention.cli.options import in_words, of_presets
from proust_attention.config import DECIDED, GROUPS
from proust_attention.settings import Settings

WIDEST = 100


def show_settings(wanted: bool) -> None:
    """Print the list and end, if it is wanted."""
    if not wanted:
        return
    from proust_attention.cli.terminal import Printer

    console = Printer()
    width = min(console.width, WIDEST)
    console.print(
        "Each is written as it is set, --set model.n_layers=4, with what it is by default.", soft_wrap=True
    )
    for group in GROUPS:
        for field in fields(group):
            name = f"{group.section}.{field.name}"
            if field.default is not MISSING and name not in DECIDED:  # the vocabulary's size comes from the corpus
                console.print(f"\n{name}={_default(group, field.name)}", soft_wrap=True)
                console.print(_meaning(group, field.name, width), soft_wrap=True)
    raise typer.Exit


def _default(group: type[Settings], name: str) -> str:
    first, *others = of_presets(group, name).items()
    more = ", ".join(f"{preset}: {in_words(value)}" for preset, value in others if value != first[1])
    return in_words(first[1]) + (f"  ({more})" if more else "")


def _meaning(group: type[Settings], name: str, width: int) -> str:
    words, allowed = group.explanations()[name].rstrip("."), group.allowed(name)
    said = f"{words}; {allowed}" if allowed else words
    return textwrap.fill(said, width, initial_indent="    ", subsequent_indent="    ")
