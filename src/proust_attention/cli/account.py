"""How the account of a cleaning is shown: which files, what each rule did, what became of each symbol."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from proust_attention.cli.terminal import Printer, number
from proust_attention.shown import visible

ROWS_SHOWN = 40
PASSED_SHOWN = 20  # files that were not read
PLACES_SHOWN = 5  # of each rare symbol
ENDS_SHOWN = 60  # characters of the beginning and the end of a long example
OTHER_COLUMNS = 70  # characters that a table needs beside its text
LEAST_ROOM = 20  # characters of text that say anything

Values = dict[str, Any]


def show(console: Printer, manifest: Values) -> None:
    """Print what a corpus was made of, and how."""
    console.print_table(_sources(manifest["sources"], _room(console)))
    for name in manifest["same_text_left_out"]:
        console.print(f"left out: {name}, the same text as one that is read, or mostly", soft_wrap=True)
    marked_up = [source for source in manifest["sources"] if source["dropped_with_markup"]]
    if marked_up:
        console.print("\ndropped with the markup, before all that follows:")
    for source in marked_up:
        console.print(f"  {source['name']}: {by_the_markup(source['dropped_with_markup'])}", soft_wrap=True)
    console.print()
    console.print_table(_rules(manifest["rules"]))
    console.print()
    console.print_table(_symbols([c for c in manifest["changes"] if (c["symbol"] or " ").strip()], _room(console)))
    for rare in manifest["rare_symbols_left_out"]:
        console.print(f"\nrare: {visible(rare['symbol'])}, {rare['count']} times", soft_wrap=True)
        for place in rare["places"][:PLACES_SHOWN]:
            console.print(f"  {place['file']}:{place['line']}  {in_line(place['around'])}", soft_wrap=True)
        if len(rare["places"]) > PLACES_SHOWN:
            console.print(f"  and {number(len(rare['places']) - PLACES_SHOWN)} more, in corpus.json")
    for doubt in manifest["doubtful"]:
        where = f"{doubt['file']}:{doubt['line']}"
        console.print(f"\nkept, but perhaps no text: {where}  {in_line(doubt['text'])}", soft_wrap=True)
        console.print(f"  to leave lines out: --drop-lines {doubt['file']}:FIRST-LAST", soft_wrap=True)
    for line in manifest["warnings"]:
        console.print(f"\nwarning: {in_line(line)}", soft_wrap=True)
    account = manifest["account"]
    parts = " + ".join(f"{number(account[fate])} {fate}" for fate in ("kept", "replaced", "folded", "dropped"))
    console.print(f"\ninput {number(account['input'])} characters = {parts}", soft_wrap=True)
    console.print(f"{number(manifest['characters'])} characters, {len(manifest['symbols'])} symbols: ", end="")
    console.print(manifest["symbols"].replace("\n", "").strip() + " space, line break", soft_wrap=True)


def show_passed_over(console: Printer, lines: Sequence[str]) -> None:
    """Print what was not read in folders and archives, and why."""
    for line in lines[:PASSED_SHOWN]:
        console.print(f"passed over: {in_line(line)}", soft_wrap=True)
    if len(lines) > PASSED_SHOWN:
        console.print(f"passed over: {number(len(lines) - PASSED_SHOWN)} more")
    if lines:
        console.print()


def explain(console: Printer, rules: list[Values], descriptions: dict[str, str]) -> None:
    """Print, for every rule that did anything, what it is for and its first edits, before and after."""
    for rule in rules:
        console.print(f"{rule['rule']}: {descriptions.get(rule['rule'], '')}", soft_wrap=True)
        console.print(f"  {number(rule['edits'])} times; {_fates(rule)}", soft_wrap=True)
        for example in rule["examples"]:
            console.print(f"  {example['file']}:{example['line']}", soft_wrap=True)
            console.print(f"    before  {_shortened(in_line(example['before']))}", soft_wrap=True)
            console.print(f"    after   {_shortened(in_line(example['after']))}", soft_wrap=True)
        console.print()


def by_the_markup(dropped: Sequence[Values]) -> str:
    """Say what the markup of a book set apart from its text."""
    kinds = [f"{one['kind']} {number(one['count'])} ({number(one['characters'])} characters)" for one in dropped]
    return ", ".join(kinds) or "nothing"


def in_line(text: str) -> str:
    """Show a piece of text on one line, with what cannot be seen made visible."""
    shown = {"\n": "⏎", "\u00a0": "⍽", "\t": "⇥"}
    return "".join(shown.get(c) or (c if c.isprintable() else "·") for c in text)


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * ENDS_SHOWN else f"{text[:ENDS_SHOWN]} ... {text[-ENDS_SHOWN:]}"


def _fates(rule: Values) -> str:
    return ", ".join(f"{number(rule[fate])} {fate}" for fate in ("replaced", "folded", "dropped") if fate in rule)


def _room(console: Printer) -> int:
    """Return how many characters of text fit beside the other columns of a table; 0 where they say nothing."""
    room = console.width - OTHER_COLUMNS
    return room if room >= LEAST_ROOM else 0


def _sources(sources: list[Values], room: int) -> Table:
    table = Table("file", "format", box=None, pad_edge=False)
    for column in ("characters", "clean"):
        table.add_column(column, justify="right")
    if room:
        table.add_column("begins and ends", no_wrap=True)
    for source in sources:
        guessed = " (guessed)" if source["encoding_was_guessed"] else ""
        format_ = f"text, {source['encoding']}{guessed}" if source["format"] == "text" else source["format"]
        sizes = number(source["characters_in"]), number(source["characters_out"])
        half = (room - 5) // 2
        ends = [f"{in_line(source['begins'])[:half]} ... {in_line(source['ends'])[-half:]}"] if room else []
        table.add_row(source["name"], format_, *sizes, *ends)
    return table


def _rules(rules: list[Values]) -> Table:
    table = Table("rule", box=None, pad_edge=False)
    for column in ("times", "replaced", "folded", "dropped"):
        table.add_column(column, justify="right")
    for rule in rules:
        counts = (number(rule[fate]) if fate in rule else "" for fate in ("replaced", "folded", "dropped"))
        table.add_row(rule["rule"], number(rule["edits"]), *counts)
    return table


def _symbols(changes: list[Values], room: int) -> Table:
    table = Table("rule", "fate", "symbol", "into", box=None, pad_edge=False)
    table.add_column("times", justify="right")
    if room:
        table.add_column("for example", no_wrap=True)
    for change in changes[:ROWS_SHOWN]:
        symbol, into = visible(change["symbol"]), visible(change["into"])
        example = [in_line(change["example"])[:room]] if room else []
        table.add_row(change["rule"], change["fate"], symbol, into, number(change["count"]), *example)
    if len(changes) > ROWS_SHOWN:
        table.add_row("", "", f"and {len(changes) - ROWS_SHOWN} more, in corpus.json")
    return table
