"""What the steps of a run reported: read now and then, so that no step waits.

# Class Notes

Nothing that the loop does after a step depends on its loss, but for one question: whether it is still a finite
number. That can wait a little. If it is not, the steps behind it are thrown away; those of half a second at most.
Before anything is written down all of it is read, so that what a run writes does not depend on when it was.

>>> from proust_attention.training.engine import Figures
>>> tally = Tally()
>>> for loss in (2.0, 1.0, math.nan, 9.0):
...     tally.add(StepResult(0.1, lambda loss=loss: Figures(loss, 1.0)))
>>> tally.read(), tally.mean()          # two from the end on, it is wrong
(2, 1.5)
"""

import math
import time

from proust_attention.training.engine import StepResult

EVERY = 0.5  # seconds, at the latest


class Tally:
    """The results of steps until they are read, and the mean of the losses since it was last begun anew."""

    def __init__(self) -> None:
        self.losses_sum, self.losses_count = 0.0, 0
        self._waiting: list[StepResult] = []
        self._read_at = -math.inf

    def add(self, result: StepResult) -> None:
        """Keep the result of a step until it is read."""
        self._waiting.append(result)

    @property
    def is_due(self) -> bool:
        """Whether it is time to read, though nothing else asks for it."""
        return time.monotonic() - self._read_at > EVERY

    def read(self) -> int:
        """Take in all that wait; return how many are lost: the first that is not finite, and those behind."""
        waiting, self._waiting = self._waiting, []
        for number, result in enumerate(waiting):
            if not math.isfinite(result.loss + result.gradient_norm):
                return len(waiting) - number
            self.losses_sum += result.loss
            self.losses_count += 1
        self._read_at = time.monotonic()
        return 0

    def mean(self) -> float | None:
        """Return the mean loss since the last call, and begin anew; None where there was no step."""
        mean = self.losses_sum / self.losses_count if self.losses_count else None
        self.losses_sum, self.losses_count = 0.0, 0
        return mean
