"""Axes: where values stand, and at which of them there are marks."""

import math

from hypothesis import given
from hypothesis import strategies as st

from proust_attention.charts.axis import Axis, around, label


@given(st.floats(1e-9, 1e9), st.floats(1e-6, 1e6), st.booleans())
def test_there_are_marks_on_every_axis(low: float, wide: float, log: bool) -> None:
    axis = Axis(low, low * (1 + wide), log)
    marks = axis.ticks(5)
    assert len(marks) <= 12
    assert all(-0.01 <= axis.place(mark) <= 1.01 for mark in marks)
    if wide > 1e-3:
        assert len(marks) >= 2


def test_an_axis_has_room() -> None:
    assert around([3.0, 3.0]).low < 3 < around([3.0, 3.0]).high
    assert around([0.0], log=True).low > 0
    assert around([], zero=True).low == 0
    assert around([0.0, 0.0], zero=True).high > 0


def test_values_in_words() -> None:
    values = {0: "0", 1e-5: "10⁻⁵", 2e-4: "2·10⁻⁴", 0.001: "0.001", 0.3: "0.3", 1e6: "1,000,000", -2.5: "-2.5"}
    assert {value: label(value) for value in values} == values
    assert math.isclose(Axis(1, 100, log=True).place(10), 0.5)


@given(st.integers(1, 10**9))
def test_marks_at_whole_numbers(highest: int) -> None:
    marks = Axis(0, highest).ticks(5, least_step=1)
    assert marks[0] == 0
    assert all(mark == int(mark) <= highest for mark in marks)
    assert 2 <= len(marks) <= 6
