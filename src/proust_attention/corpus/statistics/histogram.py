"""Histograms of lengths: bins, and a picture of them that a browser shows.

# Class Notes

The sentences of a book have one word, or twenty, or nine hundred. In bins of equal width nearly all of them would
stand in the first few, and the long ones, for whose sake one looks, far off in a row of empty bins. So each bin is
twice as wide as the one before: 1, 2-3, 4-7, 8-15 and so on. Measured by ratios, where every doubling is one step,
all bins then have the same width, exactly. Finer steps would divide whole numbers unevenly, and the bars would go
up and down for no reason that lies in the text.

>>> [(b.low, b.high, b.count) for b in bins([1, 1, 3, 9])]
[(1, 1, 2), (2, 3, 1), (4, 7, 0), (8, 15, 1)]

The picture is one SVG file: several charts, one below the other, on one common axis. It brings its own paper,
light or dark as the reader's system is; it holds no script and loads nothing from elsewhere. A screen reader
reads out its title, and every bar in words.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

STEP, GAP = 52, 4  # from one bar to the next, in units of the picture; what of it stays free
LEFT, RIGHT = 84, 36
LEAST_WIDTH = 640  # of the bars together, however few
TOP, PLOT, CHART = 64, 190, 350  # the title's height; a chart's bars; a chart with heading, axis and air
BARS_FROM = 94  # from a chart's upper edge to the top of its highest bar
GRID_LINES = 5  # at most, above the axis

STYLE = """
.histogram { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif }
.histogram .title { font: 22px Georgia, "DejaVu Serif", serif } .histogram .heading { font-size: 15px }
.histogram .middle { text-anchor: middle } .histogram .end { text-anchor: end }
.histogram text { paint-order: stroke; stroke-width: 4px } /* a rim of paper, where a line runs behind it */
.histogram line { stroke-opacity: .16 } .histogram line.axis { stroke-opacity: .7 }
.histogram .paper { fill: #fdfcfa } .histogram .bar { fill: #7d6795 } .histogram line { stroke: #35312d }
.histogram text { fill: #35312d; stroke: #fdfcfa } .histogram text.quiet { fill: #6b655e }
@media (prefers-color-scheme: dark) {
  .histogram .paper { fill: #1b1a1d } .histogram .bar { fill: #a58fbe } .histogram line { stroke: #e6e1da }
  .histogram text { fill: #e6e1da; stroke: #1b1a1d } .histogram text.quiet { fill: #a8a199 }
}
"""


@dataclass(frozen=True)
class Bin:
    """How many values lie between two whole numbers, both of them included."""

    low: int
    high: int
    count: int


@dataclass(frozen=True)
class Chart:
    """One histogram of a picture."""

    heading: str
    remarks: tuple[str, str]  # two lines below the heading
    across: str  # what the values are: the name of the axis below
    up: str  # what is counted: the name of the axis on the left
    bins: tuple[Bin, ...]


def bins(values: Iterable[int]) -> tuple[Bin, ...]:
    """Count values of 1 and more, from 1 up to the bin of the greatest. Raises ValueError if one is smaller."""
    counts = Counter(value.bit_length() if value > 0 else 0 for value in values)  # 4, 5, 6 and 7 have three bits
    if counts[0]:
        raise ValueError("only values of 1 and more have a bin")
    return tuple(
        Bin(1 << (bits - 1), (1 << bits) - 1, counts[bits]) for bits in range(1, max(counts, default=0) + 1)
    )


def svg(title: str, charts: Sequence[Chart]) -> str:
    """Draw charts as one SVG file."""
    steps = max((len(chart.bins) for chart in charts), default=0)
    across = max(LEAST_WIDTH, STEP * steps)
    width, height = LEFT + across + RIGHT, TOP + CHART * len(charts)
    drawn = [_chart(chart, TOP + CHART * i, across, steps) for i, chart in enumerate(charts)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" class="histogram" role="img" aria-labelledby="histogram-title histogram-words">',
            f'<title id="histogram-title">{text_in_xml(title)}</title>',
            f'<desc id="histogram-words">{text_in_xml(" ".join(map(_in_words, charts)))}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{width}" height="{height}"/>',
            f'<text class="title" x="{LEFT}" y="44">{text_in_xml(title)}</text>',
            *drawn,
            "</svg>\n",
        ]
    )


def _chart(chart: Chart, top: int, across: int, steps: int) -> str:
    highest = max((b.count for b in chart.bins), default=0) or 1  # where nothing is counted, an empty frame
    ground = BARS_FROM + PLOT
    parts = [
        f'<text class="heading" x="{LEFT}" y="22">{text_in_xml(chart.heading)}</text>',
        *(
            f'<text class="quiet" x="{LEFT}" y="{42 + 18 * i}">{text_in_xml(r)}</text>'
            for i, r in enumerate(chart.remarks)
        ),
        f'<text class="quiet middle" transform="translate(20 {BARS_FROM + PLOT / 2}) rotate(-90)">'
        f"{text_in_xml(chart.up)}</text>",
        f'<text class="quiet middle" x="{LEFT + across / 2}" y="{ground + 42}">{text_in_xml(chart.across)}</text>',
    ]
    for value in _grid(highest):
        y = round(ground - PLOT * value / highest, 2)
        parts.append(f'<line x1="{LEFT}" x2="{LEFT + across}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text class="quiet end" x="{LEFT - 10}" y="{y + 4}">{value:,}</text>')
    for i, b in enumerate(chart.bins):
        x, tall = LEFT + STEP * i + GAP / 2, round(PLOT * b.count / highest, 2)
        parts.append(
            f'<rect class="bar" x="{x}" y="{round(ground - tall, 2)}" width="{STEP - GAP}" height="{tall}">'
            f"<title>{text_in_xml(_range(b))}: {b.count:,}</title></rect>"
        )
        x, y = LEFT + STEP * (i + 0.5), round(ground - tall - 6, 2)
        parts.append(f'<text class="middle" x="{x}" y="{y}">{b.count:,}</text>')
    parts.append(f'<line class="axis" x1="{LEFT}" x2="{LEFT + across}" y1="{ground}" y2="{ground}"/>')
    for i in range(steps + 1):  # where each bin begins
        x = LEFT + STEP * i
        parts.append(f'<line class="axis" x1="{x}" x2="{x}" y1="{ground}" y2="{ground + 5}"/>')
        parts.append(f'<text class="quiet middle" x="{x}" y="{ground + 20}">{1 << i:,}</text>')
    return "\n".join([f'<g transform="translate(0 {top})">', *parts, "</g>"])


def _grid(highest: int) -> range:
    """Return the round numbers at which a line helps the eye: steps of 1, 2 or 5, or ten times such."""
    step = next(n * 10**power for power in range(20) for n in (1, 2, 5) if n * 10**power * GRID_LINES >= highest)
    return range(0, highest + 1, step)


def _in_words(chart: Chart) -> str:
    bars = "; ".join(f"{_range(b)}: {b.count:,}" for b in chart.bins)
    return f"{'. '.join([chart.heading, *chart.remarks, chart.across])}: {bars}."


def _range(b: Bin) -> str:
    return f"{b.low:,}" if b.low == b.high else f"{b.low:,} to {b.high:,}"


def text_in_xml(text: str) -> str:
    """Make a text fit for XML, which has no place at all for some characters, such as those of control."""
    return escape("".join(symbol if symbol.isprintable() else "\ufffd" for symbol in text))
