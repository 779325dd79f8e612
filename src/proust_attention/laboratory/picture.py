"""The differences as a picture: for every pair a point, and the interval around it."""

from typing import NamedTuple

from proust_attention.charts import drawing
from proust_attention.charts.axis import Axis, label
from proust_attention.charts.drawing import Frame
from proust_attention.laboratory.results import Compared, Results
from proust_attention.laboratory.words import CONFIDENCE, VERDICTS

TOP, BELOW, RIGHT = 16, 56, 90  # in units of the picture
LONGEST = 44  # letters of a name


class Layout(NamedTuple):
    """How large the picture is, and where the names of the pairs stand: beside their rows, or above them."""

    name: str
    left: int
    width: int  # of the axis
    row: int
    ticks: int


WIDE, NARROW = Layout("wide", 300, 580, 34, 6), Layout("narrow", 14, 296, 46, 3)
LAYOUTS = (WIDE, NARROW)


def differences(results: Results, layout: Layout = WIDE) -> str:
    """Draw by what the figure of the second of every pair is above that of the first, for a page."""
    left, right = layout.left, layout.left + layout.width
    shown = [each for each in results.compared if each.difference is not None]
    ends = [end for each in shown for end in _interval(each)]
    lowest, highest = min([0.0, *ends]), max([0.0, *ends])
    ground = TOP + layout.row * len(shown)
    across = Axis(lowest, highest if highest > lowest else lowest + 1)
    frame = Frame(across, Axis(len(shown), 0), left, right, TOP, ground)  # the first at the top
    drawn = frame.x_axis((value, label(value)) for value in across.ticks(layout.ticks))
    drawn.append(drawing.line("level", frame.across(0), TOP, frame.across(0), ground))
    for row, each in enumerate(shown):
        mean, (low, high) = _mean(each), _interval(each)
        if layout is WIDE:
            y = frame.up(row + 0.5)
            name = drawing.label(left - 12, y + 4, _name(each), "end")
        else:
            y = frame.up(row + 0.75)
            name = drawing.label(left, y - 14, _name(each))
        drawn += [
            name,
            drawing.line("spread", frame.across(low), y, frame.across(high), y),
            drawing.dot(frame.across(mean), y, "c0" if each.real else "c1"),
            drawing.label(frame.across(high) + 10, y + 4, f"{mean:+.4f}", "quiet"),
        ]
    unit = results.measure.unit
    drawn.append(drawing.label((left + right) / 2, ground + 42, f"difference, {unit}", "quiet middle"))
    words = "; ".join(f"{_name(each)}: {_mean(each):+.4f}, {_in_words(each)}" for each in shown)
    size = right + RIGHT, ground + BELOW
    title = f"The difference of each pair, with its {CONFIDENCE} interval"
    return drawing.picture(f"differences-{layout.name}", size, title, f"{words}.", drawn, f"chart {layout.name}")


def _mean(compared: Compared) -> float:
    assert compared.difference is not None
    return compared.difference.mean


def _interval(compared: Compared) -> tuple[float, float]:
    assert compared.difference is not None
    return compared.difference.interval or (compared.difference.mean, compared.difference.mean)


def _in_words(compared: Compared) -> str:
    low, high = _interval(compared)
    return f"{low:+.4f} to {high:+.4f}, {VERDICTS[compared.real]}"


def _name(compared: Compared) -> str:
    name = f"{compared.second} - {compared.first}"
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
