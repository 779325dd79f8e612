"""Line charts, as SVG inside a page.

Each line is named where it ends, so that no legend has to be looked up; names that would cover each other are
moved apart. Colours come from the page (page.css), light or dark as the reader's system is. There is no script.
Who cannot see a chart hears its title, and of each line where it begins, ends and is lowest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from proust_attention.reports import axis as axes
from proust_attention.reports.axis import Axis
from proust_attention.reports.page import text

LEFT, TOP, BOTTOM = 72, 14, 46
LETTER, LINE = 6.4, 14  # how wide a letter of a name is, about, and how high a line of text
LONGEST_NAME = 22  # letters; of a longer name the end is shown
NEAR_ZERO = 0.05  # curves that begin before this part of the axis have an axis from 0


class Size(NamedTuple):
    """How large a chart is, in units of the picture; on the page it is as wide as its column."""

    name: str
    width: int
    height: int


WIDE, NARROW, SMALL = Size("wide", 1000, 420), Size("narrow", 400, 340), Size("small", 480, 290)


@dataclass(frozen=True)
class Line:
    """One curve; `look` is a class of page.css."""

    name: str
    points: Sequence[tuple[float, float]]
    look: str
    dots: bool = False
    named_at: float = 1.0  # at the height of which part of the curve its name stands; 1 is the end


@dataclass(frozen=True)
class LineChart:
    """Curves on common axes. `levels` are values to compare with, drawn right across where there is room."""

    key: str  # the beginning of the names by which the page refers to it
    title: str
    across: str
    up: str
    lines: Sequence[Line]
    levels: Sequence[tuple[str, float]] = ()
    log_x: bool = False
    log_y: bool = False
    from_zero: bool = False
    all_levels: bool = True  # else only those that the curves come near


class _Frame(NamedTuple):
    """Where things stand in the picture."""

    x: Axis
    y: Axis
    right: float
    ground: float

    def across(self, value: float) -> float:
        return round(LEFT + self.x.place(value) * (self.right - LEFT), 2)

    def up(self, value: float) -> float:
        return round(self.ground - self.y.place(value) * (self.ground - TOP), 2)


def svg(chart: LineChart, size: Size) -> str:
    """Draw a chart, for a page that holds page.css."""
    lines = [replace(line, name=_cut(line.name), points=_drawable(chart, line)) for line in chart.lines]
    lines = [line for line in lines if line.points]
    values = [value for line in lines for _, value in line.points]
    levels = _levels(chart, values)
    names = [*(line.name for line in lines), *(name for name, _ in levels)]
    frame = _Frame(
        x=_x_axis(chart, lines),
        y=axes.around([*values, *(value for _, value in levels)], chart.log_y, chart.from_zero),
        right=size.width - 14 - LETTER * max(map(len, names), default=0),
        ground=size.height - BOTTOM,
    )
    key = f"{chart.key}-{size.name}"
    return "\n".join(
        [
            f'<svg class="chart {size.name}" viewBox="0 0 {size.width} {size.height}" role="img" '
            f'aria-labelledby="{key}-title {key}-words">',
            f'<title id="{key}-title">{text(chart.title)}</title>',
            f'<desc id="{key}-words">{text(_in_words(chart, lines, levels))}</desc>',
            *_grid(chart, frame, size),
            *(_level(frame, value) for _, value in levels),
            *(_curve(frame, line) for line in lines),
            *_names(frame, lines, levels),
            "</svg>",
        ]
    )


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"… {name[2 - LONGEST_NAME :]}"


def _drawable(chart: LineChart, line: Line) -> list[tuple[float, float]]:
    """Leave out what a logarithm has no place for; step 0 stands where step 1 does."""
    return [(max(x, 1) if chart.log_x else x, y) for x, y in line.points if y > axes.LEAST or not chart.log_y]


def _levels(chart: LineChart, values: list[float]) -> list[tuple[str, float]]:
    if chart.all_levels or not values:
        return list(chart.levels)
    low, high = min(values), max(values)
    air = (high - low) * 0.25
    return [(name, value) for name, value in chart.levels if low - air <= value <= high + air]


def _x_axis(chart: LineChart, lines: list[Line]) -> Axis:
    places = [x for line in lines for x, _ in line.points] or [1.0]
    low = min(places) if chart.log_x or min(places) > NEAR_ZERO * max(places) else 0
    return Axis(low, max(*places, low + 1), chart.log_x)


def _grid(chart: LineChart, frame: _Frame, size: Size) -> list[str]:
    """Draw the axes with their marks and names."""
    drawn = []
    for value in frame.y.ticks(5):
        y = frame.up(value)
        drawn.append(f'<line class="grid" x1="{LEFT}" x2="{frame.right:.2f}" y1="{y}" y2="{y}"/>')
        drawn.append(f'<text class="quiet end" x="{LEFT - 8}" y="{y + 4}">{axes.label(value)}</text>')
    for value in frame.x.ticks(8 if size is WIDE else 4):
        x = frame.across(value)
        drawn.append(f'<line class="axis" x1="{x}" x2="{x}" y1="{frame.ground}" y2="{frame.ground + 4}"/>')
        drawn.append(f'<text class="quiet middle" x="{x}" y="{frame.ground + 18}">{axes.label(value)}</text>')
    middle, high = (LEFT + frame.right) / 2, (TOP + frame.ground) / 2
    return [
        *drawn,
        f'<line class="axis" x1="{LEFT}" x2="{frame.right:.2f}" y1="{frame.ground}" y2="{frame.ground}"/>',
        f'<text class="quiet middle" x="{middle:.2f}" y="{size.height - 8}">{text(chart.across)}</text>',
        f'<text class="quiet middle" transform="translate(12 {high}) rotate(-90)">{text(chart.up)}</text>',
    ]


def _level(frame: _Frame, value: float) -> str:
    y = frame.up(value)
    return f'<line class="level" x1="{LEFT}" x2="{frame.right:.2f}" y1="{y}" y2="{y}"/>'


def _curve(frame: _Frame, line: Line) -> str:
    places = [(frame.across(x), frame.up(y)) for x, y in line.points]
    path = "M" + " L".join(f"{x} {y}" for x, y in places)
    dots = places if line.dots else places[:1] if len(places) == 1 else []
    circles = "".join(f'<circle cx="{x}" cy="{y}" r="2.6"/>' for x, y in dots)
    return f'<g class="{line.look}"><path d="{path}"/>{circles}</g>'


def _names(frame: _Frame, lines: list[Line], levels: list[tuple[str, float]]) -> list[str]:
    """Write each name beside the end of what it names, and move apart those that would cover each other."""
    ends = []
    for line in lines:
        at = line.points[round(line.named_at * (len(line.points) - 1))]
        ends += [(frame.up(at[1]), line.name, line.look)] if line.name else []
    ends = sorted([*ends, *((frame.up(value), name, "quiet") for name, value in levels)])
    places: list[float] = []
    for y, _, _ in ends:
        places.append(max(y, places[-1] + LINE) if places else max(y, TOP))
    for i in reversed(range(len(places))):  # what was pushed below the ground comes up again
        places[i] = min(places[i], places[i + 1] - LINE if i + 1 < len(places) else frame.ground)
    return [
        f'<text class="name {look}" x="{frame.right + 8:.2f}" y="{y + 4:.2f}">{text(name)}</text>'
        for y, (_, name, look) in zip(places, ends, strict=True)
    ]


def _in_words(chart: LineChart, lines: list[Line], levels: list[tuple[str, float]]) -> str:
    said = [f"{chart.up}, by {chart.across}."]
    for line in lines:
        (x_0, y_0), (x_1, y_1) = line.points[0], line.points[-1]
        x_low, low = min(line.points, key=lambda point: point[1])
        begins, ends = f"{y_0:.4g} at {x_0:,}", f"{y_1:.4g} at {x_1:,}"
        said.append(f"{line.name or 'in between'}: {begins}, {ends}; lowest {low:.4g} at {x_low:,}.")
    return " ".join([*said, *(f"For comparison, {name}: {value:.4g}." for name, value in levels)])
