"""What a machine quotes, as a picture and as a page: curves beside the controls, pages with their quotations."""

from collections.abc import Iterator

from proust_attention.charts.drawing import standing_alone, text
from proust_attention.evaluation.novelty.measuring import BAND, Measured
from proust_attention.evaluation.novelty.verdict import long_passages, long_run
from proust_attention.inspection.novelty import Novelty
from proust_attention.reports.chart import NARROW, WIDE, Line, LineChart, svg
from proust_attention.reports.page import page, paragraph, table

LOOKS = ("c2", "c3", "c4", "c5", "c6", "c7")
IN_TABLE = (5, 10, 15, 20, 30, 50)  # n


def picture(found: Novelty) -> str:
    """Draw the curves into one SVG file."""
    return standing_alone(svg(_chart(found), WIDE))


def html(found: Novelty) -> str:
    """Return the whole page."""
    title = f"What {found.machine} quotes"
    return page(
        title,
        [
            f"<h1>{text(title)}</h1>",
            *(
                f'<div class="finding {"grave" if found.quotes else ""}">{paragraph(s)}</div>'
                for s in found.statement
            ),
            "<figure>",
            f"<figcaption><h2>{text(_chart(found).title)}</h2>",
            paragraph(f"The bands hold {BAND[1] - BAND[0]} in 100 pages."),
            f"</figcaption>{svg(_chart(found), WIDE)}{svg(_chart(found), NARROW)}</figure>",
            _table(found),
            "<h2>The passages</h2>",
            *_passages(found),
            "<h2>Page by page</h2>",
            paragraph(
                f"Marked: what stands word for word in the training part, over {long_run(found.real)} characters."
            ),
            *_overlay(found),
        ],
    )


def _chart(found: Novelty) -> LineChart:
    lines = [_line(found.asked, "c0", True), _line(found.real, "c1", True)]
    lines += [_line(control, LOOKS[n % len(LOOKS)], False) for n, control in enumerate(found.controls)]
    return LineChart(
        "novelty",
        "The share of n-grams that are new",
        "n, in characters",
        "new to the training part",
        lines,
        from_zero=True,
    )


def _line(measured: Measured, look: str, band: bool) -> Line:
    points = list(measured.new_share.items())
    around = [(n, *ends) for n, ends in measured.band.items()] if band else []
    spread_names = 0.28  # the curves end together, at 1; here they are apart
    return Line(measured.name, points, look, named_at=spread_names, band=around)


def _table(found: Novelty) -> str:
    rows = [
        [m.name, f"{len(m.pages)}", *(f"{m.new_share[n]:.1%}" for n in IN_TABLE), f"{m.longest.characters:,}"]
        for m in (found.asked, found.real, *found.controls)
    ]
    heads = ["", "pages", *(f"{n} characters" for n in IN_TABLE), "longest run"]
    return table(heads, rows, numbers=frozenset(range(1, len(heads))))


def _passages(found: Novelty) -> Iterator[str]:
    passages = long_passages(found.asked, found.real) or [found.asked.longest]
    rows = [[f"{p.characters:,}", p.source, f"{p.offset:,}", p.text] for p in passages]
    yield table(["characters", "volume", "from", "text"], rows, numbers=frozenset({0, 2}))


def _overlay(found: Novelty) -> Iterator[str]:
    marked = found.asked.passages(long_run(found.real) + 1)
    for number, written in enumerate(found.asked.pages):
        pieces, end = [], 0
        for passage in (p for p in marked if p.page == number):
            words = f"{passage.characters:,} characters of {passage.source}, from {passage.offset:,} on"
            pieces += [
                text(written[end : passage.begin]),
                f'<mark title="{text(words)}">{text(passage.text)}</mark>',
            ]
            end = passage.begin + passage.characters
        pieces.append(text(written[end:]))
        yield f"<blockquote>{''.join(pieces)}</blockquote>"
