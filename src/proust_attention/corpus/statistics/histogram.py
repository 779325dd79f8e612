"""Histograms of lengths: bins, and a picture of them that a browser shows.

# Class Notes

The sentences of a book have one word, or twenty, or nine hundred. In bins of equal width nearly all of them would
stand in the first few, and the long ones, for whose sake one looks, far off in a row of empty bins. So each bin is
twice as wide as the one before: 1, 2-3, 4-7, 8-15 and so on. Measured by ratios, where every doubling is one step,
all bins then have the same width, exactly. Finer steps would divide whole numbers unevenly, and the bars would go
up and down for no reason that lies in the text.

>>> [(b.low, b.high, b.count) for b in bins([1, 1, 3, 9])]
[(1, 1, 2), (2, 3, 1), (4, 7, 0), (8, 15, 1)]

The picture is one SVG file: several charts, one below the other, on one common axis.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from proust_attention.charts import drawing
from proust_attention.charts.axis import Axis
from proust_attention.charts.drawing import Frame

STEP, GAP = 52, 4  # from one bar to the next, in units of the picture; what of it stays free
LEFT, RIGHT = 84, 36
LEAST_WIDTH = 640  # of the bars together, however few
TOP, PLOT, CHART = 64, 190, 350  # the title's height; a chart's bars; a chart with heading, axis and air
BARS_FROM = 94  # from a chart's upper edge to the top of its highest bar
GRID_LINES = 5  # at most, above the axis


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
    drawn = [_chart(chart, TOP + CHART * i, across, steps) for i, chart in enumerate(charts)]
    size = LEFT + across + RIGHT, TOP + CHART * len(charts)
    return drawing.file("histogram", size, title, " ".join(map(_in_words, charts)), LEFT, drawn)


def _chart(chart: Chart, top: int, across: int, steps: int) -> str:
    highest = max((b.count for b in chart.bins), default=0) or 1  # where nothing is counted, an empty frame
    x_axis, y_axis = Axis(0, across / STEP), Axis(0, highest)  # the n-th bin stands between n and n + 1
    frame = Frame(x_axis, y_axis, LEFT, LEFT + across, top=BARS_FROM, ground=BARS_FROM + PLOT)
    parts = [
        drawing.label(LEFT, 22, chart.heading, "heading"),
        *(drawing.label(LEFT, 42 + 18 * i, remark, "quiet") for i, remark in enumerate(chart.remarks)),
        *frame.names(chart.across, chart.up),
        *frame.grid(y_axis.ticks(GRID_LINES, least_step=1)),
    ]
    for i, b in enumerate(chart.bins):
        x, y = frame.across(i), frame.up(b.count)
        parts.append(drawing.bar(x + GAP / 2, y, STEP - GAP, frame.ground - y, f"{_range(b)}: {b.count:,}"))
        parts.append(drawing.label(x + STEP / 2, y - 6, f"{b.count:,}", "middle"))
    parts += frame.x_axis((i, f"{1 << i:,}") for i in range(steps + 1))  # where each bin begins
    return "\n".join([f'<g transform="translate(0 {top})">', *parts, "</g>"])


def _in_words(chart: Chart) -> str:
    bars = "; ".join(f"{_range(b)}: {b.count:,}" for b in chart.bins)
    return f"{'. '.join([chart.heading, *chart.remarks, chart.across])}: {bars}."


def _range(b: Bin) -> str:
    return f"{b.low:,}" if b.low == b.high else f"{b.low:,} to {b.high:,}"
