"""Line charts: what is drawn, where, and in words."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention.reports.chart import NARROW, SMALL, WIDE, Line, LineChart, Size, svg

FALLING = Line("held-out", [(0, 4.2), (10, 2.0), (100, 1.5)], "c0", dots=True)
CHART = LineChart("loss", "Loss", "steps", "nats", [FALLING], [("uniform", 4.3)], log_x=True)


def draw(chart: LineChart, size: Size = WIDE) -> ET.Element:
    return ET.fromstring(svg(chart, size))


def places(root: ET.Element) -> list[list[tuple[float, float]]]:
    """The points of each curve, in units of the picture."""
    paths = [element.attrib["d"] for element in root.iter("path")]
    return [[(float(x), float(y)) for x, y in (p.split() for p in path[1:].split(" L"))] for path in paths]


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
def test_a_curve_is_where_it_should_be(size: Size) -> None:
    (curve,) = places(draw(CHART, size))
    assert [y for _, y in curve] == sorted(y for _, y in curve)  # it falls, and y points downwards
    (x_1, _), (x_2, _), (x_3, _) = curve  # step 0 stands at 1: in ratios 10 is half-way to 100
    assert x_2 == pytest.approx((x_1 + x_3) / 2, abs=0.01)
    assert all(0 < x < size.width and 0 < y < size.height for x, y in curve)


def test_it_can_be_read_out() -> None:
    root = draw(CHART)
    assert root.attrib["role"] == "img"
    labels = root.attrib["aria-labelledby"].split()
    assert [root[0].attrib["id"], root[1].attrib["id"]] == labels
    assert root[0].text == "Loss"
    assert "held-out: 4.2 at 1, 1.5 at 100; lowest 1.5 at 100. For comparison, uniform: 4.3." in str(root[1].text)


def test_names_stand_beside_their_ends_and_apart() -> None:
    lines = [Line(f"line {i}", [(1, 1.0), (2, 1.0 + i / 1000)], f"c{i}") for i in range(5)]
    named = [
        e for e in draw(LineChart("a", "A", "x", "y", lines), SMALL).iter("text") if e.text in {"line 0", "line 4"}
    ]
    every = [
        e for e in draw(LineChart("a", "A", "x", "y", lines), SMALL).iter("text") if "name" in e.attrib["class"]
    ]
    heights = sorted(float(e.attrib["y"]) for e in every)
    assert len(named) == 2
    assert len(heights) == 5
    assert all(b - a >= 13.9 for a, b in pairwise(heights))
    assert 0 < heights[0] < heights[-1] < SMALL.height


def test_hostile_names() -> None:
    name = "</svg><script>alert('x')</script>\x00\ud800"
    chart = replace(CHART, title=name, lines=[replace(FALLING, name=name)], levels=[(name, 2.0)])
    drawn = svg(chart, WIDE)
    assert "<script" not in drawn
    assert ET.fromstring(drawn)[0].text == "</svg><script>alert('x')</script>\ufffd\ufffd"
    assert drawn.encode()


def test_nothing_to_draw() -> None:
    for chart in (replace(CHART, lines=[], levels=[]), replace(CHART, lines=[replace(FALLING, points=[])])):
        assert places(draw(chart)) == []
    one = draw(replace(CHART, lines=[Line("", [(5, 3.0)], "c0")]))
    assert len(list(one.iter("circle"))) == 1  # a single point is seen too


@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.floats(-1e6, 1e9)), min_size=1, max_size=30),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_whatever_the_values_all_is_in_the_picture(
    points: list[tuple[float, float]], log_x: bool, log_y: bool, zero: bool
) -> None:
    points = sorted(points)
    if zero:
        points = [(x, abs(y)) for x, y in points]
    chart = LineChart("a", "A", "x", "y", [Line("b", points, "c0")], log_x=log_x, log_y=log_y, from_zero=zero)
    for curve in places(draw(chart, SMALL)):
        assert all(0 <= x <= SMALL.width and 0 <= y <= SMALL.height for x, y in curve)
