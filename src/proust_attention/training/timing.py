"""A run of so many minutes: how long its parts take, and how many steps its next leg has.

# Class Notes

Not all the time is for learning. At the end the machine writes a last sample, and reads the held-out part, or as
much of it, evenly spread, as can be read in a fifth of the time; on the way it evaluates, once in a leg. What is
left is divided into legs of equal time, as many as evaluations are wanted, but each at least five times as long as
an evaluation, so that a slow computer learns, too. The pace is that of the leg before.

Of 60 seconds, 6 go for what comes at the end; 54 are left. 10 legs are wanted, of 5.4 seconds each; 0.4 of them
for the evaluation, and 0.05 a step:

>>> costs = Costs(step=0.05, evaluation=0.4)
>>> next_leg(share=0.0, left=54.0, costs=costs, legs=10)
(100, 0.1)

Half of the time later the steps take twice as long; and so to the end:

>>> next_leg(share=0.5, left=27.0, costs=Costs(step=0.1, evaluation=0.8), legs=10)
(46, 0.6)
>>> next_leg(share=0.9, left=4.0, costs=Costs(step=0.1, evaluation=0.8), legs=10)
(32, 1.0)
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from proust_attention.checkpoint import RunFolder
from proust_attention.errors import InputError
from proust_attention.timetable import Timetable

LEAST_LEG = 5.0  # times an evaluation
MOST_AT_THE_END = 0.2  # of the time, for reading what was held out
FOR_THE_REST = 0.02  # of the time: the last save, and the end of the process
DIGITS = 9  # of a share


class Costs(NamedTuple):
    """What the parts of a leg take, in seconds."""

    step: float
    evaluation: float


def next_leg(share: float, left: float, costs: Costs, legs: int) -> tuple[int, float]:
    """Return how many steps the next leg has, and which share of the time is over with it.

    `share` is that which is over, `left` the seconds in which the rest of it is to be done, and `legs` how many of
    them a run has.
    """
    all_of_it = left / (1 - share)
    seconds = max(all_of_it / legs, LEAST_LEG * costs.evaluation)
    if left < 1.5 * seconds:  # what would be left is no leg any more
        return max(1, int((left - costs.evaluation) / costs.step)), 1.0
    steps = max(1, round((seconds - costs.evaluation) / costs.step))
    took = steps * costs.step + costs.evaluation  # one step may be longer than the leg
    after = round(share + (1 - share) * took / left, DIGITS)
    return (steps, after) if after < 1 else (steps, 1.0)


class Timing:
    """The clock of a run of so many minutes, which began, or went on, at `since`, with a share of them over."""

    def __init__(self, minutes: float, since: float, share: float = 0.0) -> None:
        self.minutes = minutes
        self.since, self.share = since, share
        self.took = {"evaluation": 0.0, "sample": 0.0}  # seconds, the last time
        self.leg_began, self.leg_from, self.beside_steps = time.monotonic(), 0, 0.0

    @classmethod
    def of_resumed(cls, run: RunFolder, step: int) -> "Timing | None":
        """Return the clock of a run that goes on behind `step`, with the share of its time that was over then.

        None where the run is not one of so many minutes. Raises InputError if it is, and does not know how many.
        """
        training = run.config.training
        timetable = Timetable.parse(training.timetable)
        if training.continued_from or (step and not timetable.legs):
            return None
        minutes = run.began().get("minutes")
        if isinstance(minutes, int | float) and 0 < minutes < math.inf:
            return cls(minutes, time.monotonic(), timetable.share_at(step))
        if timetable.legs and timetable.share < 1:
            raise InputError(f"{run.path / 'began.json'} does not say for how many minutes this run is")
        return None

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Take how long a part takes that is no step."""
        began = time.monotonic()
        yield
        self.took[name] = time.monotonic() - began
        self.beside_steps += self.took[name]

    def begin_leg(self, step: int) -> None:
        """Begin to take how long the steps behind `step` take."""
        self.leg_began, self.leg_from, self.beside_steps = time.monotonic(), step, 0.0

    def step_time(self, step: int) -> float | None:
        """Return how long a step of this leg took, saving and all included; None if none was made."""
        steps = step - self.leg_from
        return (time.monotonic() - self.leg_began - self.beside_steps) / steps if steps else None

    def readable(self, windows: int, in_an_evaluation: int) -> int:
        """Return how many of the windows of the held-out part are read at the end: all, or as many as fit.

        There are no fewer than in an evaluation, which are `in_an_evaluation`.
        """
        a_window = self.took["evaluation"] / in_an_evaluation
        fit = windows if not a_window else int(MOST_AT_THE_END * 60 * self.minutes / a_window)
        return min(windows, max(in_an_evaluation, fit))

    def left(self, windows: int, in_an_evaluation: int) -> float:
        """Return the seconds for the rest of the steps, behind which a last sample and the reading follow."""
        readings = self.readable(windows, in_an_evaluation) / in_an_evaluation
        at_the_end = readings * self.took["evaluation"] + self.took["sample"]
        whole = (1 - FOR_THE_REST) * 60 * self.minutes - at_the_end
        return (1 - self.share) * whole - (time.monotonic() - self.since)
