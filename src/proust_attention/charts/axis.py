"""An axis: where a value stands on it, and at which round values it is marked.

>>> axis = Axis(0, 1200)
>>> axis.place(300), axis.ticks(4)
(0.25, [0.0, 500.0, 1000.0])
>>> Axis(1, 5000, log=True).ticks(6)
[1.0, 10.0, 100.0, 1000.0]
>>> [label(value) for value in (28000, 0.25, 0.00003)]
['28,000', '0.25', '3·10⁻⁵']
"""

import math
from dataclasses import dataclass

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LEAST = 1e-200  # what is smaller has no place on an axis of equal ratios


@dataclass(frozen=True)
class Axis:
    """From one value to another, in equal steps or in equal ratios."""

    low: float
    high: float
    log: bool = False

    def place(self, value: float) -> float:
        """Return where a value stands: 0 at the low end, 1 at the high one."""
        low, high, value = (self._measure(v) for v in (self.low, self.high, value))
        return (value - low) / (high - low)

    def _measure(self, value: float) -> float:
        return math.log10(max(value, LEAST)) if self.log else value

    def ticks(self, most: int, least_step: float = 0.0) -> list[float]:
        """Return round values on the axis, hardly more than `most`; with a least step of 1 only whole numbers."""
        if not self.log:
            step = max(least_step, _round_step((self.high - self.low) / most))
            first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
            return [_exact(i * step) for i in range(first, last + 1)]
        lowest, highest = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        every = max(1, math.ceil((highest - lowest) / most))
        between = (1, 2, 5) if highest - lowest <= 2 else (1,)
        values = [_exact(n * 10.0**power) for power in range(lowest, highest + 1, every) for n in between]
        marks = [value for value in values if -1e-3 <= self.place(value) <= 1 + 1e-3]
        return marks if len(marks) > 1 else Axis(self.low, self.high).ticks(most)  # too short for round ratios


def around(values: list[float], log: bool = False, zero: bool = False) -> Axis:
    """Return an axis on which all the values have room; with `zero` it begins there."""
    values = [value for value in values if value > LEAST or not log] or [1.0]
    low, high = min(values), max(values)
    if log:
        return Axis(low / 1.2, high * 1.2, log=True)
    air = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return Axis(0.0, max(high * 1.08, 1e-12)) if zero else Axis(low - air, high + air)


def label(value: float) -> str:
    """Write a value beside its mark."""
    if value and abs(value) < 1e-3:
        mantissa, _, power = f"{value:.3g}".partition("e") if abs(value) < 1e-4 else f"{value:.2e}".partition("e")
        head = "" if float(mantissa) == 1 else f"{float(mantissa):g}·"
        return f"{head}10{str(int(power)).translate(SUPERSCRIPTS)}"
    return f"{value:,.10g}"


def _round_step(step: float) -> float:
    """Return the least of 1, 2, 5, 10 ... and 0.5, 0.2 ... that is not below `step`."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(n * power for n in (1, 2, 5, 10) if n * power >= step * 0.999)


def _exact(value: float) -> float:
    return float(f"{value:.12g}")  # 0.30000000000000004 is 0.3
