"""The timetable of a run of so many minutes: after which step which share of its time is over.

# Class Notes

How many steps fit into a minute cannot be known beforehand: another program begins, and each takes twice as long.
So such a run goes in legs. Before each of them it decides how many steps the leg has, by what the steps took in
the leg before, and which share of all its time will then be over. The learning rate is a function of that share
(optimizer/schedules.py), and the share one of the step: between the ends of a leg it grows in a straight line.
What is decided is written down before it is done, so that a run that was killed goes the same way again.

>>> timetable = Timetable.parse("10:0.2 15:0.4")        # 5 steps in the second leg: the computer has become slower
>>> timetable.share_at(10), round(timetable.share_at(14), 2)
(0.2, 0.36)
>>> timetable.step_at(0.25), timetable.expected_steps
(12, 38)
>>> str(timetable.then(30, 1.0))
'10:0.2 15:0.4 30:1.0'
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from proust_attention.shown import short_repr


@dataclass(frozen=True)
class Timetable:
    """The legs of a run that are decided; in its settings they stand as `STEP:SHARE STEP:SHARE`."""

    legs: tuple[tuple[int, float], ...]  # the last step of each, and the share of the time that is then over

    __repr__ = short_repr

    @classmethod
    @lru_cache(maxsize=8)  # it is asked at every step
    def parse(cls, text: str) -> "Timetable":
        """Read a timetable. Raises ValueError if it is none."""
        legs = [(int(step), float(share)) for step, _, share in (leg.partition(":") for leg in text.split())]
        for (step, share), (next_step, next_share) in pairwise([(0, 0.0), *legs]):
            if not (step < next_step and share < next_share <= 1):
                raise ValueError(f"{next_step}:{next_share} after {step}:{share}")
        return cls(tuple(legs))

    def __str__(self) -> str:
        return " ".join(f"{step}:{share!r}" for step, share in self.legs)

    def then(self, step: int, share: float) -> "Timetable":
        """Add a leg."""
        return Timetable((*self.legs, (step, share)))

    @property
    def steps(self) -> int:
        """How many steps are decided."""
        return self.legs[-1][0] if self.legs else 0

    @property
    def share(self) -> float:
        """Which share of the time is over after them."""
        return self.legs[-1][1] if self.legs else 0.0

    @property
    def expected_steps(self) -> int:
        """How many steps there will be, if all goes on as it went."""
        return round(self.steps / self.share) if self.legs else 0

    def share_at(self, step: float) -> float:
        """Return which share of the time is over once so many steps are done."""
        return _between(step, [(0, 0.0), *self.legs])

    def step_at(self, share: float) -> int | None:
        """Return the first step with which a share of the time is over; None if that is not yet decided."""
        if not 0 < share <= self.share:
            return None
        return math.ceil(_between(share, [(0.0, 0.0), *((share, step) for step, share in self.legs)]) - 1e-9)


def _between(x: float, points: list[tuple[float, float]]) -> float:
    """Return y at x, on straight lines from point to point; beyond the last, its own."""
    for (x_0, y_0), (x_1, y_1) in pairwise(points):
        if x < x_1:
            return y_0 + (y_1 - y_0) * (x - x_0) / (x_1 - x_0)
    return points[-1][1]
