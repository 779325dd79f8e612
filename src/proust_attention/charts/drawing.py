"""The marks of a chart, as SVG: texts, lines, bars, a frame with its axes, and the picture around them.

# Class Notes

A chart is a rectangle on which values become places: `Frame` knows the rectangle and the two axes. What it draws
of them (grid, marks, names) it returns as SVG elements, to which a chart adds its own bars or curves; `picture`
puts them into one SVG. There is no script in it, and it loads nothing. A picture has a title, and the same in
words, for readers who cannot see it; a screen reader reads out both.

>>> frame = Frame(Axis(0, 10), Axis(0, 4), left=100, right=200, top=20, ground=120)
>>> frame.across(5), frame.up(1)  # in the middle; a quarter of the height above the ground
(150.0, 95.0)
>>> line("axis", frame.left, 120, frame.right, 120)
'<line class="axis" x1="100" y1="120" x2="200" y2="120"/>'
>>> label(8, 15.5, "<b>", "quiet end")
'<text class="quiet end" x="8" y="15.5">&lt;b&gt;</text>'
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from proust_attention.charts import style
from proust_attention.charts.axis import Axis
from proust_attention.charts.axis import label as value_label


def text(value: str) -> str:
    """Make a text fit for HTML and SVG, which have no place at all for some characters, such as those of control.

    >>> text("<b> & 'c'")
    '&lt;b&gt; &amp; &#x27;c&#x27;'
    """
    return escape("".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in value))


def label(x: float, y: float, words: str, look: str = "") -> str:
    """Write words at a place."""
    named = f' class="{look}"' if look else ""
    return f'<text{named} x="{_number(x)}" y="{_number(y)}">{text(words)}</text>'


def upright_label(x: float, y: float, words: str) -> str:
    """Write words from the bottom to the top, their middle at a place."""
    place = f"translate({_number(x)} {_number(y)}) rotate(-90)"
    return f'<text class="quiet middle" transform="{place}">{text(words)}</text>'


def line(look: str, x_1: float, y_1: float, x_2: float, y_2: float) -> str:
    """Draw a straight line."""
    ends = f'x1="{_number(x_1)}" y1="{_number(y_1)}" x2="{_number(x_2)}" y2="{_number(y_2)}"'
    return f'<line class="{look}" {ends}/>'


def bar(x: float, y: float, width: float, height: float, words: str) -> str:
    """Draw a bar; its words are shown where a pointer rests on it."""
    place = f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}"'
    return f'<rect class="bar" {place}><title>{text(words)}</title></rect>'


def dot(x: float, y: float, look: str) -> str:
    """Draw a point of a curve's colour."""
    return f'<g class="{look}"><circle cx="{_number(x)}" cy="{_number(y)}" r="4"/></g>'


@dataclass(frozen=True)
class Frame:
    """Where values stand in a picture: two axes, and the rectangle that they span. y points downwards."""

    x: Axis
    y: Axis
    left: float
    right: float
    top: float
    ground: float

    def across(self, value: float) -> float:
        """Return how far to the right a value of the x axis stands."""
        return round(self.left + self.x.place(value) * (self.right - self.left), 2)

    def up(self, value: float) -> float:
        """Return at which height a value of the y axis stands."""
        return round(self.ground - self.y.place(value) * (self.ground - self.top), 2)

    def level(self, value: float, look: str) -> str:
        """Draw a line right across, at a value of the y axis."""
        return line(look, self.left, self.up(value), self.right, self.up(value))

    def grid(self, values: Iterable[float]) -> list[str]:
        """Draw a line right across at each of these values of the y axis, and write the value beside it."""
        return [
            element
            for value in values
            for element in (
                self.level(value, "grid"),
                label(self.left - 8, self.up(value) + 4, value_label(value), "quiet end"),
            )
        ]

    def x_axis(self, marks: Iterable[tuple[float, str]]) -> list[str]:
        """Draw the line at the bottom, with marks: a value each, and what is written below it."""
        drawn = [line("axis", self.left, self.ground, self.right, self.ground)]
        for value, words in marks:
            x = self.across(value)
            drawn.append(line("axis", x, self.ground, x, self.ground + 4))
            drawn.append(label(x, self.ground + 18, words, "quiet middle"))
        return drawn

    def names(self, across: str, up: str) -> list[str]:
        """Write what the axes are: one below, one at the left."""
        return [
            label((self.left + self.right) / 2, self.ground + 38, across, "quiet middle"),
            upright_label(self.left - 60, (self.top + self.ground) / 2, up),
        ]


def picture(
    key: str, size: tuple[float, float], title: str, words: str, drawn: Iterable[str], look: str = "chart"
) -> str:
    """Put what was drawn into an SVG for a page, whose style holds that of style.py.

    `key` begins the names by which the SVG refers to its parts: two on one page may not have the same.
    """
    width, height = map(_number, size)
    return "\n".join(
        [
            f'<svg class="{look}" viewBox="0 0 {width} {height}" role="img" '
            f'aria-labelledby="{key}-title {key}-words">',
            *_inside(key, title, words),
            *drawn,
            "</svg>",
        ]
    )


def file(key: str, size: tuple[float, float], title: str, words: str, left: float, drawn: Iterable[str]) -> str:
    """Put what was drawn into an SVG file that stands alone: with style, paper, and its title at `left`."""
    width, height = map(_number, size)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" aria-labelledby="{key}-title {key}-words">',
            *_inside(key, title, words),
            f"<style>{style.for_file()}</style>",
            f'<rect class="paper" width="{width}" height="{height}"/>',
            label(left, 44, title, "title"),
            *drawn,
            "</svg>\n",
        ]
    )


def standing_alone(picture: str) -> str:
    """Make of a picture with curves an SVG file with style and paper: for a page that has not our style."""
    opening, behind = picture.split(">", 1)
    opening = opening.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    paper = '<rect class="paper" width="100%" height="100%"/>'
    return f"{opening}>\n<style>{style.for_file(curves=True)}</style>\n{paper}{behind}"


def _inside(key: str, title: str, words: str) -> list[str]:
    return [f'<title id="{key}-title">{text(title)}</title>', f'<desc id="{key}-words">{text(words)}</desc>']


def _number(value: float) -> str:
    return f"{round(value, 2):.10g}"  # hundredths are finer than any screen
