"""`proust corpus stats`: what a corpus is made of."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from proust_attention.cli.given import refuse_unless_free
from proust_attention.cli.terminal import Printer, number, print_result
from proust_attention.cli.working import working

if TYPE_CHECKING:
    from proust_attention.corpus.statistics.counting import Lengths, Share, Statistics
    from proust_attention.corpus.statistics.histogram import Bin

WORDS_SHOWN, SYMBOLS_SHOWN = 12, 16
LONGEST_BAR, BESIDE_THE_BAR = 50, 32
LONGEST_LINE = 80  # of words that are quoted: as many characters as the picture has room for
EIGHTHS = " ▏▎▍▌▋▊▉"
BLOCK, PLAIN = "█", "#"  # what bars are made of, and what instead where the terminal has no blocks


def stats(
    folder: Annotated[Path, typer.Argument(help="A corpus folder.")],
    svg: Annotated[Path | None, typer.Option(help="Draw the lengths into this new file.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with all figures.")] = False,
) -> None:
    """Count characters, words, sentences and paragraphs, and show how long they are."""
    from proust_attention import corpus
    from proust_attention.corpus.statistics.counting import statistics

    if svg is not None:
        refuse_unless_free(svg)
    with working("counting"):
        result = statistics(corpus.load(folder))
    print_result(result, partial(_show, result), partial(_picture, folder.resolve().name, result), svg, json)


def _picture(name: str, result: "Statistics") -> str:
    from proust_attention.corpus.statistics.histogram import Chart, svg

    both = ("sentence", result.sentences), ("paragraph", result.paragraphs)
    return svg(
        _cut(name, LONGEST_LINE // 2),
        [
            Chart(
                heading=f"{number(lengths.count)} {one}{_s(lengths.count)}",
                remarks=_in_short(lengths),
                across=f"words in a {one}; each bar reaches twice as far as the one before",
                up=f"{one}s",
                bins=lengths.bins,
            )
            for one, lengths in both
        ],
    )


def _show(result: "Statistics", console: Printer) -> None:
    words = result.words
    counts = {"character": result.characters, "word": words.count}
    counts |= {"sentence": result.sentences.count, "paragraph": result.paragraphs.count}
    console.print(
        ", ".join(f"{number(count)} {what}{_s(count)}" for what, count in counts.items()), soft_wrap=True
    )
    for what, lengths in ("sentences", result.sentences), ("paragraphs", result.paragraphs):
        console.print(f"\n{what}:", "\n".join(_in_short(lengths)), soft_wrap=True)
        console.print(_bars(lengths.bins, console))
    console.print(
        f"\nwords: {number(words.different)} different, {number(words.once)} of them occur once; "
        f"{words.mean_length:.1f} characters on average",
        soft_wrap=True,
    )
    _show_commonest(words.commonest[:WORDS_SHOWN], console)
    console.print(f"\nsymbols: {len(result.symbols)}")
    _show_commonest(result.symbols[:SYMBOLS_SHOWN], console)
    console.print()
    console.print_table(_files(result.files))


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _in_short(lengths: "Lengths") -> tuple[str, str]:
    if not lengths.count:
        return "none", ""
    figures = (
        f"median {number(lengths.median)} word{_s(lengths.median)}, mean {lengths.mean:,.1f}, "
        f"nine in ten at most {number(lengths.nine_in_ten)}, longest {number(lengths.longest)}"
    )
    return figures, f"the longest: {_cut(lengths.longest_begins, LONGEST_LINE)}"


def _cut(text: str, length: int) -> str:
    return _printable(text if len(text) <= length else text[: length - 4].rstrip(" .") + " ...")


def _bars(bins: "tuple[Bin, ...]", console: Printer) -> Table:
    """Draw a histogram lying on its side, one line a bin."""
    table = Table.grid(padding=(0, 2))
    for justify in ("right", "right", "left"):
        table.add_column(justify=justify, no_wrap=True, overflow="crop")
    longest = max(1, min(LONGEST_BAR, console.width - BESIDE_THE_BAR))
    highest = max((b.count for b in bins), default=0)
    for b in bins:
        name = number(b.low) if b.low == b.high else f"{number(b.low)}-{number(b.high)}"
        table.add_row(name, number(b.count), _bar(b.count / highest * longest, _has_blocks(console.encoding)))
    return table


def _bar(length: float, blocks: bool) -> str:
    """Draw a bar so many characters long. What is there at all is seen, be it ever so little."""
    if not blocks:
        return PLAIN * max(round(length), length > 0)
    whole, eighths = divmod(max(round(length * 8), length > 0), 8)
    return BLOCK * whole + EIGHTHS[eighths].strip()


def _has_blocks(encoding: str) -> bool:
    try:
        (BLOCK + EIGHTHS).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _show_commonest(shares: "tuple[Share, ...]", console: Printer) -> None:
    names = {" ": "space", "\n": "line break"}
    console.print(
        "   ".join(f"{names.get(s.name, _printable(s.name))} {s.share:.1%}" for s in shares), soft_wrap=True
    )


def _files(shares: "tuple[Share, ...]") -> Table:
    table = Table("file", box=None, pad_edge=False)
    table.add_column("characters", justify="right")
    table.add_column("share", justify="right")
    for share in shares:
        table.add_row(_printable(share.name), number(share.count), f"{share.share:.1%}")
    return table


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "·" for c in text)
