"""Line charts: curves, as SVG inside a page.

Each line is named where it ends, so that no legend has to be looked up; names that would cover each other are
moved apart. The words for who cannot see a chart say of each line where it begins, ends and is lowest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from proust_attention.charts import axis as axes
from proust_attention.charts import drawing
from proust_attention.charts.axis import Axis
from proust_attention.charts.drawing import Frame

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
    """One curve; `look` is a class of charts/style.py."""

    name: str
    points: Sequence[tuple[float, float]]
    look: str
    dots: bool = False
    named_at: float = 1.0  # at the height of which part of the curve its name stands; 1 is the end
    band: Sequence[tuple[float, float, float]] = ()  # around it: x, low, high


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


def svg(chart: LineChart, size: Size) -> str:
    """Draw a chart, for a page."""
    lines = [replace(line, name=_cut(line.name), points=_drawable(chart, line)) for line in chart.lines]
    lines = [line for line in lines if line.points]
    values = [value for line in lines for _, value in line.points]
    values += [value for line in lines for _, *ends in line.band for value in ends]
    levels = _levels(chart, values)
    names = [*(line.name for line in lines), *(name for name, _ in levels)]
    frame = Frame(
        x=_x_axis(chart, lines),
        y=axes.around([*values, *(value for _, value in levels)], chart.log_y, chart.from_zero),
        left=LEFT,
        right=round(size.width - 14 - LETTER * max(map(len, names), default=0), 2),
        top=TOP,
        ground=size.height - BOTTOM,
    )
    drawn = [
        *frame.grid(frame.y.ticks(5)),
        *frame.x_axis((value, axes.label(value)) for value in frame.x.ticks(8 if size is WIDE else 4)),
        *frame.names(chart.across, chart.up),
        *(frame.level(value, "level") for _, value in levels),
        *(_band(frame, line) for line in lines if line.band),
        *(_curve(frame, line) for line in lines),
        *_names(frame, lines, levels),
    ]
    key, words = f"{chart.key}-{size.name}", _in_words(chart, lines, levels)
    return drawing.picture(key, (size.width, size.height), chart.title, words, drawn, f"chart {size.name}")


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


def _curve(frame: Frame, line: Line) -> str:
    places = [(frame.across(x), frame.up(y)) for x, y in line.points]
    path = "M" + " L".join(f"{x} {y}" for x, y in places)
    dots = places if line.dots else places[:1] if len(places) == 1 else []
    circles = "".join(f'<circle cx="{x}" cy="{y}" r="2.6"/>' for x, y in dots)
    return f'<g class="{line.look}"><path d="{path}"/>{circles}</g>'


def _band(frame: Frame, line: Line) -> str:
    forth = [(frame.across(x), frame.up(high)) for x, _, high in line.band]
    back = [(frame.across(x), frame.up(low)) for x, low, _ in reversed(line.band)]
    path = "M" + " L".join(f"{x} {y}" for x, y in [*forth, *back]) + "Z"
    return f'<g class="{line.look}"><path class="band" d="{path}"/></g>'


def _names(frame: Frame, lines: list[Line], levels: list[tuple[str, float]]) -> list[str]:
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
        drawing.label(frame.right + 8, y + 4, name, f"name {look}")
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
