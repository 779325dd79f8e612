"""When a run saves its state: soon, and then by what saving costs.

# Class Notes

A process that is killed without a warning loses what it has learned since its last state. Saving takes time, too:
a hundredth of it is what a run gives for that. So the pause between two saves is a hundred times as long as the
last one took, and at least five seconds; the first save, of which nothing is known yet, comes after five. The
setting `training.minutes_between_saves` is the most that a pause may be, for a machine so large that a hundredth
of the time would be too seldom.

>>> saves = Saves(most=120)
>>> saves.pause
5.0
>>> saves.took(0.02), saves.pause
(None, 5.0)
>>> saves.took(0.4), saves.pause
(None, 40.0)
>>> saves.took(7), saves.pause
(None, 120.0)
"""

import time

SHARE = 0.01  # of the time, for saving
SHORTEST = 5.0  # seconds


class Saves:
    """The pauses between the saves of a run, which are at most so many seconds."""

    def __init__(self, most: float) -> None:
        self.most = most
        self.took(0)

    def took(self, seconds: float) -> None:
        """Take how long a save took that has just ended."""
        self.pause = float(min(self.most, max(SHORTEST, seconds / SHARE)))
        self.since = time.monotonic()

    def due(self) -> bool:
        """Whether it is time for the next one."""
        return time.monotonic() - self.since > self.pause
