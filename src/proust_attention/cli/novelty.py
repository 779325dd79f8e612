"""`proust novelty`: what a machine quotes of the text that it learned."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from proust_attention.cli.given import MACHINE, in_known_symbols, read_text, refuse_unless_free
from proust_attention.cli.terminal import Printer, print_json
from proust_attention.cli.working import working
from proust_attention.errors import InputError

if TYPE_CHECKING:
    from proust_attention.evaluation.novelty.measuring import Measured, Passage
    from proust_attention.inspection.novelty import Novelty

# A run longer than those of 19 in 20 real pages; than those of all; than twice that.
COLOURS = "\x1b[30;43m", "\x1b[97;41m", "\x1b[97;45m"  # yellow, red, magenta
IN_TABLE = (5, 10, 15, 20, 30, 50)
LISTED = 10
SHOWN = 200  # characters of a passage in the list


def novelty(
    run: Annotated[Path, typer.Argument(help=MACHINE)],
    text: Annotated[Path | None, typer.Option(help="A text to measure. [what the machine writes]")] = None,
    count: Annotated[int | None, typer.Option(min=1, max=1000, help="How many pages it writes. [20]")] = None,
    temperature: Annotated[float | None, typer.Option(help="At what temperature. [the run's]")] = None,
    length: Annotated[int, typer.Option(help="Characters of a page.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed writes the same pages.")] = 0,
    corpus: Annotated[
        Path | None,
        typer.Option(help="The corpus folder that it learned. [the run's own text, or one of its hash nearby]"),
    ] = None,
    other: Annotated[
        list[Path] | None, typer.Option(help="A text of another author, to compare; may be given several times.")
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            help="Keep the pages in this file as they are written; stopped, the same command goes on with them."
        ),
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with all of it into this new file.")] = None,
    svg: Annotated[Path | None, typer.Option(help="Draw the curves into this new file.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure what a machine quotes word for word of the text that it learned, beside real pages."""
    for option, value in (("--count", count), ("--temperature", temperature), ("--keep", keep)):
        if text is not None and value is not None:
            raise InputError(f"--text is measured as it is; {option} is for what the machine writes")
    for file in (html, svg):
        if file is not None:
            refuse_unless_free(file)
    with working("getting ready") as doing:
        from proust_attention.checkpoint.machines import open_machine
        from proust_attention.files import write_bytes
        from proust_attention.inspection.novelty import novelty as measure
        from proust_attention.reports import novelty as report

        tokenizer = open_machine(run).tokenizer
        replaced = list[str]()

        def read(path: Path) -> str:
            text = tokenizer.alphabet.as_read(read_text(str(path)))
            unknown = tokenizer.alphabet.unknown(text).total()
            share = f"{path.name}: {unknown:,} of {len(text):,} characters are unknown to the machine"
            if unknown > len(text) / 2:
                raise InputError(f"{share}; with others in their place it would be another text")
            if unknown:
                replaced.append(f"{share}; the nearest known ones are measured in their place")
            return in_known_symbols(text, tokenizer, True, "text")

        try:
            found = measure(
                run,
                read(text) if text is not None else None,
                count=count or 20,
                temperature=temperature,
                length=length,
                seed=seed,
                corpus=corpus,
                others=[(path.stem, read(path)) for path in other or []],
                keep=keep,
                doing=doing,
            )
        except KeyboardInterrupt:
            if keep is not None:
                again = "what was written is kept, and the same command goes on with it"
                print(f"stopped: {again}", file=sys.stderr)
            raise
    for sentence in replaced:
        print(sentence, file=sys.stderr)
    for file, drawn in ((html, report.html), (svg, report.picture)):
        if file is not None:
            write_bytes(file, drawn(found).encode())
    if json:
        print_json(_as_dict(found))
        return
    _show(found, with_text=text is not None)


def _as_dict(found: "Novelty") -> dict[str, Any]:
    controls = {one.name: _figures(one) for one in (found.real, *found.controls)}
    return {**_figures(found.asked), "control": controls}


def _figures(measured: "Measured") -> dict[str, Any]:
    longest = measured.longest
    where = {"characters": longest.characters, "source": longest.source, "offset": longest.offset}
    shares = {str(n): share for n, share in measured.new_share.items()}
    return {"longest": {**where, "text": longest.text}, "new_share": shares}


def _show(found: "Novelty", with_text: bool) -> None:
    from proust_attention.evaluation.novelty.verdict import long_passages, long_run

    console, least = Printer(), long_run(found.real)
    passages = long_passages(found.asked, found.real)
    if with_text:
        _overlay(found, least)
    table = Table("new, of n characters in a row", "pages", box=None, pad_edge=False)
    for name in (*map(str, IN_TABLE), "longest run"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in (found.asked, found.real, *found.controls):
        shares = (f"{one.new_share[n]:.1%}" for n in IN_TABLE)
        table.add_row(one.name, str(len(one.pages)), *shares, f"{one.longest.characters:,}")
    console.print_table(table)
    console.print()
    for sentence in found.statement:
        console.print(sentence, soft_wrap=True)
    console.print()
    for passage in (passages or [found.asked.longest])[:LISTED]:
        console.print(_in_words(passage), soft_wrap=True)


def _in_words(passage: "Passage") -> str:
    text = passage.text if len(passage.text) <= SHOWN else f"{passage.text[:SHOWN]}..."
    return f"{passage.characters:,} characters of {passage.source}, from {passage.offset:,} on: {text!r}"


def _overlay(found: "Novelty", least: int) -> None:
    """Print the pages, with what is quoted in colour."""
    from proust_attention.cli.paper import Paper

    paper, longest = Paper(), found.real.longest.characters
    if not paper.coloured:
        return
    bounds = (least, longest, 2 * longest)
    marked = found.asked.passages(least + 1)
    for number, page in enumerate(found.asked.pages):
        end = 0
        for passage in (one for one in marked if one.page == number):
            paper.write(page[end : passage.begin])
            end = passage.begin + passage.characters
            colour = COLOURS[sum(passage.characters > bound for bound in bounds) - 1]
            for line in passage.text.splitlines(keepends=True):
                paper.write(line.removesuffix("\n"), colour)
                paper.write("\n" if line.endswith("\n") else "")
        paper.write(page[end:])
    paper.end()
    for bound, colour in dict(zip(bounds, COLOURS, strict=True)).items():  # of equal ones the last
        paper.write(f" more than {bound} characters ", colour)
    paper.end()
